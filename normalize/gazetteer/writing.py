"""Writing a built gazetteer file: parts first, then the directory, then the header that points to it."""

from __future__ import annotations

import json
import shutil
from array import array
from collections.abc import Iterable
from pathlib import Path
from typing import IO, Any

from normalize.gazetteer.mapped import FORMAT, HEADER, MAGIC, ORDER, digest
from normalize.gazetteer.partitions import Sorted

_ALIGN = 8


class RowsFile:
    """Items as JSON in a temporary file, with their places."""

    def __init__(self, path: Path) -> None:
        self._file: IO[bytes] = open(path, "w+b", buffering=1 << 20)
        self.starts = array("Q", [0])
        self._encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), check_circular=False).encode

    def add(self, item: Any) -> int:
        """One more item; its number."""
        content = self._encode(item).encode("utf-8", "replace")
        self._file.write(content)
        self.starts.append(self.starts[-1] + len(content))
        return len(self.starts) - 2

    def __getitem__(self, number: int) -> Any:
        self._file.seek(self.starts[number])
        item = json.loads(self._file.read(self.starts[number + 1] - self.starts[number]))
        self._file.seek(0, 2)
        return item

    def __len__(self) -> int:
        return len(self.starts) - 1

    def copy_to(self, file: IO[bytes]) -> None:
        """Append all content to another file."""
        self._file.seek(0)
        shutil.copyfileobj(self._file, file, 1 << 20)

    def close(self) -> None:
        """Give the file up."""
        self._file.close()


class GazetteerWriter:
    """Puts the parts of a built gazetteer into an open file."""

    def __init__(self, file: IO[bytes], folder: Path) -> None:
        self._file = file
        self._folder = folder
        self._parts: dict[str, tuple[int, int]] = {}
        file.write(b"\0" * HEADER.size)

    def _begin(self) -> int:
        at = self._file.tell()
        self._file.write(b"\0" * (-at % _ALIGN))
        return at + -at % _ALIGN

    def _end(self, name: str, start: int) -> None:
        self._parts[name] = (start, self._file.tell() - start)

    def content(self, name: str, content: bytes | memoryview) -> None:
        """A part that is in memory."""
        start = self._begin()
        self._file.write(content)
        self._end(name, start)

    def plain(self, name: str, value: Any) -> None:
        """A small table as JSON."""
        self.content(name, json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace"))

    def rows(self, name: str, rows: RowsFile) -> None:
        """A table of items."""
        self.content(f"{name}.starts", memoryview(rows.starts).cast("B"))
        start = self._begin()
        rows.copy_to(self._file)
        self._end(f"{name}.content", start)

    def postings(self, name: str, stretches: Iterable[Sorted]) -> int:
        """An index; how many keys it has."""
        paths = {what: self._folder / f"{name}.{what}" for what in ("hashes", "starts", "numbers")}
        files = {what: open(path, "wb", buffering=1 << 20) for what, path in paths.items()}
        files["starts"].write(bytes(8))
        keys = total = 0
        for stretch in stretches:
            ends = stretch.counts.cumsum() + total
            files["hashes"].write(stretch.hashes.tobytes())
            files["starts"].write(ends.astype("u8").tobytes())
            files["numbers"].write(stretch.numbers.tobytes())
            keys += len(stretch.hashes)
            total += len(stretch.numbers)
        for what, path in paths.items():
            files[what].close()
            start = self._begin()
            with open(path, "rb") as part:
                shutil.copyfileobj(part, self._file, 1 << 20)
            path.unlink()
            self._end(f"{name}.{what}", start)
        return keys

    def finish(self, about: dict[str, Any]) -> None:
        """The directory and the header: only now is the file a gazetteer."""
        start = self._begin()
        directory = json.dumps({"about": about, "parts": self._parts}, ensure_ascii=False, sort_keys=True).encode("utf-8", "replace")
        self._file.write(directory)
        whole = self._file.tell()
        self._file.seek(0)
        self._file.write(HEADER.pack(MAGIC, FORMAT, ORDER, start, len(directory), whole, digest(directory)))
        self._file.seek(0, 2)
