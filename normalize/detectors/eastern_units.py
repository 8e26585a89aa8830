"""Numbers in the units of Chinese and Japanese, or with two units read aloud: ``28 hundred million``, ``13 trillion 900 billion``.

The East counts in ten thousands and hundred millions. Only figures are turned; "two hundred million" in words is English.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from normalize.context import Context
from normalize.edits import Edit
from normalize.findings import Hit
from normalize.patterns import compiled
from normalize.text import Document

_UNITS = {"ten thousand": 10**4, "hundred million": 10**8}
_EAST = compiled(r"(?<![\p{L}\p{N}.,-])(?P<n>\d{2,5}|\d{1,4}\.\d{1,3}) (?P<unit>hundred million|ten thousand)(?!s)(?= \p{L}|[.,;)]|$)")
_NAMES = (("trillion", 10**12), ("billion", 10**9), ("million", 10**6))
_TWO = compiled(r"(?<![\p{L}\p{N}.,-])(?P<a>\d{1,3}) (?P<big>trillion|billion) (?:and )?(?P<b>\d{1,3}) (?P<small>billion|million)(?= (?:yen|yuan|won|rupiah|rupees|dong|lira|liras|rials|tomans|baht|pesos|dinars)\b)")


def eastern_units(doc: Document, context: Context) -> Iterator[Hit]:
    """Numbers to be rewritten in English units.

    >>> [h.edits[0].after for h in eastern_units(Document("28 hundred million yuan; 13 trillion 900 billion yen."), None)]
    ['2.8 billion', '13.9 trillion']
    """
    for m in _EAST.finditer(doc.text):
        yield Hit(m.start(), m.end(), (Edit(m.start(), m.end(), _written(Decimal(m["n"]) * _UNITS[m["unit"]])),))
    sizes = dict(_NAMES)
    for m in _TWO.finditer(doc.text):
        if sizes[m["big"]] == 1000 * sizes[m["small"]]:
            value = Decimal(m["a"]) + Decimal(m["b"]) / 1000
            yield Hit(m.start(), m.end(), (Edit(m.start(), m.end(), f"{value.normalize():f} {m['big']}"),))


def _written(value: Decimal) -> str:
    """A number as English news writes it: in millions or more with decimals, below in figures."""
    for name, size in _NAMES:
        if value >= size:
            return f"{(value / size).normalize():f} {name}"
    return f"{int(value):,}"
