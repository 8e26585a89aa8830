"""A sentence as the language model reads it: each token with its word, its word class and its shape.

A word that edited prose uses often has a number of its own. Any other is known by its word class (``noun or verb``, from the lexicon, or guessed from its
ending) and by its shape (capital, number, mark), so that a name never met is still a name.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

#: Abbreviations that take their period along when the sentence goes on.
_SHORT = """Mr|Mrs|Ms|Messrs|Dr|Prof|Gen|Sen|Sens|Rep|Reps|Gov|Lt|Col|Capt|Cpl|Sgt|Maj|Cmdr|Adm|Hon|Rev|Fr|St|Sts|Mt|Ft|Jr|Sr|Jan|Feb|Aug|Sept|Sep|Oct|Nov|Dec|Mon|Tues|Thurs
    |Inc|Corp|Co|Ltd|Bros|Dept|Univ|Ave|Blvd|Rd|Vol|vols?|Nos|Figs?|Eq|Ph|vs?|etc|approx|govt|incl|eff|est|min|max|tsp|tbsp|oz|lbs?|ft|eds?|pp?|ep|al|ca|cf|viz|art|sec|para""".replace("\n    ", "")
#: Words with their inner apostrophes and hyphens, abbreviations with inner periods, numbers, single marks; addresses are one token.
TOKEN = re.compile(
    r"[^\W\d_]++(?:['’-][^\W\d_]++)*+(?![./:@])"
    r"|(?:https?://|www\.)\S+"
    rf"|(?:{_SHORT}|[A-Z])\.(?=[\s,;:)])"
    r"|No\.(?=\s?\d)"
    r"|(?:[^\W\d_]\.){2,}"
    r"|[^\W\d_]+(?:['’-][^\W\d_]+)*"
    r"|\d+(?:[.,:/]\d+)*(?:st|nd|rd|th|s)?(?![^\W\d_])"
    r"|\d+|[^\w\s]|_+"
)

#: The shapes a token can have. A word that no list has is ``unknown``, or ``compound`` when it is made of words that are known.
SHAPES = """pad lower initial capital capitals mixed number mark address possessive capital-possessive hyphenated capital-hyphenated foreign
    unknown unknown-short unknown-initial unknown-capital unknown-possessive compound""".split()
_SHAPE = {name: i for i, name in enumerate(SHAPES)}

#: Letters from here on are not of the Latin alphabet, but for the block of the Latin letters with two marks.
_FOREIGN = "\N{GREEK CAPITAL LETTER HETA}"
_MARKED = ("\u1e00", "\u1eff")
_BEFORE = "un re micro multi trans cyber over under out non pre inter super sub mis dis anti co de bio geo hyper semi tele auto mini mega nano neuro socio photo".split()
_AFTER = "s es d ed r er ers or ing ly ness less like able ability ize ized izes izing ise ised ization ism ist ists ful ship hood wide wise ware".split()


class Kind(NamedTuple):
    """The numbers of a token: its word (0 for a boundary, 1 for one without a number), its word class, its shape."""

    word: int
    tag: int
    shape: int


class Lexicon:
    """Which words have a number, the word class of all words that the lists have, and what an ending says of the others."""

    def __init__(self, words: Mapping[str, int], tags: Mapping[str, int], endings: Mapping[str, int], names: int = -1) -> None:
        self.words, self._tags, self._endings, self._names = words, tags, endings, names

    def kind(self, token: str, first: bool = False) -> Kind:
        """The numbers of a token; the first of its sentence has a capital that says nothing.

        >>> Lexicon({"town": 2}, {"town": 1}, {}).kind("Town", first=True)
        Kind(word=2, tag=1, shape=2)
        """
        token = token.replace("’", "'")
        if not token[0].isalpha():
            if token[0].isdigit():
                return Kind(self.words.get("0" * min(len(token), 5), 1), 0, _SHAPE["number"])
            return Kind(self.words.get(token, 1), 0, _SHAPE["mark"])
        if token[-1] == "." and token[:-1].isalpha():
            word = self.words.get(token, 1)
            return Kind(word, 0, _SHAPE["initial" if first else "capital" if token[0].isupper() else "lower"])
        if ":" in token or "/" in token or token.startswith("www."):
            return Kind(1, 0, _SHAPE["address"])
        if token[0] >= _FOREIGN and not _MARKED[0] <= token[0] <= _MARKED[1]:
            return Kind(1, 0, _SHAPE["foreign"])
        lower = token.lower()
        shape = _shape(token, lower)
        if first and shape == "capital" and ((word := self.words.get(lower, 1)) != 1 or self.known(lower)):
            return Kind(word, self._tag(lower), _SHAPE["initial"])
        word = self.words.get(lower if shape == "capitals" and len(token) > 4 else token, 1)
        if word != 1:
            return Kind(word, self._tag(lower), _SHAPE[shape])
        capital = shape != "lower"
        if lower.endswith("'s"):
            shape = "capital-possessive" if capital else "possessive" if self.known(lower[:-2]) else "unknown-possessive"
            return Kind(self.words.get(token[:-2], 1), self._tag(lower[:-2]), _SHAPE[shape])
        if "-" in token:
            return Kind(1, self._tag(lower.rsplit("-", 1)[1]), _SHAPE["capital-hyphenated" if capital else "hyphenated"])
        if shape == "mixed" and token[0].islower() and "." not in token:
            shape = "unknown"
        elif shape in {"lower", "capital"} and "." not in token and len(token) > 1 and not self.known(lower):
            if capital:
                shape = "capital" if lower in self._tags else "unknown-initial" if first else "unknown-capital"
            else:
                shape = "unknown-short" if len(token) < 4 else "compound" if self._made(lower) else "unknown"
        return Kind(1, self._tag(lower), _SHAPE[shape])

    def known(self, lower: str) -> bool:
        """Whether a list has the word, written in small letters."""
        return self._tags.get(lower, self._names) != self._names

    def _made(self, word: str) -> bool:
        """Whether a word is made of known ones: ``serverless``, ``gameplay``."""
        if any(word.startswith(b) and self.known(word[len(b) :]) for b in _BEFORE):
            return True
        if any(word.endswith(a) and (self.known(word[: -len(a)]) or self.known(word[: -len(a)] + "e")) for a in _AFTER):
            return True
        return any(self.known(word[:i]) and self.known(word[i:]) for i in range(4, len(word) - 3))

    def _tag(self, lower: str) -> int:
        known = self._tags.get(lower)
        if known is not None:
            return known
        for size in (4, 3, 2):
            guessed = self._endings.get(lower[-size:])
            if guessed is not None and len(lower) > size + 1:
                return guessed
        return 1

    def kinds(self, tokens: Sequence[str]) -> list[Kind]:
        """The numbers of a sentence's tokens; marks before the first word do not take its place."""
        out: list[Kind] = []
        first = True
        for token in tokens:
            out.append(self.kind(token, first))
            first = first and not token[0].isalnum()
        return out


def _shape(token: str, lower: str) -> str:
    if token == lower:
        return "lower"
    if len(token) > 1 and token.isupper():
        return "capitals"
    return "capital" if token[1:] == lower[1:] else "mixed"
