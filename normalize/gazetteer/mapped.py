"""A built gazetteer file: mapped into memory, opened in a moment, shared by all who read it.

The file holds two kinds of tables. `Rows` are items (entities, offices, tenures) as JSON, one behind the other, with their places in a flat
array. `Postings` lead from the hash of a key to row numbers: a sorted array of hashes, an array of places, an array of numbers. Nothing
is unpacked on opening, and a look-up touches a few pages only. JSON is read, not code or `marshal`: a spoiled file can be
wrong, it cannot do harm.

The header has the place and the digest of the directory; the directory has the place of every part. `normalize.gazetteer.building` writes it.
"""

from __future__ import annotations

import json
import mmap
import struct
import sys
from bisect import bisect_left
from collections.abc import Sequence
from functools import lru_cache
from hashlib import blake2b
from pathlib import Path
from typing import Any, Literal, NamedTuple

from normalize.errors import Fault, GazetteerError

MAGIC = b"MTNGAZ\r\n"
FORMAT = 1
#: Magic, format, byte order mark, place and length of the directory, length of the file, digest of the directory.
HEADER = struct.Struct("=8sIIQQQ16s")
ORDER = 0x01020304
#: Above this many numbers per key only the first are read: so common a key finds nobody.
MOST = 4096
#: In the part "speaking": an entity whose row tells what may speak for it (an office, an organisation). 0: nothing may; more: the country with this number, less TOLD + 1.
TOLD = 1
#: How far from its expected place a hash is looked for first, in standard deviations.
_NEAR = 4


class Place(NamedTuple):
    """Where a part of the file lies."""

    start: int
    length: int


@lru_cache(maxsize=16384)
def key_hash(key: str) -> int:
    """The 64 bits under which a key is filed.

    >>> key_hash("mark rutte") == key_hash("mark" + " rutte"), key_hash("a") < 2**64
    (True, True)
    """
    return int.from_bytes(blake2b(key.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "little")


def person_key_hash(key: str) -> int:
    """The 64 bits of a sound key; the lowest two tell its class: a word, its skeleton, a skeleton with a loss, a pair of skeletons."""
    return key_hash(key) & ~3 | {"=": 0, "~": 1, "&": 3}.get(key[:1], 2)


class Postings:
    """Row numbers by key."""

    __slots__ = ("_hashes", "_name", "_numbers", "_starts")

    def __init__(self, name: str, hashes: memoryview, starts: memoryview, numbers: memoryview) -> None:
        self._name, self._hashes, self._starts, self._numbers = name, hashes, starts, numbers

    def __len__(self) -> int:
        return len(self._hashes)

    def span(self, wanted: int) -> tuple[int, int]:
        """From where to where in the numbers the key of this hash has its own; empty when there is no such key."""
        hashes = self._hashes
        count = len(hashes)
        guess = wanted * count >> 64  # hashes are spread evenly
        reach = int(_NEAR * count**0.5) + 8
        low, high = max(0, guess - reach), min(count, guess + reach)
        if low and hashes[low] > wanted:
            low = 0
        if high < count and hashes[high] < wanted:
            high = count
        at = bisect_left(hashes, wanted, low, high)
        if at == count or hashes[at] != wanted:
            return 0, 0
        start, end = self._starts[at], self._starts[at + 1]
        if not start <= end <= len(self._numbers):
            raise damaged(self._name)
        return start, end

    def numbers(self, wanted: int, most: int = MOST) -> list[int]:
        """The numbers under a hash, the first few when there are many."""
        start, end = self.span(wanted)
        return self._numbers[start : min(end, start + most)].tolist()

    def between(self, start: int, end: int) -> list[int]:
        """The numbers from one place to another."""
        return self._numbers[start:end].tolist()

    def holds(self, span: tuple[int, int], number: int) -> bool:
        """Whether the sorted numbers of a span hold this one."""
        at = bisect_left(self._numbers, number, *span)
        return at < span[1] and self._numbers[at] == number


class Rows(Sequence[Any]):
    """Items by number."""

    __slots__ = ("_content", "_name", "_starts")

    def __init__(self, name: str, content: memoryview, starts: memoryview) -> None:
        self._name, self._content, self._starts = name, content, starts

    def __len__(self) -> int:
        return len(self._starts) - 1

    def __getitem__(self, number: Any) -> Any:
        if not 0 <= number < len(self):
            raise damaged(self._name)
        try:
            return json.loads(bytes(self._content[self._starts[number] : self._starts[number + 1]]))
        except ValueError:
            raise damaged(self._name) from None


def damaged(name: str) -> GazetteerError:
    """What is said of a file that lies about itself."""
    return GazetteerError([Fault(name, 0, "this gazetteer file is damaged: build it again with `normalize gazetteer build`")])


class GazetteerFile:
    """The open file: its parts by name, and what its directory says about them."""

    def __init__(self, path: str) -> None:
        self.path = path
        self._view = memoryview(_mapped(path))
        self._places, self.about = _directory(path, self._view)
        self._plain: dict[str, Any] = {}

    def part(self, name: str, code: Literal["B", "I", "Q"] = "B") -> memoryview:
        """A part as bytes, or as the numbers of an array code."""
        place = self._places.get(name)
        if place is None or place.start + place.length > len(self._view) or place.length % struct.calcsize(code):
            raise damaged(self.path)
        return self._view[place.start : place.start + place.length].cast(code)

    def has(self, name: str) -> bool:
        """Whether the file has a part; files of older versions lack some."""
        return name in self._places

    def rows(self, name: str) -> Rows:
        """The items of a table."""
        starts = self.part(f"{name}.starts", "Q")
        content = self.part(f"{name}.content")
        if not len(starts) or starts[len(starts) - 1] != len(content):
            raise damaged(self.path)
        return Rows(self.path, content, starts)

    def postings(self, name: str) -> Postings:
        """The row numbers of an index."""
        hashes, starts = self.part(f"{name}.hashes", "Q"), self.part(f"{name}.starts", "Q")
        if len(starts) != len(hashes) + 1:
            raise damaged(self.path)
        return Postings(self.path, hashes, starts, self.part(f"{name}.numbers", "I"))

    def plain(self, name: str) -> Any:
        """A small table, read whole."""
        if name not in self._plain:
            try:
                self._plain[name] = json.loads(bytes(self.part(name)))
            except ValueError:
                raise damaged(self.path) from None
        return self._plain[name]


def is_built(path: str | Path) -> bool:
    """Whether a path is a built gazetteer, by its ending or its first bytes."""
    if str(path).endswith(".gaz"):
        return True
    try:
        with open(path, "rb") as file:
            return file.read(len(MAGIC)) == MAGIC
    except OSError:
        return False


def digest(content: bytes) -> bytes:
    """The digest of a directory."""
    return blake2b(content, digest_size=16, person=b"mt-normalize-gaz").digest()


def _mapped(path: str) -> mmap.mmap:
    try:
        with open(path, "rb") as file:
            return mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    except FileNotFoundError:
        raise GazetteerError([Fault(path, 0, "no such gazetteer file or folder")]) from None
    except ValueError:
        raise GazetteerError([Fault(path, 0, "an empty file, not a gazetteer")]) from None
    except OSError as error:
        raise GazetteerError([Fault(path, 0, f"cannot read this gazetteer file: {error.strerror}")]) from None


def _directory(path: str, view: memoryview) -> tuple[dict[str, Place], dict[str, Any]]:
    """The parts and the description; GazetteerError in one line for a file that is foreign, newer, cut short or damaged."""

    def refuse(why: str) -> GazetteerError:
        return GazetteerError([Fault(path, 0, why)])

    if bytes(view[: len(MAGIC)]) != MAGIC:
        raise refuse("not a gazetteer file made by `normalize gazetteer build`")
    if len(view) < HEADER.size:
        raise refuse("this gazetteer file is cut short: copy or build it again")
    _, version, order, start, length, whole, told = HEADER.unpack(view[: HEADER.size])
    if order != ORDER:
        raise refuse(f"this gazetteer file was built on a machine of another byte order ({sys.byteorder} here): build it again")
    if version > FORMAT:
        raise refuse(f"this gazetteer file has format {version}, newer than this program reads ({FORMAT}): upgrade mt-normalize or build the file again")
    if version != FORMAT:
        raise refuse(f"this gazetteer file has the old format {version}: build it again")
    if len(view) < whole or start + length > len(view):
        raise refuse(f"this gazetteer file is cut short ({len(view):,} of {whole:,} bytes): copy or build it again")
    content = bytes(view[start : start + length])
    if len(view) != whole or digest(content) != told:
        raise damaged(path)
    directory = json.loads(content)
    return {name: Place(*place) for name, place in directory["parts"].items()}, directory["about"]
