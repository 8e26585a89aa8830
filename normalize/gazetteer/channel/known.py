"""Is this a word that names are made of? What tells a rightly spelled stranger from a mangled acquaintance.

``rules/gazetteer/name-words.bin`` holds two Bloom filters, made by ``benchmarks/gather_name_words.py`` from the Latin spellings of
name words in Wikidata: all of them, and those that were met in several scripts, so are common. A filter says yes to every
word that went in and to about one other word in a hundred.
"""

from __future__ import annotations

from functools import lru_cache
from hashlib import blake2b

from normalize import data

FILE = "name-words.bin"
MAGIC = b"MTNW1\n"
PROBES = 6


def probes(word: str, bits: int) -> list[int]:
    """The places of a word's bits in a filter of this many bits."""
    digest = blake2b(word.encode("utf-8", "surrogatepass"), digest_size=16).digest()
    first, step = int.from_bytes(digest[:8], "little"), int.from_bytes(digest[8:], "little") | 1
    return [(first + i * step) % bits for i in range(PROBES)]


def in_filter(filter_bits: bytes | memoryview, word: str) -> bool:
    size = len(filter_bits) * 8
    return all(filter_bits[place >> 3] >> (place & 7) & 1 for place in probes(word, size))


@lru_cache(maxsize=1)
def _filters() -> tuple[memoryview, memoryview]:
    raw = (data.folder("rules") / "gazetteer" / FILE).read_bytes()
    head = len(MAGIC) + 8
    size = int.from_bytes(raw[len(MAGIC) : head], "little")
    whole = memoryview(raw)
    return whole[head : head + size], whole[head + size :]


@lru_cache(maxsize=20_000)
def known(word: str) -> int:
    """0: not known as a word of names; 1: known; 2: known and common.

    >>> known("mark"), known("alexander") > 0, known("shkvarnt")
    (2, True, 0)
    """
    every, common = _filters()
    if not in_filter(every, word):
        return 0
    return 2 if in_filter(common, word) else 1
