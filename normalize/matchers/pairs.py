"""The ``pairs`` matcher: marks that open and close, changed together or not at all.

The body maps each opening mark to its closing one; ``replace`` is the wanted opening and closing mark. A pair is changed only
when both its marks stand in the paragraph, or when the opening mark begins the paragraph and ``alone`` is yes (a
quotation that runs on, or whose end was lost). The text between must fit ``only-if``, so quoted source text stays.
"""

from __future__ import annotations

from collections.abc import Iterator

import regex

from normalize.edits import Edit
from normalize.findings import Hit
from normalize.patterns import compiled
from normalize.rules import Rule


class PairMatcher:
    """Finds pairs of marks and swaps both."""

    def __init__(self, rule: Rule) -> None:
        self.open, self.close = next(iter(rule.body.items()))
        self.marks = compiled(f"[{regex.escape(self.open + self.close)}]")
        self.new_open, self.new_close = rule.options["replace"]
        self.inside = compiled(rule.options.get("only-if", r"\S"))
        self.never = compiled(rule.options.get("unless-in", r"(?!)"))
        self.alone = rule.options.get("alone") == "yes"

    def find(self, line: str) -> Iterator[Hit]:
        """All pairs in the paragraph, innermost first."""
        stack: list[int] = []
        for m in self.marks.finditer(line):
            at = m.start()
            if line[at] == self.open:
                stack.append(at)
            elif stack:
                begin = stack.pop()
                if self._fits(line[begin + 1 : at]):
                    yield Hit(
                        begin, at + 1, (Edit(begin, begin + 1, self.new_open), Edit(at, at + 1, self.new_close))
                    )
        if self.alone and stack == [0] and self._fits(line[1:]):
            yield Hit(0, len(line), (Edit(0, 1, self.new_open),))

    def _fits(self, inside: str) -> bool:
        return bool(inside) and bool(self.inside.search(inside)) and not self.never.search(inside)


def literals(rule: Rule) -> tuple[str, ...]:
    """The opening mark: without it there is no pair."""
    return tuple(rule.body)
