"""What a change of the rules altered: the findings of a run beside those of an earlier one."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from normalize.errors import UsageError
from normalize.evaluation import Noted


class Altered(NamedTuple):
    """What differs: findings that are new, findings that are gone, and pairs (old, new) that meet in one place and say something else."""

    added: list[Noted]
    gone: list[Noted]
    changed: list[tuple[Noted, Noted]]

    @property
    def nothing(self) -> bool:
        """Whether both runs say the same."""
        return not (self.added or self.gone or self.changed)


def read(path: str) -> list[Noted]:
    """The findings of an earlier run, from what ``normalize eval --format json`` wrote; UsageError when the file holds none."""
    try:
        tree = json.loads(Path(path).read_bytes())
        return [Noted(*row) for corpus in tree.values() if "noted" in corpus for row in corpus["noted"]]
    except OSError as error:
        raise UsageError(f"cannot read the baseline '{path}': {error.strerror}") from None
    except (ValueError, TypeError, AttributeError):
        raise UsageError(f"'{path}' is no baseline: write one with `normalize eval CORPUS --format json`") from None


def compare(old: Iterable[Noted], new: Iterable[Noted]) -> Altered:
    """The differences, in order of texts and places. A verdict alone is no difference: rules did not change it.

    >>> a = Noted("one", "en.periods.spurious-period", "fix", 5, 6, ".", "", "right")
    >>> compare([a], [a]).nothing, compare([a], []).gone == [a], compare([a], [a._replace(action="suggest")]).changed == [(a, a._replace(action="suggest"))]
    (True, True, True)
    """
    before: Counter[Noted] = Counter()
    after: Counter[Noted] = Counter()
    shown: dict[Noted, Noted] = {}
    for counter, rows in ((before, old), (after, new)):
        for noted in rows:
            bare = noted._replace(verdict="")
            counter[bare] += 1
            shown[bare] = noted
    gone = sorted((before - after).elements())
    there: dict[str, list[Noted]] = defaultdict(list)
    for noted in gone:
        there[noted.text].append(noted)
    out = Altered([], [], [])
    for noted in sorted((after - before).elements()):
        met = next((g for g in there[noted.text] if g.start <= noted.end and noted.start <= g.end), None)
        if met is None:
            out.added.append(shown[noted])
        else:
            there[noted.text].remove(met)
            out.changed.append((shown[met], shown[noted]))
    out.gone.extend(shown[g] for g in sorted(g for rest in there.values() for g in rest))
    return out
