"""The index as the look-up sees it: flat arrays, from memory or from a mapped file, and the few questions asked of them."""

from __future__ import annotations

from typing import Any

from normalize.gazetteer.channel.build import whole_hash
from normalize.gazetteer.channel.keys import keys, signature
from normalize.gazetteer.channel.letters import skeleton, symbols

#: How many differing bits a word may have beside the nearest ones.
NEAREST_WORDS = 40
#: How many words are kept spelled out, by number.
_REMEMBERED = 20_000


class Index:
    """Names and their words in flat arrays (`build.build_arrays`)."""

    def __init__(self, arrays: dict[str, Any]) -> None:
        import numpy

        self.np = numpy
        self.arrays = arrays
        self._spelled: dict[int, tuple[str, str, str]] = {}
        self._word_bytes = memoryview(arrays["words"])
        self._name_bytes = memoryview(arrays["names"])

    def __len__(self) -> int:
        return len(self.arrays["name_at"]) - 1

    def name(self, i: int) -> str:
        """The name as it was given."""
        at = self.arrays["name_at"]
        return str(self._name_bytes[int(at[i]) : int(at[i + 1])], "utf-8", "surrogateescape")

    def word(self, i: int) -> str:
        at = self.arrays["word_at"]
        return str(self._word_bytes[at[i] : at[i + 1]], "utf-8")

    def spelled(self, ids: Any) -> tuple[list[str], list[str], list[str]]:
        """The words of these numbers: as letters, as symbols, as skeletons."""
        known = self._spelled
        if len(known) > _REMEMBERED:
            known.clear()
        plain, sounds, bones = [], [], []
        for i in ids.tolist():
            entry = known.get(i)
            if entry is None:
                word = self.word(i)
                sound = symbols(word)
                entry = known[i] = (word, sound, skeleton(sound))
            plain.append(entry[0])
            sounds.append(entry[1])
            bones.append(entry[2])
        return plain, sounds, bones

    def parts(self, i: int) -> list[int]:
        """The words of a name, by number."""
        at = self.arrays["part_at"]
        return self.arrays["parts"][at[i] : at[i + 1]].tolist()  # type: ignore[no-any-return]

    def word_id(self, word: str) -> int:
        """The number of a word, -1 if no name has it."""
        low, high = 0, len(self.arrays["word_at"]) - 1
        size = high
        while low < high:
            middle = (low + high) // 2
            if self.word(middle) < word:
                low = middle + 1
            else:
                high = middle
        return low if low < size and self.word(low) == word else -1

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
        """The words that share a key with this one, those with the fewest differing signature bits first (roughly)."""
        np, a = self.np, self.arrays
        wanted = np.array(keys(sound), np.uint32)
        places = np.searchsorted(a["key"], wanted)
        key_at, table = a["key_at"], a["key"]
        ids, seals = [], []
        for place, key in zip(places.tolist(), wanted.tolist(), strict=True):
            if place < len(table) and table[place] == key:
                start, end = key_at[place], key_at[place + 1]
                ids.append(a["filed"][start:end])
                seals.append(a["seal"][start:end])
        if not ids:
            return np.empty(0, np.uint32)
        found = np.concatenate(ids)
        apart = np.bitwise_count(np.concatenate(seals) ^ np.uint64(signature(sound)))
        if len(found) > most:
            cut = np.partition(apart, most)[most]
            nearest = np.flatnonzero(apart <= cut)[: 4 * most]
            found = found[nearest]
        return np.unique(found)
