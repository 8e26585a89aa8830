"""What a clean cost, by stage and by rule, as a table for standard error (``--profile``)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

#: Rules shown; the others are summed.
_SHOWN = 25


class Costs:
    """Sums the profiles of many results.

    >>> costs = Costs()
    >>> costs.take({"profile": {"stages": {"names": 0.5}, "rules": {"en.names.wrong-person": 0.25}}})
    >>> costs.table().splitlines()[1].split()
    ['500.0', 'ms', '100.0', '%', 'names']
    """

    def __init__(self) -> None:
        self._spent: dict[str, Counter[str]] = {"stages": Counter(), "rules": Counter()}

    def take(self, stats: Mapping[str, Any]) -> None:
        """Add what one result tells."""
        for kind, spent in stats.get("profile", {}).items():
            self._spent[kind].update(spent)

    def table(self) -> str:
        """The stages and the dearest rules, in milliseconds and shares of the whole."""
        whole = sum(self._spent["stages"].values()) or 1.0
        lines: list[str] = []
        for kind, spent in self._spent.items():
            lines.append(f"cost of {kind}:")
            lines += _rows(spent.most_common(_SHOWN), whole)
            if left := len(spent) - _SHOWN:
                rest = sum(seconds for _, seconds in spent.most_common()[_SHOWN:])
                lines += _rows([(f"{left} others", rest)], whole) if left > 0 else []
        return "\n".join(lines)


def _rows(spent: Iterable[tuple[str, float]], whole: float) -> list[str]:
    return [f"{1000 * seconds:10.1f} ms {100 * seconds / whole:5.1f} %  {name}" for name, seconds in spent]
