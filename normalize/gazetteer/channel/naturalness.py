"""How much a word looks like the words of the names: letter triples, counted when the index is built."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

SIDE = 28
_CODE = {c: i + 1 for i, c in enumerate("abcdefghijklmnopqrstuvwxyz")}


def codes(word: str) -> list[int]:
    """Letters as numbers, with the ends: 0 is the edge, 27 any other character."""
    return [0, 0, *[_CODE.get(c, 27) for c in word[:24]], 0]


def count_triples(words: Iterable[str]) -> Any:
    """The costs of all letter triples, in hundredths of a nat, as one byte each (at most 2.55 nats x 4)."""
    import numpy as np

    table = np.zeros((SIDE * SIDE * SIDE,), np.float64)
    flat: list[int] = []
    for word in words:
        c = codes(word)
        flat += [(a * SIDE + b) * SIDE + d for a, b, d in zip(c, c[1:], c[2:], strict=False)]
        if len(flat) > 1 << 20:
            table += np.bincount(flat, minlength=len(table))
            flat = []
    table += np.bincount(np.array(flat, np.int64), minlength=len(table))
    cube = table.reshape(SIDE, SIDE, SIDE)
    pairs = cube.sum(axis=0)
    single = pairs.sum(axis=0)
    p1 = (single + 0.5) / (single.sum() + 0.5 * SIDE)
    p2 = (pairs + 4 * p1) / (pairs.sum(axis=1, keepdims=True) + 4)
    p3 = (cube + 6 * p2) / (cube.sum(axis=2, keepdims=True) + 6)
    return np.clip(np.round(-np.log(p3) * 25), 0, 255).astype(np.uint8).reshape(-1)


def oddness(table: bytes, word: str) -> tuple[float, float]:
    """The mean and the greatest cost of a word's triples, in nats: natural words have about 2."""
    total = most = a = b = 0
    code = _CODE.get
    for char in word[:24]:
        c = code(char, 27)
        cost = table[(a * SIDE + b) * SIDE + c]
        total += cost
        if cost > most:
            most = cost
        a, b = b, c
    total += table[(a * SIDE + b) * SIDE]
    return total / (25.0 * (min(len(word), 24) + 1)), most / 25.0
