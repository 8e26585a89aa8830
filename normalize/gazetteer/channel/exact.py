"""A surface that is itself one of the names: how sure is it that this one was meant?

Translation turns some names into other known names (Ali Khamenei into Ali Khomeini), and the same words in another
order may be another person (Noël Bernard, Bernard Noël; Choi Ji-tae, Tae-ji Choi). So a hit is surest when no other
name would easily be written like it, and when the words could not as well stand in the written order.
"""

from __future__ import annotations

from normalize.gazetteer.channel.index import Index

#: The most that an exact hit, and one with its words in another order, can score.
EXACT, REORDERED = 0.995, 0.98
#: Words in an order that no custom of writing names gives.
JUMBLED = 0.5
#: A known name rightly spelled is so many times likelier to be met than a rightly spelled stranger like it.
KNOWN_NAME = 2.0
#: A hit never scores less: what is written stands first.
LEAST = 0.5


def beside(sure: float, twin: float) -> float:
    """The score of a hit with this much to say for it, beside another name that would be right with this probability.

    ``twin`` is the score of the best other name, were the surface none of the names.

    >>> beside(EXACT, 0.0), round(beside(EXACT, 0.4), 2), beside(EXACT, 0.9)
    (0.995, 0.75, 0.5)
    """
    odds = twin / max(1e-6, 1.0 - twin)
    return max(min(sure, LEAST), sure * KNOWN_NAME / (KNOWN_NAME + odds))


def turned(written: list[str], name: list[str]) -> bool:
    """Whether the words are the same with some of the first moved to the end, as families come first or last.

    >>> turned(["kishida", "fumio"], ["fumio", "kishida"]), turned(["tae", "ji", "choi"], ["choi", "ji", "tae"])
    (True, False)
    """
    return len(written) == len(name) and any(name[k:] + name[:k] == written for k in range(1, len(name)))


def reordered(index: Index, written: list[str], name: list[str]) -> float:
    """How sure a hit with its words in another order is.

    Two words that are first and last names alike in other names (*Allan Scott*, *Scott Allan*) may be two people.
    """
    if not turned(written, name):
        return JUMBLED
    if len(written) != 2:
        return REORDERED
    first, last = index.places(index.word_id(written[0])), index.places(index.word_id(written[1]))
    alike = first[0] / (sum(first) + 1.0) * last[1] / (sum(last) + 1.0)
    return REORDERED * (1.0 - alike) ** 4
