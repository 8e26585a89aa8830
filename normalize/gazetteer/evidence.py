"""What speaks for a candidate and what speaks against it, each as a sentence that a reader understands.

Spelling alone proves nothing: most names of the world are in no gazetteer. A repair needs a circumstance beside it, of one of three
*weights*: 3 for an office held at the date and named beside the name, 2 for an organisation of the person in the same
sentence, 1 for country and role together. The right name elsewhere in the article earns an offer only: strangers of a like name stand beside famous ones.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from normalize.findings import Evidence
from normalize.gazetteer.alignment import Alignment
from normalize.gazetteer.article import Article
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
#: A name in brackets.
_BRACKET = compiled(r" ?\(((?:\p{Lu}[\p{L}\p{M}’'.-]*+ ?){2,5}+)\)")
#: So many known persons of one organisation support a further one.
LEAST_PEERS = 3
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
    named_beside: bool = False

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


def weigh(case: Case, mention: Mention, article: Article, present: frozenset[str]) -> None:
    """Collect the evidence that the sentence and the article hold for a person, into the case."""
    person, gazetteer = case.entity, article.gazetteer
    _spelling(case, mention)
    _office(case, mention, gazetteer, article.day)
    _affiliation(case, mention, gazetteer)
    if person.id in present:
        # a near name beside the right one may be somebody else's: enough for an offer only
        case.found(0, "elsewhere", f"{person.name} is spelled right elsewhere in this article")
    if case.weight < 2:
        _country_and_role(case, mention, gazetteer)
        _peers(case, article, present)
    elif case.fit.half and person.country and (place := gazetteer.mentioned(person.country, mention.folded)):
        case.found(0, "country", f"“{place}” in the same sentence is where {person.name} comes from")
    _in_brackets(case, mention, article)


def in_article(case: Case, gazetteer: Gazetteer, folded: str) -> None:
    """An organisation of the person named elsewhere in the article: enough only for a spelling that leaves little doubt."""
    for organisation in case.entity.affiliations:
        if form := gazetteer.mentioned(organisation, folded):
            known = gazetteer.get(organisation)
            case.found(1, "affiliation-in-article", f"{case.entity.name} belongs to {known.name if known else form}, named in this article")
            return


def _affiliation(case: Case, mention: Mention, gazetteer: Gazetteer) -> None:
    """An organisation of the person in the same sentence; with a word of what the person does beside the name it weighs as much as an office."""
    person = case.entity
    for organisation in person.affiliations:
        form = gazetteer.mentioned(organisation, mention.folded)
        if not form:
            continue
        known = gazetteer.get(organisation)
        case.found(2, "affiliation", f"{person.name} belongs to {known.name if known else form}, named in the same sentence")
        home = gazetteer.get(person.country)
        taken = {w for e in (known, home) if e for f in e.forms("official", "alias", "short", "demonym") for w in fold(f).split()}
        if role := _role_beside(person, mention, taken):
            case.found(3, "role", f"{person.name} ({person.role}) is what “{role}” beside the name says")
        return


#: Roles that news calls by several words.
_SAME_ROLE = (
    frozenset("analyst expert researcher fellow scholar specialist".split()),
    frozenset("coach manager trainer".split()),
    frozenset("striker forward attacker scorer".split()),
    frozenset("goalkeeper keeper goalie".split()),
    frozenset("winger midfielder playmaker".split()),
    frozenset("defender".split()),
    frozenset("principal".split()),
    frozenset("driver pilot".split()),
    frozenset("spokesman spokeswoman spokesperson".split()),
    frozenset("congressman congresswoman senator".split()),
    frozenset("journalist reporter correspondent columnist editor".split()),
)
#: How far a word may stand from the name and still say what its bearer does.
_ROLE_REACH = 6


def _role_beside(person: Entity, mention: Mention, taken: set[str]) -> str:
    """The word beside the name that says what the person does, the words of the organisation's own name left out."""
    name = f" {' '.join(fold(t) for t in mention.tokens)} "
    at = mention.folded.find(name)
    if at < 0:
        return ""
    near = {*mention.folded[:at].split()[-_ROLE_REACH:], *mention.folded[at + len(name) :].split()[:_ROLE_REACH]}
    own = {w for w in fold(person.role.replace(",", " ")).split() if len(w) > 3} - _DULL - taken
    wanted = own | {w for group in _SAME_ROLE if group & own for w in group}
    return min((near - taken) & wanted, default="")


def _peers(case: Case, article: Article, present: frozenset[str]) -> None:
    """Several known persons of one organisation in the article make a further one of it likelier."""
    person = case.entity
    for organisation in person.affiliations:
        others = [b.entity.name for key, b in sorted(article.bearers.items()) if key in present and key != person.id and organisation in b.entity.affiliations]
        if len(others) >= LEAST_PEERS:
            known = article.gazetteer.get(organisation)
            case.found(1, "peers", f"{', '.join(others[:3])} in this article belong to {known.name if known else organisation} as well")
            return


def _in_brackets(case: Case, mention: Mention, article: Article) -> None:
    """A bracket right after the name that gives the person's right name: "Dzho Bayden (Joe Biden)"."""
    if (m := _BRACKET.match(article.doc.text, mention.end)) and any(e.id == case.entity.id for e in article.gazetteer.named(m.group(1), "official", "alias")):
        case.found(3, "brackets", f"the bracket after the name gives the name of {case.entity.name}")
        case.named_beside = True


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
        if title is None and owner and office.country:
            title = _with_demonym(titles, office.country, mention, gazetteer)
        elif title is not None:
            owner = owner or _names_owner(fold(title), gazetteer)
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


def _with_demonym(titles: list[str], country: str, mention: Mention, gazetteer: Gazetteer) -> str | None:
    """The title beside the name once the country's adjective is taken out of it: "Director of the American CIA"."""
    known = gazetteer.get(country)
    folded = mention.folded
    for demonym in known.forms("demonym") if known else ():
        folded = folded.replace(f" {fold(demonym)} ", " ")
    if folded == mention.folded:
        return None
    bare = mention._replace(folded=folded)
    return next((t for t in titles if beside(fold(t), bare)), None)


def _names_owner(title: str, gazetteer: Gazetteer) -> bool:
    """Whether a folded title says whose the office is: "pentagon chief", "nato secretary general"."""
    words = title.split()
    runs = (" ".join(words[i:j]) for i in range(len(words)) for j in range(i + 1, len(words) + 1) if j - i < len(words))
    return any(gazetteer.kind(i) in ("organisation", "country") for run in runs for i, kind in gazetteer.forms.get(run, ()) if kind != "weak")


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


def held_now(tenure: Tenure, day: str | None) -> bool:
    """Whether a tenure holds on a day; without a day every tenure does."""
    return day is None or tenure.holds(day)
