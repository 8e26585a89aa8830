"""How far a long run is: documents, documents a second and the time left, on standard error when it is a terminal."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

#: Shorter work shows no bar: fewer files and fewer bytes than these.
_FILES = 8
_BYTES = 200_000


class Progress:
    """Told of files, bytes and documents as they go by; shows nothing until it is given a bar."""

    def __init__(self, sizes: dict[str, int]) -> None:
        self._sizes = sizes
        self._before = 0
        self._file = ""
        self._documents = 0
        self._began = time.monotonic()
        self.bar: Any = None
        self.task: Any = None

    def reading(self, file: str) -> Callable[[int], None]:
        """The next file is read; what is returned takes the bytes read of it so far."""
        self._before += self._sizes.get(self._file, 0)
        self._file = file
        if self.bar is not None:
            self.bar.update(self.task, completed=self._before)
        return self._tick

    def _tick(self, at: int) -> None:
        if self.bar is not None:
            self.bar.update(self.task, completed=self._before + at)

    def done(self, documents: int = 1) -> None:
        """So many more documents came out."""
        self._documents += documents
        if self.bar is not None and (documents > 1 or self._documents % 16 == 0):
            rate = self._documents / max(0.001, time.monotonic() - self._began)
            self.bar.update(self.task, said=f"{self._documents:,} texts, {rate:,.0f}/s")


@contextmanager
def watched(files: list[str], quiet: bool) -> Iterator[Progress]:
    """A `Progress` over these files, with a bar on a terminal when there is much to do."""
    sizes = {path: os.path.getsize(path) for path in files if os.path.isfile(path)}
    progress = Progress(sizes)
    if quiet or not sys.stderr.isatty() or (len(files) < _FILES and sum(sizes.values()) < _BYTES):
        yield progress
        return
    from rich.console import Console
    from rich.progress import BarColumn, TaskProgressColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bar

    columns = (TextColumn("cleaning"), BarColumn(), TaskProgressColumn(), TextColumn("{task.fields[said]}"), TimeRemainingColumn(), TextColumn("left"))
    with Bar(*columns, console=Console(stderr=True), transient=True) as bar:
        progress.bar, progress.task = bar, bar.add_task("cleaning", total=sum(sizes.values()) or None, said="")
        yield progress
