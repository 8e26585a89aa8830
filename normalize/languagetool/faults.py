"""Known faults put into good sentences, so that what a rule of LanguageTool writes can be compared with what stood there.

Each kind is a slip that translated and scraped news has, made at one place of a sentence. The good sentence is the only right repair.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator

import regex

Spoil = Callable[[str, random.Random], str | None]


def _swap(pattern: str, becomes: str | dict[str, str]) -> Spoil:
    """A fault that writes something else at one of the places that a pattern finds."""
    found = regex.compile(pattern)

    def spoil(sentence: str, chance: random.Random) -> str | None:
        places = list(found.finditer(sentence))
        if not places:
            return None
        m = chance.choice(places)
        new = m.expand(becomes) if isinstance(becomes, str) else becomes[m.group()]
        return f"{sentence[: m.start()]}{new}{sentence[m.end() :]}"

    return spoil


_CONFUSED = {"their": "there", "there": "their", "its": "it's", "than": "then", "then": "than", "to": "too", "too": "to", "whose": "who's", "lose": "loose", "affect": "effect", "effect": "affect"}
_NUMBER = {"has": "have", "have": "has", "is": "are", "are": "is", "was": "were", "were": "was", "does": "do", "do": "does"}
_DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday January February April June July September October November December".split()

#: The kinds of fault, by name.
KINDS: dict[str, Spoil] = {
    "agreement": _swap(r"(?<=\p{L} )\b(?:has|have|is|are|was|were|does|do)\b(?= )", _NUMBER),
    "apostrophe": _swap(r"\b(\p{L}+n)['’]t\b", r"\1t"),
    "article": _swap(r"\b(?:an|a)(?= \p{Ll})", {"a": "an", "an": "a"}),
    "bracket-space": _swap(r"\((?=\w)", "( "),
    "comma-glued": _swap(r"(?<=\p{Ll}), (?=\p{Ll})", ","),
    "comma-space": _swap(r"(?<=\p{Ll}), (?=\p{Ll})", " , "),
    "comma-space-glued": _swap(r"(?<=\p{Ll}), (?=\p{Ll})", " ,"),
    "confused": _swap(r"(?<= )(?:their|there|its|than|then|to|too|whose|lose|affect|effect)(?= )", _CONFUSED),
    "day": _swap(rf"(?<= )(?:{'|'.join(_DAYS)})\b", {d: d.lower() for d in _DAYS}),
    "doubled-comma": _swap(r"(?<=\p{Ll}),(?= )", ",,"),
    "doubled-space": _swap(r"(?<=\p{Ll}) (?=\p{Ll})", "  "),
    "doubled-word": _swap(r"(?<= )(?!had|that)(\p{Ll}{2,})(?= \p{Ll})", r"\1 \1"),
    "participle": _swap(r"\b(has|have|had) been\b", r"\1 be"),
    "space-before-period": _swap(r"(?<=\p{Ll})\.$", " ."),
    "start": lambda s, chance: s[0].lower() + s[1:] if regex.match(r"\p{Lu}\p{Ll}+ \p{Ll}", s) else None,
    "two-articles": _swap(r"\b(the|a)(?= \p{Ll})", r"\1 the"),
}

_SENTENCE = regex.compile(r"(?<=^|[.!?]['\"’”]? )[\p{Lu}\"“][^.!?\n]{30,250}[.!?](?= \p{Lu}|$)")


def spoiled(paragraph: str, chance: random.Random, number: int, most: int = 3) -> Iterator[tuple[str, str, str]]:
    """One sentence of a paragraph with a fault, as (kind, bad, good), for so many kinds that fit it; the number says which kind is tried first.

    >>> list(spoiled("The minister was in an office when the delegation from abroad arrived.", random.Random(1), 10, 1))
    [('article', 'The minister was in a office when the delegation from abroad arrived.', 'The minister was in an office when the delegation from abroad arrived.')]
    """
    sentences = _SENTENCE.findall(paragraph)
    if not sentences:
        return
    good = chance.choice(sentences)
    names = list(KINDS)
    first = number * 5  # 5 shares no divisor with the number of kinds, so each is tried first equally often
    for i in range(len(names)):
        name = names[(first + i) % len(names)]
        bad = KINDS[name](good, chance)
        if bad is not None and bad != good:
            yield name, bad, good
            most -= 1
            if not most:
                return
