"""A country called a member of a body that it does not belong to: "NATO members Austria, Ireland and Japan".

The source said "members and others"; the translator dropped the word between. The text is never rewritten: what the source said cannot be known.
Former members, candidates and partners stay, and so does a list with a comma after "members".
"""

from __future__ import annotations

from collections.abc import Iterator

from normalize.context import Context
from normalize.findings import Evidence, Hit
from normalize.gazetteer.sound import fold
from normalize.patterns import compiled
from normalize.text import Document

_NAME = r"(?:the )?(?:Bosnia and Herzegovina|\p{Lu}(?:[\p{L}’'.-]*[\p{L}’'-])?(?: (?:of (?:the )?)?\p{Lu}[\p{L}’'-]*){0,3})"
_CLAIM = compiled(
    rf"(?<![\p{{L}}-])(?P<body>\p{{Lu}}[\p{{L}}-]*(?: \p{{Lu}}[\p{{L}}-]*){{0,3}}) (?:members?|member states?|member countr(?:y|ies)|allies|ally) (?:such as |including |like )?"
    rf"(?P<list>{_NAME}(?:, {_NAME})*(?:,? and {_NAME})?)(?![\p{{L}}-])"
)
_NOT = compiled(r"(?i)\b(?:non|former|ex|aspiring|candidate|future|prospective|new|potential|would-be)[ -]$")
_BETWEEN = compiled(r",? and |, ")


def false_members(doc: Document, context: Context) -> Iterator[Hit]:
    """Claims of membership that the gazetteer contradicts at the article's date.

    >>> from normalize.gazetteer import open_gazetteer
    >>> text = "It told NATO members Austria, Ireland and Japan."
    >>> [text[h.start:h.end] for h in false_members(Document(text), Context(open_gazetteer))]
    ['NATO members Austria, Ireland and Japan']
    """
    gazetteer = context.gazetteer
    for m in _CLAIM.finditer(doc.text):
        bodies = [e for e in gazetteer.named(m["body"]) if gazetteer.has_members(e.id)]
        if len(bodies) != 1 or _NOT.search(doc.text, max(0, m.start() - 14), m.start()):
            continue
        strangers, end = [], m.start("list")
        for name in _BETWEEN.split(m["list"]):
            countries = [e for e in gazetteer.named(name.removeprefix("the "), "official", "alias") if e.kind == "country"]
            if len(countries) != 1:
                break
            end = doc.text.index(name, end) + len(name)
            if not gazetteer.is_member(countries[0].id, bodies[0].id, context.date) and fold(name):
                strangers.append(countries[0].name)
        if strangers:
            told = f"{', '.join(strangers)}: not {'a member' if len(strangers) == 1 else 'members'} of {bodies[0].name}"
            yield Hit(m.start(), end, evidence=(Evidence("membership", told),), message=told)
