"""Lines of a page script's settings that were scraped as text: ``showBanner: true,``.

A line counts when it is a name in code spelling, a colon and a code value. Two such lines in a row are taken away, or one that is
nothing but braces with settings in it.
"""

from __future__ import annotations

from collections.abc import Iterator

from normalize.context import Context
from normalize.edits import Edit
from normalize.findings import Hit
from normalize.patterns import compiled
from normalize.text import Document, Span

_LINE = compiled(
    r"\s*(?:['\"]?[A-Za-z_$][\w$]{1,40}['\"]?\s?:\s?(?:true|false|null|\d+|'[^'\n]*'|\"[^\"\n]*\"|\{[^{}\n]*\}|\[[^\[\]\n]*\])\s?,?;?|[{}\]);,]+)\s*"
)
_CAMEL = compiled(r"\b[a-z]+[A-Z]\w*\s?:|:\s?(?:true|false|null)\s?,|\{[^{}\n]*:[^{}\n]*\}")


def script_lines(doc: Document, context: Context) -> Iterator[Hit]:
    """Runs of settings lines, with the line breaks after them."""
    run: list[Span] = []
    for paragraph in [*doc.paragraphs, None]:
        if paragraph is not None and _LINE.fullmatch(doc.text, *paragraph):
            run.append(paragraph)
            continue
        if len(run) > 1 and sum(bool(_CAMEL.search(doc.text, *p)) for p in run) > 1:
            yield Hit(run[0].start, run[-1].end, (Edit(*doc.without(run[0].start, run[-1].end), ""),))
        run = []
