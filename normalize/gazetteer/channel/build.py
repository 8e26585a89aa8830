"""Names -> the flat arrays of an index. Every array can be written to one file and mapped from it (`store`).

``names``/``name_at``: all names as UTF-8, one after another, and where each begins. ``words``/``word_at``: the sorted
distinct words; ``codes``: the same as `letters.code` writes them. ``letters``: the length of each;
``bearers``: how many names have the word. ``parts``/``part_at``: the words of each name, in order.
``holders``/``holder_at``: the names of each word. ``key``/``key_at``/``filed``/``seal``: the sorted keys, and for
each the words filed under it with their signatures. ``triples``: what letter triples cost (`naturalness`).
``whole``/``whole_of``: hashes of whole folded names, sorted, and the names they belong to.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable
from hashlib import blake2b
from itertools import pairwise
from typing import Any

from normalize.gazetteer.channel.keys import keys, signature
from normalize.gazetteer.channel.letters import PARTICLES, code, symbols, words
from normalize.gazetteer.channel.naturalness import count_triples

#: A word joined from two: filed and found, but not counted as a word that exists.
GLUED_MOST = 4


def whole_hash(parts: list[str]) -> int:
    """The hash of a whole name, by its words in any order.

    >>> whole_hash(["mark", "rutte"]) == whole_hash(["rutte", "mark"])
    True
    """
    return int.from_bytes(blake2b(" ".join(sorted(parts)).encode(), digest_size=8).digest(), "little")


def joins(parts: list[str]) -> list[str]:
    """Neighbours that are often written as one word: a particle or a short word with the next.

    >>> joins(["hassan", "nasr", "allah"]), joins(["mark", "al", "hakim"])
    (['hassannasr', 'nasrallah'], ['markal', 'alhakim'])
    """
    out = []
    for a, b in pairwise(parts):
        if a in PARTICLES or b in PARTICLES or (min(len(a), len(b)) <= GLUED_MOST and len(a) + len(b) <= 12):
            out.append(a + b)
    return out if len(parts) < 6 else []


def build_arrays(names: Iterable[str]) -> dict[str, Any]:
    """All arrays of the index of these names."""
    import numpy as np

    names_blob = bytearray()
    name_at = array("Q", [0])
    ids: dict[str, int] = {}
    real = bytearray()
    parts = array("I")
    part_at = array("Q", [0])
    held_word, held_name = array("I"), array("I")
    wholes = array("Q")
    for n, name in enumerate(names):
        names_blob += name.encode("utf-8", "surrogatepass")
        name_at.append(len(names_blob))
        tokens = words(name)
        seen = set()
        for token in tokens:
            i = ids.setdefault(token, len(ids))
            if i == len(real):
                real.append(1)
            else:
                real[i] = 1
            parts.append(i)
            seen.add(i)
        part_at.append(len(parts))
        real_count = len(seen)
        glued = set()
        for token in joins(tokens):
            i = ids.setdefault(token, len(ids))
            if i == len(real):
                real.append(0)
            if i not in seen:
                glued.add(i)
        held_word.extend(seen)
        held_name.extend([n] * real_count)
        held_word.extend(glued)
        held_name.extend([n | 0x80000000 for _ in glued])
        wholes.append(whole_hash(tokens))
    vocabulary = sorted(ids)
    rank = np.empty(len(ids), np.uint32)
    rank[np.fromiter((ids[w] for w in vocabulary), np.int64, len(ids))] = np.arange(len(ids), dtype=np.uint32)
    ids.clear()
    out: dict[str, Any] = {}
    out["names"] = np.frombuffer(bytes(names_blob), np.uint8)
    out["name_at"] = np.frombuffer(name_at, np.uint64).copy()
    out["parts"] = rank[np.frombuffer(parts, np.uint32)] if len(parts) else np.empty(0, np.uint32)
    out["part_at"] = np.frombuffer(part_at, np.uint64).astype(np.uint32)
    size = len(vocabulary)
    held = rank[np.frombuffer(held_word, np.uint32)] if len(held_word) else np.empty(0, np.uint32)
    who = np.frombuffer(held_name, np.uint32) if len(held_name) else np.empty(0, np.uint32)
    out["bearers"] = np.bincount(held[who < 0x80000000], minlength=size).astype(np.uint32)
    order = np.argsort(held, kind="stable")
    out["holders"] = (who & np.uint32(0x7FFFFFFF))[order]
    out["holder_at"] = _starts(held, size)
    order = np.argsort(np.frombuffer(wholes, np.uint64), kind="stable")
    out["whole"] = np.frombuffer(wholes, np.uint64)[order]
    out["whole_of"] = order.astype(np.uint32)
    key_of, word_of = array("I"), array("I")
    seals = array("Q")
    spelled, codes = _Blob(), _Blob()
    for i, word in enumerate(vocabulary):
        sound = symbols(word)
        spelled.add(word)
        codes.add(code(sound))
        found = keys(sound)
        key_of.extend(found)
        word_of.extend([i] * len(found))
        seals.append(signature(sound))
    for kind, blob_of in (("word", spelled), ("code", codes)):
        out[kind + "s"] = np.frombuffer(bytes(blob_of.text), np.uint8)
        out[kind + "_at"] = np.frombuffer(blob_of.at, np.uint32).copy()
    out["letters"] = np.minimum(np.diff(out["word_at"]), 255).astype(np.uint8)
    key_array, word_array = np.frombuffer(key_of, np.uint32), np.frombuffer(word_of, np.uint32)
    order = np.argsort(key_array, kind="stable")
    key_array = key_array[order]
    out["filed"] = word_array[order]
    out["seal"] = np.frombuffer(seals, np.uint64)[out["filed"]] if size else np.empty(0, np.uint64)
    distinct, first = np.unique(key_array, return_index=True)
    out["triples"] = count_triples(w for w, n in zip(vocabulary, out["bearers"].tolist(), strict=True) if n)
    out["key"] = distinct
    out["key_at"] = np.concatenate((first, [len(key_array)])).astype(np.uint32)
    return out


class _Blob:
    """Texts one after another, and where each begins."""

    def __init__(self) -> None:
        self.text = bytearray()
        self.at = array("I", [0])

    def add(self, text: str) -> None:
        self.text += text.encode("utf-8", "surrogatepass")
        self.at.append(len(self.text))


def _starts(sorted_from: Any, size: int) -> Any:
    import numpy as np

    return np.concatenate(([0], np.cumsum(np.bincount(sorted_from, minlength=size)))).astype(np.uint32)
