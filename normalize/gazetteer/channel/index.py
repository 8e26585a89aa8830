"""The index as the look-up sees it: flat arrays, from memory or from a mapped file, and the few questions asked of them."""

from __future__ import annotations

import math
from typing import Any

from normalize.gazetteer.channel.build import whole_hash
from normalize.gazetteer.channel.keys import keys, signature
from normalize.gazetteer.channel.letters import symbols

#: How many distinct words with the fewest differing signature bits are looked at, about.
NEAREST_WORDS = 24

#: How many words are kept spelled out.
_REMEMBERED = 10_000

_TEXTS = ("name", "word", "code")


class Index:
    """Names and their words in flat arrays (`build.build_arrays`).

    ``texts`` gives, for each array of texts, the bytes it lies in and where it begins there: the mapped file, or the array itself.
    """

    def __init__(self, arrays: dict[str, Any], texts: dict[str, tuple[Any, int]] | None = None) -> None:
        import numpy

        self.np = numpy
        self.arrays = arrays
        self._words: dict[int, tuple[str, bytes]] = {}
        self.remembered: dict[str, tuple[Any, Any]] = {}
        if texts is None:
            texts = {kind: (arrays[kind + "s"].tobytes(), 0) for kind in _TEXTS}
        self.log_size = math.log(len(arrays["name_at"]) + 1)
        self._texts = texts
        self._word_text, self._word_base = texts["word"]

    def __len__(self) -> int:
        return len(self.arrays["name_at"]) - 1

    def name(self, i: int) -> str:
        """The name as it was given."""
        at = self.arrays["name_at"]
        text, base = self._texts["name"]
        return str(text[base + int(at[i]) : base + int(at[i + 1])], "utf-8", "surrogateescape")

    def texts(self, kind: str, ids: Any) -> list[bytes]:
        """The ``word`` or ``code`` texts of many words."""
        at = self.arrays[kind + "_at"]
        text, base = self._texts[kind]
        starts, ends = at[ids], at[ids + 1]
        if base:
            starts, ends = starts.astype(self.np.int64) + base, ends.astype(self.np.int64) + base
        return [text[a:b] for a, b in zip(starts.tolist(), ends.tolist(), strict=True)]

    def word(self, i: int) -> bytes:
        at = self.arrays["word_at"]
        return self._word_text[self._word_base + int(at[i]) : self._word_base + int(at[i + 1])]  # type: ignore[no-any-return]

    def spelled(self, i: int) -> tuple[list[int], list[str], list[bytes]]:
        """The words of a name: by number, in letters, in symbols."""
        at = self.arrays["part_at"]
        ids = self.arrays["parts"][at[i] : at[i + 1]].tolist()
        plain, sounds = [], []
        for word in ids:
            entry = self._words.get(word)
            if entry is None:
                if len(self._words) > _REMEMBERED:
                    self._words.clear()
                text = str(self.word(word), "utf-8", "surrogateescape")
                entry = self._words[word] = (text, symbols(text).encode("ascii", "replace"))
            plain.append(entry[0])
            sounds.append(entry[1])
        return ids, plain, sounds

    def log_bearers(self, word: int) -> float:
        return math.log1p(self.arrays["bearers"][word])

    def part_ids(self, i: int) -> Any:
        """The words of a name, by number."""
        at = self.arrays["part_at"]
        return self.arrays["parts"][at[i] : at[i + 1]]

    def word_id(self, word: str) -> int:
        """The number of a word, -1 if no name has it."""
        wanted = word.encode("utf-8", "surrogateescape")
        low, high = 0, len(self.arrays["word_at"]) - 1
        size = high
        while low < high:
            middle = (low + high) // 2
            if self.word(middle) < wanted:
                low = middle + 1
            else:
                high = middle
        return low if low < size and self.word(low) == wanted else -1

    def bearers(self, word: int) -> int:
        """How many names have the word."""
        return int(self.arrays["bearers"][word]) if word >= 0 else 0

    def same(self, parts: list[str]) -> list[int]:
        """The names that consist of just these words, in any order."""
        np, whole = self.np, self.arrays["whole"]
        wanted = np.uint64(whole_hash(parts))
        low = int(np.searchsorted(whole, wanted))
        out = []
        while low < len(whole) and whole[low] == wanted:
            out.append(int(self.arrays["whole_of"][low]))
            low += 1
        return out

    def near_words(self, sound: str, most: int = NEAREST_WORDS) -> Any:
        """The words that share a key with this one and differ in the fewest signature bits."""
        np, a = self.np, self.arrays
        wanted = np.array(keys(sound), np.uint32)
        table, key_at = a["key"], a["key_at"]
        places = np.searchsorted(table, wanted)
        places[places == len(table)] = 0
        places = places[table[places] == wanted]
        if not len(places):
            return np.empty(0, np.uint32)
        spans = [slice(s, e) for s, e in zip(key_at[places].tolist(), key_at[places + 1].tolist(), strict=True)]
        filed, seal = a["filed"], a["seal"]
        found = np.concatenate([filed[span] for span in spans])
        apart = np.bitwise_count(np.concatenate([seal[span] for span in spans]) ^ np.uint64(signature(sound)))
        if len(found) > most:
            below = np.bincount(apart).cumsum()
            found = found[apart <= below.searchsorted(3 * most)]
        return np.unique(found)
