"""The learned costs of a road through another script: what it costs that one sound comes back as another, is lost or added.

The costs are read from ``rules/gazetteer/channels.json``, learned by ``benchmarks/learn_channels.py``. A cost is the logarithm of
how much rarer the change is than the sound's coming back unchanged: 0 is no news, 1 a common change, 5 and more a wonder.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

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
    """The costs of one road; `distances` compares pairs of words in symbols."""

    def __init__(self, name: str, table: Mapping[str, Mapping[str, float]]) -> None:
        import numpy as np

        self.name = name
        self._np = np
        self._swap = np.full(SIDE * SIDE, UNSEEN, np.float32)
        for pair, cost in table["swap"].items():
            self._swap[ord(pair[0]) * SIDE + ord(pair[1])] = cost
        self._swap[np.arange(SIDE - 1) * (SIDE + 1)] = 0.0
        self._drop, self._add = self._by_place(table["drop"]), self._by_place(table["add"])

    def _by_place(self, table: Mapping[str, float]) -> Any:
        """Costs of a lost or an added sound: inside a word, at its beginning (``^a``), at its end (``a$``)."""
        out = self._np.full((3, SIDE), UNSEEN, self._np.float32)
        for mark, cost in table.items():
            if mark[0] == "^":
                out[1, ord(mark[1])] = cost
            else:
                out[2 if mark[-1] == "$" else 0, ord(mark[0])] = cost
        return out

    def distances(self, rights: list[bytes], wrongs: list[bytes]) -> list[float]:
        """The cost of the cheapest way from each right word to the wrong one beside it, all in symbols.

        All pairs are aligned at once, the longest right words first, so that a row of the table is a handful of array operations.

        >>> a, b, c = channel("ar").distances([b"Smidt", b"pol", b"pol"], [b"Smidt", b"bol", b"mol"])
        >>> a == 0.0 < b < c
        True
        """
        np = self._np
        count = len(rights)
        if not count:
            return []
        order = sorted(range(count), key=[-len(r) for r in rights].__getitem__)
        right_most, wrong_most = len(rights[order[0]]), max(map(len, wrongs))
        a = np.frombuffer(b"".join([rights[i].ljust(right_most, b"\0") for i in order]), np.uint8).reshape(count, right_most)
        b = np.frombuffer(b"".join([wrongs[i].ljust(wrong_most, b"\0") for i in order]), np.uint8).reshape(count, wrong_most)
        a_lengths = np.array([len(rights[i]) for i in order])
        b_lengths = np.array([len(wrongs[i]) for i in order])
        rows = np.arange(count)
        drop, add = self._drop[0][a], self._add[0][b]
        drop[rows, a_lengths - 1] = self._drop[2][a[rows, a_lengths - 1]]
        drop[:, 0] = self._drop[1][a[:, 0]]
        add[rows, b_lengths - 1] = self._add[2][b[rows, b_lengths - 1]]
        add[:, 0] = self._add[1][b[:, 0]]
        gained = np.zeros((count, wrong_most + 1), np.float32)
        np.cumsum(add, axis=1, out=gained[:, 1:])
        swap = self._swap.take((a.T.astype(np.int32) * SIDE)[:, :, None] + b[None, :, :])
        row = gained.copy()
        live = [count] * right_most
        ends = a_lengths.tolist()
        n = count
        for i in range(right_most):
            while ends[n - 1] <= i:
                n -= 1
            live[i] = n
        lost = np.ascontiguousarray(drop.T)[:, :, None]
        for i in range(right_most):
            n = live[i]
            old, gain = row[:n], gained[:n]
            new = old + lost[i, :n]
            np.minimum(new[:, 1:], old[:, :-1] + swap[i, :n], out=new[:, 1:])
            new -= gain
            np.minimum.accumulate(new, axis=1, out=new)
            new += gain
            row[:n] = new
        found = row[rows, b_lengths].tolist()
        out = [0.0] * count
        for place, i in enumerate(order):
            out[i] = found[place]
        return out


@lru_cache(maxsize=1)
def _tables() -> dict[str, Channel]:
    place = data.folder("rules") / "gazetteer" / "channels.json"
    return {name: Channel(name, table) for name, table in json.loads(place.read_text(encoding="utf-8")).items()}


def channel(source_language: str | None) -> Channel:
    """The channel of a source language; unknown and missing ones get the common one.

    >>> channel("uk").name, channel("zh-Hans").name, channel(None).name
    ('ru', 'zh', 'any')
    """
    tables = _tables()
    tag = (source_language or "any").lower().replace("_", "-")
    name = CHANNELS.get(tag) or CHANNELS.get(tag.split("-")[0], "any")
    return tables.get(name) or tables["any"]
