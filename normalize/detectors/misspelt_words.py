"""Misspelt words with exactly one near word: ``recieved``, ``goverment``, ``annonced``.

Only the slips of a hand are tried: two letters that changed places, a letter left out, a letter doubled or one of two lost; and only where the word that comes out is
common, long, and the single one. Words that a list or an ending explains are left alone, and so is a word that stands twice in the text: its writer meant it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING

from normalize.context import Context
from normalize.edits import Edit
from normalize.findings import Evidence, Hit
from normalize.oddwords import Judged
from normalize.patterns import compiled
from normalize.text import Document
from normalize.words import is_form

if TYPE_CHECKING:
    from normalize.gazetteer import Gazetteer

_WORD = compiled(r"(?<![\p{L}\p{N}'’@#/._-])[a-z]{7,18}(?![\p{L}\p{N}'’@/_-]|\.\p{L})")
_LETTERS = "abcdefghijklmnopqrstuvwxyz"
#: Where the spellings of two countries part, and forms that change their stem: ``travelling``, ``organise``, ``hopping``, ``complied``.
_OTHER_SPELLING = compiled(r"is(?:e[drs]?|ing|ations?)$|ll(?:ed|ing|er|ers)$|(?P<c>[bdgmnprt])(?P=c)(?:ed|ing|er|ers)$|ie[ds]$|lment$")
#: How often edited prose must have the right word.
_COMMON = 12


def misspelt_words(doc: Document, context: Context) -> Iterator[Hit]:
    """Words to be offered in their right form.

    >>> from normalize.gazetteer import open_gazetteer
    >>> [h.edits[0].after for h in misspelt_words(Document("They recieved the goverment."), Context(open_gazetteer))]
    ['received', 'government']
    """
    gazetteer = context.gazetteer
    found = [(m, right) for m in _WORD.finditer(doc.text) if (right := _meant(m.group(), gazetteer))]
    times = Counter(m.group() for m, _ in found)
    for m, right in found:
        if times[word := m.group()] == 1:
            yield Hit(m.start(), m.end(), (Edit(m.start(), m.end(), right),), evidence=(Evidence("words", f"“{word}” is in no list, “{right}” is common"),))


def _the_near_one(word: str, gazetteer: Gazetteer) -> str | None:
    """The single word of the list that is a slip away from an unknown one, if it is common."""
    lexicon = gazetteer.lexicon
    if word in lexicon or _OTHER_SPELLING.search(word) or is_form(word, lexicon):
        return None
    near = {w for w in _slips(word) if w in lexicon}
    right = near.pop() if len(near) == 1 else None
    return right if right and lexicon[right] >= _COMMON else None


_meant = Judged(_the_near_one)


def _slips(word: str) -> Iterator[str]:
    """What the hand may have meant; the first letter is right."""
    for i in range(1, len(word)):
        yield word[: i + 1] + word[i:]  # one of two lost
        if word[i] == word[i - 1]:
            yield word[:i] + word[i + 1 :]  # doubled
        if i + 1 < len(word) and word[i] != word[i + 1]:
            yield word[:i] + word[i + 1] + word[i] + word[i + 2 :]  # changed places
        yield from (word[:i] + c + word[i:] for c in _LETTERS)  # left out
