"""Which persons a mangled name may stand for: those that share a word, a sound or a sound with a loss with two of its words."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache
from itertools import chain, combinations, pairwise

from normalize.gazetteer.mapped import Postings, person_key_hash
from normalize.gazetteer.sound import keys, skeleton

#: In a large file: how many persons are compared; up to how many bearers a key or a pair of sounds is rare.
_LOOKED_AT = 600
_LOOKED_FOR = 300
_PAIRED = 300


def asked(own: Sequence[str]) -> list[str]:
    """The words of a mention that candidates are asked for: its own, and neighbours written together."""
    return list(dict.fromkeys([*own, *("".join(pair) for pair in pairwise(own))]))


@lru_cache(maxsize=4096)
def keys_of(word: str) -> tuple[tuple[str, int], ...]:
    """The keys of a word with what each is worth: the word itself, its sound, its sound with a consonant lost."""
    if len(word) < 2:
        return ((f"={word}", 4),)
    return ((f"={word}", 4), (f"~{skeleton(word)}", 2), *((key, 1) for key in sorted(keys(word))))


def likely(person_keys: Mapping[str, list[int]], own: Sequence[str], most: int, least: int = 2) -> list[int]:
    """The likeliest persons for the words of a name, the best first, from a table in memory; ``least`` words must point to one.

    Whoever shares two words comes before those who share one, unless that one is the very word; so only these are ranked.
    """
    worths: list[dict[int, int]] = []
    ranked: set[int] = set()
    for word in asked(own):
        bearers = [(person_keys.get(key, ()), worth) for key, worth in keys_of(word)]
        best = dict.fromkeys(chain.from_iterable(numbers for numbers, _ in bearers), 1)
        for numbers, worth in reversed(bearers[:2]):
            best.update(dict.fromkeys(numbers, worth))
            ranked.update(numbers)
        worths.append(best)
    shared: set[int] = ranked if least < 2 else set()
    for one, other in combinations(worths, 2):
        shared |= one.keys() & other.keys()
    if not shared:
        return []
    ranked |= shared
    order = [i for i in dict.fromkeys(chain.from_iterable(worths)) if i in ranked]
    points = {i: sum([best.get(i, 0) for best in worths]) for i in order}
    return [i for i in sorted(order, key=lambda i: -points[i])[: 4 * most] if i in shared][:most]


def likely_of_many(
    person_keys: Postings, words_of: Callable[[int], set[str]], own: Sequence[str], most: int, among: Callable[[Iterable[int]], Iterable[int]] = iter
) -> list[int]:
    """The same from an index of millions, where some words have a hundred thousand bearers.

    Who is looked at is told by the rare keys and by the sounds of two words together. These few are then compared by their own words, since the
    common keys (the sound of a given name with a loss) tell nobody apart and are not even filed. ``among`` leaves out whom nothing can speak for,
    before anybody's words are read.
    """
    seeds: dict[int, None] = {}
    for first, second in combinations(own[:5], 2):
        seeds.update(dict.fromkeys(person_keys.numbers(person_key_hash(f"&{skeleton(first)} {skeleton(second)}"), _PAIRED)))
    words = asked(own)
    rare: list[tuple[float, str]] = []
    for word in words:
        for key, worth in keys_of(word):
            start, end = person_keys.span(person_key_hash(key))
            if 0 < end - start <= _LOOKED_FOR:
                rare.append(((end - start) / worth**2, key))
    for _, key in sorted(rare):
        if len(seeds) >= _LOOKED_AT:
            break
        seeds.update(dict.fromkeys(person_keys.numbers(person_key_hash(key))))
    sounds = [(word, skeleton(word), keys(word)) for word in words]
    points: dict[int, int] = {}
    for i in among(seeds):
        theirs = words_of(i)
        skeletons = {skeleton(w) for w in theirs}
        near: set[str] | None = None
        worths = []
        for word, sound, lost in sounds:
            if word in theirs:
                worths.append(4)
            elif sound in skeletons:
                worths.append(2)
            else:
                near = near or {k for w in theirs for k in keys(w)}
                worths.append(1 if lost & near else 0)
        if sum(map(bool, worths)) > 1:
            points[i] = sum(worths)
    return sorted(points, key=lambda i: (-points[i], i))[:most]
