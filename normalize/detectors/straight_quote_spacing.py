"""Spaces on the inner side of straight quotation marks: ``said: " We are ready "``.

Straight marks do not say which way they look; in a paragraph that has an even number of them the first opens, the second closes, and so on. A space is dropped only
inside a pair whose outer sides are those of an opening and a closing mark. Left alone: inches and seconds, code, marks inside words, the space that
parts a single mark from a double one.
"""

from __future__ import annotations

from collections.abc import Iterator

from normalize.context import Context
from normalize.edits import Edit
from normalize.findings import Hit
from normalize.oddwords import by_line
from normalize.patterns import compiled
from normalize.text import Line

_MARK = compiled('"')
_CODE = compiled(r"""[{}<>=;|\\`]|\d["”]|"\d+"|\w"\w""")
_BEFORE, _AFTER = " (:,—–-", " .,;:!?)—–-"


@by_line
def straight_quote_spacing(line: Line, context: Context) -> Iterator[Hit]:
    """The spaces to be dropped, a hit for each pair.

    >>> from normalize.text import Document
    >>> [h.edits for h in straight_quote_spacing(Document('He said: " We are ready ".'), None)]
    [(Edit(start=10, end=11, after=''), Edit(start=23, end=24, after=''))]
    """
    text = line.text
    if '" ' not in text and ' "' not in text:
        return
    places = [m.start() for m in _MARK.finditer(text)]
    if not places or len(places) % 2 or len(places) > 12 or _CODE.search(text):
        return
    pairs = list(zip(places[::2], places[1::2], strict=True))
    if not all((a == 0 or text[a - 1] in _BEFORE) and (b + 1 == len(text) or text[b + 1] in _AFTER) for a, b in pairs):
        return
    for a, b in pairs:
        inside = text[a + 1 : b]
        if not any(c.isalpha() for c in inside) or (inside != inside.strip(" ") and len(inside.strip(" ")) < 2):
            continue
        edits = []
        if inside[0] == " " and inside[1:2] not in ("", " ", "'", "‘"):
            edits.append(Edit(a + 1, a + 2, ""))
        if inside[-1] == " " and inside[-2:-1] not in ("", " ", "'", "’"):
            edits.append(Edit(b - 1, b, ""))
        if edits:
            yield Hit(a, b + 1, tuple(edits))
