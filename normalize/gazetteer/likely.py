"""Which persons a mangled name may stand for: those that share a word, a sound or a sound with a loss with two of its words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations, pairwise

from normalize.gazetteer.mapped import Postings, person_key_hash
from normalize.gazetteer.sound import keys, skeleton

#: In a large file: up to how many bearers a key is read whole; how many persons are looked at closely.
_READ = 4096
_LOOKED_AT = 800
_PAIRED = 300
_LOOKED_FOR = 300


def asked(own: Sequence[str]) -> list[str]:
    """The words of a mention that candidates are asked for: its own, and neighbours written together."""
    return list(dict.fromkeys([*own, *("".join(pair) for pair in pairwise(own))]))


def keys_of(word: str) -> Iterator[tuple[str, int]]:
    """The keys of a word with what each is worth: the word itself, its sound, its sound with a consonant lost."""
    yield f"={word}", 4
    if len(word) > 1:
        yield f"~{skeleton(word)}", 2
        for key in keys(word):
            yield key, 1


def likely(person_keys: Mapping[str, list[int]], own: Sequence[str], most: int) -> list[int]:
    """The likeliest persons for the words of a name, the best first, from a table in memory."""
    points: Counter[int] = Counter()
    words: Counter[int] = Counter()
    for word in asked(own):
        best: dict[int, int] = {}
        for key, worth in keys_of(word):
            for i in person_keys.get(key, ()):
                best[i] = max(worth, best.get(i, 0))
        points.update(best)
        words.update(best.keys())
    return [i for i, _ in points.most_common(4 * most) if words[i] > 1][:most]


def likely_of_many(person_keys: Postings, own: Sequence[str], most: int) -> list[int]:
    """The same from an index of millions, where some words have a hundred thousand bearers.

    Who is looked at closely is told by the rare keys and by the sounds of two words together; the common keys are then only asked
    whether they hold these few.
    """
    words = [[(person_keys.span(person_key_hash(key)), key, worth) for key, worth in keys_of(word)] for word in asked(own)]
    seeds: dict[int, None] = {}
    for first, second in combinations(own[:5], 2):
        seeds.update(dict.fromkeys(person_keys.numbers(person_key_hash(f"&{skeleton(first)} {skeleton(second)}"), _PAIRED)))
    held: list[list[tuple[int, set[int] | None, tuple[int, int]]]] = []
    rare: list[list[int]] = []
    for spans in words:
        mine: list[tuple[int, set[int] | None, tuple[int, int]]] = []
        for span, key, worth in spans:
            length = span[1] - span[0]
            if not length or (length > _READ and worth < 2):
                continue
            if length > _READ:
                mine.append((worth, None, span))
                continue
            numbers = person_keys.numbers(person_key_hash(key))
            mine.append((worth, set(numbers), span))
            if length <= _LOOKED_FOR:
                rare.append(numbers)
        held.append(mine)
    for numbers in sorted(rare, key=len):
        if len(seeds) >= _LOOKED_AT:
            break
        seeds.update(dict.fromkeys(numbers))
    points: dict[int, int] = {}
    for i in seeds:
        worths = [next((w for w, known, span in mine if (i in known if known is not None else person_keys.holds(span, i))), 0) for mine in held]
        if sum(map(bool, worths)) > 1:
            points[i] = sum(worths)
    return sorted(points, key=lambda i: (-points[i], i))[:most]
