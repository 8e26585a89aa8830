"""Time stamps alone on a line near the top or the end of a page. The first becomes ``published`` and dates the article.

A date in a sentence, a heading or a list stays: only a stamp with a time of day counts, and only as a whole line among the
first three or last three of the text.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

import regex

from normalize.context import Context
from normalize.edits import Edit
from normalize.findings import Hit
from normalize.patterns import compiled
from normalize.text import Document

_STAMP = compiled(
    r"\s*(?:\d{6,12}:)?(?:(?:Published|Updated|Posted|Date|Time|Published on|Last updated|Release(?:d)?(?: time| date)?|Publi(?:sh|cation) (?:time|date)|Update time|Created|Modified)\s*:?\s*)?"
    r"(?:(?P<y>\d{4})[-/.](?P<m>\d{1,2})[-/.](?P<d>\d{1,2})|(?P<d>\d{1,2})\.(?P<m>\d{1,2})\.(?P<y>\d{4}))[T ,]{1,2}(?:at )?(?P<H>\d{1,2}):(?P<M>\d{2})(?::(?P<S>\d{2}))?(?P<z>Z|[+-]\d{2}:?\d{2})?\s*"
)
_NEAR_EDGE = 3


def timestamp_footers(doc: Document, context: Context) -> Iterator[Hit]:
    """Lines that are nothing but a time stamp.

    >>> [h.metadata for h in timestamp_footers(Document("It ended.\\n2024-10-30 06:39:00"), None)]
    [(('published', '2024-10-30T06:39:00'),)]
    >>> [h.metadata for h in timestamp_footers(Document("It ended.\\nPublished: 12.03.2024, 14:35"), None)]
    [(('published', '2024-03-12T14:35:00'),)]
    """
    paragraphs = doc.paragraphs
    if len(paragraphs) < 2:
        return
    for i, (start, end) in enumerate(paragraphs):
        if _NEAR_EDGE <= i < len(paragraphs) - _NEAR_EDGE:
            continue
        m = _STAMP.fullmatch(doc.text, start, end)
        stamp = _iso(m) if m else None
        if stamp is None:
            continue
        yield Hit(start, end, (Edit(*doc.without(start, end), ""),), metadata=(("published", stamp),))


def _iso(m: regex.Match[str]) -> str | None:
    """The stamp in ISO form; None when there is no such day or time."""
    try:
        when = datetime(*(int(m[k] or 0) for k in ("y", "m", "d", "H", "M", "S")))  # type: ignore[arg-type]
    except ValueError:
        return None
    return when.isoformat() + (m["z"] or "")
