"""Many documents: from paths to documents, through the pipeline in order, and back to the bytes of their files.

An `Item` of a batch is a text with the name it has in reports and a way to put its cleaned text back where it came from (a file, a field
of a JSON record, a cell of a table, a page). What cannot be read is passed through byte for byte and named; as many documents come out as went in.
"""

from __future__ import annotations

import json
import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator

from normalize import limits as pipes
from normalize import pool
from normalize.errors import InputError, UsageError
from normalize.files import decode, encode
from normalize.items import Done, Item
from normalize.limits import Limits
from normalize.pipeline import Pipeline
from normalize.records import with_text
from normalize.report import Problem, Result
from normalize.streams import DamagedError, Reader, inner
from normalize.visible import safe_json

#: Endings of the files that are taken from a folder.
TEXTS = (".txt", ".text", ".md", ".jsonl", ".ndjson", ".csv", ".tsv", ".parquet", ".html", ".htm")
_RECORDS = (".jsonl", ".ndjson")
_TABLES = (".csv", ".tsv")
_PAGES = (".html", ".htm")


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
                if inner(name).endswith(TEXTS) and not name.startswith(".")
            )
            if not found:
                raise UsageError(f"no texts ({' '.join(TEXTS)}) in the folder '{path}'")
            out += [(f, os.path.relpath(f, path)) for f in found]
        else:
            raise UsageError(f"no such file: '{path}'")
    return out


def kind(path: str, field: str | None = None, html: bool = False) -> str:
    """What a file holds, by its name and what the user said: ``json``, ``csv``, ``tsv``, ``parquet``, ``page`` or ``text``.

    >>> kind("a.csv.gz"), kind("a.txt"), kind("-", field="body")
    ('csv', 'text', 'json')
    """
    name = inner(path)
    if name.endswith(_TABLES):
        return name[-3:]
    if name.endswith(".parquet"):
        return "parquet"
    if field is not None or name.endswith(_RECORDS):
        return "json"
    return "page" if html or name.endswith(_PAGES) else "text"


def items(path: str, field: str | None = None, html: bool = False, tick: Callable[[int], None] | None = None) -> Iterator[Item]:
    """The documents of one file: the records of JSON lines, the rows of a table, the prose of a page, or the whole text.

    ``tick`` is told from time to time how many bytes of the file were taken.
    """
    name = "<stdin>" if path == "-" else path
    what = kind(path, field, html)
    if what == "parquet":
        from normalize import parquet

        yield from parquet.items(path, field or "text", tick)
        return
    with Reader(path) as reader:
        try:
            if what in ("text", "page"):
                yield whole(name, path, reader.read(), what)
                return
            for number, item in enumerate(records(what, reader, path, name, field or "text")):
                if tick and number % 64 == 0:
                    tick(reader.at)
                yield item
        except DamagedError as error:
            yield Item(name, path, b"", fault=f"{error}: nothing is written for it", damaged=True)


def whole(name: str, path: str, raw: bytes, what: str) -> Item:
    """A file that is one text or one page."""
    try:
        text = decode(raw, name)
    except InputError as error:
        return Item(name, path, raw, fault=str(error))
    return _page(name, path, raw, text) if what == "page" else Item(name, path, raw, text, lambda result: encode(result.text))


def records(what: str, lines: Iterable[bytes], path: str, name: str, field: str, first: int = 1, header: bytes | None = None) -> Iterator[Item]:
    """The records of lines that hold JSON, or of a table (``csv``, ``tsv``); ``first`` is the number of the first.

    The first row of a table is its header, unless one is given.
    """
    if what == "json":
        yield from _records(lines, path, name, field, first)
        return
    from normalize import tables

    separator = tables.SEPARATORS[f".{what}"]
    table = tables.Table(header, separator, path, name, field) if header is not None else None
    for number, row in enumerate(tables.rows(lines, separator), first):
        if table is None:
            table = tables.Table(row, separator, path, name, field)
            yield table.header
        else:
            yield table.item(row, number)


def _page(name: str, path: str, raw: bytes, markup: str) -> Item:
    from normalize.htmltext import Page

    page = Page(markup)
    return Item(name, path, raw, page.text, lambda result: encode(page.rebuilt(result.offsets)[0]))


def _records(lines: Iterable[bytes], path: str, name: str, field: str, first: int) -> Iterator[Item]:
    """The records of a file of JSON lines; lines end at line feeds only."""
    for number, line in enumerate(lines, first):
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
            yield Item(where, path, line, text, _record_wrap(line, record, field))


def _record_wrap(line: bytes, record: dict[str, object], field: str) -> Callable[[Result], bytes]:
    def wrap(result: Result) -> bytes:
        try:
            return with_text(line, field, result.text)
        except ValueError:  # a record in UTF-16, as JSON allows: it comes out in UTF-8
            return safe_json(json.dumps(record | {field: result.text}, ensure_ascii=False)).encode() + b"\n"

    return wrap


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
    results = pipes.pipe(cleaner, texts(), limits, workers) if limits else pool.pipe(cleaner, texts(), workers)
    for result in results:
        while waiting[0].text is None:
            yield _unread(waiting.popleft())
        yield _done(waiting.popleft(), result, pipeline)
    while waiting:
        yield _unread(waiting.popleft())


def _unread(item: Item) -> Done:
    return Done(item.name, item.file, item.raw, None, (item.fault,) if item.fault else (), item.damaged)


def _done(item: Item, result: Result, pipeline: Pipeline) -> Done:
    result = pipeline.decided(result.named(item.name))
    assert item.wrap is not None
    data = item.raw if result.text == result.raw else item.wrap(result)
    return Done(item.name, item.file, data, result, tuple(f"{item.name}: {_told(p)}" for p in result.problems))


def _told(problem: Problem) -> str:
    return f"{problem.kind}: {problem.message}"
