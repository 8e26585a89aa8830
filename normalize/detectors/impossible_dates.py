"""Dates that do not exist: in figures in no order of day and month (``22/22/2021``), or a day that its month has not (``November 31``)."""

from __future__ import annotations

from collections.abc import Iterator

from normalize.context import Context
from normalize.findings import Hit
from normalize.oddwords import by_line
from normalize.patterns import compiled
from normalize.text import Line

_DATE = compiled(r"(?<![\d/.-])(?P<a>\d{1,2})(?P<s>[/.-])(?P<b>\d{1,2})(?P=s)(?P<y>(?:19|20)\d{2})(?![\d/.-]\d)")
_THIRTY = "April|June|September|November"
_NAMED = compiled(rf"\b(?:(?:{_THIRTY}) 31(?:st)?|31(?:st)?(?: of)? (?:{_THIRTY})|February 3[01](?:st|th)?|3[01](?:st|th)?(?: of)? February)\b(?![\d:.])")


@by_line
def impossible_dates(line: Line, context: Context) -> Iterator[Hit]:
    """Dates that are none; a Buddhist or Iranian year is left alone, since only years from 1900 to 2099 are read.

    >>> from normalize.text import Document
    >>> [h.start for h in impossible_dates(Document("on 22/22/2021 and 31/12/2021"), None)]
    [3]
    >>> [h.start for h in impossible_dates(Document("on Thursday, November 31, and on May 31"), None)]
    [13]
    """
    for m in _DATE.finditer(line.text):
        a, b = int(m["a"]), int(m["b"])
        if not (1 <= a <= 31 and 1 <= b <= 31 and min(a, b) <= 12):
            yield Hit(m.start(), m.end())
    for m in _NAMED.finditer(line.text):
        yield Hit(m.start(), m.end())
