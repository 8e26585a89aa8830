"""A decorated first letter parted from its word at the head of a paragraph: ``G ardeners in the valley``.

The page drew the letter large, as an image or in a tag of its own, and the rest of the word stayed behind. Joined only when the whole is a word of the list and
the rest is none: ``A new day`` and ``T cells`` stay.
"""

from __future__ import annotations

from collections.abc import Iterator

from normalize.context import Context
from normalize.edits import Edit
from normalize.findings import Evidence, Hit
from normalize.oddwords import by_line
from normalize.patterns import compiled
from normalize.text import Line
from normalize.words import is_form

_HEAD = compiled(r"[“\"]?(?P<cap>[A-Z]) (?P<rest>\p{Ll}{3,18}) (?=\p{L})")


@by_line
def drop_capitals(line: Line, context: Context) -> Iterator[Hit]:
    """The head of a paragraph whose letter is to be joined to its word.

    >>> from normalize.gazetteer import open_gazetteer
    >>> from normalize.text import Document
    >>> [h.edits for h in drop_capitals(Document("F armers in the valley wait."), Context(open_gazetteer))]
    [(Edit(start=1, end=2, after=''),)]
    """
    m = _HEAD.match(line.text)
    if m is None:
        return
    lexicon = context.gazetteer.lexicon
    whole, rest = m["cap"].lower() + m["rest"], m["rest"]
    if rest in lexicon or is_form(rest, lexicon) or not (whole in lexicon or is_form(whole, lexicon)):
        return
    at = m.end("cap")
    reason = Evidence("words", f"“{rest}” is in no list, “{whole}” is a word")
    yield Hit(m.start("cap"), m.end("rest"), (Edit(at, at + 1, ""),), evidence=(reason,))
