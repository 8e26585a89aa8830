"""A pronoun beside the name it stands for: ``the pressure on it China,``.

Arabic says "that of which increase the pressure on-it, on China"; the pronoun survives. Only a preposition, the pronoun, and a
known country or organisation that ends the clause are taken for this fault; a name that goes on with a verb is the subject of a
clause of its own ("the pressure on it China denies").
"""

from __future__ import annotations

from collections.abc import Iterator

from normalize.context import Context
from normalize.edits import Edit
from normalize.findings import Evidence, Hit
from normalize.patterns import compiled
from normalize.text import Document

_PLACE = compiled(
    r"(?<=\p{Ll}{3} (?:on|for|to|from|against|with|in|by|of)) (?P<it>it|them|him|her)(?P<gap> )(?P<name>\p{Lu}[\p{L}-]+(?: \p{Lu}[\p{L}-]+){0,2})"
    r"(?=,| (?:in|on|and|after|because|amid|at|during|since|as|for|to)\b|\.(?: |$))"
)


def resumptive_pronouns(doc: Document, context: Context) -> Iterator[Hit]:
    """Pronouns that a known name right after them makes idle."""
    for m in _PLACE.finditer(doc.text):
        kinds = {e.kind for e in context.gazetteer.named(m["name"])}
        fits = kinds & ({"country", "organisation", "place"} if m["it"] in ("it", "them") else {"person"})
        if fits:
            reason = Evidence("known-name", f"{m['name']} is what the pronoun stands for")
            yield Hit(m.start("it"), m.end("name"), (Edit(m.start("it"), m.start("name"), ""),), evidence=(reason,))
