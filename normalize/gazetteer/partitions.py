"""Sorting more than fits into memory: what belongs to near keys goes into the same temporary file, and one file is sorted at a time.

`Spool` keeps records in the order they came; `Index` turns (hash, number) pairs into the sorted arrays of `mapped.Postings`. Only
building needs this, and numpy with it.
"""

from __future__ import annotations

import marshal
import struct
from array import array
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any, NamedTuple

import numpy as np
import numpy.typing as npt

_PAIR = np.dtype([("hash", "<u8"), ("number", "<u4")])
_BITS = 6
_FLUSH = 1 << 20
_CHUNK = 256
_LENGTH = struct.Struct("<I")

Hashes = npt.NDArray[np.uint64]
Numbers = npt.NDArray[np.uint32]


class Spool:
    """Plain values on disk, read back in order."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file: IO[bytes] | None = None
        self._waiting: list[Any] = []

    def add(self, value: Any) -> None:
        """One more value."""
        self._waiting.append(value)
        if len(self._waiting) >= _CHUNK:
            self._write()

    def _write(self) -> None:
        if self._file is None:
            self._file = open(self._path, "wb")
        packed = marshal.dumps(self._waiting)
        self._file.write(_LENGTH.pack(len(packed)) + packed)
        self._waiting = []

    def read(self) -> Iterator[Any]:
        """All values; the file is gone afterwards."""
        last, self._waiting = self._waiting, []
        if self._file is not None:
            self._file.close()
            with open(self._path, "rb") as file:
                while head := file.read(_LENGTH.size):
                    yield from marshal.loads(file.read(_LENGTH.unpack(head)[0]))
            self._path.unlink()
        yield from last


class Sorted(NamedTuple):
    """A stretch of an index: distinct hashes, how many numbers each has, the numbers."""

    hashes: Hashes
    counts: npt.NDArray[np.int64]
    numbers: Numbers


class Index:
    """Numbers by hash, collected in any order, given back sorted."""

    def __init__(self, folder: Path, name: str, distinct: bool = True) -> None:
        self._paths = [folder / f"{name}-{i}" for i in range(1 << _BITS)]
        self._files: list[IO[bytes]] = []
        self._hashes = bytearray()
        self._counts = array("I")
        self._numbers = array("I")
        self._distinct = distinct

    def add(self, key: int, number: int) -> None:
        """One number under one hash."""
        self._hashes += key.to_bytes(8, "little")
        self._counts.append(1)
        self._numbers.append(number)
        if len(self._hashes) >= 8 * _FLUSH:
            self._flush()

    def add_all(self, keys: bytes, number: int) -> None:
        """One number under many hashes, given as their bytes."""
        self._hashes += keys
        self._counts.append(len(keys) // 8)
        self._numbers.append(number)
        if len(self._hashes) >= 8 * _FLUSH:
            self._flush()

    def _pairs(self) -> npt.NDArray[Any]:
        pairs = np.empty(len(self._hashes) // 8, _PAIR)
        if len(pairs):
            pairs["hash"] = np.frombuffer(bytes(self._hashes), "<u8")
            pairs["number"] = np.repeat(np.frombuffer(self._numbers, np.uint32), np.frombuffer(self._counts, np.uint32))
        self._hashes, self._counts, self._numbers = bytearray(), array("I"), array("I")
        return pairs

    def _flush(self) -> None:
        if not self._files:
            self._files = [open(path, "wb") for path in self._paths]
        pairs = self._pairs()
        where = (pairs["hash"] >> np.uint64(64 - _BITS)).astype(np.uint8)
        pairs = pairs[np.argsort(where, kind="stable")]
        ends = np.cumsum(np.bincount(where, minlength=1 << _BITS))
        start = 0
        for file, end in zip(self._files, ends, strict=True):
            file.write(pairs[start:end].tobytes())
            start = int(end)

    def read(self) -> Iterator[Sorted]:
        """The index in order of the hashes, a stretch at a time; the files are gone afterwards."""
        if not self._files:
            yield self._sorted(self._pairs())
            return
        self._flush()
        for file, path in zip(self._files, self._paths, strict=True):
            file.close()
            yield self._sorted(np.fromfile(path, _PAIR))
            path.unlink()

    def _sorted(self, pairs: npt.NDArray[Any]) -> Sorted:
        pairs = pairs[np.lexsort((pairs["number"], pairs["hash"]))]
        if self._distinct and len(pairs):
            new = np.ones(len(pairs), bool)
            new[1:] = (pairs["hash"][1:] != pairs["hash"][:-1]) | (pairs["number"][1:] != pairs["number"][:-1])
            pairs = pairs[new]
        hashes, counts = np.unique(pairs["hash"], return_counts=True)
        return Sorted(hashes, counts, np.ascontiguousarray(pairs["number"]))


def without(found: Sorted, drop: npt.NDArray[np.bool_]) -> Sorted:
    """A stretch without some of its hashes.

    >>> some = Sorted(np.array([1, 2], np.uint64), np.array([2, 1]), np.array([7, 8, 9], np.uint32))
    >>> without(some, np.array([True, False])).numbers.tolist()
    [9]
    """
    return Sorted(found.hashes[~drop], found.counts[~drop], found.numbers[np.repeat(~drop, found.counts)])
