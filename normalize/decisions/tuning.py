"""What decisions say about rules: how often each was accepted, rewritten and rejected, and which should ask for less.

A proposal needs three rejections, and figures that rule out what the action stands for: 0.98 right for a fix, one in two for a suggestion
(the upper end of Wilson's interval, `normalize.precision`).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from normalize.decisions.book import Decision
from normalize.precision import WANTED, upper_bound

#: Fewer rejections than this propose nothing.
ENOUGH = 3
#: What a suggestion must be able to reach.
HALF = 0.5


@dataclass(slots=True)
class Tally:
    """The decisions about one rule. A rewritten repair counts against it: the fault was there, the wording was not."""

    rule: str
    accepted: int = 0
    edited: int = 0
    rejected: int = 0

    @property
    def total(self) -> int:
        """All decisions about the rule."""
        return self.accepted + self.edited + self.rejected

    def proposal(self, action: str) -> str:
        """What the rule should rather be: ``suggest`` or ``flag``; empty when it may stay as it is.

        >>> Tally("a", accepted=40, rejected=3).proposal("fix"), Tally("a", accepted=40, rejected=2).proposal("fix")
        ('suggest', '')
        >>> Tally("a", accepted=1, rejected=9).proposal("suggest"), Tally("a", accepted=4, rejected=5).proposal("suggest")
        ('flag', '')
        """
        if self.rejected < ENOUGH:
            return ""
        most = upper_bound(self.accepted, self.total)
        if action == "fix" and most < WANTED:
            return "suggest"
        return "flag" if action == "suggest" and most < HALF else ""


def tallies(decisions: Iterable[Decision]) -> list[Tally]:
    """The rules with decisions, those rejected most often first."""
    out: dict[str, Tally] = {}
    for d in decisions:
        t = out.setdefault(d.rule, Tally(d.rule))
        t.accepted += d.verdict == "accept"
        t.edited += d.verdict == "edit"
        t.rejected += d.verdict == "reject"
    return sorted(out.values(), key=lambda t: (-t.rejected, -t.total, t.rule))
