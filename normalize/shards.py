"""A corpus cleaned in shards that outlive a kill: each is written whole by one worker, then noted in a journal.

A shard is a stretch of the input: so many records of a file, or so many files. The parent only cuts the input and keeps the journal; reading, cleaning and
writing a shard is the work of a worker, so texts travel once. Shards are cut at the same places whatever the number of workers, and their names tell their
order, so the folder is the same bytes after twenty kills as after none.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from hashlib import blake2b
from pathlib import Path
from typing import IO, Any

from normalize import batch, pool, tables
from normalize.errors import UsageError
from normalize.files import AtomicFile, clear_leftovers
from normalize.fingerprint import differences, fingerprint
from normalize.formats.edit_lines import line as edit_line
from normalize.items import Item
from normalize.journal import Journal
from normalize.limits import Limits
from normalize.pipeline import Pipeline
from normalize.streams import DamagedError, Reader, inner, writer
from normalize.tally import Tally

#: A shard ends when its input has so many bytes, however few documents they are.
MOST_BYTES = 4_000_000
#: Faults of a shard that are named; all are counted.
_NAMED = 100


@dataclass(frozen=True, slots=True)
class Order:
    """What is wanted: where the shards go, how many documents each has, which field holds the text, whether edits are written."""

    folder: str
    size: int = 1000
    column: str | None = None
    html: bool = False
    edits: bool = False
    limits: Limits = field(default_factory=Limits)


@dataclass(frozen=True, slots=True)
class Shard:
    """A stretch of the input on its way to a worker. ``what`` is the kind of `batch.kind`; ``first`` the number of its first record."""

    number: int
    what: str
    path: str
    target: str
    first: int
    content: Any
    header: bytes | None = None
    fault: str = ""


def run(files: list[tuple[str, str]], order: Order, pipeline: Pipeline, jobs: int, seen: Callable[[str], Callable[[int], None]]) -> Iterator[dict[str, Any]]:
    """Clean what the journal of the folder does not have yet; yields the entry of every shard in order, those of earlier runs too.

    An entry has the counts of `Tally`, ``files`` (name, bytes), ``digest`` and the ``named`` faults. UsageError as `Journal` says.
    """
    if any(path == "-" for path, _ in files):
        raise UsageError("--resume reads its input again: give files, not standard input")
    what = {**fingerprint(pipeline.config, pipeline.rules), "input": _input(files), "--shard-size": order.size, "--field": order.column, "--html": order.html, "--edits": order.edits}
    with Journal(Path(order.folder), what, differences) as journal:
        before = dict(journal.done)
        parents = {os.path.dirname(name) for entry in before.values() for name, _ in entry["files"]}
        told = 0
        todo = (shard for shard in cut(files, order, seen) if shard.number not in before)
        for entry in pool.ordered(pipeline, partial(clean, order), todo, jobs):
            journal.add(entry)
            parents.update(os.path.dirname(name) for name, _ in entry["files"])
            while told in before:
                yield before.pop(told)
                told += 1
            yield entry
            told += 1
        yield from (before[number] for number in sorted(before))
        folder = Path(order.folder)
        for place in {folder, *(folder / parent for parent in parents)}:
            clear_leftovers(place, again=True)  # of workers whose parent was killed, and that were still at work when this run began


def _input(files: list[tuple[str, str]]) -> str:
    """A digest of which files there are, how long they are and when they were last written."""
    h = blake2b(digest_size=12)
    for path, name in files:
        try:
            told = os.stat(path)
        except OSError as error:
            raise UsageError(f"cannot read '{path}': {error.strerror}") from None
        h.update(repr((name, told.st_size, told.st_mtime_ns)).encode("utf-8", "surrogatepass"))
    return h.hexdigest()


def cut(files: list[tuple[str, str]], order: Order, seen: Callable[[str], Callable[[int], None]]) -> Iterator[Shard]:
    """The shards of the input, numbered; ``seen`` is told each file, and gives what is told how far the reading is."""
    number = 0
    texts: list[tuple[str, str, str]] = []
    size = 0
    for path, name in files:
        tick = seen(path)
        what = batch.kind(path, order.column, order.html)
        if what in ("text", "page"):
            texts.append((path, name, what))
            size += os.path.getsize(path)
            if len(texts) < order.size and size < MOST_BYTES:
                continue
        if texts:
            yield Shard(number, "files", "", "", 1, texts)
            number, texts, size = number + 1, [], 0
        if what not in ("text", "page"):
            for part, shard in enumerate(_cut_file(what, path, order, tick)):
                yield replace(shard, number=number, target=_target(name, part))
                number += 1
    if texts:
        yield Shard(number, "files", "", "", 1, texts)


def _target(name: str, part: int) -> str:
    """The name of a shard of a file: ``news.jsonl.gz`` gives ``news-00000.jsonl.gz``."""
    stem, ending = os.path.splitext(inner(name))
    return f"{stem}-{part:05d}{ending}{name[len(inner(name)) :]}"


def _cut_file(what: str, path: str, order: Order, tick: Callable[[int], None]) -> Iterator[Shard]:
    if what == "parquet":
        yield from _cut_parquet(path, tick)
        return
    first, header = 1, None
    with Reader(path) as reader:
        try:
            records = iter(reader if what == "json" else tables.rows(reader, tables.SEPARATORS[f".{what}"]))
            if what != "json":
                header = next(records, b"")
                first = 2
            for rows in _grouped(records, order.size):
                yield Shard(0, what, path, "", first, rows, header)
                first += len(rows)
                tick(reader.at)
            if first <= 2 and header is not None:
                yield Shard(0, what, path, "", first, [], header)
        except DamagedError as error:
            yield Shard(0, "fault", path, "", first, [], fault=f"{error}: what came before was cleaned")


def _grouped(records: Iterable[bytes], most: int) -> Iterator[list[bytes]]:
    group: list[bytes] = []
    size = 0
    try:
        for record in records:
            group.append(record)
            size += len(record)
            if len(group) >= most or size >= MOST_BYTES:
                yield group
                group, size = [], 0
    except DamagedError:
        if group:
            yield group
        raise
    if group:
        yield group


def _cut_parquet(path: str, tick: Callable[[int], None]) -> Iterator[Shard]:
    from normalize import parquet

    first = 1
    try:
        source = parquet.Source(path)
        for rows in source.batches():
            yield Shard(0, "parquet", path, "", first, (rows, source.codec))
            first += rows.num_rows
            tick(os.path.getsize(path) * first // max(1, source.rows))
    except ValueError as error:
        yield Shard(0, "fault", path, "", first, [], fault=f"{path}: damaged, or no Parquet file ({error}): what came before was cleaned")


def clean(order: Order, pipeline: Pipeline, shard: Shard) -> dict[str, Any]:
    """Clean a shard and write it whole; the entry for the journal."""
    work = _Work(order, pipeline, shard.number)
    if shard.what == "fault":
        work.fault(shard.fault)
    elif shard.what == "files":
        for path, name, what in shard.content:
            with Reader(path) as reader:
                try:
                    source = [batch.whole(path, path, reader.read(), what)]
                except DamagedError as error:
                    work.fault(f"{error}: nothing is written for it")
                    continue
            work.write(name, source)
    elif shard.what == "parquet":
        from normalize import parquet

        rows, codec = shard.content
        items = parquet.batch_items(rows, shard.path, order.column or "text", shard.first)
        work.write(shard.target, items, sink=lambda file: parquet.Sink(iter([rows]), rows.schema, codec, file, order.column or "text"))
    else:
        begins = shard.header is not None and shard.first == 2  # the header is an item of the first shard, so that its fault is told once
        lines = [shard.header or b"", *shard.content] if begins else shard.content
        header = None if begins else shard.header
        items = batch.records(shard.what, lines, shard.path, shard.path, order.column or "text", 1 if begins else shard.first, header)
        work.write(shard.target, items, header or b"")
    return work.entry()


class _Work:
    """The files that a shard becomes, and its counts."""

    def __init__(self, order: Order, pipeline: Pipeline, number: int) -> None:
        self._order, self._pipeline, self._number = order, pipeline, number
        self._tally = Tally()
        self._named: list[str] = []
        self._files: list[tuple[str, int]] = []
        self._digest = blake2b(digest_size=16)
        self._edits: list[bytes] = []

    def fault(self, said: str) -> None:
        """Count something that cannot be read."""
        self._tally.faults += 1
        self._tally.unread += 1
        self._named.append(said)

    def write(self, name: str, items: Iterable[Item], header: bytes = b"", sink: Callable[[IO[bytes]], Any] | None = None) -> None:
        """Clean the items into one file of the folder."""
        target = Path(self._order.folder) / name
        target.parent.mkdir(parents=True, exist_ok=True)
        with AtomicFile(target) as file:
            into = sink(file) if sink else None
            packed, finish = (file, into.finish) if into else writer(file, name)
            if header:
                packed.write(header)
            for one in batch.run(items, self._pipeline, 1, self._order.limits):
                self._tally.take(one)
                self._named += one.faults[: _NAMED - len(self._named)]
                if into:
                    into.take(one)
                else:
                    packed.write(one.data)
                if self._order.edits and (one.result is not None or one.faults):
                    self._edits.append(edit_line(one.name, one.result))
            finish()
        self._note(name)

    def _note(self, name: str) -> None:
        content = (Path(self._order.folder) / name).read_bytes()
        self._files.append((name, len(content)))
        self._digest.update(content)

    def entry(self) -> dict[str, Any]:
        """The line of the journal."""
        if self._order.edits:
            name = f".edits-{self._number:06d}.jsonl"
            with AtomicFile(Path(self._order.folder) / name) as file:
                file.writelines(self._edits)
            self._note(name)
        return {"shard": self._number, "files": self._files, "digest": self._digest.hexdigest(), "named": self._named, **self._tally.as_dict()}


def joined_edits(folder: str, entries: Iterable[Mapping[str, Any]], file: IO[bytes]) -> None:
    """Write the edits of all shards, in order, into one file."""
    for entry in entries:
        for name, _ in entry["files"]:
            if name.startswith(".edits-"):
                file.write((Path(folder) / name).read_bytes())
