"""The ``repeat`` matcher: a word that stands twice where it should stand once; the second is dropped.

The body lists the words that are never rightly doubled (``of of``). ``between`` is what stands between the two, a space if
left out.
"""

from __future__ import annotations

from collections.abc import Iterator

import regex

from normalize.edits import Edit
from normalize.findings import Hit
from normalize.matchers.hits import Guards
from normalize.patterns import compiled
from normalize.rules import Rule


class RepeatMatcher:
    """Finds a listed word followed by itself and drops the second."""

    def __init__(self, rule: Rule) -> None:
        inner = "|".join(regex.escape(w) for w in sorted(rule.body, key=lambda w: (-len(w), w)))
        between = regex.escape(rule.options.get("between", " "))
        self.pattern = compiled(
            rf"(?<![\p{{L}}\p{{N}}'’\-])(?P<one>(?i:{inner}))(?P<two>(?:{between}(?i:(?P=one))(?![\p{{L}}\p{{N}}'’\-]))+)"
        )
        self.guards = Guards(rule)

    def find(self, line: str) -> Iterator[Hit]:
        """All doublings in the paragraph."""
        for m in self.pattern.finditer(line):
            if m["two"].islower() and self.guards.allow(line, m.start(), m.end()):
                yield Hit(m.start(), m.end(), (Edit(m.start("two"), m.end("two"), ""),))


def literals(rule: Rule) -> tuple[str, ...]:
    """The doubled forms themselves."""
    between = rule.options.get("between", " ")
    return tuple(sorted({f"{a}{between}{w}" for w in rule.body for a in (w, w.capitalize())}))
