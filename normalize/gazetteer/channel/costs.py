"""The learned costs of a road through another script: what it costs that one sound comes back as another, is lost or added.

The costs are read from ``rules/gazetteer/channels.json``, learned by ``benchmarks/learn_channels.py``. A cost is the logarithm of
how much rarer the change is than the sound's coming back unchanged: 0 is no news, 1 a common change, 5 and more a wonder.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import lru_cache

from normalize import data

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

    __slots__ = ("_pairs", "add", "drop", "name", "swap")

    def __init__(self, name: str, table: Mapping[str, Mapping[str, float]]) -> None:
        self.name = name
        self.swap: dict[str, float] = dict(table["swap"])
        self.drop: dict[str, float] = dict(table["drop"])
        self.add: dict[str, float] = dict(table["add"])
        self._pairs: dict[tuple[str, str], float] = {}

    def distance(self, right: str, wrong: str) -> float:
        """The cheapest way from the right word to the wrong one, both in symbols.

        >>> c = channel("ar")
        >>> c.distance("Smidt", "Smidt"), c.distance("pol", "bol") < c.distance("pol", "mol")
        (0.0, True)
        """
        if right == wrong:
            return 0.0
        key = (right, wrong)
        known = self._pairs.get(key)
        if known is None:
            if len(self._pairs) > 100_000:
                self._pairs.clear()
            known = self._pairs[key] = self._align(right, wrong)
        return known

    def _align(self, right: str, wrong: str) -> float:
        swap, drop, add = self.swap, self.drop, self.add
        n, m = len(right), len(wrong)
        most = n if n < m else m
        head = 0
        while head < most and right[head] == wrong[head]:
            head += 1
        tail = 0
        while tail < most - head and right[n - 1 - tail] == wrong[m - 1 - tail]:
            tail += 1
        a, b = right[head : n - tail], wrong[head : m - tail]
        at_start, at_end = head == 0, tail == 0
        gaps_a = [drop.get(c, UNSEEN) for c in a]
        gaps_b = [add.get(c, UNSEEN) for c in b]
        if at_start:
            if a:
                gaps_a[0] = drop.get("^" + a[0], UNSEEN)
            if b:
                gaps_b[0] = add.get("^" + b[0], UNSEEN)
        if at_end:
            if a and not (at_start and len(a) == 1):
                gaps_a[-1] = drop.get(a[-1] + "$", UNSEEN)
            if b and not (at_start and len(b) == 1):
                gaps_b[-1] = add.get(b[-1] + "$", UNSEEN)
        if not a:
            return sum(gaps_b)
        row = [0.0]
        total = 0.0
        for gap in gaps_b:
            total += gap
            row.append(total)
        for c, lost in zip(a, gaps_a, strict=True):
            diagonal = row[0]
            left = row[0] = diagonal + lost
            j = 1
            for d, gained in zip(b, gaps_b, strict=True):
                up = row[j]
                best = diagonal if c == d else diagonal + swap.get(c + d, UNSEEN)
                if up + lost < best:
                    best = up + lost
                if left + gained < best:
                    best = left + gained
                row[j] = left = best
                diagonal = up
                j += 1
        return row[-1]


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
