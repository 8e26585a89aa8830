"""What speaks against a candidate: a word before the name that says its bearer is something else, or of the other sex.

What is missing is neutral; what contradicts is fatal.
"""

from __future__ import annotations

from normalize.gazetteer.gazetteer import Gazetteer
from normalize.gazetteer.mentions import Mention
from normalize.gazetteer.model import Entity
from normalize.gazetteer.sound import fold
from normalize.patterns import compiled

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
#: Words right before a name that tell the sex of its bearer.
_SEXES = {
    **dict.fromkeys("mr sir lord king prince spokesman chairman businessman congressman statesman sportsman actor father brother son uncle nephew".split(), "m"),
    **dict.fromkeys(
        """mrs ms miss madam lady dame queen princess spokeswoman chairwoman businesswoman congresswoman stateswoman actress mother sister daughter aunt
        niece sportswoman policewoman""".split(),
        "f",
    ),
}
_LAST_WORD = compiled(r"(?P<word>\p{L}+)\.? $")


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


def sex_told(mention: Mention, before: str) -> tuple[str, str]:
    """The sex that the word right before a name tells, and that word; two empty strings when it tells none.

    ``before`` is the text that leads to the mention; the mention itself may have a title in front that was taken off ("Mrs").
    """
    m = _LAST_WORD.search(mention.before or before)
    word = m.group("word").lower() if m else ""
    return (_SEXES[word], word) if word in _SEXES else ("", "")
