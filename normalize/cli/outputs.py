"""Where `normalize clean` writes: cleaned texts in the form they came in, or reports instead of texts, and the edits beside them."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from contextlib import ExitStack
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

if TYPE_CHECKING:
    from normalize.items import Done
    from normalize.report import Result


def name_faults(faults: Iterable[str]) -> None:
    """Say on standard error what went wrong."""
    from normalize.visible import visible

    for fault in faults:
        sys.stderr.write(f"normalize: {visible(fault)}\n")


class Reports:
    """Writes reports instead of texts."""

    def __init__(self, stack: ExitStack, output: str | None, format: str) -> None:
        from normalize.files import AtomicFile

        self._file: IO[bytes] = stack.enter_context(AtomicFile(output)) if output else sys.stdout.buffer
        self._format = format
        self._results: list[Result] = []

    def take(self, one: Done) -> None:
        """The next document."""
        from normalize.report import unread

        result = one.result or unread(one.name, one.faults)
        if self._format == "json":
            self._results.append(result)
            return
        from normalize.formats.as_jsonl import render

        self._file.write(render([result]).encode())

    def finish(self) -> None:
        """All documents were taken."""
        if self._format == "json" and self._results:
            from normalize.formats.as_json import render

            self._file.write(render(self._results).encode())
        self._file.flush()


class Edits:
    """Writes the edits of each text as a line of a file, or nothing when no file is named."""

    def __init__(self, stack: ExitStack, path: str | None) -> None:
        from normalize.files import AtomicFile
        from normalize.streams import writer

        self._file: IO[bytes] | None = None
        if path:
            self._file, finish = writer(stack.enter_context(AtomicFile(path)), path)
            stack.callback(finish)

    def take(self, one: Done) -> None:
        """The next document."""
        if self._file is not None and (one.result is not None or one.faults):
            from normalize.formats.edit_lines import line

            self._file.write(line(one.name, one.result))


class Texts:
    """Writes cleaned texts to standard output, one file, a folder, or back where they came from."""

    def __init__(self, stack: ExitStack, names: dict[str, str], output: str | None, in_place: bool, several: bool, field: str | None) -> None:
        from normalize.errors import UsageError

        self._names, self._in_place, self._field = names, in_place, field or "text"
        self._folder = Path(output) if output and (several or os.path.isdir(output)) else None
        if self._folder is not None:
            try:
                self._folder.mkdir(parents=True, exist_ok=True)
            except OSError as error:
                raise UsageError(f"cannot make the folder '{output}': {error.strerror}") from None
        self._single = output if self._folder is None else None
        self._at: str | None = None
        self._file: IO[bytes] | None = None
        self._sink: Any = None
        self._open = stack.enter_context(ExitStack())
        self._shown = sys.stdout.isatty() and not output and not in_place
        if not (output or in_place) and any(self._is_parquet(path) for path in names) and (self._shown or len(names) > 1):
            raise UsageError("Parquet files are no text for a screen or for one stream: say where they go with -o or --in-place")

    def take(self, one: Done) -> None:
        """The next document, those of a file one after the other."""
        if one.damaged:
            self._give_up(one.file)
            return
        if one.file != self._at:
            self._next(one.file)
        if self._sink is not None:
            self._sink.take(one)
            return
        assert self._file is not None
        if self._shown:
            from normalize.visible import visible

            self._file.write(visible(one.data.decode("utf-8", "replace")).encode())
        else:
            self._file.write(one.data)

    def _give_up(self, file: str) -> None:
        """A damaged file: nothing is written for it, what was there stays."""
        from normalize.errors import InputError

        if file == self._at:
            self._open.__exit__(InputError, InputError(file), None)  # an open file is dropped, not put in its place
        self._at, self._sink, self._file = None, None, None

    def _next(self, file: str) -> None:
        from normalize.files import AtomicFile
        from normalize.streams import writer

        self._open.close()
        self._at, self._sink = file, None
        target: str | Path | None = self._single
        if self._in_place:
            target = file
        elif self._folder is not None:
            target = self._folder / ("stdin.txt" if file == "-" else self._names[file])
            target.parent.mkdir(parents=True, exist_ok=True)
        self._file = self._open.enter_context(AtomicFile(target)) if target else sys.stdout.buffer
        if self._is_parquet(file):
            from normalize import parquet

            source = parquet.Source(file)
            self._open.callback(source.close)
            self._sink = parquet.Sink(source.batches(), source.schema, source.codec, self._file, self._field)
            self._open.callback(self._sink.finish)
        elif target:
            self._file, finish = writer(self._file, str(target))
            self._open.callback(finish)

    def _is_parquet(self, file: str) -> bool:
        from normalize.batch import kind

        return kind(file) == "parquet"

    def finish(self) -> None:
        """All documents were taken."""
        self._open.close()
        sys.stdout.buffer.flush()
