"""The opened gazetteer: exact look-ups, offices at a date, memberships, search."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import Any

import regex

from normalize.gazetteer.model import Entity, Name, Office, Tenure
from normalize.gazetteer.sound import fold, keys, likeness
from normalize.text import Span

_CAPITALISED = regex.compile(
    r"(?<![\p{L}\p{N}])(?:\p{Lu}|(?:al|el|ul|as|ash|an|ar|at|az)-\p{Lu})[\p{L}\p{M}\p{N}]*+(?:['’\-.&]\p{L}[\p{L}\p{M}\p{N}]*+)*+"
    r"(?:\ (?:(?:of|the|for|and|in|on|de|del|della|di|da|do|dos|du|des|von|van|der|den|bin|ibn|bint|al|el|la|le|y|e|&)\ ){0,2}"
    r"(?:\p{Lu}|(?:al|el|ul|as|ash|an|ar|at|az)-\p{Lu})[\p{L}\p{M}\p{N}]*+(?:['’\-.&]\p{L}[\p{L}\p{M}\p{N}]*+)*+)*"
)
_WORD = regex.compile(r"[^\s]+")
_MOST_WORDS = 7
_LEAST_NEAR = 0.7
_COMMON = 12


class Gazetteer:
    """Known entities and what is known about them."""

    def __init__(self, tables: dict[str, Any]) -> None:
        self._tables = tables
        self._rows: list[tuple[Any, ...]] = tables["entities"]
        self.forms: dict[str, list[tuple[int, str]]] = tables["forms"]
        self.wrong: dict[str, list[int]] = tables["wrong"]
        self.words: dict[str, int] = tables["words"]
        self.titles: dict[str, str] = tables["titles"]
        #: English words with how often edited prose had them; a word is *common* from `_COMMON` on.
        self.lexicon: dict[str, int] = tables["lexicon"]
        self.person_keys: dict[str, list[int]] = tables["person_keys"]
        self.other_keys: dict[str, list[int]] = tables["other_keys"]
        self.terms: list[tuple[str, tuple[str, ...], tuple[str, ...]]] = tables["terms"]
        self.epithets: list[tuple[str, str, str]] = tables["epithets"]
        self.translated: list[tuple[str, str, tuple[str, ...], tuple[str, ...], str]] = tables["translated"]
        self._entities: dict[int, Entity] = {}

    @cached_property
    def common(self) -> frozenset[str]:
        """Common English words: a form that is one proves nothing alone."""
        return frozenset(w for w, count in self.lexicon.items() if count >= _COMMON)

    def __len__(self) -> int:
        return len(self._rows)

    def entity(self, index: int) -> Entity:
        """The entity at this place of the tables."""
        if index not in self._entities:
            row = list(self._rows[index])
            row[3] = tuple(Name(*n) for n in row[3])
            self._entities[index] = Entity(*row)
        return self._entities[index]

    def kind(self, index: int) -> str:
        """The kind of the entity at this place, without building it."""
        return str(self._rows[index][1])

    @cached_property
    def office_words(self) -> frozenset[str]:
        """All titles of all offices, folded."""
        return frozenset(fold(title) for row in self._tables["offices"].values() for title in row[1])

    @property
    def entities(self) -> Iterator[Entity]:
        """All entities."""
        return (self.entity(i) for i in range(len(self)))

    @cached_property
    def _by_id(self) -> dict[str, int]:
        return {row[0]: i for i, row in enumerate(self._rows)}

    def get(self, entity_id: str) -> Entity | None:
        """The entity of this id."""
        i = self._by_id.get(entity_id)
        return None if i is None else self.entity(i)

    def named(self, surface: str, *kinds: str) -> list[Entity]:
        """The entities that bear exactly this name (capitals, accents and hyphens aside), wrong forms left out."""
        found = self.forms.get(fold(surface), ())
        return [self.entity(i) for i in dict.fromkeys(i for i, kind in found if not kinds or kind in kinds)]

    @cached_property
    def offices(self) -> dict[str, Office]:
        """All offices by id."""
        return {key: Office(*row) for key, row in self._tables["offices"].items()}

    @cached_property
    def _tenures(self) -> dict[str, list[Tenure]]:
        out: dict[str, list[Tenure]] = {}
        for row in self._tables["tenures"]:
            out.setdefault(row[0], []).append(Tenure(*row))
        return out

    @property
    def tenures(self) -> Iterator[Tenure]:
        """All tenures."""
        return (t for held in self._tenures.values() for t in held)

    def index_of(self, entity_id: str) -> int | None:
        """The place of an entity in the tables."""
        return self._by_id.get(entity_id)

    @cached_property
    def titles_of_offices(self) -> dict[str, list[Office]]:
        """The offices that each folded title stands for."""
        out: dict[str, list[Office]] = {}
        for office in self.offices.values():
            for title in office.titles:
                out.setdefault(fold(title), []).append(office)
        return out

    @cached_property
    def _holders(self) -> dict[str, list[Tenure]]:
        out: dict[str, list[Tenure]] = {}
        for tenure in self.tenures:
            out.setdefault(tenure.office, []).append(tenure)
        return out

    def holders(self, office: str) -> list[Tenure]:
        """Who held an office, and when."""
        return self._holders.get(office, [])

    def held_by(self, person: str) -> list[Tenure]:
        """The offices a person held."""
        return self._tenures.get(person, [])

    @cached_property
    def _members(self) -> dict[str, list[tuple[str, str, str]]]:
        out: dict[str, list[tuple[str, str, str]]] = {}
        for member, organisation, start, end in self._tables["memberships"]:
            out.setdefault(organisation, []).append((member, start, end))
        return out

    def has_members(self, organisation: str) -> bool:
        """Whether the gazetteer lists the members of this organisation."""
        return organisation in self._members

    def is_member(self, member: str, organisation: str, day: str | None) -> bool:
        """Whether a country belongs to an organisation on a day; without a day, whether it ever did."""
        spans = [(s, e) for m, s, e in self._members.get(organisation, ()) if m == member]
        return any(day is None or Tenure(member, organisation, s, e).holds(day) for s, e in spans)

    @cached_property
    def _surfaces(self) -> dict[str, tuple[str, ...]]:
        out: dict[str, list[str]] = {}
        for row in self._rows:
            if row[1] in ("country", "organisation"):
                out[row[0]] = [f" {fold(form)} " for form, kind, language in row[3] if not language and kind != "capital"]
        return {key: tuple(dict.fromkeys(v)) for key, v in out.items()}

    def mentioned(self, entity_id: str, folded_sentence: str) -> str | None:
        """The form of a country or organisation that a folded sentence (with a space at both ends) holds, or None."""
        for form in self._surfaces.get(entity_id, ()):
            if form in folded_sentence:
                return form.strip()
        return None

    def known_spans(self, text: str) -> list[Span]:
        """Where the text holds names that are right as they stand: longest first, never a part of a listed wrong form.

        One-word weak forms are left out, since they are as often other words.
        """
        out: list[Span] = []
        for run in _CAPITALISED.finditer(text):
            words = [m.span() for m in _WORD.finditer(text, *run.span())]
            i = 0
            while i < len(words):
                for k in range(min(len(words), i + _MOST_WORDS), i, -1):
                    start, end = words[i][0], words[k - 1][1]
                    surface = text[start:end]
                    if self._is_right(surface):
                        out.append(Span(start, end))
                        i = k
                        break
                    bare = unpossessed(surface)
                    if bare != surface and self._is_right(bare):
                        out.append(Span(start, start + len(bare)))
                        i = k
                        break
                else:
                    i += 1
        return out

    def _is_right(self, surface: str) -> bool:
        if surface in self.wrong or not surface[0].isalpha():
            return False
        return any(kind != "weak" or " " in surface for _, kind in self.forms.get(fold(surface), ()))

    def search(self, text: str, most: int = 20) -> list[Entity]:
        """The entities whose names hold this text, exact names first."""
        wanted = fold(text)
        exact = [i for i, _ in self.forms.get(wanted, ())]
        exact += [i for form, found in self.wrong.items() if fold(form) == wanted for i in found]
        exact += [self._by_id[text]] if text in self._by_id else []
        part = [i for form, found in self.forms.items() if f" {wanted} " in f" {form} " for i, _ in found]
        return [self.entity(i) for i in dict.fromkeys(exact + part)][:most]

    def near(self, text: str, most: int = 5) -> list[tuple[Entity, float]]:
        """Persons whose names sound like this text, the likest first; none for a name that is known."""
        parts = text.split()
        if not parts or self.named(text):
            return []
        scores: dict[int, float] = {}
        for i in dict.fromkeys(i for key in keys(parts[-1]) for i in self.person_keys.get(key, ())):
            for form in self.entity(i).forms("official", "alias"):
                score = likeness(text, form) if len(parts) > 1 else likeness(parts[-1], form.split()[-1])
                if score >= _LEAST_NEAR:
                    scores[i] = max(score, scores.get(i, 0.0))
        best = sorted(scores, key=lambda i: (-scores[i], self._rows[i][0]))[:most]
        return [(self.entity(i), scores[i]) for i in best]

    def describe(self, entity: Entity) -> list[str]:
        """What is known about an entity, in lines for a person to read."""
        lines = [f"{entity.name}  ({entity.kind}{', ' + entity.type if entity.type else ''}; id {entity.id})"]
        if entity.role:
            lines.append(f"  {entity.role}")
        if entity.country and entity.kind != "country" and (country := self.get(entity.country)):
            lines.append(f"  country: {country.name}")
        for kind in ("alias", "short", "weak", "wrong", "demonym", "capital"):
            if forms := entity.forms(kind):
                lines.append(f"  {kind}: {', '.join(forms)}")
        if native := [f"{n.form} ({n.language})" for n in entity.names if n.language]:
            lines.append(f"  native: {', '.join(native)}")
        for t in self.held_by(entity.id):
            office = self.offices.get(t.office)
            lines.append(f"  office: {self.office_name(office) if office else t.office}, {t.span()}")
        if entity.affiliations:
            names = [e.name if (e := self.get(a)) else a for a in entity.affiliations]
            lines.append(f"  affiliated with: {', '.join(names)}")
        lines.append(f"  source: {entity.source}")
        return lines

    def office_name(self, office: Office) -> str:
        """An office as a reader would name it: ``Secretary General of NATO``."""
        owner = self.get(office.organisation) or self.get(office.country)
        title = office.titles[0] if office.titles else office.id
        return f"{title} of {owner.forms('short')[0] if owner and owner.forms('short') else owner.name}" if owner else title

    def stats(self) -> dict[str, int]:
        """How much the gazetteer holds, by kind."""
        out: dict[str, int] = {}
        for row in self._rows:
            out[row[1]] = out.get(row[1], 0) + 1
        out["names"] = sum(len(row[3]) for row in self._rows)
        for key in ("offices", "tenures", "memberships", "terms", "epithets", "translated", "titles"):
            out[key] = len(self._tables[key])
        return out


def unpossessed(surface: str) -> str:
    """A name without its possessive ending.

    >>> unpossessed("Rutte’s"), unpossessed("Brussels'")
    ('Rutte', 'Brussels')
    """
    for ending in ("'s", "’s", "'", "’", "."):
        if surface.endswith(ending):
            return surface[: -len(ending)]
    return surface
