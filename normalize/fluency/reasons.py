"""Where in a sentence it goes wrong, what kind of fault it is, and a reason that a reader understands.

The stretch is the run of suspect tokens around the worst one. The kind is what the network gives that run; a sentence that is wrong nearly everywhere is
garbled as a whole. The reason names the plainest sign in the stretch: two verbs side by side, a word that hangs, a loop, a word that no list has.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np

from normalize.fluency.model import Model, Reading
from normalize.fluency.network import FAULTS
from normalize.fluency.signs import HANGING, loops, odds_of, unknown

_CLASS = {"order": "word-order", "gap": "truncated-sentence", "missing": "missing-word", "wrong": "garbled-sentence"}
_SAID = {
    "word-order": "these words do not follow each other so",
    "truncated-sentence": "the sentence breaks off here, or its middle is gone",
    "missing-word": "a word seems to be missing here",
    "garbled-sentence": "these words do not read on",
}
#: From this share of suspect tokens on a sentence is garbled as a whole.
_MOST = 0.4
#: How far below the worst token a neighbour may lie and still belong to the stretch.
_BELOW = 2.0
#: Finite verbs; two in a row are wrong unless one of these words introduces the second clause.
_FINITE = frozenset("is are was were am has have had does did will would can could may might must shall should cannot became becomes".split())
#: From this many repeated tokens on a loop is one, though marks part its rounds.
_LONG_LOOP = 12
_STARTS = frozenset("However Therefore Moreover Meanwhile Furthermore Although Thus But And Because Since While If".split())
_SMALL = frozenset("It He She They The This From And In Of For To With That".split())
_BEFORE_VERB = frozenset("the a an its their our my every of with from into and or at than".split())


class Place(NamedTuple):
    """The stretch that is wrong, as tokens of the sentence (half-open), its class and the reason."""

    start: int
    end: int
    cls: str
    reason: str


def place(model: Model, reading: Reading, tokens: Sequence[str]) -> Place:
    """Where the one sentence of a reading goes wrong, and how; no class when what is wrong may be meant: a crowd chants, and is quoted."""
    odds = odds_of(reading)
    looped = np.flatnonzero(loops(model, reading)[1])
    if len(looped) >= 2:
        start, end = max(0, int(looped[0]) - 4), min(len(tokens), int(looped[-1]) + 1)
        quoted = tokens[: looped[0]].count("“") > tokens[: looped[0]].count("”")
        marked = len(looped) < _LONG_LOOP and any(not t[0].isalnum() for t in tokens[looped[0] : looped[-1]])
        if quoted or marked:
            return Place(start, end, "", "")
        return Place(start, end, "garbled-sentence", f"the same words again and again: “{_shown(tokens[start:end])}”")
    worst = int(odds.argmax())
    if (odds > 0).mean() >= _MOST and len(tokens) > 4:
        start, end = 0, len(tokens)
    else:
        start = end = worst
        while start > 0 and odds[start - 1] > max(-1.5, odds[worst] - _BELOW):
            start -= 1
        while end + 1 < len(tokens) and odds[end + 1] > max(-1.5, odds[worst] - _BELOW):
            end += 1
        start, end = _whole(tokens, start, end + 1)
    chances = reading.chances[start:end, 1:].sum(axis=0)
    cls = _CLASS[FAULTS[1 + int(chances.argmax())]]
    if end - start == len(tokens) and cls != "truncated-sentence":
        cls = "garbled-sentence"
    strange = np.flatnonzero(unknown(reading))
    return Place(start, end, cls, _reason(tokens, start, end, cls, [tokens[int(k)] for k in strange if start <= k < end], _verbs(model)))


def _whole(tokens: Sequence[str], start: int, end: int) -> tuple[int, int]:
    """The stretch with a word on each side, without marks at its ends."""
    start, end = max(0, start - 1), min(len(tokens), end + 1)
    while start + 1 < end and not tokens[start][0].isalnum():
        start += 1
    while end - 1 > start and not tokens[end - 1][0].isalnum():
        end -= 1
    return start, end


@cache
def _verbs(model: Model) -> Callable[[str], bool]:
    """Whether a word can only be a finite verb: `is`, `says`, `went`."""
    names = model.words.names

    def finite(word: str) -> bool:
        lower = word.lower()
        tag: Any = model.words.known.get(lower)
        return lower in _FINITE or (tag is not None and set(names[tag]) <= {"z"})

    return finite


def _reason(tokens: Sequence[str], start: int, end: int, cls: str, strange: Sequence[str], finite: Callable[[str], bool]) -> str:
    stretch = tokens[max(0, start - 1) : end + 1]
    for a, b in pairwise(stretch):
        if finite(a) and finite(b):
            return f"two verbs side by side: “{a} {b}”"
        if a.lower() in HANGING and (b in {".", "!", "?"} or b in _STARTS):
            return f"nothing follows “{a}” before “{b}”"
        if a.lower() in _BEFORE_VERB and b in _FINITE and not a[0].isupper():
            return f"a verb stands where a noun belongs: “{a} {b}”"
    if strange:
        return f"no English word: “{strange[0]}”"
    for a, b in pairwise(stretch):
        if a[0].isalpha() and a.islower() and b in _SMALL:
            return f"a capital in mid-sentence: “{a} {b}”"
    return f"{_SAID[cls]}: “{_shown(tokens[start:end])}”"


def _shown(tokens: Sequence[str]) -> str:
    """Some tokens as they would be written, the middle of a long stretch left out."""
    if len(tokens) > 9:
        tokens = [*tokens[:5], "…", *tokens[-3:]]
    out = ""
    for token in tokens:
        out += token if not out or token in set(".,;:!?)”’%") or out[-1] in "(“‘$" else " " + token
    return out
