"""Files that may be packed (.gz, .zst), read and written a piece at a time.

A dump of news comes packed more often than not. Nothing is held but the piece at hand. What is written is the same bytes on every run (no time stamp, no
name inside). Zstandard is Python's own from 3.14; before, the library ``zstandard`` is imported when a ``.zst`` is met.
"""

from __future__ import annotations

import gzip
import io
import sys
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from types import TracebackType
from typing import IO, Any

from normalize.errors import InputError, UsageError

#: Endings of packed files; what stands before one says what is inside.
PACKED = (".gz", ".zst")
#: Bytes unpacked at a time: few, as each may stand for thirty thousand.
_PIECE = 1 << 12


def inner(path: str) -> str:
    """The name without the ending of a packed file: what is inside.

    >>> inner("news.jsonl.zst"), inner("news.jsonl")
    ('news.jsonl', 'news.jsonl')
    """
    return path[: -len(ending)] if (ending := packing(path)) else path


def packing(path: str) -> str:
    """The ending of a packed file, or nothing.

    >>> packing("news.jsonl.gz")
    '.gz'
    """
    return next((ending for ending in PACKED if path.endswith(ending)), "")


class DamagedError(InputError):
    """A packed file that cannot be unpacked to its end; what came before the damage was read."""


class Reader:
    """An open file, unpacked while it is read; ``at`` tells how many bytes of it, as it lies on the disk, were taken.

    ``-`` is standard input. UsageError when it cannot be opened, DamagedError while reading when it cannot be unpacked.
    """

    def __init__(self, path: str) -> None:
        self.path = path
        try:
            self._raw: IO[bytes] = sys.stdin.buffer if path == "-" else Path(path).open("rb")
        except FileNotFoundError:
            raise UsageError(f"no such file: '{path}'") from None
        except OSError as error:
            raise UsageError(f"cannot read '{path}': {error.strerror}") from None
        self._file = _unpacked(self._raw, packing(path))
        self._faults: tuple[type[Exception], ...] = (EOFError, zlib.error, gzip.BadGzipFile, *_zst_faults()) if packing(path) else ()

    def __iter__(self) -> Iterator[bytes]:
        """The lines with their ends; only a line feed ends one."""
        try:
            yield from self._file
        except self._faults as error:
            raise DamagedError(f"{self.path}: damaged, it cannot be unpacked to its end ({error})") from None
        except OSError as error:
            raise UsageError(f"cannot read '{self.path}': {error.strerror or error}") from None

    def read(self) -> bytes:
        """All of it."""
        try:
            return self._file.read()
        except self._faults as error:
            raise DamagedError(f"{self.path}: damaged, it cannot be unpacked ({error})") from None
        except OSError as error:
            raise UsageError(f"cannot read '{self.path}': {error.strerror or error}") from None

    @property
    def at(self) -> int:
        """Bytes taken from the disk so far; 0 where this cannot be told."""
        try:
            return self._raw.tell()
        except (OSError, ValueError):
            return 0

    def __enter__(self) -> Reader:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if self.path != "-":
            self._file.close()
            self._raw.close()


def writer(file: IO[bytes], path: str) -> tuple[IO[bytes], Callable[[], None]]:
    """Where to write so that the open file is packed as its name says, and what to call when all is written.

    >>> out = io.BytesIO()
    >>> packed, finish = writer(out, "a.txt.gz")
    >>> _ = packed.write(b"text"); finish()
    >>> gzip.decompress(out.getvalue())
    b'text'
    """
    ending = packing(path)
    if not ending:
        return file, lambda: None
    packed: Any = gzip.GzipFile("", "wb", 6, file, 0) if ending == ".gz" else _zst_writer(file)
    return packed, packed.close


def _unpacked(raw: IO[bytes], ending: str) -> IO[bytes]:
    if not ending:
        return raw
    if ending == ".gz":
        unpacked: IO[bytes] = gzip.GzipFile(fileobj=raw)  # type: ignore[assignment]
        return unpacked
    if sys.version_info >= (3, 14):
        from compression import zstd

        return zstd.ZstdFile(raw)
    reader: IO[bytes] = io.BufferedReader(_Frames(raw), 1 << 17)
    return reader


class _Frames(io.RawIOBase):
    """The content of zstandard frames; EOFError where the last one is cut off, which the library's own reader takes for the end."""

    def __init__(self, raw: IO[bytes]) -> None:
        self._raw, self._library = raw, _zstandard()
        self._frame: Any = None
        self._ready, self._at = b"", 0

    def readable(self) -> bool:
        """Always."""
        return True

    def readinto(self, buffer: Any) -> int:
        """Fill the buffer with what comes next."""
        while self._at >= len(self._ready):
            unused = self._frame.unused_data if self._frame is not None and self._frame.eof else b""
            piece = unused or self._raw.read(_PIECE)
            if not piece:
                if self._frame is not None and not self._frame.eof:
                    raise EOFError("it ends too early")
                return 0
            if self._frame is None or self._frame.eof:
                self._frame = self._library.ZstdDecompressor().decompressobj()
            self._ready, self._at = self._frame.decompress(piece), 0
        count = min(len(buffer), len(self._ready) - self._at)
        buffer[:count] = self._ready[self._at : self._at + count]
        self._at += count
        return count


def _zst_writer(file: IO[bytes]) -> Any:
    if sys.version_info >= (3, 14):
        from compression import zstd

        return zstd.ZstdFile(file, "wb")
    return _zstandard().ZstdCompressor().stream_writer(file, closefd=False)


def _zst_faults() -> tuple[type[Exception], ...]:
    if sys.version_info >= (3, 14):
        from compression import zstd

        return (zstd.ZstdError,)
    library = sys.modules.get("zstandard")
    return (library.ZstdError,) if library else ()


def _zstandard() -> Any:
    try:
        import zstandard
    except ImportError:
        raise UsageError("a .zst file needs Python 3.14 or the library zstandard: pip install 'mt-normalize[zstd]'") from None
    return zstandard
