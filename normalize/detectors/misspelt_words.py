"""Misspelt words with exactly one near word: ``recieved``, ``goverment``, ``annonced``.

Only the slips of a hand are tried: two letters that changed places, a letter left out, a letter doubled or one of two lost; and only where the word that comes out is
common, long, and the single one. Words that a list or an ending explains are left alone, and so is a word that stands twice in the text: its writer meant it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from normalize.context import Context
from normalize.edits import Edit
from normalize.findings import Evidence, Hit
from normalize.patterns import compiled
from normalize.text import Document
from normalize.words import is_form

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
    lexicon = context.gazetteer.lexicon
    unknown = [m for m in _WORD.finditer(doc.text) if m.group() not in lexicon and not _OTHER_SPELLING.search(m.group()) and not is_form(m.group(), lexicon)]
    times = Counter(m.group() for m in unknown)
    for m in unknown:
        word = m.group()
        near = {w for w in _slips(word) if w in lexicon} if times[word] == 1 else set()
        if len(near) == 1 and _common(right := near.pop(), lexicon):
            yield Hit(m.start(), m.end(), (Edit(m.start(), m.end(), right),), evidence=(Evidence("words", f"“{word}” is in no list, “{right}” is common"),))


def _common(word: str, lexicon: Mapping[str, int]) -> bool:
    return lexicon[word] >= _COMMON


def _slips(word: str) -> Iterator[str]:
    """What the hand may have meant; the first letter is right."""
    for i in range(1, len(word)):
        yield word[: i + 1] + word[i:]  # one of two lost
        if word[i] == word[i - 1]:
            yield word[:i] + word[i + 1 :]  # doubled
        if i + 1 < len(word) and word[i] != word[i + 1]:
            yield word[:i] + word[i + 1] + word[i] + word[i + 2 :]  # changed places
        yield from (word[:i] + c + word[i:] for c in _LETTERS)  # left out
