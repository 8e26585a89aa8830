"""The language model as it is shipped: the words it knows, the tables of its network, the counts of pairs; read once, when first needed.

``rules/fluency/words.txt.gz`` holds the words and ``network.npz`` the numbers; ``benchmarks/learn_garble.py`` made both.
"""

from __future__ import annotations

import gzip
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import count
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from normalize import cache as kept
from normalize import data
from normalize.fluency import network
from normalize.fluency.tokens import TOKEN, Lexicon
from normalize.gazetteer.shards import Shards, pack

#: Tokens that are remembered with their numbers.
_REMEMBERED = 200_000
#: Bits of a packed token: its word and its shape have room for this many, its class for as many as the shape.
_SHAPE_BITS, _TAG_BITS, _WORD_BITS = 8, 8, 16
#: Letters of the word classes that are verbs.
_VERBS = frozenset("vdzNg")


@dataclass(frozen=True, slots=True)
class Words:
    """The words with a number (from 2 on), the names of the word classes, the class of each known word, the class that an ending tells."""

    often: list[str]
    names: list[str]
    known: Mapping[str, int]
    endings: Mapping[str, int]

    def lexicon(self) -> Lexicon:
        """The same as `tokens` asks for it; a word that is only a name is not known in small letters."""
        return Lexicon({w: i for i, w in enumerate(self.often, start=2)}, self.known, self.endings, self.names.index("P"))

    def as_text(self) -> str:
        """Six paragraphs, as they are stored; the classes stand behind their words, a letter each."""
        return "\n\n".join(["\n".join(self.names), "\n".join(self.often), *_classed(self.endings), *_classed(self.known)])

    @classmethod
    def of_text(cls, text: str) -> Words:
        """What `as_text` stored."""
        names, often, ends, end_tags, known, tags = text.split("\n\n")
        return cls(often.split("\n"), names.split("\n"), _tagged(known, tags), _tagged(ends, end_tags))


#: The letter of the first word class.
_FIRST = ord("A")
_LETTERS = bytes(max(0, byte - _FIRST) for byte in range(256))


def _classed(words: Mapping[str, int]) -> tuple[str, str]:
    return "\n".join(sorted(words)), "".join(chr(_FIRST + words[w]) for w in sorted(words))


def _tagged(words: str, tags: str) -> dict[str, int]:
    return dict(zip(words.split("\n"), tags.encode("ascii").translate(_LETTERS), strict=True))


class Reading(NamedTuple):
    """The tokens of some sentences in a row: the numbers of each, and the chances of `network.FAULTS` that the network gives it.

    ``same`` has one number for all forms of a word that differ in capitals; ``starts`` and ``sizes`` part the row into sentences.
    """

    word: Any
    tag: Any
    shape: Any
    same: Any
    chances: Any
    starts: Any
    sizes: Any

    def one(self, i: int) -> Reading:
        """The reading of one sentence."""
        at = slice(int(self.starts[i]), int(self.starts[i] + self.sizes[i]))
        return Reading(self.word[at], self.tag[at], self.shape[at], self.same[at], self.chances[at], np.zeros(1, np.int64), self.sizes[i : i + 1])


class _Memory(dict[str, int]):
    """Token -> its packed numbers, worked out when first asked for."""

    def __init__(self, lexicon: Lexicon, first: bool, numbers: dict[str, int], free: Iterator[int]) -> None:
        super().__init__()
        self._lexicon, self._first, self._numbers, self._next = lexicon, first, numbers, free

    def __missing__(self, token: str) -> int:
        kind = self._lexicon.kind(token, self._first)
        same = self._numbers.setdefault(token.lower(), next(self._next))
        packed = self[token] = ((same << _WORD_BITS | kind.word) << _TAG_BITS | kind.tag) << _SHAPE_BITS | kind.shape
        return packed


class Model:
    """Reads sentences, see `Reading`."""

    def __init__(self, words: Words, tables: dict[str, Any], counts: Any, often: Any) -> None:
        self._lexicon = words.lexicon()
        self.words, self.tables, self._counts, self._often = words, tables, counts, often
        self._memories = self._fresh()
        #: The word classes that have a verb in them, as a table.
        self.verbs = np.array([i > 1 and bool(set(name) & _VERBS) for i, name in enumerate(words.names)])

    def _fresh(self) -> tuple[_Memory, _Memory]:
        numbers: dict[str, int] = {}
        free = count(1)
        return _Memory(self._lexicon, True, numbers, free), _Memory(self._lexicon, False, numbers, free)

    def table_of(self, words: Iterable[str]) -> Any:
        """A table that says of each word number whether it is one of these."""
        out = np.zeros(len(self.words.often) + 2, bool)
        out[[n for w in words if (n := self._lexicon.words.get(w, 1)) != 1]] = True
        return out

    def _packed(self, sentences: Iterable[Sequence[str]]) -> tuple[Any, Any]:
        """All tokens packed, with boundaries between, before and after the sentences; and the sizes of these."""
        first, later = self._memories
        if len(later) > _REMEMBERED or len(first) > _REMEMBERED:
            first, later = self._memories = self._fresh()
        row: list[int] = [0] * network.GAP
        sizes: list[int] = []
        for tokens in sentences:
            packed = list(map(later.__getitem__, tokens))
            for i, token in enumerate(tokens):
                packed[i] = first[token]
                if token[0].isalnum():
                    break
            row += packed
            row += [0] * network.GAP
            sizes.append(len(packed))
        return np.array(row, np.int64), np.array(sizes, np.int64)

    def read(self, sentences: Iterable[Sequence[str]]) -> Reading:
        """Read sentences given as tokens, none of them empty."""
        packed, sizes = self._packed(sentences)
        shape = packed & (1 << _SHAPE_BITS) - 1
        tag = packed >> _SHAPE_BITS & (1 << _TAG_BITS) - 1
        word = packed >> _SHAPE_BITS + _TAG_BITS & (1 << _WORD_BITS) - 1
        chances = network.read(self.tables, [word, tag, shape, self._links(word, 1), self._links(word, 2)])
        starts = np.cumsum(sizes) - sizes
        inside = np.arange(sizes.sum()) + np.repeat(network.GAP * (1 + np.arange(len(sizes))), sizes)
        same = packed[inside] >> _SHAPE_BITS + _TAG_BITS + _WORD_BITS
        return Reading(word[inside], tag[inside], shape[inside], same, chances[inside], starts, sizes)

    def _links(self, word: Any, apart: int) -> Any:
        left = np.concatenate([np.zeros(apart, np.int64), word[:-apart]])
        return network.links(left, word, self._counts[network.places(left, word, apart)], self._often)

    def near(self, tokens: Sequence[str]) -> Any:
        """For each token of a sentence the number of its link to the one before it (`network.links`): the counts alone, without the network."""
        packed, _ = self._packed([tokens])
        return self._links(packed >> _SHAPE_BITS + _TAG_BITS & (1 << _WORD_BITS) - 1, 1)[network.GAP : -network.GAP]

    @classmethod
    def of(cls, words: Words, tables: dict[str, Any], table: Any, often: Any) -> Model:
        """A model from what was learnt; pairs that were met once are left out."""
        return cls(words, tables, np.where(table < 2, 0, np.minimum(table, 255)).astype(np.uint8), often)

    def write(self, folder: Path) -> None:
        """Store the model: the rows of words as bytes with a scale each, the other tables as half floats, the counts with their places."""
        stored: dict[str, Any] = {}
        for name, table in self.tables.items():
            if name == "words":
                scale = (np.abs(table).max(axis=1) / 127 + 1e-9).astype(np.float16)
                stored["words_scale"], stored["words"] = scale, np.round(table / scale[:, None].astype(np.float32)).clip(-127, 127).astype(np.int8)
            else:
                stored[name] = table.astype(np.float16)
        at = np.flatnonzero(self._counts)
        stored |= {"gaps": np.diff(at, prepend=0).astype(np.uint16), "counts": self._counts[at], "often": self._often.astype(np.float16)}
        np.savez_compressed(folder / "network.npz", **stored)
        (folder / "words.txt.gz").write_bytes(gzip.compress(self.words.as_text().encode(), mtime=0))


@cache
def model() -> Model:
    """The shipped model, opened once; what it is unpacked to is kept between runs (`normalize.cache`)."""
    folder = data.folder("rules") / "fluency"
    files = [(folder / name).read_bytes() for name in ("words.txt.gz", "network.npz")]
    names, often, known, endings, numbers = kept.compiled("fluency", kept.digest(files, [__file__]), lambda: _unpacked(*files))
    stored = {name: np.frombuffer(raw, kind).reshape(shape) for name, kind, shape, raw in numbers}
    apart = {"words_scale", "gaps", "counts", "often"}
    tables = {name: table.astype(np.float32) for name, table in stored.items() if name not in apart}
    tables["words"] *= stored["words_scale"].astype(np.float32)[:, None]
    counts = np.zeros(network.PLACES, np.uint8)
    counts[np.cumsum(stored["gaps"], dtype=np.int64)] = stored["counts"]
    return Model(Words(often, names, Shards(known), endings), tables, counts, stored["often"].astype(np.float32))


def _unpacked(words: bytes, numbers: bytes) -> tuple[Any, ...]:
    """The two files as plain values: the words, and each table with its kind and shape."""
    read = Words.of_text(gzip.decompress(words).decode())
    with np.load(io.BytesIO(numbers), allow_pickle=False) as stored:
        tables = [(name, str(stored[name].dtype), list(stored[name].shape), stored[name].tobytes()) for name in stored.files]
    return read.names, read.often, pack(read.known), read.endings, tables


def tokens(sentence: str) -> list[str]:
    """The tokens of a sentence.

    >>> tokens("The U.S. team’s well-known 2nd goal…")
    ['The', 'U.S.', 'team’s', 'well-known', '2nd', 'goal', '…']
    """
    return TOKEN.findall(sentence)
