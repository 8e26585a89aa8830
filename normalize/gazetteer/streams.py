"""The lines of large files, plain or packed (.gz, .bz2), one at a time, with how far the reading is.

Nothing is held but the line at hand, so a dump of a hundred gigabytes needs no more memory than a list of ten names.
"""

from __future__ import annotations

import bz2
import gzip
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO

from normalize.errors import UsageError

#: Told after every so many lines how many bytes of the file, as it lies on disk, were read.
Tick = Callable[[int], None]
_OFTEN = 2000
#: A line may be this long; Wikidata's longest have some millions of bytes.
_LONGEST = 64 << 20


def size(paths: list[str]) -> int:
    """The bytes of all files together; UsageError for one that is not there."""
    total = 0
    for path in paths:
        try:
            total += os.stat(path).st_size
        except OSError as error:
            raise UsageError(f"cannot read '{path}': {error.strerror}") from None
    return total


def lines(path: str, tick: Tick | None = None) -> Iterator[tuple[int, bytes]]:
    """The lines of a file without their ends, numbered from 1. UsageError when the file cannot be read or unpacked to its end."""
    try:
        with open(path, "rb") as raw:
            file = unpacked(raw, path)
            told = 0
            number = 0
            while line := file.readline(_LONGEST):
                number += 1
                yield number, line.rstrip(b"\r\n")
                if tick and number % _OFTEN == 0:
                    at = raw.tell()
                    tick(at - told)
                    told = at
            if tick:
                tick(raw.tell() - told)
    except IsADirectoryError:
        raise UsageError(f"'{path}' is a folder: name its files") from None
    except (OSError, EOFError) as error:
        raise UsageError(f"cannot read '{path}': {getattr(error, 'strerror', None) or error}") from None


def unpacked(raw: IO[bytes], path: str) -> IO[bytes]:
    """The content of an open file, unpacked when its name says that it is packed."""
    if path.endswith(".gz"):
        return gzip.GzipFile(fileobj=raw)  # type: ignore[return-value]
    if path.endswith(".bz2"):
        return bz2.BZ2File(raw)
    return raw


def packing(file: IO[bytes], path: str) -> IO[bytes]:
    """A file that packs what is written into it when its name asks for it; to be closed by the caller."""
    if path.endswith(".gz"):
        return gzip.GzipFile(filename="", fileobj=file, mode="wb", compresslevel=3, mtime=0)  # type: ignore[return-value]
    if path.endswith(".bz2"):
        return bz2.BZ2File(file, "wb", compresslevel=3)
    return file


def plain_name(path: str) -> str:
    """The name of a file without the ending of a packer.

    >>> plain_name("a/people.jsonl.gz")
    'people.jsonl'
    """
    return Path(path).name.removesuffix(".gz").removesuffix(".bz2")
