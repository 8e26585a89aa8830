"""Keys and signatures: how near words are found among millions without comparing all.

A *key* is a hash of a skeleton or of a skeleton with one consonant lost; two words that share a key are worth a look. A
*signature* is 64 bits that say which sounds and which pairs of neighbours a word has; the bits in which two
signatures differ tell at once, for a thousand words, which few are near.
"""

from __future__ import annotations

from zlib import crc32

from normalize.gazetteer.channel.letters import VOWELS, skeleton

_COARSE = str.maketrans({"F": "P", "J": "S", "M": "N", "A": None})

#: Sounds that often stand for each other share a bit.
_BIT = {
    c: i
    for i, group in enumerate(
        (
            "a",
            "e",
            "iy",
            "o",
            "u",
            "b",
            "p",
            "d",
            "tT",
            "gG",
            "kq",
            "Xh",
            "f",
            "vw",
            "m",
            "n",
            "l",
            "r",
            "s",
            "zZ",
            "S",
            "C",
            "jcQ",
        )
    )
    for c in group
}
_PAIRS_AT = 23
_PAIRS = 64 - _PAIRS_AT


def keys(sound: str) -> list[int]:
    """The hashes under which a word in symbols is filed and sought.

    >>> bool(set(keys("rut")) & set(keys("rot"))), bool(set(keys("kamfusen")) & set(keys("kamphausen")))
    (True, True)
    """
    bones = skeleton(sound)
    out = [bones]
    coarse = ""
    for char in bones.translate(_COARSE):
        if char != coarse[-1:]:
            coarse += char
    out.append("~" + coarse)
    if len(bones) > 3:
        out += {bones[:i] + bones[i + 1 :] for i in range(len(bones))}
    return [crc32(key.encode()) for key in sorted(set(out))]


def signature(sound: str) -> int:
    """64 bits: which sounds a word has, and which follow each other (vowels counted as one sound).

    >>> a, b, c = signature("klinger"), signature("klingner"), signature("romano")
    >>> (a ^ b).bit_count() < (a ^ c).bit_count()
    True
    """
    bits = 0
    before = "^"
    for char in sound:
        bits |= 1 << _BIT.get(char, 22)
        kind = "V" if char in VOWELS else char
        if kind != before:
            bits |= 1 << (_PAIRS_AT + _PLACE.get(before + kind, 0))
        before = kind
    return bits | 1 << (_PAIRS_AT + _PLACE.get(before + "$", 0))


_PLACE = {
    a + b: crc32((a + b).encode()) % _PAIRS
    for a in "^V" + "".join(c for c in _BIT if c not in VOWELS)
    for b in "$V" + "".join(c for c in _BIT if c not in VOWELS)
}
