"""The opened gazetteer: exact look-ups, offices at a date, memberships, search."""

from __future__ import annotations

import marshal
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any

from normalize.gazetteer.alignment import align
from normalize.gazetteer.crowds import Crowds
from normalize.gazetteer.likely import likely
from normalize.gazetteer.model import Entity, Name, Office, Tenure
from normalize.gazetteer.shards import Shards
from normalize.gazetteer.sound import fold, keys
from normalize.patterns import compiled
from normalize.text import Span

_CAPITALISED = compiled(
    r"(?<![\p{L}\p{N}])(?:\p{Lu}|(?:al|el|ul|as|ash|an|ar|at|az)-\p{Lu})[\p{L}\p{M}\p{N}]*+(?:['’\-.&]\p{L}[\p{L}\p{M}\p{N}]*+)*+"
    r"(?:\ (?:(?:of|the|for|and|in|on|de|del|della|di|da|do|dos|du|des|von|van|der|den|bin|ibn|bint|al|el|la|le|y|e|&)\ ){0,2}"
    r"(?:\p{Lu}|(?:al|el|ul|as|ash|an|ar|at|az)-\p{Lu})[\p{L}\p{M}\p{N}]*+(?:['’\-.&]\p{L}[\p{L}\p{M}\p{N}]*+)*+)*"
)
_WORD = compiled(r"[^\s]+")
_MOST_WORDS = 7
_LEAST_NEAR = 0.7
_COMMON = 12


class Gazetteer:
    """Known entities and what is known about them."""

    def __init__(self, tables: dict[str, Any], own: frozenset[str] = frozenset()) -> None:
        self._tables = tables
        #: The wrong forms that stand in tables of the user's own.
        self._own = own
        self._rows: list[bytes] = tables["entities"]
        self._kinds: list[str] = tables["kinds"]
        self._ids = Shards(tables["ids"])
        #: Folded right form -> [(entity, kind of name)].
        self.forms: Mapping[str, list[tuple[int, str]]] = Shards(tables["forms"])
        #: Exact wrong form -> [entity].
        self.wrong: Mapping[str, list[int]] = tables["wrong"]
        #: Folded word of a right name -> how many names have it.
        self.words: Mapping[str, int] = Shards(tables["words"])
        #: Sound key -> [person].
        self.person_keys: Mapping[str, list[int]] = Shards(tables["person_keys"])
        #: Sound key -> [organisation or place].
        self._body_keys: Mapping[str, list[int]] = Shards(tables["body_keys"])
        #: Organisation -> [person] that belongs to it.
        self._belonging: Mapping[str, list[int]] = Shards(tables["belonging"])
        #: English words with how often edited prose had them.
        self.lexicon: Mapping[str, int] = Shards(tables["lexicon"])
        #: Folded title -> ids of the offices that it stands for.
        self.office_titles: Mapping[str, list[str]] = Shards(tables["office_titles"])
        self._entities: dict[int, Entity] = {}
        self._mentioned: dict[str, tuple[str, ...]] = {}

    def _plain(self, table: str) -> Any:
        return marshal.loads(self._tables[table])

    @cached_property
    def titles(self) -> dict[str, str]:
        """Folded title before a name -> its kind."""
        return dict(self._plain("titles"))

    @cached_property
    def terms(self) -> list[tuple[str, tuple[str, ...], tuple[str, ...]]]:
        """Fixed terms with their broken forms and the words that must be near."""
        return list(self._plain("terms"))

    @cached_property
    def epithets(self) -> list[tuple[str, str, str]]:
        """By-names with the entity each stands for, and a note."""
        return list(self._plain("epithets"))

    @cached_property
    def translated(self) -> list[tuple[str, str, tuple[str, ...], tuple[str, ...], str]]:
        """Names translated as words: form, entity, words needed near, words against, note."""
        return list(self._plain("translated"))

    def is_common(self, word: str) -> bool:
        """Whether a lower-case word is a common English one: a form that is one proves nothing alone."""
        return bool(self.lexicon.get(word, 0) >= _COMMON)

    def __len__(self) -> int:
        return len(self._rows)

    def entity(self, index: int) -> Entity:
        """The entity at this place of the tables."""
        if index not in self._entities:
            row = list(marshal.loads(self._rows[index]))
            row[3] = tuple(Name(*n) for n in row[3])
            self._entities[index] = Entity(*row)
        return self._entities[index]

    def kind(self, index: int) -> str:
        """The kind of the entity at this place, without building it."""
        return self._kinds[index]

    @property
    def entities(self) -> Iterator[Entity]:
        """All entities."""
        return (self.entity(i) for i in range(len(self)))

    @property
    def written(self) -> Iterator[Entity]:
        """The entities that stand in tables."""
        return self.entities

    def id_of(self, index: int) -> str:
        """The id of the entity at this place."""
        return self.entity(index).id

    def get(self, entity_id: str) -> Entity | None:
        """The entity of this id."""
        i = self._ids.get(entity_id)
        return None if i is None else self.entity(i)

    def named(self, surface: str, *kinds: str) -> list[Entity]:
        """The entities that bear exactly this name (capitals, accents and hyphens aside), wrong forms left out."""
        found = self.forms.get(fold(surface), ())
        return [self.entity(i) for i in dict.fromkeys(i for i, kind in found if not kinds or kind in kinds)]

    @cached_property
    def offices(self) -> dict[str, Office]:
        """All offices by id."""
        return {key: Office(*row) for key, row in self._plain("offices").items()}

    @cached_property
    def _tenures(self) -> dict[str, list[Tenure]]:
        out: dict[str, list[Tenure]] = {}
        for row in self._plain("tenures"):
            out.setdefault(row[0], []).append(Tenure(*row))
        return out

    @property
    def tenures(self) -> Iterator[Tenure]:
        """All tenures."""
        return (t for held in self._tenures.values() for t in held)

    def index_of(self, entity_id: str) -> int | None:
        """The place of an entity in the tables."""
        found: int | None = self._ids.get(entity_id)
        return found

    @cached_property
    def _holders(self) -> dict[str, list[Tenure]]:
        out: dict[str, list[Tenure]] = {}
        for tenure in self.tenures:
            out.setdefault(tenure.office, []).append(tenure)
        return out

    def belonging(self, organisation: int) -> list[int]:
        """The persons that belong to an organisation, both by place."""
        return self._belonging.get(self.id_of(organisation), [])

    def is_own(self, form: str) -> bool:
        """Whether the user has listed this wrong form."""
        return form in self._own

    def is_imported(self, index: int) -> bool:
        """Whether an entity is known only from a built file, among millions of whom the news speaks of few."""
        return False

    def likely(self, own: Sequence[str], most: int) -> list[int]:
        """The persons for whom the words of a mangled name are likeliest to stand, the best first."""
        return likely(self.person_keys, own, most)

    def likely_bodies(self, own: Sequence[str], most: int) -> list[int]:
        """The organisations and places for which the words of a mangled name are likeliest to stand, the best first."""
        return likely(self._body_keys, own, most, 1 if len(own) == 1 else 2)

    @cached_property
    def heads(self) -> frozenset[str] | None:
        """The first words of all titles and of the names of countries, organisations and places; None where they are not known at once."""
        return frozenset(self._plain("heads"))

    @cached_property
    def tails(self) -> frozenset[str]:
        """The last words of the titles of more than one word; asked only where the heads are known."""
        return frozenset(self._plain("tails"))

    @cached_property
    def crowds(self) -> Crowds | None:
        """The sets of persons that tell at once that nobody can be meant; None where they do not hold all that is known."""
        return Crowds(self.person_keys, Shards(self._tables["phrases"]), self._plain("starts"))

    @property
    def has_more_offices(self) -> bool:
        """Whether there are offices whose titles the sets do not hold."""
        return False

    @property
    def in_crowds(self) -> int:
        """How many entities, the first ones, the sets hold."""
        return len(self)

    def likely_elsewhere(self, own: Sequence[str], most: int, folded: str, bodies: frozenset[str], present: Iterable[str]) -> list[int]:
        """Persons that no set holds: in tables there are none."""
        return []

    def holders(self, office: str) -> list[Tenure]:
        """Who held an office, and when."""
        return self._holders.get(office, [])

    def held_by(self, person: str) -> list[Tenure]:
        """The offices a person held."""
        return self._tenures.get(person, [])

    @cached_property
    def _members(self) -> dict[str, list[tuple[str, str, str]]]:
        out: dict[str, list[tuple[str, str, str]]] = {}
        for member, organisation, start, end in self._plain("memberships"):
            out.setdefault(organisation, []).append((member, start, end))
        return out

    def members(self, organisation: str) -> list[tuple[str, str, str]]:
        """The members of an organisation, with the dates of their membership."""
        return self._members.get(organisation, [])

    def has_members(self, organisation: str) -> bool:
        """Whether the gazetteer lists the members of this organisation."""
        return bool(self.members(organisation))

    def is_member(self, member: str, organisation: str, day: str | None) -> bool:
        """Whether a country belongs to an organisation on a day; without a day, whether it ever did."""
        spans = [(s, e) for m, s, e in self.members(organisation) if m == member]
        return any(day is None or Tenure(member, organisation, s, e).holds(day) for s, e in spans)

    def mentioned(self, entity_id: str, folded_sentence: str) -> str | None:
        """The form of a country or organisation that a folded sentence (with a space at both ends) holds, or None."""
        surfaces = self._mentioned.get(entity_id)
        if surfaces is None:
            entity = self.get(entity_id)
            names = entity.names if entity and entity.kind in ("country", "organisation") else ()
            found = dict.fromkeys(f" {fold(n.form)} " for n in names if not n.language and n.kind != "capital")
            surfaces = self._mentioned[entity_id] = tuple(found)
        for form in surfaces:
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
        exact += [i for i in [self.index_of(text)] if i is not None]
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
                fit = align(text, form if len(parts) > 1 else form.split()[-1])
                score = 0.0 if fit.left_over else fit.mean
                if score >= _LEAST_NEAR:
                    scores[i] = max(score, scores.get(i, 0.0))
        best = sorted(scores, key=lambda i: (-scores[i], self.entity(i).id))[:most]
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
        out: dict[str, int] = dict(Counter(self._kinds))
        out["names"] = sum(len(e.names) for e in self.entities)
        for key in ("offices", "tenures", "memberships", "terms", "epithets", "translated", "titles"):
            out[key] = len(self._plain(key))
        return out

    def licences(self) -> list[tuple[str, str, str, int]]:
        """Where imported entities come from: source, licence, what must be said, how many. Tables have none to tell."""
        return []


def unpossessed(surface: str) -> str:
    """A name without its possessive ending.

    >>> unpossessed("Rutte’s"), unpossessed("Brussels'")
    ('Rutte', 'Brussels')
    """
    for ending in ("'s", "’s", "'", "’", "."):
        if surface.endswith(ending):
            return surface[: -len(ending)]
    return surface
