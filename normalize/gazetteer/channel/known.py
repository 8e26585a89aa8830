"""Is this a word that names are made of? What tells a rightly spelled stranger from a mangled acquaintance.

``rules/gazetteer/name-words.bin`` holds two Bloom filters, made by ``benchmarks/gather_name_words.py`` from the Latin
spellings of name words in Wikidata: all of them, and those that were met in several scripts, so are common. A filter
says yes to every word that went in and to about one other word in a hundred.
"""

from __future__ import annotations

import re
from functools import lru_cache
from hashlib import blake2b

from normalize import data

FILE = "name-words.bin"
MAGIC = b"MTNW1\n"
PROBES = 6


#: The syllables of Pinyin, by their beginnings: any two of them may be a Chinese given name, more than a list can hold.
_PINYIN = {
    "b": "a ai an ang ao ei en eng i ian iao ie in ing o u",
    "p": "a ai an ang ao ei en eng i ian iao ie in ing o ou u",
    "m": "a ai an ang ao e ei en eng i ian iao ie in ing iu o ou u",
    "f": "a an ang ei en eng o ou u",
    "d": "a ai an ang ao e ei eng i ian iao ie ing iu ong ou u uan ui un uo",
    "t": "a ai an ang ao e eng i ian iao ie ing ong ou u uan ui un uo",
    "n": "a ai an ang ao e ei en eng i ian iang iao ie in ing iu ong ou u uan uo ue",
    "l": "a ai an ang ao e ei eng i ia ian iang iao ie in ing iu ong ou u uan un uo ue",
    "[gkh]": "a ai an ang ao e ei en eng ong ou u ua uai uan uang ui un uo",
    "[jqx]": "i ia ian iang iao ie in ing iong iu u uan ue un",
    "[zcs]h": "a ai an ang ao e ei en eng i ong ou u ua uai uan uang ui un uo",
    "[zcs]": "a ai an ang ao e ei en eng i ong ou u uan ui un uo",
    "r": "an ang ao e en eng i ong ou u ua uan ui un uo",
    "y": "a an ang ao e i in ing o ong ou u uan ue un",
    "w": "a ai an ang ei en eng o u",
    "": "a ai an ang ao e ei en er o ou",
}
_CHINESE = re.compile(
    "(?:"
    + "|".join(f"{head}(?:{'|'.join(sorted(rest.split(), key=len, reverse=True))})" for head, rest in _PINYIN.items())
    + "){1,2}",
)


@lru_cache(maxsize=20_000)
def chinese(word: str) -> bool:
    """Whether a word is one or two syllables of Pinyin, so may be a Chinese name though no list has it.

    >>> chinese("yaoxiang"), chinese("zhen"), chinese("shkvarnt"), chinese("jingko")
    (True, True, False, False)
    """
    return len(word) < 13 and _CHINESE.fullmatch(word) is not None


def probes(word: str, bits: int) -> list[int]:
    """The places of a word's bits in a filter of this many bits."""
    digest = blake2b(word.encode("utf-8", "surrogatepass"), digest_size=16).digest()
    first, step = int.from_bytes(digest[:8], "little"), int.from_bytes(digest[8:], "little") | 1
    return [(first + k * step) % bits for k in range(PROBES)]


def in_filter(filter_bits: bytes | memoryview, word: str) -> bool:
    """Whether a Bloom filter holds a word: no is certain, yes is wrong about once in a hundred."""
    return all(filter_bits[place >> 3] >> (place & 7) & 1 for place in probes(word, len(filter_bits) * 8))


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
