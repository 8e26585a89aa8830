"""From numbers to a verdict: which candidate is best, and how sure it is that it was meant.

The weights of the ranking and the trees of the verdict are in ``rules/gazetteer/judgement.json``, learned by
``benchmarks/learn_judgement.py``; one-word names have their own. Each tree asks two questions and adds a little: what
speaks against a name that exists says nothing about one that does not. For one word, of which there is less to ask, a weighted sum did better than trees. The score is the probability that the best candidate is the right reading rather than the surface
being the right spelling of somebody who is not among the names.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from operator import mul
from typing import Any

from normalize import data
from normalize.gazetteer.channel.candidates import CROWD, SIEVING
from normalize.gazetteer.channel.features import RANKING, WEIGHING

#: How the best candidate stands among the others.
STANDING = ("top", "gap", "gap_third", "share", "near", "second_cost")
JUDGING = RANKING + WEIGHING + STANDING + CROWD

#: A small decision tree: a leaf, or the place of a figure in `JUDGING`, a threshold, the tree up to it, the one beyond.
Tree = float | tuple[int, float, "Tree", "Tree"]


class Grove:
    """Trees of at most two questions in a row, climbed all at once.

    >>> Grove(((0, 2.5, (1, 0.0, 1.0, 2.0), -1.0), 0.5)).total([2.0, 1.0])
    2.5
    """

    def __init__(self, trees: Sequence[Tree]) -> None:
        import numpy as np

        rows = [_full(tree) for tree in trees]
        self._asked = np.array([[q[0] for q in row[0]] for row in rows], np.intp).reshape(-1, 3).T.copy()
        self._edges = np.array([[q[1] for q in row[0]] for row in rows], float).reshape(-1, 3).T.copy()
        self._leaves = np.array([row[1] for row in rows], float).reshape(-1)
        self._first = np.arange(0, 4 * len(rows), 4)

    def total(self, values: Sequence[float]) -> float:
        """What all the trees add up to."""
        import numpy as np

        beyond = np.array(values, float)[self._asked] > self._edges
        low, high = np.where(beyond[0], beyond[2], beyond[1]), beyond[0]
        return float(self._leaves[self._first + 2 * high + low].sum())


def _full(tree: Tree) -> tuple[list[tuple[int, float]], list[float]]:
    """A tree with all three questions and all four leaves; a question that is not there is never answered by more."""
    place, edge, low, high = tree if isinstance(tree, tuple) else (0, math.inf, tree, tree)
    asked, leaves = [(place, edge)], []
    for side in (low, high):
        where, at, less, more = side if isinstance(side, tuple) else (0, math.inf, side, side)
        if isinstance(less, tuple) or isinstance(more, tuple):
            raise ValueError("a tree of judgement.json asks more than two questions in a row")
        asked.append((where, at))
        leaves += [less, more]
    return asked, leaves


@dataclass(frozen=True)
class Model:
    """The weights for names of one word, or of several."""

    sieve: tuple[float, ...]
    rank: tuple[float, ...]
    trees: tuple[Tree, ...]
    line: tuple[float, ...] = ()
    bias: float = 0.0
    grove: Grove = field(init=False, compare=False, repr=False)

    def rate(self, values: Sequence[float]) -> float:
        """How good one candidate is, on an open scale."""
        return float(sum(map(mul, self.rank, values)))

    def __post_init__(self) -> None:
        object.__setattr__(self, "grove", Grove(self.trees))

    def total(self, values: Sequence[float]) -> float:
        """The logarithm of the odds that the best candidate is right."""
        total = float(self.bias + sum(map(mul, self.line, values)))
        return total + self.grove.total(values) if self.trees else total

    def probability(self, values: Sequence[float]) -> float:
        """How likely the best candidate is right."""
        total = self.total(values)
        return 1.0 / (1.0 + math.exp(-total)) if total > -50 else 0.0


def standing(rates: Sequence[float], costs: Sequence[float]) -> list[float]:
    """`STANDING` out of the candidates' rates, best first, and their whole costs.

    >>> standing([3.0, 1.0], [2.0, 6.0])[:3]
    [3.0, 2.0, 8.0]
    """
    top = rates[0]
    second, third = (rates[1] if len(rates) > 1 else top - 8), (rates[2] if len(rates) > 2 else top - 8)
    weights = [math.exp(max(r - top, -30.0)) for r in rates]
    other = costs[1] if len(costs) > 1 else 30.0
    return [
        top, min(top - second, 8.0), min(top - third, 8.0), 1.0 / sum(weights), float(sum(r > top - 1 for r in rates)),
        min(other - costs[0], 15.0),
    ]  # fmt: skip


def planted(tree: Any) -> Tree:
    """A tree as the file writes it (the figure by name, lists) -> as it is climbed.

    >>> planted(["cost", 2.5, 1.0, -1.0]) == (JUDGING.index("cost"), 2.5, 1.0, -1.0)
    True
    """
    if isinstance(tree, list):
        name, threshold, low, high = tree
        return JUDGING.index(name), float(threshold), planted(low), planted(high)
    return float(tree)


def _weights(table: Mapping[str, float], names: Sequence[str]) -> tuple[float, ...]:
    return tuple(table.get(name, 0.0) for name in names)


@lru_cache(maxsize=1)
def models() -> dict[str, Model]:
    """The models ``one`` and ``more``."""
    place = data.folder("rules") / "gazetteer" / "judgement.json"
    return {
        kind: Model(
            _weights(table["sieve"], SIEVING),
            _weights(table["rank"], RANKING),
            tuple(map(planted, table.get("trees", ()))),
            _weights(table.get("line", {}), JUDGING) if "line" in table else (),
            table.get("bias", 0.0),
        )
        for kind, table in json.loads(place.read_text(encoding="utf-8")).items()
    }
