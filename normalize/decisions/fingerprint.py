"""How a change or a suggestion is known again: by its words and those around it, never by its offset.

The fault's story: a person decides, then somebody adds a paragraph above, and every offset has moved. So a question is marked by the smallest
stretch that would change, the wordings offered, and the six words on either side in the raw text. The rule plays no part where there is a wording:
a repair that another rule finds next year is the same question. Two places with the very same words around them are one question, also in two texts.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from normalize.edits import minimal
from normalize.report import Change, Remark, Result

#: Words of the raw text on either side that belong to a mark.
CONTEXT = 6
#: How many of them must be the same, the two nearest among them, where some were edited.
ENOUGH = 8
#: How far words are looked for, in code points.
_REACH = 240


class Mark(NamedTuple):
    """What identifies a question: the words that would go, the wordings offered, and the words on both sides."""

    before: str
    offers: tuple[str, ...]
    left: tuple[str, ...]
    right: tuple[str, ...]
    rule: str = ""

    @property
    def key(self) -> str:
        """Sixteen hexadecimal digits that stand for the mark."""
        parts = (self.rule, self.before, "\x01".join(self.offers), " ".join(self.left), " ".join(self.right))
        return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:16]

    def resembles(self, other: Mark) -> bool:
        """Whether the two ask the same, though words near by were edited.

        The wordings and the nearest word on each side must be the same, and eight of the words around; a short text has too few to tell.

        >>> here = Mark("Root", ("Rutte",), tuple("he met with NATO chief Mark".split()), tuple("on the third day of talks".split()))
        >>> here.resembles(here._replace(left=tuple("she met the NATO chief Mark".split())))
        True
        >>> here.resembles(here._replace(right=tuple("and the third day of talks".split())))
        False
        """
        if (self.rule, self.before, self.offers) != (other.rule, other.before, other.offers):
            return False
        if self.left[-1:] != other.left[-1:] or self.right[:1] != other.right[:1]:
            return False
        shared = (Counter(self.left) & Counter(other.left)).total() + (Counter(self.right) & Counter(other.right)).total()
        return shared >= ENOUGH


class Place(NamedTuple):
    """The smallest stretch of the raw text that holds what would change, its words, and each wording offered for it."""

    start: int
    end: int
    before: str
    offers: tuple[str, ...]


@dataclass(frozen=True)
class Question:
    """A change or a finding of a result, as a person is asked about it."""

    result: Result
    item: Change | Remark

    @cached_property
    def place(self) -> Place:
        """Where, and between which wordings."""
        return place(self.item)

    @cached_property
    def mark(self) -> Mark:
        """What it is known by."""
        start, end, before, offers = self.place
        raw = self.result.raw
        left = tuple(raw[max(0, start - _REACH) : start].split()[-CONTEXT:])
        right = tuple(raw[end : end + _REACH].split()[:CONTEXT])
        return Mark(before, offers, left, right, "" if offers else self.item.rule)

    @cached_property
    def key(self) -> str:
        """The mark in sixteen digits."""
        return self.mark.key


def place(item: Change | Remark) -> Place:
    """The smallest place of a change, or of all wordings of a suggestion together; of a flag, the whole of it.

    The same repair has the same place, whether it comes as a change or as a suggestion over a whole name.
    """
    wordings = (item.after,) if isinstance(item, Change) else item.suggestions
    if not wordings:
        return Place(item.start, item.end, item.before, ())
    edits = [minimal(item.start, item.before, w) for w in wordings]
    low, high = min(e.start for e in edits), max(e.end for e in edits)
    head = item.start
    offers = tuple(item.before[low - head : e.start - head] + e.after + item.before[e.end - head : high - head] for e in edits)
    return Place(low, high, item.before[low - head : high - head], offers)


def questions(result: Result) -> list[Question]:
    """All that a person can be asked about a text, in its order: changes, suggestions and flags that are open."""
    items: list[Change | Remark] = [*result.changes, *(f for f in result.findings if f.status == "open")]
    return [Question(result, i) for i in sorted(items, key=lambda i: (i.start, i.end, isinstance(i, Remark), i.rule))]
