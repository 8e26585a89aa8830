"""Quotation marks that never close: reported where they open.

Two opening marks with no closing one between them, in one paragraph, leave the first one open; so does a last opening mark in a paragraph that ends, when
the next paragraph does not go on with the quotation. Quotations over several paragraphs, nested single marks and primes stay.
"""

from __future__ import annotations

from collections.abc import Iterator

from normalize.context import Context
from normalize.findings import Hit
from normalize.patterns import compiled
from normalize.text import Document

_MARK = compiled("[“”]")
_SHOWN = compiled(r"“\S{1,40}(?: \S{1,40}){0,5}")


def open_quotes(doc: Document, context: Context) -> Iterator[Hit]:
    """Opening marks without their closing ones."""
    for i, ((start, _), line) in enumerate(zip(doc.paragraphs, doc.lines, strict=True)):
        if "“" not in line:
            continue
        open_at: int | None = None
        for m in _MARK.finditer(line):
            if m.group() == "”":
                open_at = None
            elif open_at is None:
                open_at = m.start()
            else:
                yield _hit(start + open_at, line, open_at)
                open_at = m.start()
        if open_at is not None and not _goes_on(doc, i) and i + 1 < len(doc.lines):
            yield _hit(start + open_at, line, open_at)


def _goes_on(doc: Document, i: int) -> bool:
    following = doc.lines[i + 1] if i + 1 < len(doc.lines) else ""
    return following.lstrip().startswith(("“", "‘", '"')) or not doc.lines[i].rstrip().endswith((".", "!", "?"))


def _hit(start: int, line: str, at: int) -> Hit:
    shown = _SHOWN.match(line, at)
    return Hit(start, start + (len(shown.group()) if shown else 1))
