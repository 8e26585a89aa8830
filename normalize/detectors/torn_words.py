"""Words that a scanner or a hyphen took apart: ``the govern ment said``.

Two pieces are offered as one word when the list has the whole, at least one piece is no word of its own nor the form of one, and no other neighbour
would make a word with either piece. Names, short pieces and pieces across marks are left alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from normalize.context import Context
from normalize.edits import Edit
from normalize.findings import Evidence, Hit
from normalize.oddwords import by_line
from normalize.patterns import compiled
from normalize.text import Line
from normalize.words import is_form

_PIECES = compiled(r"(?<![\p{L}\p{N}'’@#/._-])(?P<a>[a-z]{2,12}) (?=(?P<b>[a-z]{2,12})(?![\p{L}\p{N}'’@/_-]|\.\p{L}))")
_COMMON = 5
_SHORTEST = 6
#: Words that many write apart from what others join them to.
_APART = frozenset("web blog net mail mid multi non pre post inter micro over under self sub anti".split())


@by_line
def torn_words(line: Line, context: Context) -> Iterator[Hit]:
    """Pieces to be joined.

    >>> from normalize.gazetteer import open_gazetteer
    >>> from normalize.text import Document
    >>> [h.edits for h in torn_words(Document("It said the govern ment agreed."), Context(open_gazetteer))]
    [(Edit(start=18, end=19, after=''),)]
    """
    lexicon = context.gazetteer.lexicon
    found = []
    for m in _PIECES.finditer(line.text):
        a, b = m.groups()
        if lexicon.get(a + b, 0) >= _COMMON and len(a + b) >= _SHORTEST and a not in _APART and not (_known(a, lexicon) and _known(b, lexicon)):
            found.append(m)
    for n, m in enumerate(found):
        alone = (n == 0 or found[n - 1].end() < m.start()) and (n + 1 == len(found) or found[n + 1].start() > m.end())
        if alone:
            reason = Evidence("words", f"“{m['a']} {m['b']}” is not two words, “{m['a']}{m['b']}” is one")
            yield Hit(m.start(), m.end("b"), (Edit(m.end("a"), m.end(), ""),), evidence=(reason,))


def _known(piece: str, lexicon: Mapping[str, int]) -> bool:
    return piece in lexicon or is_form(piece, lexicon)
