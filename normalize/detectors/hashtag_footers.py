"""Hashtags that close a page: a last line of them, or a few after the last full stop. They become ``tags``.

A hashtag inside a sentence stays, and so do Weibo topics (``#…#``), numbers (``#1``) and code.
"""

from __future__ import annotations

from collections.abc import Iterator

from normalize.context import Context
from normalize.edits import Edit
from normalize.findings import Hit
from normalize.patterns import compiled
from normalize.text import Document

_TAG = r"\#(?=[\p{L}\p{N}_]*\p{L})[\p{L}\p{M}\p{N}_\-’']{1,60}"
_LINE = compiled(rf"\s*{_TAG}[.,;]*(?:\s+{_TAG}[.,;]*)*\s*")
_TAIL = compiled(rf"(?<=[.!?…][\"”’)]?)\s+{_TAG}(?:\s+{_TAG})+[.,;]*\s*$")
_ONE = compiled(_TAG)


def hashtag_footers(doc: Document, context: Context) -> Iterator[Hit]:
    """The closing hashtag lines of a text, with the line break before them, and hashtags after its last full stop."""
    paragraphs = doc.paragraphs
    last = len(paragraphs) - 1
    while last >= 0 and not doc.text[slice(*paragraphs[last])].strip():
        last -= 1
    # a timestamp line or a short credit may stand below the hashtags
    for i in range(max(0, last - 2), last + 1):
        start, end = paragraphs[i]
        line = doc.text[start:end]
        tags = [m.group()[1:].rstrip("’'-") for m in _ONE.finditer(line)]
        if _LINE.fullmatch(line) and (len(tags) >= 3 or (len(tags) == 2 and i == last)) and not line.rstrip().endswith("#"):
            yield Hit(start, end, (Edit(*doc.without(start, end), ""),), metadata=(("tags", tags),))
        elif i == last and (m := _TAIL.search(doc.text, start, end)):
            tags = [t.group()[1:] for t in _ONE.finditer(m.group())]
            yield Hit(m.start(), m.end(), (Edit(m.start(), m.end(), ""),), metadata=(("tags", tags),))
