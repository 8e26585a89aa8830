"""What accepted repairs of names teach: a wrong form of a known name, for the user's own gazetteer.

The fault's story: "Root" alone teaches nothing, many are called so. The words beside it make it "Mark Root", and the repaired text says "Mark Rutte",
whom the gazetteer knows: that pair can be learned. A bare word of a person's name is never learned.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import regex

from normalize.decisions.book import Decision
from normalize.decisions.fingerprint import Question
from normalize.gazetteer import Gazetteer
from normalize.stages import NAME_CLASSES

_BEFORE = regex.compile(r"(?:[\p{L}\p{M}’'.-]+ ){0,3}$")
_AFTER = regex.compile(r"(?: [\p{L}\p{M}’'-]*[\p{L}\p{M}]){0,3}")


class Learned(NamedTuple):
    """A wrong form, the right name of the one it was said of, and what that is: person, organisation or place."""

    wrong: str
    right: str
    kind: str


def learned(question: Question, text: str, gazetteer: Gazetteer) -> Learned | None:
    """The name that a question with this wording is about, by the longest stretch around it that is a right name of exactly one entity; else None."""
    if question.item.cls not in NAME_CLASSES or not text:
        return None
    start, end, before, _ = question.place
    raw = question.result.raw
    left = _BEFORE.search(raw, max(0, start - 80), start)
    right = _AFTER.match(raw, end)
    lefts = left.group().split() if left and (start == 0 or raw[start - 1] == " ") else []
    rights = right.group().split() if right else []
    for i, j in sorted(((i, j) for i in range(len(lefts) + 1) for j in range(len(rights) + 1)), key=lambda p: (-sum(p), p)):
        sides = (" ".join(lefts[len(lefts) - i :]), " ".join(rights[:j]))
        name, form = (" ".join(w for w in (sides[0], middle, sides[1]) if w) for middle in (text, before))
        found = [e for e in gazetteer.named(name, "official", "alias") if e.kind in ("person", "organisation", "place")]
        if len(found) == 1 and form != name and (" " in form or found[0].kind != "person"):
            return Learned(form, found[0].name, found[0].kind)
    return None


def wrong_forms(decisions: list[Decision]) -> Iterator[tuple[Learned, int]]:
    """The pairs that accepted decisions teach, with how often; a form of which a repair was rejected too is left out."""
    counts: dict[Learned, int] = {}
    doubtful = {d.before for d in decisions if d.verdict == "reject" and d.cls in NAME_CLASSES}
    for d in decisions:
        if d.verdict in ("accept", "edit") and d.wrong_name and d.before not in doubtful:
            pair = Learned(d.wrong_name, d.right_name, d.name_kind)
            counts[pair] = counts.get(pair, 0) + 1
    yield from sorted(counts.items(), key=lambda p: (-p[1], p[0]))
