"""The network that reads a sentence token by token and says how likely each stands in a wrong place, and what is wrong there.

Two layers look at five neighbours each, so nine tokens decide on the one in the middle. What goes in is the sum of small tables (word, word class, shape) and
of two *links*: how often the word followed the one before it, and the one before that, in edited prose. Only numpy is needed.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

import numpy as np
from threadpoolctl import ThreadpoolController

#: What the network tells apart, in the order of its last layer.
FAULTS = ("right", "order", "gap", "missing", "wrong")
#: The tables of the first layer's input, one for each number of a token.
TABLES = ("words", "tags", "shapes", "near", "far")
#: Boundary tokens between two sentences, so that no window reaches the next one.
GAP = 4
#: Tokens worked on at a time: the layers of a chunk stay in the cache.
_CHUNK = 2048
#: Places of the table of links.
PLACES = 1 << 22
#: Counts of a link up to these bounds share a number; before them come 0 (cannot be said) and 1 to 3 (never seen: no wonder, some wonder, a wonder).
_STEPS = np.array([2, 3, 5, 10, 30, 100])
_SEEN = np.searchsorted(_STEPS, np.arange(256), side="right")
LINKS = 4 + len(_STEPS)

Array = Any


def places(left: Array, right: Array, apart: int) -> Array:
    """Where the table of links counts a pair of words that stand ``apart`` words apart."""
    return (left.astype(np.int64) * 0x9E3779B1 + right.astype(np.int64) * 0x85EBCA6B + apart * 0x27D4EB2F >> 7) & (PLACES - 1)


def links(left: Array, right: Array, counts: Array, often: Array) -> Array:
    """The number of each link, from its count and from how often its words occur."""
    seen = _SEEN[np.minimum(counts, 255)]
    wonder = often[left] * often[right]
    unseen = 1 + (wonder > 0.1) + (wonder > 1.0)
    out = np.where(seen > 0, 3 + seen, unseen)
    return np.where((left == 1) | (right == 1), 0, out)


def windows(rows: Array) -> Array:
    """Each row beside its two neighbours on both sides."""
    n, width = rows.shape
    out = np.zeros((n, 5 * width), np.float32)
    for k in range(5):
        low, high = max(0, 2 - k), min(n, n + 2 - k)
        out[low:high, k * width : (k + 1) * width] = rows[low + k - 2 : high + k - 2]
    return out


def layers(tables: dict[str, Array], rows: Array) -> Array:
    """What the last layer says of each token, as chances of `FAULTS`."""
    one = windows(rows) @ tables["first"]
    one += tables["first_bias"]
    np.maximum(one, 0, out=one)
    two = windows(one) @ tables["second"]
    two += tables["second_bias"]
    np.maximum(two, 0, out=two)
    out = two @ tables["last"] + tables["last_bias"]
    out -= out.max(axis=1, keepdims=True)
    np.exp(out, out=out)
    out /= out.sum(axis=1, keepdims=True)
    return out


def embedded(tables: dict[str, Array], kinds: Sequence[Array]) -> Array:
    """The first layer's input: of each token the sum of its rows, one from each of `TABLES`."""
    rows = tables[TABLES[0]][kinds[0]]
    for name, numbers in zip(TABLES[1:], kinds[1:], strict=True):
        rows += tables[name][numbers]
    return rows


def read(tables: dict[str, Array], kinds: Sequence[Array]) -> Array:
    """`layers` in chunks that overlap by what a window reaches.

    On one thread: products of this size are over before a second one has helped, and it goes on waiting at full speed for the next,
    which doubled the processor time of a whole clean.
    """
    n = len(kinds[0])
    parts = []
    with _threads().limit(limits=1, user_api="blas"):
        for start in range(0, n, _CHUNK):
            low, high = max(0, start - GAP), min(n, start + _CHUNK + GAP)
            part = layers(tables, embedded(tables, [k[low:high] for k in kinds]))
            parts.append(part[start - low : start - low + _CHUNK])
    return np.concatenate(parts)


@cache
def _threads() -> ThreadpoolController:
    return ThreadpoolController()
