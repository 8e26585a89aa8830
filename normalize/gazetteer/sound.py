"""How a name gets through another script and back: the keys that find candidates, the costs that rank them.

Arabic writes no short vowels and has no p or v; Japanese folds l and r, b and v; Cyrillic comes back by another table. The
*skeleton* keeps what most of these roads keep, the consonants by class. The *distance* charges little for what the roads
change (vowels, p/b, v/f, doubled letters) and much for what they do not.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache

VOWELS = frozenset("aeiouy")
_SPECIAL = str.maketrans(
    {"ı": "i", "ł": "l", "ø": "o", "đ": "d", "ß": "ss", "æ": "ae", "œ": "oe", "þ": "th", "ð": "d", "ə": "e",
     "'": "", "’": "", "‘": "", "ʻ": "", "ʼ": "", "`": "", "´": "", "-": " ", "‐": " ", "\u2011": " ", ".": ""}
)  # fmt: skip

#: Letter groups that stand for one sound, longest first.
_GROUPS = (
    ("tsch", "c"), ("shch", "c"), ("sch", "s"), ("dzh", "j"), ("tch", "c"), ("kh", "k"), ("gh", "g"), ("ph", "f"),
    ("th", "t"), ("sh", "s"), ("ch", "c"), ("zh", "j"), ("dj", "j"), ("ck", "k"), ("dh", "d"), ("ts", "s"),
    ("tz", "s"), ("cz", "c"), ("ks", "x"), ("qu", "kw"), ("wh", "w"),
)  # fmt: skip

#: The class of each consonant in a skeleton.
_CLASS = dict(
    b="P", p="P", f="F", v="F", w="F", m="M", n="N", l="L", r="R", d="T", t="T", s="S", z="S", c="S", j="S",
    g="K", k="K", q="K", x="KS", h="",
)  # fmt: skip

_NEAR = {
    frozenset(pair): cost
    for pairs, cost in (
        ("pb dt gk kq cs sz jg jz cj js", 0.3),
        ("fv vw fp bv fb gj ck kc wu vu hk hg lr", 0.45),
        ("nm td ts dz", 0.6),
        ("yi iy ou ei ea ao ae uw ij", 0.15),
    )
    for pair in pairs.split()
}


@lru_cache(maxsize=65536)
def fold(text: str) -> str:
    """Lower case without accents and apostrophes, hyphens as spaces: the form under which names are looked up.

    >>> fold("Recep Tayyip Erdoğan"), fold("Al-Ta'awoun")
    ('recep tayyip erdogan', 'al taawoun')
    """
    text = text.lower().translate(_SPECIAL)
    if not text.isascii():
        text = "".join(c for c in unicodedata.normalize("NFKD", text[:400]) if not unicodedata.combining(c))
    return " ".join(text.split())


@lru_cache(maxsize=65536)
def skeleton(word: str) -> str:
    """The consonant classes of a name, doubled ones once: what survives most scripts.

    >>> skeleton("Root") == skeleton("Rutte"), skeleton("Camphusen") == skeleton("Kamphausen"), skeleton("Klinger")
    (True, True, 'KLNKR')
    """
    text = fold(word).replace(" ", "")
    if text.startswith("c") and text[1:2] not in ("e", "i", "y", "h", "z"):
        text = "k" + text[1:]
    for group, single in _GROUPS:
        text = text.replace(group, single)
    out: list[str] = []
    for i, char in enumerate(text):
        if char == "c" and text[i + 1 : i + 2] in ("a", "o", "u", "l", "r", "t", "k", ""):
            char = "k"
        cls = _CLASS.get(char, "")
        if char in VOWELS and not out and i == 0:
            cls = "A"
        if cls and (not out or out[-1] != cls or text[i - 1] in VOWELS):
            out.append(cls)
    return "".join(out)


def keys(word: str) -> set[str]:
    """The skeleton and all it becomes when one of its consonants is lost: for finding candidates, not for judging them."""
    whole = skeleton(word)
    out = {whole}
    if len(whole) > 2:
        out.update(whole[:i] + whole[i + 1 :] for i in range(len(whole)))
    return out


@lru_cache(maxsize=65536)
def distance(mangled: str, right: str) -> float:
    """The cost of getting from the right form to the mangled one, in letters.

    >>> distance("root", "rutte") < 1.5 < distance("root", "grant")
    True
    """
    a, b = fold(mangled).replace(" ", ""), fold(right).replace(" ", "")
    if a == b:
        return 0.0
    previous = [0.0]
    for j in range(len(b)):
        previous.append(previous[-1] + _gap(b, j))
    for i in range(len(a)):
        row = [previous[0] + _gap(a, i)]
        for j in range(len(b)):
            row.append(
                min(
                    previous[j] + _swap(a[i], b[j]),
                    previous[j + 1] + _gap(a, i),
                    row[j] + _gap(b, j),
                )
            )
        previous = row
    return previous[-1]


def _gap(word: str, i: int) -> float:
    """The cost of a letter that only one side has."""
    char = word[i]
    if i and word[i - 1] == char:
        return 0.1
    if char in VOWELS:
        return 0.3 if i else 0.6
    if char == "h":
        return 0.25
    return 1.0


def _swap(a: str, b: str) -> float:
    if a == b:
        return 0.0
    cost = _NEAR.get(frozenset((a, b)))
    if cost is not None:
        return cost
    return 0.3 if a in VOWELS and b in VOWELS else 1.0


def likeness(mangled: str, right: str) -> float:
    """How alike two words are under the channel, 0 to 1.

    >>> likeness("Camphusen", "Kamphausen") > 0.9 > likeness("Smith", "Jones")
    True
    """
    longest = max(len(fold(mangled)), len(fold(right)), 1)
    return max(0.0, 1.0 - distance(mangled, right) / longest)
