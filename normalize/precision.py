"""How often a rule is right: the bounds of its precision, and the table of figures that ships beside the rules.

``rules/precision.json`` holds, for each corpus, its totals and the firings of every rule, one line each. `normalize eval ... --table FILE` writes the rows of the
corpora that it measured and leaves those of others, so a corpus that is not at hand keeps its figures.
A rule loses the right to ``fix`` when its figures rule out a precision of 0.98 (docs/decisions/0005-precision-as-a-gate.md).
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from normalize.errors import Fault, FaultyFileError

#: 95 %, two-sided, as DESIGN's n/(n+3.84) has it.
_Z2 = 3.8416
#: The precision that ``fix`` asks for.
WANTED = 0.98


class TableError(FaultyFileError):
    """A table of figures that cannot be read."""


def lower_bound(right: int, firings: int) -> float:
    """The precision that a rule has at least, by Wilson's interval (95 %); 0 where nothing is known.

    With no error in n firings it is n/(n+3.84), so 0.98 asks for 189.

    >>> round(lower_bound(10, 10), 3), lower_bound(188, 188) < 0.98 < lower_bound(189, 189), lower_bound(0, 0)
    (0.722, True, 0.0)
    """
    return _wilson(right, firings, -1)


def upper_bound(right: int, firings: int) -> float:
    """The precision that a rule has at most, by Wilson's interval (95 %); 1 where nothing is known.

    >>> upper_bound(3, 3), upper_bound(0, 1) < 0.8, upper_bound(2, 3) < 0.98 < upper_bound(15, 16)
    (1.0, True, True)
    """
    return _wilson(right, firings, 1)


def _wilson(right: int, firings: int, side: int) -> float:
    if not firings:
        return 0.5 + 0.5 * side
    p = right / firings
    spread = (_Z2 * p * (1 - p) / firings + (_Z2 / (2 * firings)) ** 2) ** 0.5
    return float(min(1.0, (p + _Z2 / (2 * firings) + side * spread) / (1 + _Z2 / firings)))


@dataclass(slots=True)
class Firings:
    """What is known of one rule over all corpora; ``harm`` counts the wrong ones that spoiled good text, and those that wait for a verdict."""

    right: int = 0
    wrong: int = 0
    unjudged: int = 0
    harm: int = 0

    @property
    def total(self) -> int:
        """All firings."""
        return self.right + self.wrong + self.unjudged

    @property
    def keeps_fix(self) -> bool:
        """Whether the figures still allow the precision that ``fix`` asks for."""
        return upper_bound(self.total - self.harm, self.total) >= WANTED


@dataclass(slots=True)
class Table:
    """The figures of the corpora: ``corpora`` totals by corpus, ``rules`` [right, wrong, unjudged] by rule and corpus, ``wrong`` each wrong firing with what is wrong in it."""

    corpora: dict[str, dict[str, Any]]
    rules: dict[str, dict[str, list[int]]]
    wrong: list[dict[str, str]]

    def firings(self) -> dict[str, Firings]:
        """Each rule's firings over all corpora. A wrong one whose ``kind`` is "partial" repaired less than the whole fault and spoiled nothing."""
        out: dict[str, Firings] = {}
        for rule, found in self.rules.items():
            right, wrong, unjudged = (sum(c) for c in zip(*found.values(), strict=True))
            partial = sum(w["rule"] == rule and w.get("kind") == "partial" for w in self.wrong)
            out[rule] = Firings(right, wrong, unjudged, harm=wrong + unjudged - partial)
        return out

    def put(self, corpus: str, totals: Mapping[str, Any], rules: Mapping[str, list[int]], wrong: list[dict[str, str]]) -> None:
        """Replace what is known of one corpus; what a person wrote about a wrong firing stays with it."""
        self.corpora[corpus] = dict(totals)
        for found in self.rules.values():
            found.pop(corpus, None)
        for rule, counts in rules.items():
            self.rules.setdefault(rule, {})[corpus] = counts
        self.rules = {rule: found for rule, found in self.rules.items() if found}
        told = {_place(w): w for w in self.wrong}
        self.wrong = [w for w in self.wrong if w["corpus"] != corpus] + [told.get(_place(w), w) for w in wrong]


def _place(wrong: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(wrong[k] for k in ("corpus", "text", "rule", "before", "after"))


def parse(text: str, name: str) -> Table:
    """A table from its JSON; TableError when it is none."""
    try:
        tree = json.loads(text)
        return Table(dict(tree["corpora"]), {r: {c: list(n) for c, n in found.items()} for r, found in tree["rules"].items()}, list(tree["wrong"]))
    except (ValueError, KeyError, TypeError, AttributeError):
        raise TableError([Fault(name, 0, "no table of figures: write one with `normalize eval CORPUS --table FILE`")]) from None


def read(path: str) -> Table:
    """The table of a file, or an empty one where there is no such file."""
    place = Path(path)
    return parse(place.read_text("utf-8"), path) if place.is_file() else Table({}, {}, [])


def written(table: Table) -> str:
    """A table as JSON, sorted, one entry a line."""

    def lines(entries: list[str]) -> str:
        return "".join(f"\n {entry}{',' if i < len(entries) - 1 else ''}" for i, entry in enumerate(entries)) + "\n"

    def pairs(given: Mapping[str, Any]) -> str:
        return lines([f"{json.dumps(k)}: {json.dumps(v, sort_keys=isinstance(v, dict) and k in table.rules)}" for k, v in sorted(given.items())])

    wrong = lines([json.dumps(w) for w in sorted(table.wrong, key=_place)])
    return f'{{"corpora": {{{pairs(table.corpora)}}},\n"rules": {{{pairs(table.rules)}}},\n"wrong": [{wrong}]}}\n'
