"""What speaks for a candidate and what speaks against it, each as a sentence that a reader understands.

Spelling alone proves nothing: most names of the world are in no gazetteer. A repair needs a circumstance beside it, of one of three
*weights*: 3 for an office held at the date and named beside the name, 2 for an organisation of the person in the same
sentence, 1 for country and role together. The right name elsewhere in the article earns an offer only: strangers of a like name stand beside famous ones.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from normalize.findings import Evidence
from normalize.gazetteer.alignment import Alignment
from normalize.gazetteer.gazetteer import Gazetteer
from normalize.gazetteer.mentions import Mention
from normalize.gazetteer.model import Entity, Tenure
from normalize.gazetteer.sound import fold, skeleton
from normalize.patterns import compiled

#: Words of roles and titles that say nothing.
_DULL = frozenset(
    """the of and a an for in to on at his her its former politician leader official state general first second new head member
    president minister prime deputy vice chief""".split()
)
#: The lower-case word right before a name, after an article, an adjective of place or another noun.
_NOUN = compiled(r"(?:\b(?:[Tt]he|[Aa]n?|[Hh]is|[Hh]er|[Tt]heir|\p{L}+)[ -])(?P<noun>\p{Ll}{3,}) $")
#: How the nouns end that say what somebody does, and some that end otherwise.
_DOER = compiled(
    r"(?:[^aeiou]er|or|ist|ian|man|woman|ant|eur|ress|smith|wright)$|^(?:butcher|cook|nun|poet|tenor|clerk|judge|monk|farmer|tailor|priest|chef|nurse|vet|dentist|"
    r"surgeon|bard|smith|guide|groom|bride|cousin|nephew|uncle|aunt|sister|brother|student|pupil|pilot|cyclist|jockey|swimmer|singer|sculptor|widow|witness)$"
)
#: Words that fit anybody in public life.
_ANY_ROLE = frozenset(
    """leader official politician minister president premier spokesman spokeswoman spokesperson head chief boss envoy diplomat lawmaker deputy member
    chairman chairwoman chair director secretary ambassador general commander representative figure adviser advisor aide ally rival counterpart
    colleague compatriot candidate nominee winner veteran star analyst expert researcher journalist coach player captain striker midfielder defender
    goalkeeper manager actor actress founder owner billionaire specialist scholar fellow mate commentator professor writer author columnist correspondent
    reporter activist lawyer economist historian academic observer critic strategist negotiator mediator investigator prosecutor governor senator legislator
    parliamentarian councillor mayor after before under over other former her for never neither whether rather either either together however
    moreover further later earlier nor winner skipper""".split()
)
#: How many words may stand between a title and the name it belongs to.
_BESIDE = 5


@dataclass(slots=True)
class Case:
    """A candidate for a mention, with everything that was found for and against it."""

    entity: Entity
    form: str
    fit: Alignment
    evidence: list[Evidence] = field(default_factory=list)
    against: list[str] = field(default_factory=list)
    weight: int = 0
    unsure: bool = False

    @property
    def kinds(self) -> set[str]:
        """The kinds of evidence found."""
        return {e.kind for e in self.evidence}

    @property
    def circumstances(self) -> set[str]:
        """The kinds of evidence that do not come from spelling."""
        return self.kinds - {"sound", "distance", "given-name"}

    def found(self, weight: int, kind: str, text: str) -> None:
        """Note a piece of evidence; the heaviest one decides."""
        self.weight = max(self.weight, weight)
        self.evidence.append(Evidence(kind, text))


def weigh(case: Case, mention: Mention, gazetteer: Gazetteer, day: str | None, present: frozenset[str]) -> None:
    """Collect the evidence that the sentence and the article hold for a person, into the case."""
    person = case.entity
    _spelling(case, mention)
    _office(case, mention, gazetteer, day)
    for organisation in person.affiliations:
        if form := gazetteer.mentioned(organisation, mention.folded):
            known = gazetteer.get(organisation)
            case.found(2, "affiliation", f"{person.name} belongs to {known.name if known else form}, named in the same sentence")
            break
    if person.id in present:
        # a near name beside the right one may be somebody else's: enough for an offer only
        case.found(0, "elsewhere", f"{person.name} is spelled right elsewhere in this article")
    if case.weight < 2:
        _country_and_role(case, mention, gazetteer)


def in_article(case: Case, gazetteer: Gazetteer, folded: str) -> None:
    """An organisation of the person named elsewhere in the article: enough only for a spelling that leaves little doubt."""
    for organisation in case.entity.affiliations:
        if form := gazetteer.mentioned(organisation, folded):
            known = gazetteer.get(organisation)
            case.found(1, "affiliation-in-article", f"{case.entity.name} belongs to {known.name if known else form}, named in this article")
            return


def _spelling(case: Case, mention: Mention) -> None:
    fit, surname = case.fit, case.form.split()[-1]
    if fit.equal:
        case.evidence.append(Evidence("given-name", f"{fit.equal} of {fit.words} words of the name agree letter by letter"))
    if fit.sounds:
        case.evidence.append(Evidence("sound", f"“{mention.surname}” and “{surname}” have the same consonants ({skeleton(surname)})"))
    else:
        case.evidence.append(Evidence("distance", f"“{mention.surface}” is {fit.mean:.0%} like “{case.form}”"))


def _office(case: Case, mention: Mention, gazetteer: Gazetteer, day: str | None) -> None:
    """The office named beside the name, held at the article's date; without a date, held at any time."""
    person = case.entity
    for tenure in gazetteer.held_by(person.id):
        office = gazetteer.offices.get(tenure.office)
        if office is None:
            continue
        owner = any(gazetteer.mentioned(o, mention.folded) for o in (office.organisation, office.country) if o)
        titles = sorted(office.titles, key=len, reverse=True)
        title = next((t for t in titles if beside(fold(t), mention)), None)
        if title is None:
            title = next((t for t in titles if f" {fold(t)} " in mention.folded), None) if owner else None
            weight = 2
        else:
            weight = 3 if owner else 1
        if title is None:
            continue
        name = gazetteer.office_name(office)
        if day is None:
            case.found(weight, "office-at-date", f"{person.name} was {name} ({tenure.span()}); the article has no date")
            return
        if tenure.holds(day):
            case.unsure = case.unsure or tenure.near_change(day)
            case.found(weight, "office-at-date", f"{person.name} was {name} on {day} ({tenure.span()})")
            return
        if _former(mention) and tenure.start <= day:
            case.found(weight, "office-at-date", f"{person.name} was {name} before {day} ({tenure.span()})")
            return


def beside(title: str, mention: Mention) -> bool:
    """Whether a folded title stands right before or shortly after the mention, in the same clause."""
    padded = mention.folded
    name = f" {' '.join(fold(t) for t in mention.tokens)} ".replace("  ", " ")
    at = padded.find(name)
    if at < 0:
        return False
    place = padded.find(f" {title} ")
    while place >= 0:
        end = place + len(title) + 1
        if end <= at + 1:
            between = padded[end : at + 1].split()
        elif place >= at + len(name) - 1:
            between = padded[at + len(name) - 1 : place + 1].split()
        else:
            between = None
        if between is not None and len(between) <= _BESIDE:
            return True
        place = padded.find(f" {title} ", place + 1)
    return False


def _former(mention: Mention) -> bool:
    return any(f" {word} " in mention.folded for word in ("former", "ex", "then", "late", "outgoing", "previous"))


def _country_and_role(case: Case, mention: Mention, gazetteer: Gazetteer) -> None:
    """The person's country and what they do, both named in the sentence: weaker than an office, more than nothing."""
    person = case.entity
    place = gazetteer.mentioned(person.country, mention.folded) if person.country else None
    if not place:
        return
    country = gazetteer.get(person.country)
    ours = {w for f in (country.forms("official", "demonym", "alias") if country else ()) for w in fold(f).split()}
    words = {w for w in fold(person.role.replace(",", " ")).split() if len(w) > 3}
    role = next((w for w in sorted(words - ours - _DULL) if f" {w} " in mention.folded or f" {w}s " in mention.folded), None)
    if role is None:
        titles = {fold(t) for held in gazetteer.held_by(person.id) if (o := gazetteer.offices.get(held.office)) for t in o.titles}
        role = next((t for t in sorted(titles, key=len, reverse=True) if f" {t} " in mention.folded), None)
    if role:
        case.found(1, "country-and-role", f"{person.name} ({person.role}) fits “{place}” and “{role}” in the same sentence")


def contradicts(mention: Mention, person: Entity, gazetteer: Gazetteer, before: str) -> str:
    """The word right before the name that says what its bearer is, where that is not what the person is ("the butcher Hakan Fidanci"); else nothing.

    ``before`` is the text that leads to the mention.
    """
    m = _NOUN.search(before)
    if m is None:
        return ""
    word = m.group("noun").lower()
    if not _DOER.search(word):
        return ""
    known = set(fold(person.role.replace(",", " ")).split())
    for tenure in gazetteer.held_by(person.id):
        office = gazetteer.offices.get(tenure.office)
        known |= {w for t in (office.titles if office else ()) for w in fold(t).split()}
    stems = {w[:5] for w in known}
    return "" if word in _ANY_ROLE or word[:5] in stems else word


def held_now(tenure: Tenure, day: str | None) -> bool:
    """Whether a tenure holds on a day; without a day every tenure does."""
    return day is None or tenure.holds(day)
