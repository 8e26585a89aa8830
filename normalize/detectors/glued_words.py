"""Two words written as one: ``butjournalists``, ``wasabsent``, ``arrivedwith``, ``thearea``.

A tag between two words took the space along. A string is taken apart only when it is no word itself, one part is a function word and the other a common
English word, and there is one way to do it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from normalize.context import Context
from normalize.edits import Edit
from normalize.findings import Evidence, Hit
from normalize.gazetteer.gazetteer import Gazetteer
from normalize.oddwords import OddWords
from normalize.patterns import compiled
from normalize.text import Document
from normalize.words import is_form

#: Function words that are glued to what follows them, and those glued to what stands before them.
_FIRST = frozenset(
    """the was were had has have would could should will but and that which from with into because when while before after during
    against between although since for his her their its these those this they she also are only""".split()
)
_LAST = frozenset("with from that which into because when while before after during against between although for was were has had have the and".split())
_TOKEN = compiled(r"(?<![\p{L}\p{N}@#/._’'-])[a-z]{6,22}(?![\p{L}\p{N}@/_’'-]|\.\p{L})")
_MARK = compiled(r"\p{M}")
#: How often edited prose must have a word for it to be a part, and how long it must be.
_COMMON = 3
_SHORTEST = 4


def glued_words(doc: Document, context: Context) -> Iterator[Hit]:
    """Strings to be taken apart.

    >>> from normalize.gazetteer import open_gazetteer
    >>> text = "It was over butjournalists stayed."
    >>> [h.edits for h in glued_words(Document(text), Context(open_gazetteer))]
    [(Edit(start=15, end=15, after=' '),)]
    """
    lexicon = context.gazetteer.lexicon
    if not _ODD.stand_in(doc, context.gazetteer):
        return
    for m in _TOKEN.finditer(doc.text):
        word = m.group()
        cut = _cut(word, lexicon)
        if cut is None:
            continue
        at = m.start() + cut
        left, right = doc.text[m.start() : at], doc.text[at : m.end()]
        reason = Evidence("words", f"“{word}” is no word, “{left}” and “{right}” are")
        yield Hit(m.start(), m.end(), (Edit(at, at, " "),), evidence=(reason,))


def _cut(word: str, lexicon: Mapping[str, int]) -> int | None:
    """Where a string that is no word is taken apart; None for a word, and where there is no place or more than one."""
    if word in lexicon or is_form(word, lexicon):
        return None
    cuts = [k for k in range(2, len(word) - 1) if _parts(word[:k], word[k:], lexicon)]
    return cuts[0] if len(cuts) == 1 else None


def _is_odd(word: str, gazetteer: Gazetteer) -> bool:
    if word.isascii():
        return word.isalpha() and word.islower() and 6 <= len(word) <= 22 and _cut(word, gazetteer.lexicon) is not None
    return _MARK.search(word) is not None


_ODD = OddWords(_is_odd)


def _parts(left: str, right: str, lexicon: Mapping[str, int]) -> bool:
    def common(word: str) -> bool:
        return len(word) >= _SHORTEST and (lexicon.get(word, 0) >= _COMMON or (len(word) > 5 and is_form(word, lexicon)))

    return (left in _FIRST and common(right)) or (right in _LAST and common(left))
