"""The hyphen of a route parted from its second place: ``Ankara- Izmir``.

Either both places are known, or the noun of a route follows. Datelines in capitals and hyphens used as dashes stay.
"""

from __future__ import annotations

from collections.abc import Iterator

from normalize.context import Context
from normalize.edits import Edit
from normalize.findings import Evidence, Hit
from normalize.patterns import compiled
from normalize.text import Document

_PAIR = compiled(r"(?<![\p{L}-])(?P<a>\p{Lu}\p{Ll}{2,})- (?P<b>\p{Lu}\p{Ll}{2,})(?![\p{L}-])(?P<next> \p{Ll}+)?")
_ROUTES = frozenset("line route railway motorway highway train road flight section project pipeline corridor bus border axis".split())


def route_hyphens(doc: Document, context: Context) -> Iterator[Hit]:
    """Pairs of places with the hyphen stuck to the first."""
    for m in _PAIR.finditer(doc.text):
        noun = (m["next"] or "").strip()
        places = all(any(e.kind in ("place", "country") for e in context.gazetteer.named(m[g])) for g in "ab")
        if places:
            reason = Evidence("known-place", f"{m['a']} and {m['b']} are places")
        elif noun in _ROUTES:
            reason = Evidence("context", f"a {noun} runs between two places")
        else:
            continue
        yield Hit(m.start("a"), m.end("b"), (Edit(m.end("a"), m.start("b"), "-"),), evidence=(reason,))
