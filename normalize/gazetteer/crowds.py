"""Sets of persons as whole numbers, one bit a person: who sounds like a name, and for whom something in a sentence could speak.

Most names of an article are strangers to the gazetteer. To lay each beside forty candidates would cost more than all else together; here
a few operations on numbers tell that nobody sounds like it, or that nothing in the article could speak for anybody who does. What is
left is weighed by `evidence`. A set is never too small: it may hold persons for whom no evidence is found in the end.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from normalize.gazetteer.likely import asked, keys_of
from normalize.gazetteer.sound import fold

#: Sets remembered by their key, each of about a kilobyte; more are forgotten.
_REMEMBERED = 4096


def surroundings(entities: Sequence[tuple[Any, ...]], offices: Mapping[str, tuple[Any, ...]], tenures: Iterable[Sequence[str]]) -> dict[str, Any]:
    """Folded phrase -> the persons for whom it speaks in a sentence, and those for whom it speaks anywhere in the article; and how the phrases begin.

    The phrases are names of countries and organisations and the titles of offices.
    """
    where = {e[0]: i for i, e in enumerate(entities)}
    country: dict[str, list[int]] = {}
    member: dict[str, list[int]] = {}
    for i, e in enumerate(entities):
        if e[1] == "person":
            country.setdefault(e[4], []).append(i)
            for organisation in e[7]:
                member.setdefault(organisation, []).append(i)
    near: dict[str, set[int]] = {}
    far: dict[str, set[int]] = {}
    for key, kind, _name, names, *_rest in entities:
        if kind not in ("country", "organisation"):
            continue
        theirs = member.get(key, [])
        ours = [*country.get(key, ()), *theirs]
        for form, how, language in names if ours else ():
            if not language and how != "capital":
                near.setdefault(fold(form), set()).update(ours)
                far.setdefault(fold(form), set()).update(theirs)
    for person, office, *_dates in tenures:
        if office in offices and person in where:
            for title in offices[office][1]:
                near.setdefault(fold(title), set()).add(where[person])
    starts: dict[str, set[int]] = {}
    for phrase in near:
        if phrase:
            starts.setdefault(phrase.split()[0], set()).add(len(phrase.split()))
    return {
        "phrases": {phrase: (sorted(found), sorted(far.get(phrase, ()))) for phrase, found in near.items()},
        "starts": {word: tuple(sorted(lengths)) for word, lengths in starts.items()},
    }


class Crowds:
    """The sets of persons of one gazetteer."""

    def __init__(self, person_keys: Mapping[str, list[int]], phrases: Mapping[str, tuple[list[int], list[int]]], starts: Mapping[str, tuple[int, ...]]) -> None:
        self._keys, self._phrases, self._starts = person_keys, phrases, starts
        self._sounding: dict[str, int] = {}
        self._spoken: dict[str, tuple[int, int]] = {}

    def sounding(self, own: Sequence[str]) -> int:
        """The persons whom two words of a name may stand for, as `likely` looks for them."""
        once = twice = 0
        for word in asked(own):
            found = 0
            for key, _ in keys_of(word):
                found |= self._of(key)
            twice |= once & found
            once |= found
        return twice

    def _of(self, key: str) -> int:
        found = self._sounding.get(key)
        if found is None:
            if len(self._sounding) >= _REMEMBERED:
                self._sounding.clear()
            found = self._sounding[key] = bits(self._keys.get(key, ()))
        return found

    def around(self, folded: str) -> tuple[int, int]:
        """The persons for whom a folded text speaks when it is the sentence, and when it is the article."""
        near = far = 0
        words = folded.split()
        starts = self._starts
        for i, word in enumerate(words):
            for length in starts.get(word, ()):
                phrase = word if length == 1 else " ".join(words[i : i + length])
                found = self._spoken.get(phrase)
                if found is None:
                    if len(self._spoken) >= _REMEMBERED:
                        self._spoken.clear()
                    found = self._spoken[phrase] = self._speaking(phrase)
                near |= found[0]
                far |= found[1]
        return near, far

    def _speaking(self, phrase: str) -> tuple[int, int]:
        near, far = self._phrases.get(phrase, ((), ()))
        return bits(near), bits(far)


def bits(numbers: Iterable[int]) -> int:
    """A set of numbers as one number.

    >>> bits([0, 3]), bits([])
    (9, 0)
    """
    numbers = list(numbers)
    if len(numbers) < 8:
        found = 0
        for n in numbers:
            found |= 1 << n
        return found
    out = bytearray(max(numbers) // 8 + 1)
    for n in numbers:
        out[n >> 3] |= 1 << (n & 7)
    return int.from_bytes(out, "little")
