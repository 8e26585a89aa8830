"""Paragraphs of prose whose first capital or last period was lost: ``the minister spoke on Monday. He left.``

Offered only where the paragraph has other sentences that begin and end as they should, and where its neighbours do too: lists, headings, verse and
quotations that go on have edges of their own.
"""

from __future__ import annotations

from collections.abc import Iterator

from normalize.context import Context
from normalize.edits import Edit
from normalize.findings import Hit
from normalize.patterns import compiled
from normalize.text import Document
from normalize.words import sentences

_OPENS = compiled(r"(?:the|a|an|in|on|at|he|she|it|they|we|this|that|these|those|after|before|when|while|for|according|as|but|and|by|from|his|her|its|their)\b(?! [,.])")
_LAST_WORD = compiled(r"\p{Ll}{3}$")
_ENDS = compiled(r"[.!?…]['”\"’»)]?$")
#: Words of a sentence that may lack its period, and of one that is prose.
_LEAST_WORDS = 6


def sentence_edges(doc: Document, context: Context, edge: str) -> Iterator[Hit]:
    """Small letters at the start (``edge`` "start") or missing periods at the end ("end") of paragraphs of two sentences and more.

    >>> doc = Document("The rain stopped.\\nthe minister spoke for an hour on Monday. He left the hall before the end.\\nThe rest of the day was dry.")
    >>> [h.edits for h in sentence_edges(doc, None, "start")]
    [(Edit(start=18, end=19, after='T'),)]
    """
    lines = doc.lines
    for i, (start, end) in enumerate(doc.paragraphs):
        line = lines[i]
        if not (_OPENS.match(line) and _ENDS.search(line) if edge == "start" else line[0].isupper() and _LAST_WORD.search(line)):
            continue
        inside = [line[a:b] for a, b in sentences(Document(line))]
        if len(inside) < 2 or not _settled(lines, i) or any(len(s.split()) < _LEAST_WORDS for s in inside):
            continue
        if edge == "start" and all(s[0].isupper() for s in inside[1:]):
            yield Hit(start, start + 1, (Edit(start, start + 1, line[0].upper()),))
        elif edge == "end" and all(_ENDS.search(s) for s in inside[:-1]):
            yield Hit(end - 1, end, (Edit(end, end, "."),))


def _settled(lines: list[str], i: int) -> bool:
    """Whether the paragraphs around are prose that ends as prose does: the one before closed, and the one after began anew."""
    before = i == 0 or bool(_ENDS.search(lines[i - 1].rstrip()))
    after = i + 1 == len(lines) or bool(lines[i + 1][:1].isupper() and _ENDS.search(lines[i + 1].rstrip()))
    return before and after
