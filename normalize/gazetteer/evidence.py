"""What speaks for a candidate and what speaks against it, each as a sentence that a reader understands."""

from __future__ import annotations

from dataclasses import dataclass, field

from normalize.findings import Evidence
from normalize.gazetteer.gazetteer import Gazetteer
from normalize.gazetteer.mentions import Mention
from normalize.gazetteer.model import Entity, Tenure
from normalize.gazetteer.sound import fold, likeness, skeleton

#: Kinds of evidence that do not come from spelling; a repair needs at least one of these.
CIRCUMSTANCE = frozenset({"office-at-date", "affiliation", "elsewhere", "country-and-role"})

_DULL = frozenset("the of and a an for in to former politician leader minister head official from state general".split())


@dataclass(slots=True)
class Case:
    """A candidate for a mention, with everything that was found for and against it."""

    entity: Entity
    form: str
    wanted: str
    spelling: float
    evidence: list[Evidence] = field(default_factory=list)
    against: list[str] = field(default_factory=list)
    weak: bool = False

    @property
    def kinds(self) -> set[str]:
        """The kinds of evidence found."""
        return {e.kind for e in self.evidence}

    @property
    def proven(self) -> bool:
        """Whether at least two kinds agree, one of them not spelling, and nothing speaks against it."""
        return not self.against and len(self.kinds) >= 2 and bool(self.kinds & CIRCUMSTANCE)


def weigh(case: Case, mention: Mention, gazetteer: Gazetteer, day: str | None, present: frozenset[str]) -> None:
    """Collect the evidence that the sentence and the article hold for a person, into the case."""
    person = case.entity
    _spelling(case, mention)
    _office(case, mention, gazetteer, day)
    for organisation in person.affiliations:
        if form := gazetteer.mentioned(organisation, mention.folded):
            known = gazetteer.get(organisation)
            case.evidence.append(
                Evidence("affiliation", f"{person.name} belongs to {known.name if known else form}, named in the same sentence")
            )
            break
    if person.id in present:
        case.evidence.append(Evidence("elsewhere", f"{person.name} is spelled right elsewhere in this article"))
    if "office-at-date" not in case.kinds and "affiliation" not in case.kinds:
        _country_and_role(case, mention, gazetteer)


def _spelling(case: Case, mention: Mention) -> None:
    wanted = case.form.split()
    surname, given = mention.surname, mention.given
    if skeleton(surname) == skeleton(wanted[-1]):
        case.evidence.append(Evidence("sound", f"“{surname}” and “{wanted[-1]}” have the same consonants ({skeleton(surname)})"))
    else:
        case.evidence.append(Evidence("distance", f"“{surname}” is {case.spelling:.0%} like “{wanted[-1]}”"))
    if given and len(wanted) > 1 and fold(given) == fold(wanted[0]):
        case.evidence.append(Evidence("given-name", f"the given name {wanted[0]} agrees"))


def _office(case: Case, mention: Mention, gazetteer: Gazetteer, day: str | None) -> None:
    """The office named in the sentence: held at the article's date, or by nobody else with this name at any date."""
    person = case.entity
    for tenure in gazetteer.held_by(person.id):
        office = gazetteer.offices.get(tenure.office)
        if office is None:
            continue
        title = next((t for t in office.titles if f" {fold(t)} " in mention.folded), None)
        if title is None:
            continue
        owner = next((o for o in (office.organisation, office.country) if o and gazetteer.mentioned(o, mention.folded)), "")
        adjacent = fold(title) in f" {fold(mention.before)} " or f" {fold(title)} {fold(mention.surface)} " in mention.folded
        if not owner and not adjacent:
            continue
        name = gazetteer.office_name(office)
        if day is None:
            case.weak = case.weak or not owner
            case.evidence.append(Evidence("office-at-date", f"{person.name} was {name} ({tenure.span()}); the article has no date"))
            return
        if tenure.holds(day):
            if tenure.near_change(day):
                case.weak = True
            case.evidence.append(Evidence("office-at-date", f"{person.name} was {name} on {day} ({tenure.span()})"))
            return
        if _former(mention, title) and tenure.start <= day:
            case.evidence.append(Evidence("office-at-date", f"{person.name} was {name} before {day} ({tenure.span()})"))
            return


def _former(mention: Mention, title: str) -> bool:
    return any(f" {word} " in mention.folded for word in ("former", "ex", "then", "late", "outgoing", "previous"))


def _country_and_role(case: Case, mention: Mention, gazetteer: Gazetteer) -> None:
    """The person's country and what they do, both named in the sentence: weaker than an office, more than nothing."""
    person = case.entity
    place = gazetteer.mentioned(person.country, mention.folded) if person.country else None
    owners = [o for t in gazetteer.held_by(person.id) if (f := gazetteer.offices.get(t.office)) for o in (f.organisation,) if o]
    club = next((form for o in owners if (form := gazetteer.mentioned(o, mention.folded))), None)
    words = {w for w in fold(person.role).split() if len(w) > 3 and w not in _DULL}
    words |= {w for t in gazetteer.held_by(person.id) if (f := gazetteer.offices.get(t.office)) for x in f.titles for w in fold(x).split() if len(w) > 4 and w not in _DULL}
    countries = {fold(f) for f in (c.forms("official", "demonym", "alias") if (c := gazetteer.get(person.country)) else ())}
    role = next((w for w in sorted(words - countries) if f" {w} " in mention.folded or f" {w}s " in mention.folded), None)
    if role and (place or club):
        case.evidence.append(
            Evidence("country-and-role", f"{person.name} ({person.role}) fits “{place or club}” and “{role}” in the same sentence")
        )


def given_contradicts(mention: Mention, form: str) -> bool:
    """Whether the given names are two different names; a missing or shortened one contradicts nothing.

    An initial agrees with the name it begins.
    """
    wanted = form.split()
    if not mention.given or len(wanted) < 2:
        return False
    mine, theirs = fold(mention.given), fold(wanted[0])
    if len(mine) <= 2 or len(theirs) <= 2:
        return mine[:1] != theirs[:1]
    return likeness(mine, theirs) < 0.55 and skeleton(mine) != skeleton(theirs) and fold(mention.given) not in fold(form).split()


