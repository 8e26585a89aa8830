"""Sports records whose parts do not make the whole: ``20 matches (16 wins, one draw and two defeats)``."""

from __future__ import annotations

from collections.abc import Iterator

from normalize.context import Context
from normalize.findings import Evidence, Hit
from normalize.patterns import compiled
from normalize.text import Document

_NUMBERS = {w: i for i, w in enumerate(["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"])}
_N = rf"\d{{1,3}}|{'|'.join(_NUMBERS)}"
_RECORD = compiled(
    rf"(?P<all>{_N}) (?:matches|games) \((?P<w>{_N}) wins?, (?P<d>{_N}) draws?,? and (?P<l>{_N}) (?:defeats?|losses|loss)\)"
)


def sums(doc: Document, context: Context) -> Iterator[Hit]:
    """Records that do not add up.

    >>> [h.start for h in sums(Document("20 matches (16 wins, one draw and two defeats)"), None)]
    [0]
    """
    for m in _RECORD.finditer(doc.text):
        whole, *parts = (_NUMBERS[m[k]] if m[k] in _NUMBERS else int(m[k]) for k in ("all", "w", "d", "l"))
        if sum(parts) != whole:
            yield Hit(m.start(), m.end(), evidence=(Evidence("sum", f"{' + '.join(map(str, parts))} is {sum(parts)}, not {whole}"),))
