"""Many documents: from paths to documents, through the pipeline in order, and back to the bytes of their files.

A `Document` of a batch is a text with the name it has in reports and a way to put its cleaned text back where it came from (a file, a field
of a JSON record, a page). What cannot be read is passed through byte for byte and named; as many documents come out as went in.
"""

from __future__ import annotations

import json
import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from normalize import limits as pipes
from normalize.errors import InputError, UsageError
from normalize.files import decode, encode, read
from normalize.limits import Limits
from normalize.pipeline import Pipeline
from normalize.report import Problem, Result
from normalize.visible import safe_json

#: Endings of the files that are taken from a folder.
TEXTS = (".txt", ".text", ".md", ".jsonl", ".ndjson", ".html", ".htm")
_RECORDS = (".jsonl", ".ndjson")
_PAGES = (".html", ".htm")


@dataclass(slots=True)
class Item:
    """One text on its way through: its name, the file it belongs to, its bytes as they came, and how its bytes are made anew."""

    name: str
    file: str
    raw: bytes
    text: str | None = None
    wrap: Callable[[Result], bytes] | None = None
    fault: str = ""


@dataclass(slots=True)
class Done:
    """One text that came out: its bytes, the result (None when it was passed through unread), and what went wrong."""

    name: str
    file: str
    data: bytes
    result: Result | None
    faults: tuple[str, ...] = ()


def files(paths: Iterable[str]) -> list[tuple[str, str]]:
    """The files that the arguments name, as (path, name relative to the argument); folders are walked in order of names.

    UsageError when a path does not exist or a folder holds no texts.
    """
    out: list[tuple[str, str]] = []
    for path in paths:
        if path == "-" or os.path.isfile(path) or (os.path.exists(path) and not os.path.isdir(path)):
            out.append((path, os.path.basename(path)))
        elif os.path.isdir(path):
            found = sorted(
                os.path.join(folder, name)
                for folder, _, names in os.walk(path)
                for name in names
                if name.endswith(TEXTS) and not name.startswith(".")
            )
            if not found:
                raise UsageError(f"no texts ({' '.join(TEXTS)}) in the folder '{path}'")
            out += [(f, os.path.relpath(f, path)) for f in found]
        else:
            raise UsageError(f"no such file: '{path}'")
    return out


def items(path: str, field: str | None = None, html: bool = False) -> Iterator[Item]:
    """The documents of one file: the records of JSON lines, the prose of a page, or the whole text."""
    name = "<stdin>" if path == "-" else path
    if field is not None or path.endswith(_RECORDS):
        yield from _records(path, name, field or "text")
        return
    raw = read(path)
    try:
        text = decode(raw, name)
    except InputError as error:
        yield Item(name, path, raw, fault=str(error))
        return
    if html or path.endswith(_PAGES):
        yield _page(name, path, raw, text)
    else:
        yield Item(name, path, raw, text, lambda result: encode(result.text))


def _page(name: str, path: str, raw: bytes, markup: str) -> Item:
    from normalize.htmltext import Page

    page = Page(markup)
    return Item(name, path, raw, page.text, lambda result: encode(page.rebuilt(result.offsets)[0]))


def _records(path: str, name: str, field: str) -> Iterator[Item]:
    """The records of a file of JSON lines; lines end at line feeds only."""
    for number, line in enumerate(_lines(path), 1):
        where = f"{name}:{number}"
        if not line.strip():
            yield Item(where, path, line)
            continue
        try:
            record = json.loads(line)
            text = record[field]
            if not isinstance(text, str):
                raise TypeError
        except (ValueError, RecursionError):
            yield Item(where, path, line, fault=f"{where}: not a JSON record: passed through unchanged")
        except (TypeError, KeyError):
            yield Item(where, path, line, fault=f"{where}: no text in the field '{field}': passed through unchanged; name another with --field")
        else:
            yield Item(where, path, line, text, _record_wrap(record, field, line.endswith(b"\n")))


def _record_wrap(record: dict[str, object], field: str, newline: bool) -> Callable[[Result], bytes]:
    def wrap(result: Result) -> bytes:
        record[field] = result.text
        return safe_json(json.dumps(record, ensure_ascii=False)).encode() + (b"\n" if newline else b"")

    return wrap


def _lines(path: str) -> Iterator[bytes]:
    if path == "-":
        import sys

        yield from sys.stdin.buffer
        return
    try:
        with Path(path).open("rb") as file:
            yield from file
    except OSError as error:
        raise UsageError(f"cannot read '{path}': {error.strerror}") from None


def run(source: Iterable[Item], pipeline: Pipeline, workers: int = 1, limits: Limits | None = None) -> Iterator[Done]:
    """Clean the documents; they come out in the order they went in, the unread ones with their own bytes.

    With limits each is cleaned in a worker process that is bound by them.
    """
    waiting: deque[Item] = deque()

    def texts() -> Iterator[str]:
        for item in source:
            waiting.append(item)
            if item.text is not None:
                yield item.text

    cleaner = pipeline.undecided()
    results = pipes.pipe(cleaner, texts(), limits, workers) if limits else cleaner.pipe(texts(), workers)
    for result in results:
        while waiting[0].text is None:
            yield _unread(waiting.popleft())
        yield _done(waiting.popleft(), result, pipeline)
    while waiting:
        yield _unread(waiting.popleft())


def _unread(item: Item) -> Done:
    return Done(item.name, item.file, item.raw, None, (item.fault,) if item.fault else ())


def _done(item: Item, result: Result, pipeline: Pipeline) -> Done:
    result = pipeline.decided(result.named(item.name))
    assert item.wrap is not None
    data = item.raw if result.text == result.raw else item.wrap(result)
    return Done(item.name, item.file, data, result, tuple(f"{item.name}: {_told(p)}" for p in result.problems))


def _told(problem: Problem) -> str:
    return f"{problem.kind}: {problem.message}"
