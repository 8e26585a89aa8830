"""Reading texts from files and writing them back, so that nothing is ever lost.

Files are read and written as bytes: line ends, a byte order mark and the final newline stay as they are. A file that is not a text is
an `InputError` with the reason; its bytes are passed through. Writing is atomic: a full disk or a kill leaves the old file whole.
"""

from __future__ import annotations

import contextlib
import os
import stat
import tempfile
from pathlib import Path
from types import TracebackType
from typing import IO

from normalize.errors import InputError, UsageError

#: How many bytes are looked at for the NUL that marks a binary file.
_PEEK = 8192


def decode(data: bytes, name: str) -> str:
    """The text of a file's bytes; InputError when it is binary or not UTF-8, with the place.

    >>> decode("né".encode("latin-1"), "a.txt")
    Traceback (most recent call last):
    normalize.errors.InputError: a.txt: not UTF-8 (byte 1): passed through unchanged; convert it first, as with iconv -f LATIN1 -t UTF-8
    """
    if b"\0" in data[:_PEEK]:
        raise InputError(f"{name}: a binary file (a NUL byte at {data.index(0)}): passed through unchanged")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise InputError(
            f"{name}: not UTF-8 (byte {error.start}): passed through unchanged; convert it first, as with iconv -f LATIN1 -t UTF-8"
        ) from None


def encode(text: str) -> bytes:
    """The bytes of a text; lone surrogates, which JSON input may hold, are written in the only way they can be."""
    return text.encode("utf-8", "surrogatepass")


def read(path: str) -> bytes:
    """The bytes of a file, or of standard input for ``-``; UsageError when there is no such file or it cannot be read."""
    if path == "-":
        import sys

        return sys.stdin.buffer.read()
    try:
        return Path(path).read_bytes()
    except FileNotFoundError:
        raise UsageError(f"no such file: '{path}'") from None
    except IsADirectoryError:
        raise UsageError(f"'{path}' is a folder: name its files, or use `normalize clean`, which takes folders") from None
    except OSError as error:
        raise UsageError(f"cannot read '{path}': {error.strerror}") from None


class AtomicFile:
    """A file that appears whole or not at all: written beside its place, then moved there. Links are followed, modes kept.

    Use it as a context manager; an exception inside leaves the old file as it was. UsageError when the place cannot be written.
    """

    def __init__(self, path: str | Path) -> None:
        self.path = Path(os.path.realpath(path))
        self._temporary = ""
        self._file: IO[bytes] | None = None

    def __enter__(self) -> IO[bytes]:
        try:
            handle, self._temporary = tempfile.mkstemp(prefix=f".{self.path.name}.", dir=self.path.parent)
        except OSError as error:
            raise UsageError(f"cannot write '{self.path}': {error.strerror}") from None
        self._file = os.fdopen(handle, "wb")
        return self._file

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        assert self._file is not None
        try:
            if kind is None:
                self._file.flush()
                os.fsync(self._file.fileno())
                self._file.close()
                os.chmod(self._temporary, self._mode())
                os.replace(self._temporary, self.path)
                self._temporary = ""
        except OSError as failed:
            raise UsageError(f"cannot write '{self.path}': {failed.strerror}; the old file is untouched") from None
        finally:
            with contextlib.suppress(OSError):
                self._file.close()
            if self._temporary:
                with contextlib.suppress(OSError):
                    os.unlink(self._temporary)

    def _mode(self) -> int:
        try:
            return stat.S_IMODE(self.path.stat().st_mode)
        except OSError:
            mask = os.umask(0)
            os.umask(mask)
            return 0o666 & ~mask


def write(path: str | Path, data: bytes) -> None:
    """Write a whole file atomically."""
    with AtomicFile(path) as file:
        file.write(data)
