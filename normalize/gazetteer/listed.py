"""Listed wrong forms: what the gazetteer says a wrong name stands for, in whole or in the last words of a mention."""

from __future__ import annotations

from collections.abc import Iterator

from normalize.edits import minimal
from normalize.findings import Evidence, Hit
from normalize.gazetteer.alignment import align, parts
from normalize.gazetteer.article import Article, short_name
from normalize.gazetteer.evidence import Case, weigh
from normalize.gazetteer.mentions import Mention
from normalize.gazetteer.model import Entity
from normalize.gazetteer.sound import fold


def listed(article: Article, m: Mention) -> tuple[str, int] | None:
    """The listed wrong form that the mention is or ends in, with its place."""
    for k in range(len(m.tokens) - 1):
        tail = " ".join(m.tokens[k:])
        if tail in article.gazetteer.wrong:
            return tail, m.end - len(tail)
    return None


def repair_listed(article: Article, m: Mention, form: str, start: int) -> Iterator[Hit]:
    """A listed wrong form: sure when it is no person's, when no word of it is any name's, or when the user listed it; else only with a circumstance."""
    gazetteer = article.gazetteer
    found = [gazetteer.entity(i) for i in gazetteer.wrong[form]]
    if len(found) != 1:
        names = tuple(e.name for e in found)
        yield Hit(start, m.end, action="suggest", suggestions=names, confidence=0.5, message=f"“{form}” may stand for {' or '.join(names)}")
        return
    entity = found[0]
    person = entity.kind == "person"
    wanted = shaped(entity, form) if " " in form or not person else short_name(entity)
    evidence = [Evidence("wrong-form", f"“{form}” is a listed wrong form of {entity.name}")]
    own = gazetteer.is_own(form)
    free = own or " " in form
    sure = not person or (free and not any(w in gazetteer.words or (own and gazetteer.is_common(w)) for w in parts(form)))
    if person:
        case = Case(entity, entity.name, align(form, entity.name, article.language))
        weigh(case, m, article, frozenset(article.bearers))
        evidence += [e for e in case.evidence if e.kind not in ("sound", "distance")]
        sure = sure or case.weight > 0
        if sure:
            article.prove(entity, form, entity.name)
    yield Hit(
        start,
        m.end,
        (minimal(start, article.doc.text[start : m.end], wanted),),
        evidence=tuple(evidence),
        confidence=0.97 if sure else 0.7,
        action="fix" if sure else "suggest",
        cls="canonical-form" if fold(form) == fold(wanted) else None,
        message=f"“{form}” is {entity.name}",
    )


def shaped(entity: Entity, form: str) -> str:
    """The usual name, or where the form has a hyphen in it the way to write that name with one ("Kim Jong-un")."""
    if "-" not in form or "-" in entity.name:
        return entity.name
    shape = [word.count("-") for word in form.split()]
    alike = [f for f in entity.forms("official", "alias") if fold(f) == fold(entity.name) and [w.count("-") for w in f.split()] == shape]
    return next((f for f in alike if f.rpartition("-")[2][0].islower()), alike[0] if alike else entity.name)
