"""How a name is decided: mentions -> candidates -> evidence -> fix, suggest or silence; then the article pass.

A full name is repaired only with one candidate, two kinds of evidence of which one is not spelling, and nothing against it. A
proven full name then licenses its bare surname in this article, unless a second bearer is in it. Everything else keeps silent:
most names of the world are in no gazetteer and must stay as they are.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

from normalize.edits import minimal
from normalize.findings import Evidence, Hit
from normalize.gazetteer.alignment import align, parts
from normalize.gazetteer.channel.costs import channel
from normalize.gazetteer.evidence import Case, contradicts, in_article, weigh
from normalize.gazetteer.gazetteer import Gazetteer
from normalize.gazetteer.mentions import Mention, folded_sentence, mentions
from normalize.gazetteer.model import Entity
from normalize.gazetteer.sound import fold, nearness, skeleton
from normalize.gazetteer.surroundings import Surroundings
from normalize.patterns import compiled
from normalize.text import Document

#: The weight of circumstances that a spelling of each strength needs for a fix; one less is a suggestion.
_NEEDED = {3: 1, 2: 2, 1: 3}
#: A given name this near, before a surname that is equal, is another way to write it.
_A_VARIANT = 0.85
_MOST_WORDS = 5
#: Countries whose people write their names in Latin letters, so that one spelling is right.
_LATIN_COUNTRIES = frozenset(
    """us gb ie ca au nz de at ch fr be nl lu es pt it mt pl cz sk hu si hr ro al ee lv lt fi se no dk is tr az mx gt hn sv ni cr pa cu do ht jm co ve ec pe
    bo cl ar uy py br ph id my sg vn za ng gh ke tz ug rw cd ci sn ml bf ne cm ga cg ao mz zm zw bw na xk""".split()
)
_INTRODUCES = compiled(r",? \(?(?:who|whose|a|an|the|his|her|aged|\d{1,2})\b")


@dataclass(slots=True)
class Bearer:
    """A person that the article is known to speak of, and the surnames, right and wrong, that stand for them."""

    entity: Entity
    surname: str
    wrong: set[str] = field(default_factory=set)


class Resolver:
    """Decides about the names of persons in one article."""

    def __init__(self, doc: Document, gazetteer: Gazetteer, day: str | None, language: str | None = None) -> None:
        self.doc = doc
        self.gazetteer = gazetteer
        self.day = day
        self.language = language
        self.mentions = mentions(doc, gazetteer)
        self.bearers: dict[str, Bearer] = {}
        self._surroundings = Surroundings(gazetteer, lambda: self._article, day, language)
        self._strangers: set[str] = set()

    @cached_property
    def _lower(self) -> set[str]:
        """The words that the article writes in lower case: a bare surname among them is a word."""
        return {w.strip(".,;:!?”“\"'’()") for w in self.doc.text.split() if w[:1].islower()}

    @cached_property
    def _article(self) -> str:
        """The whole text, folded, to look for organisations in."""
        return folded_sentence(self.doc.text)

    def hits(self) -> Iterator[Hit]:
        """All findings, full names first and then what they license."""
        full = [m for m in self.mentions if len(m.tokens) > 1]
        bare = [m for m in self.mentions if len(m.tokens) == 1]
        open_cases: list[Mention] = []
        for m in full:
            if known := self._known(m):
                for person in known:
                    self._meet(person, m.surname)
            elif wrong := self._listed(m):
                yield from self._repair_listed(m, *wrong)
            else:
                open_cases.append(m)
        for m in bare:
            if m.surface in self.gazetteer.wrong:
                yield from self._repair_listed(m, m.surface, m.start)
        present = frozenset(self.bearers)
        for m in open_cases:
            hits = list(self._judge(m, present))
            yield from hits
            if not hits:
                bare.append(self._last_word(m))
        for m in bare:
            if m.surface not in self.gazetteer.wrong:
                yield from self._follow(m)

    def _last_word(self, m: Mention) -> Mention:
        """The surname of a mention whose first words are a club's or a body's ("Ahly Musimani"), as a mention of its own."""
        front = self.doc.text[m.start : m.end - len(m.surname)].strip()
        if not any(e.kind in ("organisation", "place", "country") for e in self.gazetteer.named(front)):
            return m
        return m._replace(start=m.end - len(m.surname), surface=m.surname, tokens=(m.surname,))

    def _known(self, m: Mention) -> list[Entity]:
        """The persons whose right name the mention is, in whole or in its last words."""
        for k in range(len(m.tokens) - 1):
            tail = " ".join(m.tokens[k:])
            if tail in self.gazetteer.wrong:
                return []
            if found := [e for e in self.gazetteer.named(tail, "official", "alias") if e.kind == "person"]:
                return found
        return []

    def _meet(self, person: Entity, surname: str, wrong: str | None = None) -> None:
        bearer = self.bearers.setdefault(person.id, Bearer(person, surname))
        if wrong:
            bearer.wrong.add(fold(wrong))

    def _listed(self, m: Mention) -> tuple[str, int] | None:
        """The listed wrong form that the mention is or ends in, with its place."""
        for k in range(len(m.tokens) - 1):
            tail = " ".join(m.tokens[k:])
            if tail in self.gazetteer.wrong:
                return tail, m.end - len(tail)
        return None

    def _repair_listed(self, m: Mention, form: str, start: int) -> Iterator[Hit]:
        """A listed wrong form: sure when it is no person's or no word of it is any name's, else only with a circumstance."""
        found = [self.gazetteer.entity(i) for i in self.gazetteer.wrong[form]]
        if len(found) != 1:
            names = tuple(e.name for e in found)
            yield Hit(start, m.end, action="suggest", suggestions=names, confidence=0.5, message=f"“{form}” may stand for {' or '.join(names)}")
            return
        entity = found[0]
        person = entity.kind == "person"
        wanted = entity.name if " " in form or not person else self._short(entity)
        evidence = [Evidence("wrong-form", f"“{form}” is a listed wrong form of {entity.name}")]
        sure = not person or (" " in form and not any(w in self.gazetteer.words for w in parts(form)))
        if person:
            case = Case(entity, entity.name, align(form, entity.name, self.language))
            weigh(case, m, self.gazetteer, self.day, frozenset(self.bearers))
            evidence += [e for e in case.evidence if e.kind not in ("sound", "distance")]
            sure = sure or case.weight > 0
            if sure:
                self._meet(entity, self._short(entity), form.split()[-1])
        yield Hit(
            start,
            m.end,
            (minimal(start, self.doc.text[start : m.end], wanted),),
            evidence=tuple(evidence),
            confidence=0.97 if sure else 0.7,
            action="fix" if sure else "suggest",
            cls="canonical-form" if fold(form) == fold(wanted) else None,
            message=f"“{form}” is {entity.name}",
        )

    def _short(self, person: Entity) -> str:
        """The bare form under which news speaks of a person: a short form made of the name's own words ("Xi"), else the last word."""
        last = person.name.split()[-1]
        weak = [f for f in person.forms("weak") if set(fold(f).split()) <= set(fold(person.name).split())]
        return last if last in weak or not weak else weak[0]

    def _candidates(self, m: Mention) -> list[Case]:
        """Persons whose names sound like the mention's, and holders of an office named beside it; one case each, best form first."""
        gazetteer = self.gazetteer
        around = self._surroundings
        if around.is_quiet(m, self.bearers):
            return []
        found = around.likely(m)
        cases: list[Case] = []
        for i in found:
            person = gazetteer.entity(i)
            fits = [(align(m.surface, form, self.language), form) for form in person.forms("official", "alias") if " " in form and " of " not in form]
            fits = [(fit, form) for fit, form in fits if fit.strength]
            if fits:
                fit, form = max(fits, key=lambda f: (f[0].strength, f[0].mean, -f[0].missing))
                cases.append(Case(person, form, fit))
        if not cases:
            around.note_quiet(m)
        return cases

    def _judge(self, m: Mention, present: frozenset[str]) -> Iterator[Hit]:
        """Weigh the candidates for a full name that is in no list."""
        if len(m.tokens) > _MOST_WORDS or self.gazetteer.named(m.surface) or len(m.surname) < 3:
            self._strangers.add(fold(m.surname))
            return
        cases = self._candidates(m)
        if not cases:
            self._strangers.add(fold(m.surname))
            return
        for case in cases:
            weigh(case, m, self.gazetteer, self.day, present)
            if not case.weight and case.fit.strength == 3 and case.entity.id not in self.bearers:
                in_article(case, self.gazetteer, self._article)
            if self._already_named(case.entity, m):
                case.against.append("the right name stands in the same sentence")
            if noun := contradicts(m, case.entity, self.gazetteer, self.doc.text[max(0, m.run_start - 40) : m.run_start]):
                case.against.append(f"“{noun}” before the name is not what {case.entity.name} is")
        ordinary = self._is_ordinary(m)
        if any(self.gazetteer.is_common(w) and w not in self.gazetteer.words for w in parts(m.surface)):
            cases = [c for c in cases if c.fit.strength == 3]  # a common word in it: hardly a name
        open_ = [c for c in cases if not c.against and c.weight >= _NEEDED[c.fit.strength] - (0 if ordinary else 1) and c.circumstances]
        if not open_:
            self._strangers.add(fold(m.surname))
            return
        best = max(open_, key=lambda c: (c.weight, c.fit.strength, c.fit.mean, c.entity.id))
        wanted = self._wanted(m, best)
        rivals = [c for c in open_ if c is not best and c.fit.strength >= best.fit.strength and c.weight >= best.weight and self._wanted(m, c) != wanted]
        needed = _NEEDED[best.fit.strength] + (1 if ordinary and best.fit.strength < 3 else 0)
        sure = not rivals and not best.unsure and best.weight >= min(3, needed) and not (ordinary and best.weight < 2)
        sure = sure and not (best.circumstances <= {"elsewhere", "affiliation-in-article"} and self._is_introduced(m))
        if wanted == m.surface or fold(wanted) == fold(m.surface) or self._is_variant(m, best):
            return
        if sure:
            self._meet(best.entity, self._short(best.entity), m.surname)
        yield Hit(
            m.start,
            m.end,
            (minimal(m.start, m.surface, wanted),),
            suggestions=() if sure else tuple(c.entity.name for c in [best, *rivals]),
            evidence=tuple(best.evidence),
            confidence=round(min(0.99, 0.84 + 0.03 * best.weight + 0.03 * best.fit.strength), 2) if sure else 0.6,
            action="fix" if sure else "suggest",
            message=f"“{m.surface}” is {best.entity.name}" if sure else f"“{m.surface}” may be {best.entity.name}",
        )

    def _wanted(self, m: Mention, case: Case) -> str:
        """The form to write: the usual name, or an alias with as many words as the mention has; where the page dropped a letter, the form that has it."""
        wanted, count = case.entity.name, len(m.tokens)
        if len(wanted.split()) != count and len(case.form.split()) == count:
            wanted = case.form
        same = [f for f in case.entity.forms("official", "alias") if fold(f) == fold(wanted)]
        return next((f for f in same if not f.isascii() and _only_lost(m.surface, f)), wanted)

    def _is_introduced(self, m: Mention) -> bool:
        """Whether the article introduces the bearer ("David Lemmey, who runs a bakery"): then it may be somebody of a like name."""
        return _INTRODUCES.match(self.doc.text, m.end) is not None

    def _is_variant(self, m: Mention, case: Case) -> bool:
        """Whether only the given name is spelled otherwise, by sounds alike, in a name from another script: a variant, not a slip ("Avihay")."""
        mine, right = parts(m.surface), parts(case.form)
        if case.entity.country in _LATIN_COUNTRIES or len(mine) != len(right) or mine[-1] != right[-1]:
            return False
        return case.fit.equal + case.fit.sounds == case.fit.words or case.fit.worst >= _A_VARIANT

    def _is_ordinary(self, m: Mention) -> bool:
        """Whether every word of the mention is itself a right name's word: a rightly spelled stranger, by all we know."""
        return all(self.gazetteer.words.get(w, 0) >= 2 for w in parts(m.surface))

    def _already_named(self, person: Entity, m: Mention) -> bool:
        return any(f" {fold(form)} " in m.folded for form in person.forms("official", "alias"))

    def _follow(self, m: Mention) -> Iterator[Hit]:
        """A bare surname whose full name the article has proven."""
        word = fold(m.surname)
        if len(m.tokens) > 1 or (word in self._strangers and not any(word in b.wrong for b in self.bearers.values())) or len(word) < 4:
            return
        same = [b for b in self.bearers.values() if word in b.wrong]
        if not same and (self.gazetteer.forms.get(word) or word in self.gazetteer.words or self._is_word(m)):
            return
        if same and (m.surname.lower() in self._lower or any(e.kind != "person" for e in self.gazetteer.named(m.surface))):
            return
        near = same or [
            b
            for b in self.bearers.values()
            if fold(b.surname) != word
            and skeleton(b.surname) == skeleton(word)
            and nearness(word, b.surname, channel(self.language)) >= 0.7
            and skeleton(word[0]) == skeleton(fold(b.surname)[0])
        ]
        if len(near) != 1 or fold(near[0].surname) == word:
            return
        bearer = near[0]
        evidence = [Evidence("reference", f"the article speaks of {bearer.entity.name}")]
        evidence.append(
            Evidence("same-form", f"“{m.surname}” stood for {bearer.surname} in the full name")
            if same
            else Evidence("sound", f"“{m.surname}” and “{bearer.surname}” have the same consonants ({skeleton(word)})")
        )
        yield Hit(
            m.start,
            m.end,
            (minimal(m.start, m.surface, bearer.surname),),
            evidence=tuple(evidence),
            confidence=0.96 if same else 0.92,
            cls="wrong-name-coreference" if same or bearer.wrong else "inconsistent-name",
            message=f"“{m.surface}” is {bearer.entity.name}",
        )

    def _is_word(self, m: Mention) -> bool:
        """Whether the surname is a word of English or of this article."""
        word = m.surname.lower()
        return self.gazetteer.is_common(word) or word in self._lower


def _only_lost(mangled: str, right: str) -> bool:
    """Whether the mangled name is the right one with letters dropped, none changed.

    >>> _only_lost("Erdoan", "Erdoğan"), _only_lost("Erdogan", "Erdoğan")
    (True, False)
    """
    rest = iter(right)
    return mangled != right and all(c in rest for c in mangled)
