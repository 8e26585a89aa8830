"""A quotation of one sentence that ends its paragraph and lost the closing mark: ``he said, “We were late.``

Only where a reporting verb announces it, no other quotation mark stands in the paragraph, and the next paragraph does not go on with the quotation: then the
end of the sentence is the end of the speech. A longer quotation may have ended at any of its sentences and is only reported (`open_quotes`).
"""

from __future__ import annotations

from collections.abc import Iterator

from normalize.context import Context
from normalize.edits import Edit
from normalize.findings import Hit
from normalize.patterns import compiled
from normalize.text import Document

_SAID = compiled(
    r"^[^“”\"«»]*\b(?:said|says|added|stated|noted|explained|stressed|declared|asked|replied|wrote|told [^,.“”]{2,40})[,:] (?P<open>“)"
    r"(?=\p{Lu})[^“”\"«».!?\n]{15,300}(?P<end>[.!?])\s*$"
)


def quotations_left_open(doc: Document, context: Context) -> Iterator[Hit]:
    """Paragraphs whose quotation is to be closed.

    >>> [h.edits for h in quotations_left_open(Document("The driver said, “We were an hour late in the end."), None)]
    [(Edit(start=50, end=50, after='”'),)]
    """
    lines = doc.lines
    for i, ((start, _), line) in enumerate(zip(doc.paragraphs, lines, strict=True)):
        if "“" not in line or (i + 1 < len(lines) and lines[i + 1].lstrip().startswith(("“", "‘", '"', "«"))):
            continue
        if m := _SAID.match(line):
            at = start + m.end("end")
            yield Hit(start + m.start("open"), at, (Edit(at, at, "”"),))
