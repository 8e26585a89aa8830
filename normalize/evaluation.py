"""Measuring: what a set of rules does to texts whose right form is known.

Three kinds of corpus. *Golden* folders hold ``article.txt``, ``wanted.txt``, ``findings.jsonl`` and ``meta.json``. *Cases* are JSON lines with ``text``,
``gold`` and ``action`` (fix, flag, keep). Lines with ``names`` hold articles whose only faults are names, each with
its place. *Clean* texts are right as they are: every change in them is a false one.
A repair is right when the stretch that the gold names comes out exactly as the gold has it. A change that lies in no such
stretch, or in one that came out otherwise, is wrong.
"""

from __future__ import annotations

import gzip
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from normalize.errors import Fault, FaultyFileError, UsageError
from normalize.gazetteer import Gazetteer
from normalize.gazetteer.sound import fold
from normalize.pipeline import Pipeline
from normalize.report import Change, Result
from normalize.text import Span


class CorpusError(FaultyFileError):
    """A corpus that cannot be read; lists all its faults."""


@dataclass(frozen=True, slots=True)
class Row:
    """One finding that the gold wants: a place in the raw text, and what it becomes (None where it is only reported)."""

    cls: str
    action: str
    span: Span
    after: str | None


@dataclass(frozen=True, slots=True)
class Case:
    """A text with its gold. ``wanted`` is the whole text as it should come out."""

    name: str
    text: str
    wanted: str
    rows: tuple[Row, ...]
    date: str | None = None
    source_language: str | None = None
    part: str = ""


@dataclass(slots=True)
class Score:
    """Counts for one class: wanted repairs found and missed, changes that were wrong, wanted remarks found and missed."""

    right: int = 0
    missed: int = 0
    wrong: int = 0
    flagged: int = 0
    unflagged: int = 0

    @property
    def precision(self) -> float | None:
        """Right among all that was changed; None where nothing was."""
        done = self.right + self.wrong
        return self.right / done if done else None

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
        for name in ("right", "missed", "wrong", "flagged", "unflagged"):
            setattr(self, name, getattr(self, name) + getattr(other, name))


@dataclass(slots=True)
class Evaluation:
    """What came out over a corpus: scores per class, per rule, and the places that went wrong."""

    texts: int = 0
    words: int = 0
    exact: int = 0
    classes: dict[str, Score] = field(default_factory=lambda: defaultdict(Score))
    rules: dict[str, Score] = field(default_factory=lambda: defaultdict(Score))
    misses: list[str] = field(default_factory=list)

    @property
    def total(self) -> Score:
        """All classes together."""
        out = Score()
        for score in self.classes.values():
            out.add(score)
        return out

    @property
    def false_per_100k(self) -> float:
        """Wrong changes in 100,000 words."""
        return 1e5 * self.total.wrong / self.words if self.words else 0.0

    def as_dict(self) -> dict[str, Any]:
        """The figures as JSON shows them."""

        def row(s: Score) -> dict[str, Any]:
            figures = {"precision": s.precision, "recall": s.recall, "f0.5": s.f_half}
            counts = {"right": s.right, "missed": s.missed, "wrong": s.wrong, "flagged": s.flagged, "unflagged": s.unflagged}
            return counts | {k: None if v is None else round(v, 4) for k, v in figures.items()}

        return {
            "texts": self.texts,
            "words": self.words,
            "exact": self.exact,
            "false_per_100k_words": round(self.false_per_100k, 3),
            "total": row(self.total),
            "classes": {k: row(v) for k, v in sorted(self.classes.items())},
            "rules": {k: row(v) for k, v in sorted(self.rules.items())},
            "misses": self.misses,
        }


def load(path: str) -> list[Case]:
    """The cases of a corpus: a golden folder or a folder of them, a folder of clean texts, or a file of JSON lines (also .gz).

    UsageError when there is nothing to read, CorpusError with file and line for rows that do not fit.
    """
    place = Path(path)
    if place.is_file():
        return list(_lines(place))
    if not place.is_dir():
        raise UsageError(f"no such corpus: '{path}'")
    faults: list[Fault] = []
    golden = [place] if (place / "article.txt").is_file() else sorted(p.parent for p in place.glob("*/article.txt"))
    cases = [_golden(folder, faults) for folder in golden]
    if faults:
        raise CorpusError(faults)
    if not cases:
        cases = [_clean(p.name, _text(p)) for p in sorted(place.rglob("*.txt"))]
    for file in sorted([*place.glob("*.jsonl"), *place.glob("*.jsonl.gz")]) if not golden else ():
        cases += _lines(file)
    if not cases:
        raise UsageError(f"no corpus in '{path}': it needs folders with article.txt and findings.jsonl, texts (.txt), or JSON lines")
    return cases


def _clean(name: str, text: str) -> Case:
    return Case(name, text, text, ())


def _golden(folder: Path, faults: list[Fault]) -> Case:
    """One golden article; its rows must be found in it and must lead to the wanted text."""
    text = _text(folder / "article.txt")
    wanted = _text(folder / "wanted.txt")
    try:
        meta = json.loads(_text(folder / "meta.json"))
    except ValueError as error:
        raise CorpusError([Fault(str(folder / "meta.json"), 1, f"no JSON object: {error}")]) from None
    file = folder / "findings.jsonl"
    rows: list[Row] = []
    for number, line in enumerate(_text(file).split("\n"), 1):
        if not line.strip():
            continue
        try:
            entry = json.loads(line)
            _ = entry["class"], entry["action"], entry["before"], entry["after"]
        except (ValueError, KeyError, TypeError):
            raise CorpusError([Fault(str(file), number, "every line is a JSON object with class, action, before and after")]) from None
        if text.count(entry["before"]) != 1:
            faults.append(Fault(str(file), number, f"'{entry['before']}' stands {text.count(entry['before'])} times in article.txt, not once"))
            continue
        at = text.index(entry["before"])
        rows.append(Row(entry["class"], entry["action"], Span(at, at + len(entry["before"])), entry["after"]))
    rebuilt, at = [], 0
    for row in sorted((r for r in rows if r.action == "fix"), key=lambda r: r.span):
        rebuilt.append(text[at : row.span.start] + (row.after or ""))
        at = row.span.end
    if not faults and "".join([*rebuilt, text[at:]]) != wanted:
        faults.append(Fault(str(file), 0, "the fixes of findings.jsonl do not make wanted.txt of article.txt"))
    return Case(folder.name, text, wanted, tuple(rows), meta.get("date"), meta.get("source_language"), meta.get("part", ""))


def _text(file: Path) -> str:
    """The text of a file of a corpus; CorpusError when it is missing or not UTF-8."""
    try:
        return file.read_bytes().decode("utf-8")
    except FileNotFoundError:
        raise CorpusError([Fault(str(file), 0, "no such file: a golden article has article.txt, wanted.txt, findings.jsonl and meta.json")]) from None
    except UnicodeDecodeError as error:
        raise CorpusError([Fault(str(file), 0, f"not UTF-8 (byte {error.start})")]) from None


def _lines(file: Path) -> Iterator[Case]:
    opened = gzip.open(file, "rb") if file.suffix == ".gz" else file.open("rb")
    with opened as lines:
        for number, line in enumerate(lines, 1):
            try:
                entry = json.loads(line)
                text = entry["text"]
                if not isinstance(text, str):
                    raise TypeError
            except (ValueError, KeyError, TypeError):
                raise CorpusError([Fault(str(file), number, "every line is a JSON object with a 'text'")]) from None
            if "names" in entry:
                yield _names(entry, text)
                continue
            wanted, action = entry.get("gold") or entry.get("wanted"), entry.get("action", "keep")
            cls = entry.get("artifact") or entry.get("class") or "any"
            rows = () if action == "keep" else (Row(cls, action, Span(0, len(text)), wanted),)
            yield Case(str(entry.get("id", f"{file.name}:{number}")), text, wanted or text, rows, entry.get("date"))


def _names(entry: dict[str, Any], text: str) -> Case:
    """An article whose only faults are mangled names, each given with its place; everything else must stay."""
    rows = [Row("wrong-name", "fix", Span(n["at"], n["at"] + len(n["before"])), n["after"]) for n in entry["names"]]
    doubtful = [Row("wrong-name", "may", Span(n["at"], n["at"] + len(n["text"])), n["would_be"]) for n in entry.get("unproven", ())]
    wanted, at = "", 0
    for row in sorted(rows, key=lambda r: r.span):
        wanted += text[at : row.span.start] + (row.after or "")
        at = row.span.end
    return Case(str(entry["id"]), text, wanted + text[at:], tuple(rows + doubtful), entry.get("date"), entry.get("source_language"), entry.get("part", ""))


def evaluate(cases: Iterable[Case], pipeline: Pipeline) -> Evaluation:
    """Clean every case and count."""
    out = Evaluation()
    for case in cases:
        result = pipeline.run(case.text, date=case.date, source_language=case.source_language, source=case.name)
        out.texts += 1
        out.words += len(case.text.split())
        out.exact += result.text == case.wanted
        _count(case, result, out, pipeline.gazetteer)
    return out


def _count(case: Case, result: Result, out: Evaluation, names: Gazetteer) -> None:
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
        if _within(change, covered):
            out.rules[change.rule].right += 1
        else:
            out.classes[change.cls].wrong += 1
            out.rules[change.rule].wrong += 1
            around = case.text[max(0, change.start - 30) : change.end + 30]
            out.misses.append(f"{case.name}: wrong {change.rule}: {change.before!r} -> {change.after!r} in {around!r}")
    for row in case.rows:
        if row.action in ("fix", "may"):
            continue
        found = any(f.start < row.span.end and f.end > row.span.start and f.action != "fix" for f in result.findings)
        out.classes[row.cls].flagged += found
        out.classes[row.cls].unflagged += not found
        if not found:
            out.misses.append(f"{case.name}: not reported {row.cls}: {case.text[slice(*row.span)]!r}")


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
