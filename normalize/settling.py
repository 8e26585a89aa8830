"""The ledger of one run: what was applied at which stage of which pass, and how it looks from the raw text."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from normalize.edits import Hunk, OffsetMap
from normalize.findings import Finding, Verdict
from normalize.report import Change, Problem, Remark, Result
from normalize.text import Span


@dataclass(slots=True)
class _Applied:
    """A kept finding with the places of its edits in the raw text."""

    finding: Finding
    places: list[Span]


@dataclass(slots=True)
class _Remembered:
    verdict: Verdict
    place: Span
    offsets: OffsetMap


class Ledger:
    """Collects the verdicts of all stages, keeps the joined offset map, and writes the result."""

    def __init__(self, raw: str) -> None:
        self.raw = raw
        self.text = raw
        self.offsets = OffsetMap()
        self.metadata: dict[str, Any] = {}
        self.problems: list[Problem] = []
        self.settled_once = False
        self._applied: list[_Applied] = []
        self._open: list[_Remembered] = []
        self._seen: set[tuple[Any, ...]] = set()

    def record(self, verdicts: list[Verdict], text: str, offsets: OffsetMap) -> None:
        """Take in the verdicts of a stage and the text it left."""
        for v in verdicts:
            f = v.finding
            if v.status == "kept":
                self._applied.append(_Applied(f, [self.offsets.to_source((e.start, e.end)) for e in f.edits]))
                for key, value in f.metadata:
                    if isinstance(value, list):
                        known = self.metadata.setdefault(key, [])
                        known += [x for x in value if x not in known]
                    else:
                        self.metadata.setdefault(key, value)
                continue
            place = self.offsets.to_source(f.span)
            mark = (f.rule, place, f.suggestions, f.cls)
            if mark not in self._seen:
                self._seen.add(mark)
                self._open.append(_Remembered(v, place, self.offsets))
        self.text = text
        self.offsets = self.offsets.then(offsets)

    def give_up(self, problem: Problem) -> None:
        """Go back to the raw text and say why; the rules that had written are named."""
        rules = sorted({a.finding.rule for a in self._applied})
        self.problems.append(Problem(problem.kind, f"{problem.message}; rules: {', '.join(rules) or 'none'}"))
        self.text, self.offsets, self._applied = self.raw, OffsetMap(), []

    def result(self, source: str, seconds: float, stats: dict[str, Any]) -> Result:
        """Everything as the user sees it, in places of the raw text."""
        return Result(
            raw=self.raw,
            text=self.text,
            changes=tuple(self._changes()),
            findings=tuple(self._remarks()),
            metadata=self.metadata,
            offsets=self.offsets,
            problems=tuple(self.problems),
            seconds=seconds,
            source=source,
            stats=stats,
        )

    def _changes(self) -> list[Change]:
        """One change per stretch of the raw text that differs, with the finding that decided its wording."""
        hunks = self.offsets.hunks
        starts = [h.start for h in hunks]
        authors: list[list[tuple[Span, Finding]]] = [[] for _ in hunks]
        for applied in self._applied:
            for place in applied.places:
                i = _hunk_of(hunks, starts, place)
                if i is not None and (place, applied.finding) not in authors[i]:
                    authors[i].append((place, applied.finding))
        groups: dict[int, str] = {}
        pieces = [piece for h, written in zip(hunks, authors, strict=True) for piece in _pieces(h, written or self._nearest(h))]
        return [_change(n, h, findings, groups) for n, (h, findings) in enumerate(pieces, 1)]

    def _nearest(self, h: Hunk) -> list[tuple[Span, Finding]]:
        """The finding written closest to a hunk that none of the places met: every difference has an author."""
        written = [(place, a.finding) for a in self._applied for place in a.places]
        return [min(written, key=lambda w: max(w[0].start - h.end, h.start - w[0].end))]

    def _remarks(self) -> list[Remark]:
        written = {(a.finding.rule, p) for a in self._applied for p in a.places}
        out: list[Remark] = []
        kept = [
            r
            for r in self._open
            if r.verdict.status == "open" or (r.verdict.finding.rule, r.place) not in written
        ]
        for n, r in enumerate(sorted(kept, key=lambda r: (r.place, r.verdict.finding.rule)), 1):
            f = r.verdict.finding
            clean = self.offsets.to_target(r.place)
            suggestions = f.suggestions
            if f.edits and not suggestions:
                suggestions = (_rewritten(self.raw, r, f),)
            out.append(
                Remark(
                    id=f"f{n}",
                    rule=f.rule,
                    stage=f.stage,
                    cls=f.cls,
                    action=f.action,
                    start=r.place.start,
                    end=r.place.end,
                    before=self.raw[r.place.start : r.place.end],
                    message=f.message,
                    confidence=f.confidence,
                    clean_start=clean.start,
                    clean_end=clean.end,
                    evidence=f.evidence,
                    suggestions=suggestions,
                    status=r.verdict.status,
                    by=r.verdict.by,
                )
            )
        return out


def _pieces(h: Hunk, written: list[tuple[Span, Finding]]) -> list[tuple[Hunk, list[Finding]]]:
    """A hunk with its findings; a deletion that several rules made side by side is taken apart again."""
    places = sorted({place for place, _ in written})
    tiled = bool(places) and places[0].start == h.start and places[-1].end == h.end
    tiled = tiled and all(a.end == b.start and a.start < a.end for a, b in pairwise(places)) and not h.after
    if not tiled or len(places) < 2:
        return [(h, [f for _, f in written])]
    return [
        (
            Hunk(p.start, p.end, h.target_start, h.target_end, h.before[p.start - h.start : p.end - h.start], ""),
            [f for place, f in written if place == p],
        )
        for p in places
    ]


def _change(n: int, h: Hunk, findings: list[Finding], groups: dict[int, str]) -> Change:
    """The change of one piece; the finding of the latest stage decided its wording."""
    main = findings[-1]
    group = groups.setdefault(id(main), f"g{len(groups) + 1}") if len(main.edits) > 1 else ""
    return Change(
        id=f"c{n}",
        rule=main.rule,
        stage=main.stage,
        cls=main.cls,
        start=h.start,
        end=h.end,
        before=h.before,
        after=h.after,
        clean_start=h.target_start,
        clean_end=h.target_end,
        confidence=min(f.confidence for f in findings),
        message=main.message,
        evidence=tuple(e for f in findings for e in f.evidence),
        also=tuple(dict.fromkeys(f.rule for f in findings if f.rule != main.rule)),
        group=group,
        action=main.action,
    )


def _rewritten(raw: str, remembered: _Remembered, finding: Finding) -> str:
    """How the finding's span would read with its edits made, in words of the raw text."""
    out: list[str] = []
    at = remembered.place.start
    for edit in sorted(finding.edits):
        place = remembered.offsets.to_source((edit.start, edit.end))
        out.append(raw[at : place.start])
        out.append(edit.after)
        at = max(at, place.end)
    out.append(raw[at : remembered.place.end])
    return "".join(out)


def _hunk_of(hunks: tuple[Hunk, ...], starts: list[int], place: Span) -> int | None:
    """The hunk that holds a place of the raw text; for an insertion, the empty hunk at it before a neighbour."""
    i = bisect_right(starts, place.start) - 1
    best: int | None = None
    while i >= 0 and i >= bisect_right(starts, place.start) - 3:
        h = hunks[i]
        exact = (h.start, h.end) == tuple(place)
        if h.start <= place.start and place.end <= h.end and (best is None or exact):
            best = i
            if exact:
                break
        i -= 1
    return best
