"""Edits, and the map that says where they moved things. The smallest part, and all else stands on it.

An `Edit` replaces a span by a text. `apply` makes the new text and an `OffsetMap`. Maps of successive stages are
joined with `then`, so that a place in the final text can be followed back to the raw text, and `undo` rebuilds the raw
text from the final one. Nothing here knows about rules.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from normalize.text import Span


class Edit(NamedTuple):
    """Replace ``text[start:end]`` by ``after``; an empty span inserts, an empty ``after`` deletes."""

    start: int
    end: int
    after: str


class Hunk(NamedTuple):
    """One changed stretch between a source and a target text, with the words on both sides."""

    start: int
    end: int
    target_start: int
    target_end: int
    before: str
    after: str


def clashes(a: Edit, b: Edit) -> bool:
    """Whether two edits cannot both be applied: they overlap, or one inserts at the other's border.

    >>> clashes(Edit(0, 2, ""), Edit(2, 3, "x")), clashes(Edit(0, 2, ""), Edit(2, 2, "x"))
    (False, True)
    """
    if a.start == a.end or b.start == b.end:
        return a.start <= b.end and b.start <= a.end
    return a.start < b.end and b.start < a.end


def minimal(start: int, before: str, after: str) -> Edit:
    """The smallest edit of whole words that turns ``before`` into ``after``; letters of one word are not split.

    >>> minimal(10, "raise concerns. in", "raise concerns in")
    Edit(start=24, end=25, after='')
    >>> minimal(0, "Mark Root", "Mark Rutte")
    Edit(start=5, end=9, after='Rutte')
    """
    most = min(len(before), len(after))
    head = 0
    while head < most and before[head] == after[head]:
        head += 1
    while head and _splits_word(before, head, after, head):
        head -= 1
    tail = 0
    while tail < most - head and before[-1 - tail] == after[-1 - tail]:
        tail += 1
    while tail and _splits_word(before, len(before) - tail, after, len(after) - tail):
        tail -= 1
    return Edit(start + head, start + len(before) - tail, after[head : len(after) - tail])


def _splits_word(before: str, i: int, after: str, j: int) -> bool:
    return any(
        0 < k < len(text) and _wordy(text[k - 1]) and _wordy(text[k]) for text, k in ((before, i), (after, j))
    )


def _wordy(char: str) -> bool:
    return char.isalnum() or (ord(char) >= 0x300 and not char.isspace() and not 0x2000 <= ord(char) <= 0x206F)


def apply(text: str, edits: Iterable[Edit]) -> tuple[str, OffsetMap]:
    """Apply edits that do not clash and say where things moved. Pieces outside the edits are copied, never rebuilt.

    >>> new, moved = apply("the These men", [Edit(0, 9, "these")])
    >>> new, moved.to_source(Span(6, 9))
    ('these men', Span(start=10, end=13))
    """
    pieces: list[str] = []
    hunks: list[Hunk] = []
    at = 0
    shift = 0
    for edit in sorted(edits):
        if edit.start < at:
            raise ValueError(f"edits overlap at {edit.start}")
        pieces.append(text[at : edit.start])
        pieces.append(edit.after)
        start = edit.start + shift
        hunks.append(Hunk(edit.start, edit.end, start, start + len(edit.after), text[edit.start : edit.end], edit.after))
        shift += len(edit.after) - (edit.end - edit.start)
        at = edit.end
    pieces.append(text[at:])
    return "".join(pieces), OffsetMap(hunks)


class OffsetMap:
    """Where each place of a source text went in the target text, and back. Both directions, joinable.

    A place inside a changed stretch maps to the whole stretch; an untouched character maps to itself.
    """

    __slots__ = ("_sources", "_targets", "hunks")

    def __init__(self, hunks: Sequence[Hunk] = ()) -> None:
        self.hunks = tuple(hunks)
        self._sources = [h.start for h in self.hunks]
        self._targets = [h.target_start for h in self.hunks]

    def to_source(self, span: Span | tuple[int, int]) -> Span:
        """The span of the source text that this span of the target text comes from."""
        return self._map(span, backward=True)

    def to_target(self, span: Span | tuple[int, int]) -> Span:
        """The span of the target text that this span of the source text became."""
        return self._map(span, backward=False)

    def _map(self, span: Span | tuple[int, int], backward: bool) -> Span:
        start, end = span
        starts = self._targets if backward else self._sources
        first = self._side(starts, start, backward, low=True, empty=start == end)
        last = self._side(starts, end, backward, low=False, empty=start == end)
        return Span(first, max(first, last))

    def _side(self, starts: list[int], at: int, backward: bool, low: bool, empty: bool) -> int:
        """Map one end. The start of a span lies after a deletion at its place, the end before it."""
        # the hunks that lie wholly before the place shift it; the one around it swallows it
        i = (bisect_right(starts, at) if low or empty else bisect_left(starts, at)) - 1
        if i < 0:
            return at
        h = self.hunks[i]
        here_end, there_start, there_end = (
            (h.target_end, h.start, h.end) if backward else (h.end, h.target_start, h.target_end)
        )
        if at < here_end:  # inside the changed stretch
            return there_start if low else there_end
        return at - here_end + there_end

    def then(self, later: OffsetMap) -> OffsetMap:
        """Join with the map of the next stage: source of this to target of that, hunks that meet made one."""
        if not later.hunks:
            return self
        if not self.hunks:
            return later
        return OffsetMap(_join(self.hunks, later.hunks))

    def undo(self, target: str) -> str:
        """Rebuild the source text from the target text: the promise that nothing is lost."""
        pieces: list[str] = []
        at = 0
        for h in self.hunks:
            pieces.append(target[at : h.target_start])
            pieces.append(h.before)
            at = h.target_end
        pieces.append(target[at:])
        return "".join(pieces)


def _join(first: Sequence[Hunk], second: Sequence[Hunk]) -> list[Hunk]:
    """Compose two lists of hunks, source -> middle and middle -> target.

    Walks the middle text. Hunks of the two lists that share a place of the middle text melt into one.
    """
    out: list[Hunk] = []
    i = j = 0
    shift1 = 0  # middle minus source, after the hunks of `first` passed so far
    shift2 = 0  # target minus middle
    while i < len(first) or j < len(second):
        # start a group with whichever comes first in the middle text
        if j >= len(second) or (i < len(first) and first[i].target_start <= second[j].start):
            low, high = first[i].target_start, first[i].target_end
        else:
            low, high = second[j].start, second[j].end
        group1, group2 = i, j
        grown = True
        while grown:
            grown = False
            while i < len(first) and _meets(first[i].target_start, first[i].target_end, low, high, i == group1 and j == group2):
                low, high = min(low, first[i].target_start), max(high, first[i].target_end)
                i += 1
                grown = True
            while j < len(second) and _meets(second[j].start, second[j].end, low, high, i == group1 and j == group2):
                low, high = min(low, second[j].start), max(high, second[j].end)
                j += 1
                grown = True
        source_start = low - shift1
        target_start = low + shift2
        before, after = [], []
        # the source words of low..high: middle text outside hunks of `first` is equal to source, and lies in `second`
        at = low
        covered = second[group2:j]
        for h in first[group1:i]:
            before.append(_middle(covered, at, h.target_start))
            before.append(h.before)
            at = h.target_end
        before.append(_middle(covered, at, high))
        at = low
        made = first[group1:i]
        for h in covered:
            after.append(_made(made, at, h.start))
            after.append(h.after)
            at = h.end
        after.append(_made(made, at, high))
        shift1 += sum(len(h.after) - len(h.before) for h in made)
        shift2 += sum(len(h.after) - len(h.before) for h in covered)
        was, now = "".join(before), "".join(after)
        if was != now:
            out.append(Hunk(source_start, source_start + len(was), target_start, target_start + len(now), was, now))
    return out


def _meets(start: int, end: int, low: int, high: int, first: bool) -> bool:
    """Whether a hunk belongs to the group low..high of the middle text.

    Neighbours that only touch stay apart unless one of them is empty there, where the order would be unsure.
    """
    if first:
        return start == low and end == high
    if start == end or low == high:
        return start <= high and end >= low
    return start < high and end > low


def _middle(hunks: Sequence[Hunk], start: int, end: int) -> str:
    """The middle text between two places, read from the `before` of the second stage's hunks."""
    return "".join(
        h.before[max(start, h.start) - h.start : max(0, min(end, h.end) - h.start)]
        for h in hunks
        if h.start < end and h.end > start
    )


def _made(hunks: Sequence[Hunk], start: int, end: int) -> str:
    """The middle text between two places, read from the `after` of the first stage's hunks."""
    return "".join(
        h.after[max(start, h.target_start) - h.target_start : max(0, min(end, h.target_end) - h.target_start)]
        for h in hunks
        if h.target_start < end and h.target_end > start
    )
