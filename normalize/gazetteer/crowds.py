"""Sets of persons as whole numbers, one bit a person: who sounds like a name, and for whom something in a sentence could speak.

Most names of an article are strangers to the gazetteer. To lay each beside forty candidates would cost more than all else together; here
a few operations on numbers tell that nobody sounds like it, or that nothing in the article could speak for anybody who does. What is
left is weighed by `evidence`. A set is never too small: it may hold persons for whom no evidence is found in the end.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from functools import reduce
from itertools import chain
from operator import or_
from typing import Any, NamedTuple

from normalize.gazetteer.likely import asked, keys_of
from normalize.gazetteer.sound import fold

#: Sets remembered by their key, each of about a kilobyte; more are forgotten.
_REMEMBERED = 3000


def surroundings(entities: Sequence[tuple[Any, ...]], offices: Mapping[str, tuple[Any, ...]], tenures: Iterable[Sequence[str]]) -> dict[str, Any]:
    """What a folded phrase says: for whom it speaks in a sentence, for whom anywhere in the article, which countries and organisations it names.

    The phrases are names of countries and organisations and the titles of offices; ``starts`` tells how they begin and how many words they have.
    """
    where = {e[0]: i for i, e in enumerate(entities)}
    country: dict[str, list[int]] = {}
    member: dict[str, list[int]] = {}
    for i, e in enumerate(entities):
        if e[1] == "person":
            country.setdefault(e[4], []).append(i)
            for organisation in e[7]:
                member.setdefault(organisation, []).append(i)
    said: dict[str, tuple[set[int], set[int], set[int], dict[str, None]]] = {}
    for key, kind, _name, names, *_rest in entities:
        if kind not in ("country", "organisation"):
            continue
        for form, how, language in names:
            if not language and how != "capital":
                _, far, living, named = said.setdefault(fold(form), (set(), set(), set(), {}))
                far.update(member.get(key, ()))
                living.update(country.get(key, ()))
                named[key] = None
    for person, office, *_dates in tenures:
        if office in offices and person in where:
            for title in offices[office][1]:
                said.setdefault(fold(title), (set(), set(), set(), {}))[0].add(where[person])
    said.pop("", None)
    starts: dict[str, set[int]] = {}
    far_starts: dict[str, set[int]] = {}
    for phrase, (_, far, _, _) in said.items():
        starts.setdefault(phrase.split()[0], set()).add(len(phrase.split()))
        if far:
            far_starts.setdefault(phrase.split()[0], set()).add(len(phrase.split()))
    return {
        "phrases": {phrase: (sorted(near | far), sorted(far), sorted(living), tuple(named)) for phrase, (near, far, living, named) in said.items()},
        "starts": [{word: tuple(sorted(lengths)) for word, lengths in some.items()} for some in (starts, far_starts)],
    }


class Said(NamedTuple):
    """What a text says: the persons for whom it speaks as the sentence, as the article, those of the countries in it; which countries and organisations it names."""

    near: int
    far: int
    living: int
    bodies: frozenset[str]
    phrases: tuple[str, ...] = ()


class Crowds:
    """The sets of persons of one gazetteer."""

    def __init__(self, person_keys: Mapping[str, list[int]], phrases: Mapping[str, Any], starts: Sequence[Mapping[str, tuple[int, ...]]]) -> None:
        self._keys, self._phrases, (self._starts, self._far_starts) = person_keys, phrases, starts
        #: Mentions, each with all that decides about its candidates, that have none: the next pass over a text need not ask again.
        self.quiet: set[tuple[Hashable, ...]] = set()
        self._sounding: dict[str, int] = {}
        self._words: dict[str, tuple[int, int, list[int]]] = {}
        self._said: dict[str, Said] = {}

    def note_quiet(self, mention: tuple[Hashable, ...]) -> None:
        """Remember a mention that has no candidates."""
        if len(self.quiet) >= _REMEMBERED:
            self.quiet.clear()
        self.quiet.add(mention)

    def sounding(self, own: Sequence[str]) -> int:
        """The persons whom two words of a name may stand for, as `likely.likely` looks for them."""
        once = twice = 0
        for word in asked(own):
            found = self._word(word)[0]
            twice |= once & found
            once |= found
        return twice

    def likely(self, own: Sequence[str], most: int, wanted: int) -> list[int]:
        """Those of a set whom `likely.likely` would name, in its order: by points, then by the word and the key that find them."""
        words = [self._word(word) for word in asked(own)]
        shared = self.sounding(own)
        totals = {0: shared | reduce(or_, (strong for _, strong, _ in words))}
        for whole, strong, sets in words:
            summed: dict[int, int] = {}
            worths = ((sets[0], 4), (strong & ~sets[0], 2), (whole & ~strong, 1), (~whole, 0))
            for points, persons in totals.items():
                for part, worth in worths:
                    if some := persons & part:
                        summed[points + worth] = summed.get(points + worth, 0) | some
            totals = summed
        out: list[int] = []
        before = before_shared = 0
        for points in sorted(totals, reverse=True):
            left = totals[points]
            for found in chain.from_iterable(sets for _, _, sets in words):
                if not (group := left & found):
                    continue
                for i in numbers(group & wanted & shared):
                    ahead = group & ((1 << i) - 1)
                    if before + ahead.bit_count() < 4 * most and before_shared + (ahead & shared).bit_count() < most:
                        out.append(i)
                before += group.bit_count()
                before_shared += (group & shared).bit_count()
                left ^= group
                if before >= 4 * most or before_shared >= most:
                    return out
        return out

    def _word(self, word: str) -> tuple[int, int, list[int]]:
        """The persons found by the keys of a word: by any, by the word or its sound, by each."""
        found = self._words.get(word)
        if found is None:
            if len(self._words) >= _REMEMBERED // 8:
                self._words.clear()
            sets = [self._of(key) for key, _ in keys_of(word)]
            found = self._words[word] = reduce(or_, sets), reduce(or_, sets[:2]), sets
        return found

    def _of(self, key: str) -> int:
        found = self._sounding.get(key)
        if found is None:
            if len(self._sounding) >= _REMEMBERED:
                self._sounding.clear()
            found = self._sounding[key] = bits(self._keys.get(key, ()))
        return found

    def said(self, folded: str) -> Said:
        """All that the phrases in a sentence say."""
        near = far = living = 0
        bodies: set[str] = set()
        phrases: dict[str, None] = {}
        for phrase, found in self._found(folded, self._starts):
            near |= found.near
            far |= found.far
            living |= found.living
            bodies |= found.bodies
            phrases[phrase] = None
        return Said(near, far, living, frozenset(bodies), tuple(phrases))

    def far(self, folded: str) -> int:
        """The persons for whom an article as a whole speaks."""
        return reduce(or_, (found.far for _, found in self._found(folded, self._far_starts)), 0)

    def _found(self, folded: str, starts: Mapping[str, tuple[int, ...]]) -> Iterator[tuple[str, Said]]:
        """The phrases in a folded text, as often as they stand there."""
        words = folded.split()
        for i, word in enumerate(words):
            if word not in starts:
                continue
            for length in starts[word]:
                phrase = word if length == 1 else " ".join(words[i : i + length])
                found = self._said.get(phrase)
                if found is None:
                    if len(self._said) >= _REMEMBERED:
                        self._said.clear()
                    row = self._phrases.get(phrase)
                    found = self._said[phrase] = Said(bits(row[0]), bits(row[1]), bits(row[2]), frozenset(row[3]), (phrase,)) if row else _NOTHING
                if found.phrases:
                    yield phrase, found


_NOTHING = Said(0, 0, 0, frozenset())


def numbers(found: int) -> Iterator[int]:
    """The numbers of a set, rising.

    >>> list(numbers(9))
    [0, 3]
    """
    while found:
        lowest = found & -found
        yield lowest.bit_length() - 1
        found ^= lowest


def bits(members: Iterable[int]) -> int:
    """A set of numbers as one number.

    >>> bits([0, 3]), bits([])
    (9, 0)
    """
    members = list(members)
    if len(members) < 8:
        found = 0
        for n in members:
            found |= 1 << n
        return found
    out = bytearray(max(members) // 8 + 1)
    for n in members:
        out[n >> 3] |= 1 << (n & 7)
    return int.from_bytes(out, "little")
