"""What an editor can underline and repair: places of the raw text that are never empty, each with the wordings offered for it.

A change may insert (nothing to underline) or delete (an empty wording, which editors show as a blank button). Both are widened to the word
beside them, so that a person sees a word and what it would become. Used for LanguageTool's protocol and for the language server.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass

from normalize.report import Change, Remark, Result

#: How far a place may grow to take in the word beside it.
_REACH = 40


@dataclass(frozen=True, slots=True)
class Offer:
    """A stretch of the raw text, in code points, and the wordings that may take its place, the best first; none when a finding only speaks."""

    item: Change | Remark
    start: int
    end: int
    wordings: tuple[str, ...]


def offers(result: Result) -> list[Offer]:
    """The changes and the open findings of a result as an editor can show them, in the order of the text.

    Findings that gave way to surer ones are left out: their place is spoken for. Offers of changes never overlap one another, so all of them
    can be taken at once, and the text is then the cleaned one.

    >>> from normalize import clean
    >>> [(o.start, o.end, o.wordings) for o in offers(clean("The move will raise concerns. in China."))]
    [(20, 29, ('concerns',))]
    """
    out = []
    done = 0
    for n, change in enumerate(result.changes):
        bound = result.changes[n + 1].start if n + 1 < len(result.changes) else len(result.raw)
        start, end = change.start, change.end
        if not change.before or not change.after:
            start, end = _widened(result.raw, start, end, done, bound)
        out.append(Offer(change, start, end, (result.raw[start : change.start] + change.after + result.raw[change.end : end],)))
        done = end
    for remark in result.findings:
        if remark.status != "open":
            continue
        start, end = remark.start, remark.end
        if start == end or "" in remark.suggestions:
            start, end = _widened(result.raw, start, end, 0, len(result.raw))
        before, after = result.raw[start : remark.start], result.raw[remark.end : end]
        out.append(Offer(remark, start, end, tuple(dict.fromkeys(before + s + after for s in remark.suggestions))))
    return sorted(out, key=lambda o: (o.start, o.end, o.item.rule))


def _widened(raw: str, start: int, end: int, low: int, high: int) -> tuple[int, int]:
    """The place with the rest of the word before it, else of the word behind it, else one character; never past the bounds."""
    first, last = max(low, start - _REACH), min(high, end + _REACH)
    left, right = start, end
    while left > first and not raw[left - 1].isspace():
        left -= 1
    if left == start:
        while right < last and not raw[right].isspace():
            right += 1
    if left == right:
        if right < high:
            right += 1
        elif left > low:
            left -= 1
    return left, right


class Utf16:
    """Places of a text counted in UTF-16 units, as editors and LanguageTool count them: an emoji is two.

    >>> Utf16("a😀b").at(2)
    3
    """

    def __init__(self, text: str) -> None:
        self._wide = [i for i, c in enumerate(text) if c > "\uffff"]

    def at(self, place: int) -> int:
        """The units before a code point."""
        return place + bisect_left(self._wide, place)
