"""Reading texts from files and writing them back, so that nothing is ever lost.

Files are read and written as bytes: line ends, a byte order mark and the final newline stay as they are. A file that is not a text is
an `InputError` with the reason; its bytes are passed through. Writing is atomic: a full disk or a kill leaves the old file whole, and
what a killed run left beside it is cleared away by the next one.
"""

from __future__ import annotations

import contextlib
import errno
import os
import re
import stat
import tempfile
import zlib
from pathlib import Path
from types import TracebackType
from typing import IO

from normalize.errors import InputError, UsageError

#: How many bytes are looked at for the NUL that marks a binary file.
_PEEK = 8192
#: Files being written are called so, with the machine and the process; the name tells nothing of the file, so that it is never too long.
_TEMPORARY = re.compile(r"\.normalize-(?P<machine>[0-9a-f]{8})-(?P<process>[0-9]{1,10})-\w{1,20}\.tmp")
#: What a write fails with when the disk, the quota, the size a file may have, or the device does not give more.
_NO_ROOM = frozenset({errno.ENOSPC, errno.EFBIG, errno.EIO, errno.EROFS, getattr(errno, "EDQUOT", errno.ENOSPC)})
#: Folders in which this process has already looked for what killed runs left.
_cleared: set[Path] = set()


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
        if self.path.exists() and not self.path.is_file():
            return self._opened_as_it_is()
        clear_leftovers(self.path.parent)
        try:
            handle, self._temporary = tempfile.mkstemp(prefix=f".normalize-{_machine()}-{os.getpid()}-", suffix=".tmp", dir=self.path.parent)
        except OSError as error:
            raise UsageError(f"cannot write '{self.path}': {error.strerror}") from None
        self._file = os.fdopen(handle, "wb")
        return self._file

    def _opened_as_it_is(self) -> IO[bytes]:
        """A pipe or a device is written, never replaced."""
        try:
            self._file = self.path.open("wb")
        except OSError as error:
            raise UsageError(f"cannot write '{self.path}': {error.strerror}") from None
        return self._file

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        assert self._file is not None
        try:
            if kind is None:
                self._file.flush()
                if not self._temporary:
                    return
                os.fsync(self._file.fileno())
                self._file.close()
                os.chmod(self._temporary, self._mode())
                os.replace(self._temporary, self.path)
                self._temporary = ""
                _sync(self.path.parent)
            elif isinstance(error, OSError) and error.errno in _NO_ROOM:
                raise error
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


def clear_leftovers(folder: Path, again: bool = False) -> None:
    """Take away what runs that were killed in the middle of a write left in a folder; looked for once a process, or ``again``."""
    if folder in _cleared and not again:
        return
    _cleared.add(folder)
    with contextlib.suppress(OSError):
        for entry in os.scandir(folder):
            m = _TEMPORARY.fullmatch(entry.name)
            if m and m["machine"] == _machine() and not _is_alive(int(m["process"])) and entry.is_file(follow_symlinks=False):
                with contextlib.suppress(OSError):
                    os.unlink(entry.path)


def _machine() -> str:
    import platform

    return f"{zlib.crc32(platform.node().encode('utf-8', 'replace')):08x}"


def _is_alive(process: int) -> bool:
    """Whether a process of this number runs; yes when it cannot be said."""
    if os.name != "posix":  # there, asking by a signal would end it
        return True
    try:
        os.kill(process, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except OSError:
        return True
    with contextlib.suppress(OSError, IndexError):  # one that has ended and that nobody has asked for answers too
        return Path(f"/proc/{process}/stat").read_text("ascii", "replace").rpartition(")")[2].split()[0] not in "ZX"
    return True


def _sync(folder: Path) -> None:
    """Make the new name of a file last through a power cut, where folders can be synchronised."""
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def write(path: str | Path, data: bytes) -> None:
    """Write a whole file atomically."""
    with AtomicFile(path) as file:
        file.write(data)
