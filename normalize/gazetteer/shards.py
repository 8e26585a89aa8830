"""A large read-only table that opens at once: its entries lie in many small packed pieces, and a piece is unpacked when first asked for.

One article asks for a few hundred of a hundred thousand keys, so most pieces are never touched.
"""

from __future__ import annotations

import marshal
from collections.abc import Iterator, Mapping
from typing import Any
from zlib import crc32

#: How many entries a piece holds, about.
_SIZE = 48


def pack(table: Mapping[str, Any]) -> list[bytes]:
    """The pieces of a table with text keys and plain values.

    >>> sorted(Shards(pack({"a": 1, "b": [2, 3]})).items())
    [('a', 1), ('b', [2, 3])]
    """
    count = max(1, len(table) // _SIZE)
    pieces: list[dict[str, Any]] = [{} for _ in range(count)]
    for key, value in table.items():
        pieces[_place(key, count)][key] = value
    return [marshal.dumps(piece) for piece in pieces]


def _place(key: str, count: int) -> int:
    return crc32(key.encode("utf-8", "surrogatepass")) % count


class Shards(Mapping[str, Any]):
    """The table of packed pieces, read like a dict."""

    __slots__ = ("_open", "_pieces")

    def __init__(self, pieces: list[bytes]) -> None:
        self._pieces = pieces
        self._open: dict[int, dict[str, Any]] = {}

    def _piece(self, place: int) -> dict[str, Any]:
        piece = self._open.get(place)
        if piece is None:
            piece = self._open[place] = marshal.loads(self._pieces[place])
        return piece

    def __getitem__(self, key: str) -> Any:
        return self._piece(_place(key, len(self._pieces)))[key]

    def get(self, key: str, default: Any = None) -> Any:
        """The value of a key, or the default."""
        return self._piece(_place(key, len(self._pieces))).get(key, default)

    def __contains__(self, key: object) -> bool:
        return isinstance(key, str) and key in self._piece(_place(key, len(self._pieces)))

    def __iter__(self) -> Iterator[str]:
        for place in range(len(self._pieces)):
            yield from self._piece(place)

    def __len__(self) -> int:
        return sum(len(self._piece(place)) for place in range(len(self._pieces)))
