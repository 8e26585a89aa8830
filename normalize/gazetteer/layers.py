"""Several gazetteers as one: the shipped tables, built files, tables of one's own. All are asked in order, and what has one id is one entity.

An entity's place in the whole is its place in the first layer that has it, after all entities of the layers before. Names and facts of later
layers are added, and where they differ, later ones win. A person of a built file who has the name of one in a table written by hand is
taken for that one: data bases have other ids.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import accumulate, chain
from typing import Any, TypeVar

from normalize.gazetteer.crowds import Crowds
from normalize.gazetteer.gazetteer import Gazetteer
from normalize.gazetteer.mapped_layer import MappedLayer
from normalize.gazetteer.model import Entity, Office, Tenure
from normalize.gazetteer.sound import fold

Layer = Gazetteer | MappedLayer
V = TypeVar("V")
#: Entities kept at hand; more are forgotten, so that a worker's memory stays small.
_KEPT = 2000
#: So many bearers of one name are looked at.
_MOST_BEARERS = 24


class United(Mapping[str, V]):
    """A table over all layers; going through it goes through those that are held in memory."""

    def __init__(self, ask: Callable[[str], V | None], tables: Sequence[Mapping[str, Any]]) -> None:
        self._ask, self._tables = ask, tables

    def __getitem__(self, key: str) -> V:
        found = self._ask(key)
        if not found:
            raise KeyError(key)
        return found

    def get(self, key: str, default: Any = None) -> Any:
        """The value of a key, or the default."""
        return self._ask(key) or default

    def __contains__(self, key: object) -> bool:
        return isinstance(key, str) and bool(self._ask(key))

    def __iter__(self) -> Iterator[str]:
        return iter(dict.fromkeys(chain.from_iterable(self._tables)))

    def __len__(self) -> int:
        return sum(map(len, self._tables))


class Layered(Gazetteer):
    """The gazetteer over several layers, the shipped one first."""

    def __init__(self, layers: Sequence[Layer]) -> None:
        self._layers = list(layers)
        self._bases = [0, *accumulate(len(layer) for layer in layers)]
        self._entities: dict[int, Entity] = {}
        self._mentioned: dict[str, tuple[str, ...]] = {}
        self._homes: dict[int, int] = {}
        self.forms = United(self._form, [x.forms for x in layers])
        self.wrong = United(self._wrong, [x.wrong for x in layers])
        self.words = United(lambda word: sum(x.words.get(word, 0) for x in self._layers), [x.words for x in layers])
        self.person_keys = United(lambda key: self._all(lambda x: x.person_keys.get(key, ())), [x.person_keys for x in layers])
        self.office_titles = United(
            lambda title: list(dict.fromkeys(o for x in self._layers for o in x.office_titles.get(title, ()))), [x.office_titles for x in layers]
        )
        self.lexicon = United(lambda word: max((x.lexicon.get(word, 0) for x in self._worded), default=0), [x.lexicon for x in layers[:1]])

    @cached_property
    def _worded(self) -> list[Layer]:
        """The layers that bring words of English; a built file's few are read once."""
        return [x for x in self._layers if not isinstance(x, MappedLayer) or x.counts().get("words")]

    def _home(self, layer: int, index: int) -> int:
        """The place in the whole of an entity of a layer: that of the first layer with its id."""
        place = self._bases[layer] + index
        if not layer:
            return place
        home = self._homes.get(place)
        if home is None:
            key = self._layers[layer].id_of(index)
            found = ((self._bases[j], self._layers[j].index_of(key)) for j in range(layer))
            home = next((base + i for base, i in found if i is not None), place)
            if len(self._homes) > 4 * _KEPT:
                self._homes.clear()
            self._homes[place] = home
        return home

    def _at(self, place: int) -> tuple[int, int]:
        layer = bisect_right(self._bases, place) - 1
        return layer, place - self._bases[layer]

    def _all(self, ask: Callable[[Layer], Sequence[int]]) -> list[int]:
        """What all layers answer, as places in the whole, each once."""
        return self._without_twins([self._home(k, i) for k, x in enumerate(self._layers) for i in ask(x)])

    def _without_twins(self, places: list[int]) -> list[int]:
        """Without entities of built files that bear the name of one from a table written by hand."""
        places = list(dict.fromkeys(places))
        mapped = [isinstance(self._layers[self._at(p)[0]], MappedLayer) for p in places]
        if not any(mapped) or all(mapped):
            return places
        written = {(self.kind(p), fold(self.entity(p).name)) for p, m in zip(places, mapped, strict=True) if not m}
        return [p for p, m in zip(places, mapped, strict=True) if not m or (self.kind(p), fold(self.entity(p).name)) not in written]

    def _form(self, folded: str) -> list[tuple[int, str]]:
        found = [(self._home(k, i), how) for k, x in enumerate(self._layers) for i, how in x.forms.get(folded, ())]
        if len(found) < 2:
            return found
        kept = set(self._without_twins([i for i, _ in found]))
        return [f for f in dict.fromkeys(found) if f[0] in kept]

    def _wrong(self, form: str) -> list[int]:
        """The targets of a wrong form: those of the last layer that lists it, unless a later one calls it right."""
        for k in range(len(self._layers) - 1, -1, -1):
            homes = [self._home(k, i) for i in self._layers[k].wrong.get(form, ())]
            if homes := [h for h in homes if any(n.form == form and n.kind == "wrong" for n in self.entity(h).names)]:
                return list(dict.fromkeys(homes))
        return []

    def __len__(self) -> int:
        return self._bases[-1]

    def entity(self, index: int) -> Entity:
        """The entity at this place, with what all layers know about it."""
        found = self._entities.get(index)
        if found is None:
            layer, i = self._at(index)
            found = self._layers[layer].entity(i)
            for later in self._layers[layer + 1 :]:
                other = later.index_of(found.id)
                if other is not None:
                    found = united(found, later.entity(other))
            if len(self._entities) > _KEPT:
                self._entities.clear()
            self._entities[index] = found
        return found

    def kind(self, index: int) -> str:
        """The kind of the entity at this place."""
        layer, i = self._at(index)
        return self._layers[layer].kind(i)

    @property
    def entities(self) -> Iterator[Entity]:
        """All entities, each once."""
        return (self.entity(p) for k, x in enumerate(self._layers) for i in range(len(x)) if (p := self._home(k, i)) == self._bases[k] + i)

    @property
    def written(self) -> Iterator[Entity]:
        """The entities of the layers that are tables; built files were checked when they were built."""
        return (self.entity(self._home(k, i)) for k, x in enumerate(self._layers) if isinstance(x, Gazetteer) for i in range(len(x)))

    def index_of(self, entity_id: str) -> int | None:
        """The place of an entity."""
        found = ((self._bases[k], x.index_of(entity_id)) for k, x in enumerate(self._layers))
        return next((base + i for base, i in found if i is not None), None)

    def get(self, entity_id: str) -> Entity | None:
        """The entity of this id."""
        i = self.index_of(entity_id)
        return None if i is None else self.entity(i)

    def named(self, surface: str, *kinds: str) -> list[Entity]:
        """The entities that bear exactly this name, the first few where it is a common one."""
        places = dict.fromkeys(i for i, kind in self.forms.get(fold(surface), ()) if not kinds or kind in kinds)
        return [self.entity(i) for i in list(places)[:_MOST_BEARERS]]

    def likely(self, own: Sequence[str], most: int) -> list[int]:
        """The likeliest persons for the words of a mangled name, those of each layer after the other."""
        return self._all(lambda x: x.likely(own, most))

    def likely_bodies(self, own: Sequence[str], most: int) -> list[int]:
        """The likeliest organisations and places of the layers that are tables."""
        return self._all(lambda x: x.likely_bodies(own, most) if isinstance(x, Gazetteer) else ())

    def belonging(self, organisation: int) -> list[int]:
        """The persons that belong to an organisation, as far as tables say so; built files are not asked."""
        key = self.id_of(organisation)
        out: list[int] = []
        for k, layer in enumerate(self._layers):
            if isinstance(layer, Gazetteer) and (i := layer.index_of(key)) is not None:
                out += [self._home(k, p) for p in layer.belonging(i)]
        return list(dict.fromkeys(out))

    def is_own(self, form: str) -> bool:
        """Whether the user has listed this wrong form in a table."""
        return any(isinstance(x, Gazetteer) and x.is_own(form) for x in self._layers)

    def is_imported(self, index: int) -> bool:
        """Whether an entity is known only from a built file."""
        return isinstance(self._layers[self._at(index)[0]], MappedLayer)

    @property
    def heads(self) -> None:
        """None: built files do not list them."""

    @cached_property
    def crowds(self) -> Crowds | None:
        """The sets of the tables, where these come first and the built files tell nothing new about what is in them; else None."""
        first, *others = self._layers
        if isinstance(first, MappedLayer) or not all(isinstance(x, MappedLayer) and x.countries is not None for x in others):
            return None
        ids = [first.id_of(i) for i in range(len(first))]
        strangers = all(x.index_of(key) is None and not (isinstance(x, MappedLayer) and x.tells_of(key)) for x in others for key in ids)
        return first.crowds if strangers and not any(x.offices.get(key) for x in others for key in first.offices) else None

    @cached_property
    def has_more_offices(self) -> bool:
        """Whether there are offices whose titles the sets do not hold."""
        return any(isinstance(x, MappedLayer) and x.counts().get("offices") for x in self._layers)

    @property
    def in_crowds(self) -> int:
        """How many entities, the first ones, the sets hold."""
        return len(self._layers[0])

    def likely_elsewhere(self, own: Sequence[str], most: int, folded: str, bodies: frozenset[str], present: Iterable[str]) -> list[int]:
        """The likeliest persons of the built files for whom something in a sentence may speak; ``bodies`` are the countries of the tables in it."""
        out: list[int] = []
        for k, layer in enumerate(self._layers):
            if not isinstance(layer, MappedLayer) or layer.countries is None:
                continue
            countries = {n for key, n in layer.countries.items() if key in bodies or (self._layers[0].index_of(key) is None and self.mentioned(key, folded))}
            here = {i for p in present if (i := layer.index_of(p)) is not None}
            out += [self._home(k, i) for i in layer.likely_among(own, most, countries, here)]
        return [p for p in dict.fromkeys(out) if not self._is_twin(p)]

    def _is_twin(self, place: int) -> bool:
        """Whether a table written by hand has an entity of this kind and name."""
        name, kind = fold(self.entity(place).name), self.kind(place)
        return any(self._layers[0].kind(i) == kind and fold(self._layers[0].entity(i).name) == name for i, _ in self._layers[0].forms.get(name, ()))

    @cached_property
    def offices(self) -> Mapping[str, Office]:  # type: ignore[override]
        """All offices by id."""
        tables = [x.offices for x in self._layers]
        return United(lambda key: next((o for t in reversed(tables) if (o := t.get(key))), None), tables)

    @property
    def tenures(self) -> Iterator[Tenure]:
        """All tenures of the layers that are tables."""
        return (t for x in self._layers if isinstance(x, Gazetteer) for t in x.tenures)

    def holders(self, office: str) -> list[Tenure]:
        """Who held an office, and when."""
        return list(dict.fromkeys(t for x in self._layers for t in x.holders(office)))

    def held_by(self, person: str) -> list[Tenure]:
        """The offices a person held."""
        return list(dict.fromkeys(t for x in self._layers for t in x.held_by(person)))

    def members(self, organisation: str) -> list[tuple[str, str, str]]:
        """The members of an organisation, with the dates of their membership."""
        return list(dict.fromkeys(m for x in self._layers for m in x.members(organisation)))

    @cached_property
    def titles(self) -> dict[str, str]:
        """Folded title before a name -> its kind."""
        return {title: kind for x in self._layers for title, kind in x.titles.items()}

    @cached_property
    def terms(self) -> list[tuple[str, tuple[str, ...], tuple[str, ...]]]:
        """Fixed terms with their broken forms and the words that must be near."""
        return [t for x in self._layers for t in x.terms]

    @cached_property
    def epithets(self) -> list[tuple[str, str, str]]:
        """By-names with the entity each stands for, and a note."""
        return [e for x in self._layers for e in x.epithets]

    @cached_property
    def translated(self) -> list[tuple[str, str, tuple[str, ...], tuple[str, ...], str]]:
        """Names translated as words."""
        return [t for x in self._layers for t in x.translated]

    def search(self, text: str, most: int = 20) -> list[Entity]:
        """The entities whose names hold this text, exact names first."""
        wanted = fold(text)
        exact = [i for i, _ in self.forms.get(wanted, ())] + list(self.wrong.get(text, ()))
        exact += [i for i in [self.index_of(text)] if i is not None]
        found = [self.entity(i) for i in dict.fromkeys(exact)]
        for k, layer in enumerate(self._layers):
            if isinstance(layer, MappedLayer):
                found += [self.entity(self._home(k, i)) for i in layer.containing(wanted, most)]
            else:
                found += [e for held in layer.search(text, most) if (e := self.get(held.id))]
        return list(dict.fromkeys(found))[:most]

    def stats(self) -> dict[str, int]:
        """How much all layers hold, by kind."""
        out: dict[str, int] = {}
        for layer in self._layers:
            for key, count in (layer.counts() if isinstance(layer, MappedLayer) else layer.stats()).items():
                out[key] = out.get(key, 0) + count
        return out

    def licences(self) -> list[tuple[str, str, str, int]]:
        """Where the entities of built files come from: source, licence, what must be said, how many."""
        return [told for x in self._layers if isinstance(x, MappedLayer) for told in x.licences()]


def united(first: Entity, second: Entity) -> Entity:
    """One entity of two: all names and affiliations; where the two differ, the second wins.

    >>> one = Entity("a", "person", "Anna", (), "nl")
    >>> united(one, Entity("a", "person", "Anna B", (), "")).country
    'nl'
    """
    names = {(n.form, n.language): n for n in (*first.names, *second.names)}
    return Entity(
        first.id,
        first.kind,
        second.name or first.name,
        tuple(names.values()),
        second.country or first.country,
        second.sex or first.sex,
        second.type or first.type,
        tuple(dict.fromkeys((*first.affiliations, *second.affiliations))),
        tuple(dict.fromkeys((*first.topics, *second.topics))),
        second.role or first.role,
        f"{first.source}; {second.source}" if second.source not in first.source else first.source,
    )
