"""Ordinals whose ending does not fit: ``23st``. Translators set the ending of the source's last word."""

from __future__ import annotations

from collections.abc import Iterator

from normalize.context import Context
from normalize.edits import Edit
from normalize.findings import Hit
from normalize.oddwords import by_line
from normalize.patterns import compiled
from normalize.text import Line

_ORDINAL = compiled(r"(?<![\p{L}\p{N}.,$/-])(?P<n>\d{1,4})(?P<end>st|nd|rd|th)(?![\p{L}\p{N}-])")


@by_line
def wrong_ordinals(line: Line, context: Context) -> Iterator[Hit]:
    """Ordinals with the wrong ending.

    >>> from normalize.text import Document
    >>> [h.edits[0].after for h in wrong_ordinals(Document("the 23st and the 11st"), None)]
    ['rd', 'th']
    """
    for m in _ORDINAL.finditer(line.text):
        n = int(m["n"])
        right = "th" if n % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(n % 10, "th")
        if right != m["end"]:
            yield Hit(m.start(), m.end(), (Edit(m.start("end"), m.end("end"), right),))
