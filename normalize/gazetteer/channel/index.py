"""The index as the look-up sees it: flat arrays, in memory or mapped, and the few questions asked of them."""

from __future__ import annotations

import math
from itertools import pairwise
from typing import Any

from normalize.gazetteer.channel.build import whole_hash
from normalize.gazetteer.channel.keys import keys, signature
from normalize.gazetteer.channel.letters import symbols

#: How many distinct words with the fewest differing signature bits are looked at, about.
NEAREST_WORDS = 14

#: Longer words and names are compared by their beginnings.
MOST_SOUNDS = 30
#: How many words are kept spelled out.
_REMEMBERED = 10_000

#: Of a common word so many bearers are looked at.
_COUNTED = 2000

#: The kinds of texts: names, words, and their codes.
TEXTS = ("name", "word", "code")


class Index:
    """Names and their words in flat arrays (`build.build_arrays`).

    ``texts`` gives, for each array of texts, the bytes it lies in and where it begins there: the file or the array.
    """

    def __init__(self, arrays: dict[str, Any], texts: dict[str, tuple[Any, int]] | None = None) -> None:
        import numpy

        self.np = numpy
        self.arrays = arrays
        self.words: dict[int, tuple[str, bytes, float]] = {}
        self.remembered: dict[str, tuple[Any, Any, Any]] = {}
        if texts is None:
            texts = {kind: (arrays[kind + "s"].tobytes(), 0) for kind in TEXTS}
        self.log_size = math.log(len(arrays["name_at"]) + 1)
        self._texts = texts
        self.triples = arrays["triples"].tobytes()
        self._ids: dict[bytes, int] | None = (
            None if texts["code"][1] else {w: i for i, w in enumerate(self._listed("word"))}
        )
        self._codes = None if texts["code"][1] else self._listed("code")
        self._word_text, self._word_base = texts["word"]

    def __len__(self) -> int:
        return len(self.arrays["name_at"]) - 1

    def name(self, i: int) -> str:
        """The name as it was given."""
        at = self.arrays["name_at"]
        text, base = self._texts["name"]
        return str(text[base + int(at[i]) : base + int(at[i + 1])], "utf-8", "surrogatepass")

    def _listed(self, kind: str) -> list[bytes]:
        """All texts of a kind, for an index that lies in memory anyway."""
        ends = self.arrays[kind + "_at"].tolist()
        text = self._texts[kind][0]
        return [text[a:b] for a, b in pairwise(ends)]

    def codes(self, ids: Any) -> list[bytes]:
        """The codes of many words (`letters.code`)."""
        if self._codes is not None:
            return list(map(self._codes.__getitem__, ids.tolist()))
        at = self.arrays["code_at"]
        text, base = self._texts["code"]
        starts, ends = at[ids].astype(self.np.int64) + base, at[ids + 1].astype(self.np.int64) + base
        return [text[a:b] for a, b in zip(starts.tolist(), ends.tolist(), strict=True)]

    def word(self, i: int) -> bytes:
        """The ``i``-th word of all names, in UTF-8."""
        at = self.arrays["word_at"]
        return self._word_text[self._word_base + int(at[i]) : self._word_base + int(at[i + 1])]  # type: ignore[no-any-return]

    def spelled(self, ids: list[int]) -> tuple[list[str], list[bytes], list[float]]:
        """Words by number: in letters, in symbols, and the logarithm of one more than their bearers."""
        plain, sounds, bearers = [], [], []
        known = self.words
        for word in ids:
            entry = known.get(word)
            if entry is None:
                if len(known) > _REMEMBERED:
                    known.clear()
                entry = known[word] = self._spell(word)
            plain.append(entry[0])
            sounds.append(entry[1])
            bearers.append(entry[2])
        return plain, sounds, bearers

    def _spell(self, number: int) -> tuple[str, bytes, float]:
        raw = self.word(number)
        if raw.isalpha():  # ASCII letters: its code without the digits is what `symbols` gives
            text, sound = raw.decode(), self._code(number).translate(None, b"0123456789")
        else:
            text = str(raw, "utf-8", "surrogatepass")
            sound = symbols(text).encode("ascii", "replace")
        return text, sound[:MOST_SOUNDS], math.log1p(self.arrays["bearers"][number])

    def _code(self, i: int) -> bytes:
        if self._codes is not None:
            return self._codes[i]
        at = self.arrays["code_at"]
        text, base = self._texts["code"]
        return text[base + int(at[i]) : base + int(at[i + 1])]  # type: ignore[no-any-return]

    def part_ids(self, i: int) -> list[int]:
        """The words of a name, by number."""
        at = self.arrays["part_at"]
        return self.arrays["parts"][at[i] : at[i + 1]].tolist()  # type: ignore[no-any-return]

    def word_id(self, word: str) -> int:
        """The number of a word, -1 if no name has it."""
        wanted = word.encode("utf-8", "surrogatepass")
        if self._ids is not None:
            return self._ids.get(wanted, -1)
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

    def places(self, word: int) -> tuple[int, int]:
        """How many names begin with the word, and how many end with it; of a very common word only some are counted."""
        if word < 0:
            return 0, 0
        a = self.arrays
        held = a["holders"][a["holder_at"][word] : a["holder_at"][word + 1]][:_COUNTED]
        first, last = a["parts"][a["part_at"][held]], a["parts"][a["part_at"][held + 1] - 1]
        return int((first == word).sum()), int((last == word).sum())

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

    def near_words(self, sounds: list[str], most: int = NEAREST_WORDS) -> list[Any]:
        """For each of these the words that share a key with it and differ in the fewest signature bits."""
        np, a = self.np, self.arrays
        sought = [keys(sound) for sound in sounds]
        table, key_at, filed, seal = a["key"], a["key_at"], a["filed"], a["seal"]
        wanted = np.array([key for group in sought for key in group], np.uint32)
        places = np.searchsorted(table, wanted)
        places[places == len(table)] = 0
        hits = (table[places] == wanted).tolist()
        begins, ends = key_at[places].tolist(), key_at[places + 1].tolist()
        out = []
        at = 0
        for sound, group in zip(sounds, sought, strict=True):
            spans = [slice(begins[k], ends[k]) for k in range(at, at + len(group)) if hits[k]]
            at += len(group)
            if not spans:
                out.append(np.empty(0, np.uint32))
                continue
            found = np.concatenate([filed[span] for span in spans])
            apart = np.bitwise_count(np.concatenate([seal[span] for span in spans]) ^ np.uint64(signature(sound)))
            if len(found) > most:
                below = np.bincount(apart).cumsum()
                found = found[apart <= below.searchsorted(3 * most)]
            else:
                found = found.copy()
            found.sort()
            fresh = np.empty(len(found), bool)
            fresh[0] = True
            np.not_equal(found[1:], found[:-1], out=fresh[1:])
            out.append(found[fresh])
        return out
