"""The guards that every kind of rule can have, and the writing of a word in the capitals of another."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import regex

from normalize.rules import Rule

#: How far a guard looks back from a match, in code points: a bound, so that cost stays linear.
LOOK_BACK = 80


class Guards:
    """The conditions of a rule on what stands around a match.

    ``unless`` is searched in the words up to the end of the match (so ``…$`` means "just before"), ``unless-next`` and
    ``followed-by`` are matched right after it, ``preceded-by`` ends right before it, ``only-if`` and ``unless-in`` are searched in the whole paragraph.
    """

    __slots__ = ("followed", "never", "next", "only", "preceded", "unless")

    def __init__(self, rule: Rule) -> None:
        get = rule.options.get
        self.unless = [regex.compile(p) for p in _several(get("unless"))]
        self.next = [regex.compile(p) for p in _several(get("unless-next"))]
        self.only = [regex.compile(p) for p in _several(get("only-if"))]
        self.never = [regex.compile(p) for p in _several(get("unless-in"))]
        self.followed = [regex.compile(p) for p in _several(get("followed-by"))]
        self.preceded = [regex.compile(f"(?:{p})$") for p in _several(get("preceded-by"))]

    def allow(self, line: str, start: int, end: int) -> bool:
        """Whether a match at start..end of a paragraph may stand."""
        back = max(0, start - LOOK_BACK)
        return (
            not any(p.search(line, back, end) for p in self.unless)
            and not any(p.match(line, end) for p in self.next)
            and all(p.match(line, end) for p in self.followed)
            and (not self.preceded or any(p.search(line, back, start) for p in self.preceded))
            and all(p.search(line) for p in self.only)
            and not any(p.search(line) for p in self.never)
        )


def _several(value: Any) -> Iterable[str]:
    if value is None:
        return ()
    return (value,) if isinstance(value, str) else tuple(value)


def follow_case(shown: str, wanted: str) -> str:
    """Write ``wanted`` in the capitals of ``shown``.

    >>> follow_case("Made", "took"), follow_case("MADE", "took"), follow_case("made", "RAND")
    ('Took', 'TOOK', 'RAND')
    """
    if not wanted or not shown:
        return wanted
    if len(shown) > 1 and shown.isupper() and any(c.islower() for c in wanted):
        return wanted.upper()
    if shown[0].isupper() and wanted[0].islower():
        return wanted[0].upper() + wanted[1:]
    return wanted
