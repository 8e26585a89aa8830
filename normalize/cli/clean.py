"""`normalize clean`: texts in, cleaned texts out, with a report when asked."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import IO, TYPE_CHECKING, Annotated

import typer

from normalize.cli import settings

if TYPE_CHECKING:
    from normalize.batch import Done, Item
    from normalize.report import Result


def clean(
    paths: settings.Paths = None,
    output: Annotated[str | None, typer.Option("-o", "--output", help="Write here: a file, or a folder for several texts.", metavar="FILE/DIR", show_default=False)] = None,
    in_place: Annotated[bool, typer.Option("--in-place", help="Write back into the files, whole or not at all.")] = False,
    report: Annotated[str | None, typer.Option(help="Also write a report: .json .jsonl .csv .html .md .sarif .diff", metavar="FILE", show_default=False)] = None,
    format: Annotated[str, typer.Option(help="What is written: text, json or jsonl.", metavar="FORMAT")] = "text",
    date: settings.Date = None,
    source_language: settings.Language = None,
    rules: settings.Rules = None,
    gazetteer: settings.Gazetteer = None,
    own: settings.Own = True,
    select: settings.Select = None,
    ignore: settings.Ignore = None,
    protect: settings.Protect = None,
    unsafe: settings.Unsafe = False,
    decisions: settings.Decisions = None,
    field: settings.Field = None,
    html: settings.Html = False,
    jobs: Annotated[int, typer.Option("-j", "--jobs", help="Processes to use.", min=1, metavar="N")] = 1,
    limit_seconds: Annotated[float | None, typer.Option("--limit-seconds", help="Pass a text through unchanged that takes longer.", min=0.001, metavar="N", show_default=False)] = None,
    limit_memory: Annotated[int | None, typer.Option("--limit-memory", help="Pass a text through unchanged that needs more than this.", min=1, metavar="MB", show_default=False)] = None,
    sample: Annotated[bool, typer.Option("--sample", help="Clean the bundled sample article.")] = False,
    quiet: settings.Quiet = False,
) -> int:
    """Clean texts: what is sure is repaired, the rest is reported (--report, --format json)."""
    from normalize import batch
    from normalize.errors import UsageError
    from normalize.limits import Limits
    from normalize.pipeline import Pipeline

    settings.choice("--format", format, ("text", "json", "jsonl"))
    if report:
        from normalize.formats import renderer

        renderer(Path(report).suffix)
    if in_place and (output or format != "text"):
        raise UsageError("--in-place writes the cleaned text back into the files: leave out -o and --format")
    given = paths or ["-"]
    if sample:
        given = [_sample()]
    files = batch.files(given)
    if in_place and any(path == "-" for path, _ in files):
        raise UsageError("--in-place needs files; standard input has no place to write back to")
    several = len(files) > 1 or any(os.path.isdir(p) for p in given)
    if any(os.path.isdir(p) for p in given) and not (in_place or output or format != "text"):
        raise UsageError("a folder is given: say where the cleaned texts go with -o DIR or --in-place, or use --format jsonl")
    if output and several and format == "text" and (twice := _twice(files)):
        raise UsageError(f"'{twice[0]}' and '{twice[1]}' would both be written to '{os.path.join(output, dict(files)[twice[1]])}': clean them one after the other")
    config = settings.config(date, source_language, rules, gazetteer, select, ignore, protect, unsafe, own, decisions)
    pipeline = Pipeline(config)
    done = batch.run(_items(files, field, html), pipeline, jobs, Limits(limit_seconds, limit_memory))
    with ExitStack() as stack:
        writer = _Reports(stack, output, format) if format != "text" else _Texts(stack, dict(files), output, in_place, several)
        counts = _Counts(keep=report is not None)
        for one in _watched(done, len(files)):
            writer.take(one)
            counts.take(one)
        writer.finish()
    if report:
        from normalize.files import encode, write
        from normalize.formats import renderer

        write(report, encode(renderer(Path(report).suffix)(counts.results)))
    if not quiet:
        sys.stderr.write(counts.summary() + "\n")
    return 3 if counts.faults else 0


def _twice(files: list[tuple[str, str]]) -> tuple[str, str] | None:
    """Two different files that would be written to one place."""
    seen: dict[str, str] = {}
    for path, name in files:
        first = seen.setdefault(name, path)
        if first != path:
            return first, path
    return None


def _sample() -> str:
    """The path of the bundled sample article."""
    from importlib.resources import as_file

    from normalize.data import folder

    with as_file(folder("corpora") / "sample" / "article.txt") as path:
        return str(path)


def _items(files: list[tuple[str, str]], field: str | None, html: bool) -> Iterator[Item]:
    from normalize import batch

    for path, _ in files:
        yield from batch.items(path, field, html)


def _watched(done: Iterator[Done], total: int) -> Iterator[Done]:
    """The documents, with a progress bar on a terminal when there are many."""
    if total < 8 or not sys.stderr.isatty():
        yield from done
        return
    from rich.progress import MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("cleaning"), *Progress.get_default_columns()[1:2], MofNCompleteColumn(), TimeRemainingColumn())
    from rich.console import Console

    seen: set[str] = set()
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("cleaning", total=total)
        for one in done:
            if one.file not in seen:
                seen.add(one.file)
                bar.update(task, completed=len(seen))
            yield one


class _Counts:
    """What the summary and the exit code need, and the results where a report is wanted."""

    def __init__(self, keep: bool) -> None:
        self.results: list[Result] = []
        self.faults = 0
        self._keep = keep
        self._documents = self._changes = self._findings = 0
        self._seconds = 0.0

    def take(self, one: Done) -> None:
        from normalize.report import unread
        from normalize.visible import visible

        for fault in one.faults:
            self.faults += 1
            sys.stderr.write(f"normalize: {visible(fault)}\n")
        if one.result is None:
            if self._keep:
                self.results.append(unread(one.name, one.faults))
            return
        self._documents += 1
        self._changes += len(one.result.changes)
        self._findings += len(one.result.findings)
        self._seconds += one.result.seconds
        if self._keep:
            self.results.append(one.result)

    def summary(self) -> str:
        def count(n: int, what: str) -> str:
            return f"{n:,} {what}{'' if n == 1 else 's'}"

        out = f"{count(self._changes, 'change')} and {count(self._findings, 'finding')} in {count(self._documents, 'text')} ({self._seconds:.2f} s)"
        return out + (f"; {count(self.faults, 'fault')}, see above" if self.faults else "")


class _Reports:
    """Writes reports instead of texts."""

    def __init__(self, stack: ExitStack, output: str | None, format: str) -> None:
        from normalize.files import AtomicFile

        self._file: IO[bytes] = stack.enter_context(AtomicFile(output)) if output else sys.stdout.buffer
        self._format = format
        self._results: list[Result] = []

    def take(self, one: Done) -> None:
        from normalize.report import unread

        result = one.result or unread(one.name, one.faults)
        if self._format == "json":
            self._results.append(result)
            return
        from normalize.formats.as_jsonl import render

        self._file.write(render([result]).encode())

    def finish(self) -> None:
        if self._format == "json" and self._results:
            from normalize.formats.as_json import render

            self._file.write(render(self._results).encode())
        self._file.flush()


class _Texts:
    """Writes cleaned texts to standard output, one file, a folder, or back where they came from."""

    def __init__(self, stack: ExitStack, names: dict[str, str], output: str | None, in_place: bool, several: bool) -> None:
        from normalize.errors import UsageError

        self._names, self._in_place = names, in_place
        self._folder = Path(output) if output and (several or os.path.isdir(output)) else None
        if self._folder is not None:
            try:
                self._folder.mkdir(parents=True, exist_ok=True)
            except OSError as error:
                raise UsageError(f"cannot make the folder '{output}': {error.strerror}") from None
        self._single = output if self._folder is None else None
        self._at: str | None = None
        self._file: IO[bytes] | None = None
        self._open = stack.enter_context(ExitStack())
        self._shown = sys.stdout.isatty() and not output and not in_place

    def take(self, one: Done) -> None:
        if one.file != self._at:
            self._next(one.file)
        assert self._file is not None
        if self._shown:
            from normalize.visible import visible

            self._file.write(visible(one.data.decode("utf-8", "replace")).encode())
        else:
            self._file.write(one.data)

    def _next(self, file: str) -> None:
        from normalize.files import AtomicFile

        self._open.close()
        self._at = file
        target: str | Path | None = self._single
        if self._in_place:
            target = file
        elif self._folder is not None:
            target = self._folder / ("stdin.txt" if file == "-" else self._names[file])
            target.parent.mkdir(parents=True, exist_ok=True)
        self._file = self._open.enter_context(AtomicFile(target)) if target else sys.stdout.buffer

    def finish(self) -> None:
        self._open.close()
        sys.stdout.buffer.flush()
