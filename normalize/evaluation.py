"""Measuring: what a set of rules does to texts whose right form is known (`normalize.corpora`).

A repair is right when the stretch that the gold names comes out exactly as the gold has it. A change that lies in no such
stretch, or in one that came out otherwise, is wrong, unless a person has judged that very edit (`normalize.judgements`).
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, NamedTuple

from normalize import judgements
from normalize.corpora import Case, Row
from normalize.gazetteer import Gazetteer
from normalize.gazetteer.sound import fold
from normalize.judgements import Key, Verdict
from normalize.pipeline import Pipeline
from normalize.precision import lower_bound
from normalize.report import Change, Result
from normalize.text import Span

#: Cases that travel to a worker process together.
_BATCH = 64


class Noted(NamedTuple):
    """One change or finding of a run, as a later run is compared with it (`normalize.baselines`). ``verdict`` is empty for what was not applied."""

    text: str
    rule: str
    action: str
    start: int
    end: int
    before: str
    after: str
    verdict: str


@dataclass(slots=True)
class Score:
    """Counts for one class or rule: wanted repairs found and missed, changes that were wrong or wait for a verdict, wanted remarks found and missed."""

    right: int = 0
    missed: int = 0
    wrong: int = 0
    unjudged: int = 0
    flagged: int = 0
    unflagged: int = 0

    @property
    def precision(self) -> float | None:
        """Right among all that was changed; None where nothing was. What waits for a verdict counts as wrong."""
        return self.right / self.firings if self.firings else None

    @property
    def firings(self) -> int:
        """All that was changed."""
        return self.right + self.wrong + self.unjudged

    @property
    def recall(self) -> float | None:
        """Right among all that was wanted; None where nothing was."""
        wanted = self.right + self.missed
        return self.right / wanted if wanted else None

    @property
    def f_half(self) -> float | None:
        """F0.5, which counts precision twice as much as recall."""
        p, r = self.precision, self.recall
        if p is None or r is None or not (p or r):
            return 0.0 if p is not None or r is not None else None
        return 1.25 * p * r / (0.25 * p + r) if p + r else 0.0

    def add(self, other: Score) -> None:
        """Take another count in."""
        for name in ("right", "missed", "wrong", "unjudged", "flagged", "unflagged"):
            setattr(self, name, getattr(self, name) + getattr(other, name))


@dataclass(slots=True)
class Evaluation:
    """What came out over a corpus: scores per class, per rule, and the places that went wrong."""

    texts: int = 0
    words: int = 0
    exact: int = 0
    remarks: int = 0
    classes: dict[str, Score] = field(default_factory=lambda: defaultdict(Score))
    rules: dict[str, Score] = field(default_factory=lambda: defaultdict(Score))
    misses: list[str] = field(default_factory=list)
    noted: list[Noted] = field(default_factory=list)
    waiting: list[dict[str, Any]] = field(default_factory=list)

    def add(self, other: Evaluation) -> None:
        """Take in what came out over more texts."""
        for name in ("texts", "words", "exact", "remarks"):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        for mine, theirs in ((self.classes, other.classes), (self.rules, other.rules)):
            for name, score in theirs.items():
                mine[name].add(score)
        self.misses += other.misses
        self.noted += other.noted
        self.waiting += other.waiting

    @property
    def total(self) -> Score:
        """All classes together."""
        out = Score()
        for score in self.classes.values():
            out.add(score)
        return out

    @property
    def false_per_100k(self) -> float:
        """Changes in 100,000 words that are wrong or wait for a verdict."""
        total = self.total
        return 1e5 * (total.wrong + total.unjudged) / self.words if self.words else 0.0

    def totals(self) -> dict[str, int]:
        """The counts over all classes, as a table of figures keeps them (`normalize.precision`)."""
        t = self.total
        out = {"texts": self.texts, "words": self.words, "exact": self.exact, "right": t.right, "missed": t.missed, "wrong": t.wrong, "unjudged": t.unjudged}
        return out | {"flagged": t.flagged, "unflagged": t.unflagged, "remarks": self.remarks}

    def as_dict(self) -> dict[str, Any]:
        """The figures as JSON shows them."""

        def row(s: Score) -> dict[str, Any]:
            figures = {"precision": s.precision, "recall": s.recall, "f0.5": s.f_half}
            counts = {"right": s.right, "missed": s.missed, "wrong": s.wrong, "unjudged": s.unjudged, "flagged": s.flagged, "unflagged": s.unflagged}
            return counts | {k: None if v is None else round(v, 4) for k, v in figures.items()}

        def firing(s: Score) -> dict[str, Any]:
            return {"firings": s.firings, **row(s), "lower_bound": round(lower_bound(s.right, s.firings), 4)}

        return {
            "texts": self.texts,
            "words": self.words,
            "exact": self.exact,
            "false_per_100k_words": round(self.false_per_100k, 3),
            "total": row(self.total),
            "classes": {k: row(v) for k, v in sorted(self.classes.items())},
            "rules": {k: firing(v) for k, v in sorted(self.rules.items())},
            "misses": self.misses,
            "remarks": self.remarks,
        }


def evaluate(cases: Iterable[Case], pipeline: Pipeline, judged: Mapping[Key, Verdict] | None = None) -> Evaluation:
    """Clean every case and count."""
    out = Evaluation()
    for case in cases:
        result = pipeline.run(case.text, date=case.date, source_language=case.source_language, source=case.name)
        out.texts += 1
        out.words += len(case.text.split())
        out.exact += result.text == case.wanted
        out.remarks += len(result.findings)
        _count(case, result, out, pipeline.gazetteer, judged)
    return out


def measure(cases: Iterable[Case], pipeline: Pipeline, judged: Mapping[Key, Verdict] | None = None, workers: int = 1) -> dict[str, Evaluation]:
    """What came out, by the part of the corpus that a case belongs to, and under "" over all of it.

    Cases are taken from the iterable only a few batches ahead, and a worker sends back counts, so memory grows with the findings and not with the texts.
    """
    parts: dict[str, Evaluation] = {"": Evaluation()}
    for batch in _measured(iter(cases), pipeline, judged, workers):
        for part, evaluation in batch.items():
            parts.setdefault(part, Evaluation()).add(evaluation)
            if part:
                parts[""].add(evaluation)
    return dict(sorted(parts.items()))


def _measured(cases: Iterator[Case], pipeline: Pipeline, judged: Mapping[Key, Verdict] | None, workers: int) -> Iterator[dict[str, Evaluation]]:
    batches = iter(lambda: list(islice(cases, _BATCH)), [])
    if workers <= 1:
        yield from (_by_part(batch, pipeline, judged) for batch in batches)
        return
    from concurrent.futures import Future, ProcessPoolExecutor

    under_way: deque[Future[dict[str, Evaluation]]] = deque()
    with ProcessPoolExecutor(workers, initializer=_start_worker, initargs=(pipeline, judged)) as pool:
        for batch in batches:
            under_way.append(pool.submit(_work, batch))
            if len(under_way) >= 2 * workers:
                yield under_way.popleft().result()
        while under_way:
            yield under_way.popleft().result()


def _by_part(batch: list[Case], pipeline: Pipeline, judged: Mapping[Key, Verdict] | None) -> dict[str, Evaluation]:
    parts: dict[str, list[Case]] = defaultdict(list)
    for case in batch:
        parts[case.part].append(case)
    return {part: evaluate(cases, pipeline, judged) for part, cases in parts.items()}


_worker: tuple[Pipeline, Mapping[Key, Verdict] | None] | None = None


def _start_worker(pipeline: Pipeline, judged: Mapping[Key, Verdict] | None) -> None:
    global _worker
    _worker = pipeline, judged


def _work(batch: list[Case]) -> dict[str, Evaluation]:
    assert _worker is not None
    return _by_part(batch, *_worker)


def _count(case: Case, result: Result, out: Evaluation, names: Gazetteer, judged: Mapping[Key, Verdict] | None) -> None:
    covered: list[Span] = []
    for row in case.rows:
        if row.action == "may":
            # no evidence in its sentence: neither wanted nor wrong, as long as it is the right person
            if _same_name(row, _became(case.text, result, row), names):
                covered.append(row.span)
            continue
        if row.action != "fix":
            continue
        got = _became(case.text, result, row)
        if got == row.after or _same_name(row, got, names) or _reads_the_same(case.text, result, row):
            out.classes[row.cls].right += 1
            covered.append(row.span)
        else:
            out.classes[row.cls].missed += 1
            out.misses.append(f"{case.name}: missed {row.cls}: {case.text[slice(*row.span)]!r} -> {row.after!r}, got {got!r}")
    for change in result.changes:
        verdict = "right" if _within(change, covered) else _verdict(change, case, judged)
        out.noted.append(Noted(case.name, change.rule, change.action, change.start, change.end, change.before, change.after, verdict))
        score = out.rules[change.rule]
        setattr(score, verdict, getattr(score, verdict) + 1)
        if verdict == "right":
            continue
        cls = out.classes[change.cls]
        setattr(cls, verdict, getattr(cls, verdict) + 1)
        around = case.text[max(0, change.start - 30) : change.end + 30]
        out.misses.append(f"{case.name}: {verdict} {change.rule}: {change.before!r} -> {change.after!r} in {around!r}")
        if verdict == "unjudged":
            out.waiting.append(judgements.row(change, case.text, shown=True))
    out.noted += [Noted(case.name, f.rule, f.action, f.start, f.end, f.before, " | ".join(f.suggestions), "") for f in result.findings]
    for row in case.rows:
        if row.action in ("fix", "may"):
            continue
        found = any(f.start < row.span.end and f.end > row.span.start and f.action != "fix" for f in result.findings)
        out.classes[row.cls].flagged += found
        out.classes[row.cls].unflagged += not found
        if not found:
            out.misses.append(f"{case.name}: not reported {row.cls}: {case.text[slice(*row.span)]!r}")


def _verdict(change: Change, case: Case, judged: Mapping[Key, Verdict] | None) -> str:
    """What a person said of a change that the gold does not ask for: with a store, an edit of a clean text that is not in it waits; else it is wrong."""
    if judged is None:
        return "wrong"
    return judged.get(judgements.key(change, case.text), "wrong" if case.rows else "unjudged")


def _became(text: str, result: Result, row: Row) -> str:
    """What the stretch of a row came out as. A line that goes may take the break before or after it: the text is the same."""
    start, end = row.span
    if row.after == "":
        start += len(text[start:end]) - len(text[start:end].lstrip())
        end = start + len(text[start:end].strip())
        return result.text[slice(*result.offsets.to_target((start, end)))].strip()
    return result.text[slice(*result.offsets.to_target(row.span))]


def _same_name(row: Row, got: str, names: Gazetteer) -> bool:
    """Whether a name came out right but for its accents, which English news sets or leaves out, or as another right form of the same bearer."""
    if "name" not in row.cls or not row.after or got == got.lower():
        return False
    mine, wanted = {e.id for e in names.named(got, "official", "alias")}, {e.id for e in names.named(row.after, "official", "alias")}
    return fold(got) == fold(row.after) or len(mine & wanted) == 1


def _reads_the_same(text: str, result: Result, row: Row) -> bool:
    """Whether the stretch with one character on each side comes out as wanted: a change may take the space before a word, or the one after."""
    start, end = max(0, row.span.start - 1), min(len(text), row.span.end + 1)
    wanted = text[start : row.span.start] + (row.after or "") + text[row.span.end : end]
    return result.text[slice(*result.offsets.to_target((start, end)))] == wanted


def _within(change: Change, spans: list[Span]) -> bool:
    """Whether a change belongs to right repairs: all of it but white space lies in their stretches."""
    if change.start == change.end:
        return any(s - 1 <= change.start <= e + 1 for s, e in spans)
    places = [change.start + i for i, c in enumerate(change.before) if not c.isspace()] or [change.start, change.end - 1]
    return all(any(s <= at < e or (s <= at <= e and change.before[at - change.start].isspace()) for s, e in spans) for at in places)
