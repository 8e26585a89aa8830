"""City and province that changed places: ``Sichuan city in Ziyang province``. Only known places of the other kind are swapped."""

from __future__ import annotations

from collections.abc import Iterator

from normalize.context import Context
from normalize.edits import Edit
from normalize.findings import Evidence, Hit
from normalize.patterns import compiled
from normalize.text import Document

_PAIR = compiled(r"\b(?P<a>\p{Lu}\p{Ll}+) (?i:city)(?: in|,| of) (?P<b>\p{Lu}\p{Ll}+) (?i:province)\b")


def swapped_places(doc: Document, context: Context) -> Iterator[Hit]:
    """Pairs in which the "city" is a known region and the "province" is not one."""
    for m in _PAIR.finditer(doc.text):
        first = {e.type for e in context.gazetteer.named(m["a"]) if e.kind == "place"}
        second = {e.type for e in context.gazetteer.named(m["b"]) if e.kind == "place"}
        if "region" in first and not first & {"city", "town"} and "region" not in second:
            reason = Evidence("known-place", f"{m['a']} is a province")
            yield Hit(m.start(), m.end(), (Edit(m.start("a"), m.end("a"), m["b"]), Edit(m.start("b"), m.end("b"), m["a"])), evidence=(reason,))
