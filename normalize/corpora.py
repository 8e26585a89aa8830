"""Corpora: texts whose right form is known, read one after the other, so that a million of them need no more memory than one.

*Golden* folders hold ``article.txt``, ``wanted.txt``, ``findings.jsonl`` and ``meta.json``. *Cases* are JSON lines with ``text``,
``gold`` and ``action`` (fix, flag, keep). Lines with ``names`` hold articles whose only faults are names, each with
its place. *Clean* texts are right as they are: every change in them is a false one.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from normalize.errors import Fault, FaultyFileError, UsageError
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


def load(path: str) -> list[Case]:
    """The cases of a corpus, all at once: what `stream` gives."""
    return list(stream(path))


def stream(path: str) -> Iterator[Case]:
    """The cases of a corpus, one by one: a golden folder or a folder of them, a folder of clean texts, or a file of JSON lines (also .gz).

    UsageError when there is nothing to read, CorpusError with file and line for rows that do not fit; golden folders tell their faults before the first case.
    """
    place = Path(path)
    if place.is_file():
        yield from _lines(place)
        return
    if not place.is_dir():
        raise UsageError(f"no such corpus: '{path}'")
    faults: list[Fault] = []
    golden = [place] if (place / "article.txt").is_file() else sorted(p.parent for p in place.glob("*/article.txt"))
    cases = [_golden(folder, faults) for folder in golden]
    if faults:
        raise CorpusError(faults)
    texts = [] if golden else sorted(place.rglob("*.txt"))
    lines = [] if golden else sorted([*place.glob("*.jsonl"), *place.glob("*.jsonl.gz")])
    if not (golden or texts or lines):
        raise UsageError(f"no corpus in '{path}': it needs folders with article.txt and findings.jsonl, texts (.txt), or JSON lines")
    yield from cases
    for text in texts:
        yield _clean(text.name, _text(text))
    for file in lines:
        yield from _lines(file)


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
            wanted = entry.get("gold") or entry.get("wanted")
            action = entry.get("action") or ("fix" if "gold" in entry and wanted not in (None, text) else "keep")
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
