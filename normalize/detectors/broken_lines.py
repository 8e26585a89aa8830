"""A line break in the middle of a sentence: the page broke at a tag, ``has said that⏎He will keep``.

A break is taken out where the line ends in a comma or in a word that cannot end a sentence and the next line goes on in lower case, or, after
"that", with a pronoun. Verse, lists, tables and texts wrapped at a fixed width have many such breaks in a row and stay.
"""

from __future__ import annotations

from collections.abc import Iterator

from normalize.context import Context
from normalize.edits import Edit
from normalize.findings import Hit
from normalize.patterns import compiled
from normalize.text import Document

_OPEN_END = compiled(r"\b(?:that|the|of|to|with|a|an|its|their|his|her|which|who|is|are|was|were|has|have|had|will|as) ?$")
#: A comma may end a list's item as well, so such a break is only offered.
_COMMA_END = compiled(r"\p{Ll}{2}, ?$")
_GOES_ON = compiled(r"\p{Ll}{2,} \p{L}|a \p{L}")
_PRONOUN = compiled(r"(?:He|She|It|They|We|The|This|These|There) \p{Ll}")
#: More breaks than this one after the other are the layout of the text.
_MOST_IN_A_ROW = 3
_SHORTEST = 25


def broken_lines(doc: Document, context: Context) -> Iterator[Hit]:
    """Breaks to be taken out.

    >>> doc = Document("The minister of the country has said that\\nHe will keep the promise.")
    >>> [h.edits for h in broken_lines(doc, None)]
    [(Edit(start=41, end=44, after=' he'),)]
    """
    run: list[Hit] = []
    for i in range(len(doc.lines)):
        hit = _break(doc, i) if i + 1 < len(doc.lines) else None
        if hit is not None:
            run.append(hit)
            continue
        if 0 < len(run) <= _MOST_IN_A_ROW and not _is_layout(doc):
            yield from run
        run = []


def _break(doc: Document, i: int) -> Hit | None:
    line, following = doc.lines[i], doc.lines[i + 1]
    sure = _OPEN_END.search(line) is not None
    if not (sure or _COMMA_END.search(line)) or len(line) < _SHORTEST or len(following) < _SHORTEST or "|" in line + following or "\t" in line + following:
        return None
    end, start = doc.paragraphs[i].end, doc.paragraphs[i + 1].start
    end -= len(line) - len(line.rstrip())
    if _GOES_ON.match(following):
        return Hit(end - 1, start + 1, (Edit(end, start, " "),), action="fix" if sure else "suggest")
    if line.rstrip().endswith("that") and (p := _PRONOUN.match(following)):
        word = p.group().split()[0]
        return Hit(end - 1, start + len(word), (Edit(end, start + len(word), f" {word.lower()}"),))
    return None


def _is_layout(doc: Document) -> bool:
    """Whether most lines of the text end without a mark, as verse, lists and wrapped text do."""
    longer = [line.rstrip() for line in doc.lines if len(line) >= _SHORTEST]
    closed = sum(line.endswith((".", "!", "?", ":", "”", '"', "…", ")", "。")) for line in longer)
    return len(longer) > 3 and closed * 2 < len(longer)
