"""What a rule says about a place in the text, and who wins when two rules want the same place.

A `Finding` is a span, a reason and, when the rule knows a repair, edits that stand or fall together. `resolve` decides
which findings of a stage are kept. None is lost: each ends as kept, overruled (by whom), not applied or failed.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from normalize.edits import Edit, clashes
from normalize.text import Span

#: `fix` is applied; `suggest` is offered; `flag` only speaks.
Action = Literal["fix", "suggest", "flag"]


class Evidence(NamedTuple):
    """One reason for a finding: its kind (``office-at-date``) and a sentence that a reader understands."""

    kind: str
    text: str


class Hit(NamedTuple):
    """What a matcher or a detector returns: a place, the edits it would make, and what it knows beyond its rule.

    Whatever is None is taken from the rule. A detector may lower the rule's action for one hit (fix, suggest, flag), never raise it.
    """

    start: int
    end: int
    edits: tuple[Edit, ...] = ()
    suggestions: tuple[str, ...] = ()
    message: str | None = None
    evidence: tuple[Evidence, ...] = ()
    confidence: float | None = None
    action: Action | None = None
    cls: str | None = None
    metadata: tuple[tuple[str, object], ...] = ()


@dataclass(frozen=True, slots=True)
class Finding:
    """A span of the stage's text, the rule that speaks, how sure it is, and the repair if there is one."""

    start: int
    end: int
    rule: str
    cls: str
    stage: str
    action: Action
    message: str
    confidence: float = 0.9
    evidence: tuple[Evidence, ...] = ()
    edits: tuple[Edit, ...] = ()
    suggestions: tuple[str, ...] = ()
    metadata: tuple[tuple[str, object], ...] = ()
    may_touch_names: bool = False

    @property
    def span(self) -> Span:
        """The place in the text of the finding's stage."""
        return Span(self.start, self.end)


@dataclass(slots=True)
class Verdict:
    """How a finding ended: ``kept``, ``overruled``, ``protected`` or ``open`` (a suggestion or a flag)."""

    finding: Finding
    status: str
    by: str = ""


@dataclass(slots=True)
class _Board:
    """The edits kept so far, sorted, so that a clash is found by bisection."""

    edits: list[tuple[Edit, str]] = field(default_factory=list)

    def clash(self, edits: Iterable[Edit]) -> str | None:
        for edit in edits:
            i = bisect_left(self.edits, edit.start, key=lambda kept: kept[0].start)
            for kept, rule in self.edits[max(0, i - 1) : i + 2]:
                if clashes(kept, edit):
                    return rule
            k = i + 2
            while k < len(self.edits) and self.edits[k][0].start <= edit.end:
                if clashes(self.edits[k][0], edit):
                    return self.edits[k][1]
                k += 1
        return None

    def add(self, edits: Iterable[Edit], rule: str) -> None:
        for edit in edits:
            self.edits.insert(bisect_left(self.edits, edit, key=lambda kept: kept[0]), (edit, rule))


def rank(finding: Finding) -> tuple[object, ...]:
    """The total order of findings that want the same place: surer first, then wider, then leftmost, then by id.

    The order rules are given in plays no part, so shuffling the rules of a stage changes nothing.
    """
    width = sum(e.end - e.start + len(e.after) for e in finding.edits)
    return (-finding.confidence, -width, finding.start, finding.end, finding.rule, finding.edits)


def resolve(findings: Sequence[Finding], protected: Sequence[Span] = (), unsafe: bool = False) -> list[Verdict]:
    """Decide which findings of one stage are applied.

    A `fix` (and with ``unsafe`` a `suggest`) is kept unless it would alter protected text or a surer finding already
    holds the place. Two findings that want the very same edits are one repair: the second is overruled by the first.
    """
    verdicts: list[Verdict] = []
    board = _Board()
    for f in sorted(findings, key=rank):
        writes = bool(f.edits) and (f.action == "fix" or (unsafe and f.action == "suggest"))
        if not writes:
            verdicts.append(Verdict(f, "open"))
        elif not f.may_touch_names and (guard := _protected(f.edits, protected)):
            verdicts.append(Verdict(f, "protected", f"protected text at {guard.start}"))
        elif by := board.clash(f.edits):
            verdicts.append(Verdict(f, "overruled", by))
        elif any(clashes(a, b) for i, a in enumerate(f.edits) for b in f.edits[i + 1 :]):
            verdicts.append(Verdict(f, "overruled", "its own edits clash"))
        else:
            board.add(f.edits, f.rule)
            verdicts.append(Verdict(f, "kept"))
    return verdicts


def _protected(edits: Iterable[Edit], protected: Sequence[Span]) -> Span | None:
    for edit in edits:
        i = max(0, bisect_left(protected, edit.start, key=lambda s: s.end) - 1)
        while i < len(protected) and protected[i].start <= edit.end:
            span = protected[i]
            if edit.start < span.end and span.start < edit.end:
                return span
            i += 1
    return None
