"""The wrong "he" or "she" for a known person: ``Merkel said that he was content``.

Indonesian, Turkish, Persian and others do not tell the sexes apart, Japanese titles neither (``Mr. Yuriko Koike``). A pronoun is changed only in the pattern
"name, reporting verb, that, pronoun", when the person's sex is known and nobody else is named before it in the sentence or in the one before; else it is offered.
"""

from __future__ import annotations

from collections.abc import Iterator

from normalize.context import Context
from normalize.edits import Edit
from normalize.findings import Evidence, Hit
from normalize.gazetteer.gazetteer import Gazetteer
from normalize.gazetteer.mentions import Mention, mentions
from normalize.gazetteer.model import Entity
from normalize.gazetteer.sound import fold
from normalize.patterns import compiled
from normalize.text import Document
from normalize.words import sentence_around

_VERBS = "said|says|stressed|added|explained|noted|emphasi[sz]ed|stated|announced|revealed|admitted|confirmed|claimed|argued|hoped|believes?|thinks?|pointed out|recalled"
_SAID = compiled(rf"(?:,[^,.;:]{{2,60}},)? (?:also |had |has )?(?:{_VERBS})(?: on \p{{L}}+)? that (?P<it>he|she)\b(?! \(?or )")
_TITLE = compiled(r"(?<!\p{L})(?P<t>Mr|Mrs|Ms)(?P<dot>\.?) $")
_OTHER = {"he": "she", "she": "he"}
_SEX = {"he": "m", "she": "f"}


def wrong_pronouns(doc: Document, context: Context) -> Iterator[Hit]:
    """Pronouns and titles that contradict the person's sex."""
    gazetteer = context.gazetteer
    if not any(w in doc.text for w in (" that he ", " that she ", "Mr. ", "Mr ", "Mrs", "Ms")):
        return
    named = mentions(doc, gazetteer)
    if not any(_SAID.match(doc.text, m.end) or _TITLE.search(doc.text[max(0, m.start - 5) : m.start]) for m in named):
        return
    full: dict[str, list[Mention]] = {}
    for m in named:
        if len(m.tokens) > 1:
            full.setdefault(fold(m.surname), []).append(m)
    people = {m: person for m in named if (person := _person(m, gazetteer, full)) is not None and person.sex}
    for m, person in people.items():
        yield from _titles(doc, m, person)
        said = _SAID.match(doc.text, m.end)
        if said and _SEX[said["it"]] != person.sex:
            sure = not _others(doc, m, people, named)
            edit = Edit(said.start("it"), said.end("it"), _OTHER[said["it"]])
            reason = Evidence("sex", f"{person.name} is {'a man' if person.sex == 'm' else 'a woman'}")
            yield Hit(said.start("it"), said.end("it"), (edit,), evidence=(reason,), action="fix" if sure else "suggest", message=f"“{said['it']}” for {person.name}")


def _person(m: Mention, gazetteer: Gazetteer, named: dict[str, list[Mention]]) -> Entity | None:
    """The one person that a mention names: by the full name, by a known short form, or by the surname of a full name before it (``named``: the full ones by surname)."""
    found = [e for e in gazetteer.named(m.surface) if e.kind == "person"]
    if len(found) == 1:
        return found[0]
    if found or len(m.tokens) > 1:
        return None
    full = {
        e.id: e
        for other in named.get(fold(m.surname), ())
        if other.start < m.start
        for e in gazetteer.named(other.surface)
        if e.kind == "person"
    }
    return next(iter(full.values())) if len(full) == 1 else None


def _others(doc: Document, m: Mention, people: dict[Mention, Entity], named: list[Mention]) -> bool:
    """Whether somebody else is named before the pronoun in the sentence, or in the sentence before."""
    begin = sentence_around(doc, m.start, m.end).start
    before = sentence_around(doc, max(0, begin - 2), max(0, begin - 1)).start if begin else 0
    mine = people[m].id
    for other in named:
        if before <= other.start < m.start and other in people and people[other].id != mine:
            return True
        if before <= other.start < m.start and other not in people and len(other.tokens) > 1:
            return True
    return False


def _titles(doc: Document, m: Mention, person: Entity) -> Iterator[Hit]:
    """``Mr.`` before a woman, ``Ms.`` or ``Mrs.`` before a man."""
    t = _TITLE.search(doc.text[max(0, m.start - 5) : m.start])
    if t is None or len(m.tokens) < 2:
        return
    wanted = "Ms" if person.sex == "f" else "Mr"
    if (t["t"] == "Mr") == (person.sex == "f"):
        start = m.start - len(t.group()) + 0
        end = start + len(t["t"])
        reason = Evidence("sex", f"{person.name} is {'a man' if person.sex == 'm' else 'a woman'}")
        yield Hit(start, m.end, (Edit(start, end, wanted),), evidence=(reason,), message=f"“{t['t']}” for {person.name}")
