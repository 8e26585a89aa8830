"""The learned costs of a road through another script: one sound for another, lost or added ones.

The costs are read from ``rules/gazetteer/channels.json``, learned by ``benchmarks/learn_channels.py``. A cost is the
logarithm of how much rarer the change is than the sound's coming back unchanged: 0 is no news, 1 a common change, 5
and more a wonder.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import lru_cache

from normalize import data

#: The symbols are ASCII; all else is the last one.
SIDE = 128
#: What is charged for a change never seen.
UNSEEN = 6.0

#: Source languages and the channel whose habits they share. All that is not named goes through ``any``.
CHANNELS = {
    **dict.fromkeys(("ar", "arz", "fa", "ps", "ku", "ckb", "prs"), "ar"),
    **dict.fromkeys(("he", "yi"), "he"),
    **dict.fromkeys(("ru", "be", "bg", "mk", "sr", "kk", "ky", "mn", "tg", "uz", "uk"), "ru"),
    **dict.fromkeys(("zh", "yue", "zh-tw", "zh-cn"), "zh"),
    **dict.fromkeys(("hi", "ur", "ne", "si", "bn", "gu", "kn", "ml", "te", "ta", "mr", "pa", "or", "as"), "hi"),
    "ja": "ja", "ko": "ko", "tr": "tr", "az": "tr", "el": "el",
}  # fmt: skip


class Channel:
    """The costs of one road; `distance` compares two words in symbols, the right one first."""

    def __init__(self, name: str, table: Mapping[str, Mapping[str, float]]) -> None:
        self.name = name
        self._swap = [[UNSEEN] * SIDE for _ in range(SIDE)]
        for pair, cost in table["swap"].items():
            self._swap[ord(pair[0])][ord(pair[1])] = cost
        for i in range(SIDE - 1):
            self._swap[i][i] = 0.0
        self._drop, self._add = _by_place(table["drop"]), _by_place(table["add"])
        self._remembered: dict[tuple[bytes, bytes], float] = {}

    def distance(self, right: bytes, wrong: bytes) -> float:
        """The cost of the cheapest way from the right word to the wrong one, both in symbols.

        >>> c = channel("ar")
        >>> c.distance(b"Smidt", b"Smidt"), c.distance(b"pol", b"bol") < c.distance(b"pol", b"mol")
        (0.0, True)
        """
        if right == wrong:
            return 0.0
        key = (right, wrong)
        known = self._remembered.get(key)
        if known is None:
            if len(self._remembered) > _REMEMBERED:
                self._remembered.clear()
            known = self._remembered[key] = self._align(right, wrong)
        return known

    def _align(self, right: bytes, wrong: bytes) -> float:
        """Equal beginnings and ends cost nothing and are set aside; what is between is aligned."""
        n, m = len(right), len(wrong)
        most = n if n < m else m
        head = 0
        while head < most and right[head] == wrong[head]:
            head += 1
        tail = 0
        most -= head
        while tail < most and right[n - 1 - tail] == wrong[m - 1 - tail]:
            tail += 1
        a, b = right[head : n - tail], wrong[head : m - tail]
        lost_by = _gaps(self._drop, a, not head, not tail)
        gained_by = _gaps(self._add, b, not head, not tail)
        if not a:
            return sum(gained_by)
        if not b:
            return sum(lost_by)
        row = [0.0]
        total = 0.0
        for gain in gained_by:
            total += gain
            row.append(total)
        swap = self._swap
        columns = list(zip(b, gained_by, strict=True))
        for c, lost in zip(a, lost_by, strict=True):
            costs = swap[c]
            diagonal = row[0]
            left = diagonal + lost
            new = [left]
            j = 1
            for d, gained in columns:
                up = row[j]
                best = diagonal + costs[d]
                if up + lost < best:
                    best = up + lost
                left += gained
                if best < left:
                    left = best
                new.append(left)
                diagonal = up
                j += 1
            row = new
        return row[-1]


#: How many pairs of words a channel remembers.
_REMEMBERED = 10_000
#: Costs inside a word, at its beginning, at its end.
_Places = tuple[list[float], list[float], list[float]]


def _by_place(table: Mapping[str, float]) -> _Places:
    """Costs of a lost or an added sound: inside a word, at its beginning (``^a``), at its end (``a$``)."""
    out = ([UNSEEN] * SIDE, [UNSEEN] * SIDE, [UNSEEN] * SIDE)
    for mark, cost in table.items():
        if mark[0] == "^":
            out[1][ord(mark[1])] = cost
        else:
            out[2 if mark[-1] == "$" else 0][ord(mark[0])] = cost
    return out


def _gaps(places: _Places, sounds: bytes, at_start: bool, at_end: bool) -> list[float]:
    inner = places[0]
    out = [inner[c] for c in sounds]
    if out:
        if at_end:
            out[-1] = places[2][sounds[-1]]
        if at_start:
            out[0] = places[1][sounds[0]]
    return out


@lru_cache(maxsize=1)
def _tables() -> dict[str, Channel]:
    place = data.folder("rules") / "gazetteer" / "channels.json"
    return {name: Channel(name, table) for name, table in json.loads(place.read_text(encoding="utf-8")).items()}


@lru_cache(maxsize=256)
def channel(source_language: str | None) -> Channel:
    """The channel of a source language; unknown and missing ones get the common one.

    >>> channel("uk").name, channel("zh-Hans").name, channel(None).name
    ('ru', 'zh', 'any')
    """
    tables = _tables()
    tag = (source_language or "any").lower().replace("_", "-")
    name = CHANNELS.get(tag) or CHANNELS.get(tag.split("-")[0], "any")
    return tables.get(name) or tables["any"]
