"""How a name is decided: mentions -> candidates -> evidence -> fix, suggest or silence; then the article pass.

A full name is repaired only with one candidate, two kinds of evidence of which one is not spelling, and nothing against it. A
proven full name then licenses its bare surname in this article, unless a second bearer is in it. Everything else keeps silent:
most names of the world are in no gazetteer and must stay as they are.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from normalize.edits import minimal
from normalize.findings import Evidence, Hit
from normalize.gazetteer.evidence import Case, given_contradicts, weigh
from normalize.gazetteer.gazetteer import Gazetteer
from normalize.gazetteer.mentions import Mention, mentions
from normalize.gazetteer.model import Entity
from normalize.gazetteer.sound import fold, keys, likeness, skeleton
from normalize.text import Document

#: Below this likeness under the channel a surname is another name, whatever else agrees.
LEAST_LIKENESS = 0.62
_MOST_CANDIDATES = 60


@dataclass(slots=True)
class Bearer:
    """A person that the article is known to speak of, and the surnames, right and wrong, that stand for them."""

    entity: Entity
    surname: str
    wrong: set[str] = field(default_factory=set)


class Resolver:
    """Decides about all names of one article."""

    def __init__(self, doc: Document, gazetteer: Gazetteer, day: str | None) -> None:
        self.doc = doc
        self.gazetteer = gazetteer
        self.day = day
        self.mentions = mentions(doc, gazetteer)
        self.bearers: dict[str, Bearer] = {}
        self._strangers: set[str] = set()
        self._lower = None

    def hits(self) -> Iterator[Hit]:
        """All findings about persons, full names first and then what they license."""
        full, bare = [], []
        for m in self.mentions:
            (full if len(m.tokens) > 1 else bare).append(m)
        open_cases: list[Mention] = []
        for m in full:
            known = self._known(m)
            if known:
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
            yield from self._judge(m, present)
        for m in bare:
            yield from self._follow(m)

    def _known(self, m: Mention) -> list[Entity]:
        """The persons whose right name the mention is, in whole or in its last words."""
        if m.surface in self.gazetteer.wrong:
            return []
        for k in range(len(m.tokens) - 1):
            tail = " ".join(m.tokens[k:])
            if tail in self.gazetteer.wrong:
                return []
            found = [e for e in self.gazetteer.named(tail) if e.kind == "person"]
            if found:
                return found
        others = [e for e in self.gazetteer.named(m.surface)]
        if others:
            self._strangers.add(fold(m.surname))
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
        found = [self.gazetteer.entity(i) for i in self.gazetteer.wrong[form]]
        if len(found) != 1:
            names = tuple(e.name for e in found)
            yield Hit(start, m.end, action="suggest", suggestions=names, confidence=0.5, message=f"“{form}” may stand for {' or '.join(names)}")
            return
        entity = found[0]
        wanted = entity.name if " " in form or entity.kind != "person" else entity.name.split()[-1]
        evidence = [Evidence("wrong-form", f"“{form}” is a listed wrong form of {entity.name}")]
        action = "fix" if " " in form or entity.kind != "person" else "suggest"
        if entity.kind == "person":
            case = Case(entity, entity.name, wanted, 1.0)
            weigh(case, m, self.gazetteer, self.day, frozenset(self.bearers))
            evidence += [e for e in case.evidence if e.kind not in ("sound", "distance")]
            if case.proven:
                action = "fix"
            if action == "fix":
                self._meet(entity, entity.name.split()[-1], form.split()[-1])
        yield Hit(
            start,
            m.end,
            (minimal(start, self.doc.text[start : m.end], wanted),),
            evidence=tuple(evidence),
            confidence=0.97 if action == "fix" else 0.7,
            action=action,  # type: ignore[arg-type]
            message=f"“{form}” is {entity.name}",
        )

    def _candidates(self, m: Mention) -> list[Case]:
        """Persons whose surname sounds like the mention's, given names not contradicting."""
        gazetteer = self.gazetteer
        found: dict[int, None] = {}
        for key in (skeleton(m.surname), *sorted(keys(m.surname))):
            for i in gazetteer.person_keys.get(key, ())[:_MOST_CANDIDATES]:
                found.setdefault(i)
        out: list[Case] = []
        for i in found:
            person = gazetteer.entity(i)
            best = None
            for form in person.forms("official", "alias"):
                parts = form.split()
                if len(parts) < 2 or given_contradicts(m, form):
                    continue
                score = likeness(m.surname, parts[-1])
                if score >= LEAST_LIKENESS and (best is None or score > best.spelling):
                    best = Case(person, form, person.name, score)
            if best is not None:
                out.append(best)
        return out

    def _judge(self, m: Mention, present: frozenset[str]) -> Iterator[Hit]:
        """Weigh the candidates for a full name that is in no list."""
        if self._is_ordinary(m):
            self._strangers.add(fold(m.surname))
            return
        cases = self._candidates(m)
        for case in cases:
            weigh(case, m, self.gazetteer, self.day, present)
            if self._already_named(case.entity, m):
                case.against.append("the right name stands in the same sentence")
        proven = [c for c in cases if c.proven and self._spelled_near(m, c)]
        if not proven:
            self._strangers.add(fold(m.surname))
            return
        best = max(proven, key=lambda c: (len(c.kinds), c.spelling, c.entity.id))
        rivals = [c for c in proven if c.entity.id != best.entity.id and len(c.kinds) >= len(best.kinds)]
        sure = not rivals and not best.weak
        wanted = self._wanted(m, best)
        if fold(wanted) == fold(m.surface):
            return
        if sure:
            self._meet(best.entity, best.entity.name.split()[-1], m.surname)
        yield Hit(
            m.start,
            m.end,
            (minimal(m.start, m.surface, wanted),),
            suggestions=() if sure else tuple(c.entity.name for c in [best, *rivals]),
            evidence=tuple(best.evidence),
            confidence=min(0.99, 0.9 + 0.03 * (len(best.kinds) - 1)) if sure else 0.6,
            action="fix" if sure else "suggest",
            message=f"“{m.surface}” is {best.entity.name}",
        )

    def _wanted(self, m: Mention, case: Case) -> str:
        """How the person is to be written here: the usual name; the alias when the mention follows that."""
        return case.entity.name

    def _spelled_near(self, m: Mention, case: Case) -> bool:
        """Whether the spelling is near enough for the evidence at hand."""
        wanted = case.form.split()
        same_sound = skeleton(m.surname) == skeleton(wanted[-1])
        given = likeness(m.given, wanted[0]) if m.given else 0.0
        strong = bool(case.kinds & {"office-at-date", "affiliation", "elsewhere"})
        if "given-name" in case.kinds:
            return same_sound or case.spelling >= (0.7 if strong else 0.8)
        if len(m.tokens) != len(wanted):
            return False
        return (same_sound or case.spelling >= 0.8) and given >= 0.55 and (strong or case.spelling + given >= 1.55)

    def _is_ordinary(self, m: Mention) -> bool:
        """Whether every word of the mention is itself a right name's word: a rightly spelled stranger, by all we know."""
        words = [fold(t) for t in m.tokens]
        return len(m.tokens) > 4 or all(self.gazetteer.words.get(w, 0) >= 2 for w in words)

    def _already_named(self, person: Entity, m: Mention) -> bool:
        return any(f" {fold(form)} " in m.folded for form in person.forms("official", "alias"))

    def _follow(self, m: Mention) -> Iterator[Hit]:
        """A bare surname whose full name the article has proven."""
        word = fold(m.surname)
        if m.surface in self.gazetteer.wrong or word in self._strangers or len(word) < 4:
            return
        same = [b for b in self.bearers.values() if word in b.wrong]
        if not same and (self.gazetteer.forms.get(word) or word in self.gazetteer.words or self._is_common(m)):
            return
        near = same or [
            b
            for b in self.bearers.values()
            if fold(b.surname) != word
            and skeleton(b.surname) == skeleton(word)
            and likeness(word, b.surname) >= 0.72
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
            cls="wrong-name-coreference" if same else "inconsistent-name",
            message=f"“{m.surface}” is {bearer.entity.name}",
        )

    def _is_common(self, m: Mention) -> bool:
        """Whether the article uses the word in lower case as well: then it is a word."""
        if self._lower is None:
            self._lower = set(self.doc.text.split())
        return m.surname.lower() in self._lower
