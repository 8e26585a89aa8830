"""The ``phrase`` and ``swap`` matchers: whole words and phrases, with the replacement in the capitals of the text.

``phrase`` is a list with one ``replace`` for all; ``swap`` maps each wrong phrase to its right one. A space in a phrase stands for a
no-break space as well, and both kinds of apostrophe are one. ``case: exact`` looks only for the capitals as written.
"""

from __future__ import annotations

from collections.abc import Iterator

import regex

from normalize.edits import minimal
from normalize.finder import Finder
from normalize.findings import Hit
from normalize.matchers.hits import Guards, follow_case
from normalize.rules import Rule


def table(rule: Rule) -> dict[str, str | None]:
    """The phrases of a rule with their replacements; None where the rule only points."""
    if rule.kind == "swap":
        return dict(rule.body)
    found = [rule.body] if isinstance(rule.body, str) else list(rule.body)
    return dict.fromkeys(found, rule.options.get("replace"))


class PhraseMatcher:
    """Finds any of a rule's phrases as whole words, longest first."""

    def __init__(self, rule: Rule) -> None:
        self.table = table(rule)
        self.follow = rule.options.get("case") != "exact"
        self.finder = Finder(self.table, ignore_case=self.follow)
        self.guards = Guards(rule)

    def find(self, line: str) -> Iterator[Hit]:
        """All phrases in the paragraph."""
        for (s, e), phrase in self.finder.find(line):
            if not self.guards.allow(line, s, e):
                continue
            shown = line[s:e]
            wanted = self.table[phrase]
            if wanted is None:
                yield Hit(s, e)
                continue
            if self.follow:
                wanted = follow_case(shown, wanted)
            if "’" in shown:
                wanted = wanted.replace("'", "’")
            if not wanted and s and line[s - 1] == " " and (e == len(line) or line[e] in " ,.;:!?"):
                s -= 1  # a dropped phrase takes the space before it along
                shown = line[s:e]
            if wanted != shown:
                yield Hit(s, e, (minimal(s, shown, wanted),))


def literals(rule: Rule) -> tuple[str, ...]:
    """The longest word of each phrase, in the capitals that a text may give it."""
    out: set[str] = set()
    for phrase in table(rule):
        word = max(regex.split(r"[\s'’]+", phrase), key=len)
        out.add(word)
        if rule.options.get("case") != "exact":
            out.update((word.lower(), word.capitalize(), word.upper(), word[:1].upper() + word[1:]))
    return tuple(sorted(out))
