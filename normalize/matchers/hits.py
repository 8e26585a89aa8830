"""The guards that every kind of rule can have, and the writing of a word in the capitals of another."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from typing import Any

import regex

from normalize.patterns import compiled
from normalize.rules import Rule

#: How far a guard looks back from a match, in code points: a bound, so that cost stays linear.
LOOK_BACK = 80
#: How much of a very long match a guard reads, counted from its end.
LOOK_AT = 480


class Guards:
    """The conditions of a rule on what stands around a match.

    ``unless`` is searched in the words up to the end of the match (so ``…$`` means "just before"), ``unless-next`` and
    ``followed-by`` are matched right after it, ``preceded-by`` ends right before it, ``only-if`` and ``unless-in`` are searched in the whole paragraph.
    """

    def __init__(self, rule: Rule) -> None:
        self._options = rule.options
        self._last: tuple[str, bool] = ("", True)

    def _patterns(self, key: str) -> list[regex.Pattern[str]]:
        return [compiled(p) for p in _several(self._options.get(key))]

    # compiled when a rule first matches: most rules match nothing in a text

    @cached_property
    def _before(self) -> tuple[list[regex.Pattern[str]], list[regex.Pattern[str]]]:
        return self._patterns("unless"), [compiled(f"(?:{p})$") for p in _several(self._options.get("preceded-by"))]

    @cached_property
    def _after(self) -> tuple[list[regex.Pattern[str]], list[regex.Pattern[str]]]:
        return self._patterns("unless-next"), self._patterns("followed-by")

    @cached_property
    def _around(self) -> tuple[list[regex.Pattern[str]], list[regex.Pattern[str]]]:
        return self._patterns("only-if"), self._patterns("unless-in")

    def allow(self, line: str, start: int, end: int) -> bool:
        """Whether a match at start..end of a paragraph may stand."""
        back = max(0, start - LOOK_BACK, end - LOOK_AT)
        never, followed = self._after
        if any(p.match(line, end) for p in never) or not all(p.match(line, end) for p in followed):
            return False
        never, preceded = self._before
        if any(p.search(line, back, end) for p in never) or (preceded and not any(p.search(line, back, start) for p in preceded)):
            return False
        return self._fits(line)

    def _fits(self, line: str) -> bool:
        """Whether the paragraph as a whole fits; asked for each match in it, so the last answer is remembered."""
        known, fits = self._last
        if known is not line:
            only, never = self._around
            fits = all(p.search(line) for p in only) and not any(p.search(line) for p in never)
            self._last = line, fits
        return fits


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
