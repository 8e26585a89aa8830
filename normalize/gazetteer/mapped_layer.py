"""A built gazetteer file as one layer: the same look-ups that `gazetteer.Gazetteer` has, answered from the mapped file."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import TypeVar

from normalize.gazetteer.files import split
from normalize.gazetteer.likely import likely_of_many
from normalize.gazetteer.mapped import TOLD, GazetteerFile, damaged, key_hash, person_key_hash
from normalize.gazetteer.model import Entity, Name, Office, Tenure
from normalize.gazetteer.records import KINDS, NAME_KINDS
from normalize.gazetteer.sound import fold

V = TypeVar("V")
#: A sound key with more bearers than this says nothing by itself.
_MOST_NEAR = 500
#: The size of a gazetteer for which "two names have this word" means that the word is a usual one.
_USUAL_SIZE = 8000


class Asked(Mapping[str, V]):
    """A table that can be asked but keeps no list of its keys, only their hashes; going through it gives nothing."""

    def __init__(self, ask: Callable[[str], V | None]) -> None:
        self._ask = ask

    def __getitem__(self, key: str) -> V:
        found = self._ask(key)
        if not found:
            raise KeyError(key)
        return found

    def __iter__(self) -> Iterator[str]:
        return iter(())

    def __len__(self) -> int:
        return 0


class MappedLayer:
    """The entities of one built file, by their place in it."""

    def __init__(self, path: str) -> None:
        self.file = GazetteerFile(path)
        self._rows = self.file.rows("entities")
        self._kinds = self.file.part("kinds")
        if len(self._kinds) != len(self._rows):
            raise damaged(path)
        post = {n: self.file.postings(n) for n in ("ids", "forms", "wrong", "words", "person_keys", "office_ids", "office_titles")}
        self._post = post
        self._offices = self.file.rows("offices")
        self._tenures, self._memberships = self.file.rows("tenures"), self.file.rows("memberships")
        self._by = {n: self.file.postings(n) for n in ("tenures_person", "tenures_office", "memberships_organisation")}
        self.forms: Mapping[str, list[tuple[int, str]]] = Asked(self._form)
        self.wrong: Mapping[str, list[int]] = Asked(lambda form: post["wrong"].numbers(key_hash(form))) if len(post["wrong"]) else {}
        self.words: Mapping[str, int] = Asked(self._bearers)
        self.person_keys: Mapping[str, list[int]] = Asked(self._near)
        self.offices: Mapping[str, Office] = Asked(self._office)
        titles = Asked(lambda title: [str(self._offices[n][0]) for n in post["office_titles"].numbers(key_hash(title))])
        self.office_titles: Mapping[str, list[str]] = titles if len(post["office_titles"]) else {}

    def _form(self, folded: str) -> list[tuple[int, str]]:
        return [(n >> 3, NAME_KINDS[n & 7]) for n in self._post["forms"].numbers(key_hash(folded)) if n & 7 < len(NAME_KINDS)]

    def _bearers(self, word: str) -> int:
        """How many names have a word, as it would be among `_USUAL_SIZE` entities: among millions almost every mangled word is somebody's name."""
        start, end = self._post["words"].span(key_hash(word))
        return (end - start) // max(1, len(self._rows) // _USUAL_SIZE)

    def _near(self, key: str) -> list[int]:
        start, end = self._post["person_keys"].span(person_key_hash(key))
        return self._post["person_keys"].numbers(person_key_hash(key)) if end - start <= _MOST_NEAR else []

    def _office(self, key: str) -> Office | None:
        for n in self._post["office_ids"].numbers(key_hash(key)):
            row = self._offices[n]
            if row[0] == key:
                return Office(row[0], tuple(row[1]), row[2], row[3], row[4])
        return None

    def __len__(self) -> int:
        return len(self._rows)

    def id_of(self, index: int) -> str:
        """The id of the entity at this place."""
        return str(self._rows[index][0])

    def index_of(self, key: str) -> int | None:
        """The place of an entity, if it is here."""
        for n in self._post["ids"].numbers(key_hash(key)):
            if self._rows[n][0] == key:
                return n
        return None

    def kind(self, index: int) -> str:
        """The kind of the entity at this place."""
        try:
            return KINDS[self._kinds[index]]
        except IndexError:
            raise damaged(self.file.path) from None

    def entity(self, index: int) -> Entity:
        """The entity at this place."""
        try:
            key, kind, name, names, country, sex, sort, belongs, topics, role, (licence, file, line) = self._rows[index]
            source, terms, _, _ = self.file.about["licences"][licence]
            told = f"{self.file.about['files'][file]}:{line}"
            told += f" ({', '.join(t for t in (source, terms) if t)})" if source or terms else ""
            return Entity(key, kind, name, tuple(Name(*n) for n in names), country, sex, sort, tuple(belongs), tuple(topics), role, told)
        except (ValueError, TypeError, IndexError):
            raise damaged(self.file.path) from None

    def likely(self, own: Sequence[str], most: int) -> list[int]:
        """The likeliest persons for the words of a mangled name."""
        return likely_of_many(self._post["person_keys"], self._words, own, most)

    @cached_property
    def countries(self) -> dict[str, int] | None:
        """The countries of those for whom nothing but their country may speak, with the numbers for `likely_among`; None in files of older versions."""
        if not (self.file.has("speaking") and self.file.has("countries")):
            return None
        return {key: n for n, key in enumerate(self.file.plain("countries"), TOLD + 1)}

    @cached_property
    def _speaking(self) -> memoryview:
        return self.file.part("speaking", "I")

    @cached_property
    def _some_told(self) -> bool:
        """Whether there is anybody whose row must be read to know what speaks for them."""
        import numpy as np

        return bool((np.frombuffer(self._speaking, np.uint32) == TOLD).any())

    def likely_among(self, own: Sequence[str], most: int, countries: set[int], present: set[int]) -> list[int]:
        """The likeliest persons of those for whom something may speak: they are of these countries, present in the article, or their row tells more."""
        if not (countries or present or self._some_told):
            return []
        speaking, allowed = self._speaking, {TOLD, *countries}
        return likely_of_many(self._post["person_keys"], self._words, own, most, lambda seeds: [i for i in seeds if speaking[i] in allowed or i in present])

    def _words(self, index: int) -> set[str]:
        """The folded words of a person's names."""
        return {w for form, how, language in self._rows[index][3] if not language and how in ("official", "alias", "weak") for w in fold(form).split()}

    def tells_of(self, key: str) -> bool:
        """Whether the file has an office or members of an entity that is itself elsewhere."""
        return any(self._by[way].numbers(key_hash(key), 1) for way in ("tenures_person", "memberships_organisation"))

    def held_by(self, person: str) -> list[Tenure]:
        """The offices a person held."""
        return [t for n in self._by["tenures_person"].numbers(key_hash(person)) if (t := Tenure(*self._tenures[n])).person == person]

    def holders(self, office: str) -> list[Tenure]:
        """Who held an office, and when."""
        return [t for n in self._by["tenures_office"].numbers(key_hash(office)) if (t := Tenure(*self._tenures[n])).office == office]

    def members(self, organisation: str) -> list[tuple[str, str, str]]:
        """The members of an organisation, with the dates of their membership."""
        rows = (self._memberships[n] for n in self._by["memberships_organisation"].numbers(key_hash(organisation)))
        return [(m, start, end) for m, o, start, end in rows if o == organisation]

    def containing(self, wanted: str, most: int) -> Iterator[int]:
        """The entities that have a name with these folded words in a row."""
        spans = sorted((self._post["words"].span(key_hash(word)) for word in wanted.split()), key=lambda s: s[1] - s[0])
        if not spans:
            return
        start, end = spans[0]
        found = 0
        for n in dict.fromkeys(self._post["words"].between(start, min(end, start + 200 * most))):
            if all(self._post["words"].holds(s, n) for s in spans[1:]):
                forms = (f" {fold(m.form)} " for m in self.entity(n).names if not m.language)
                if any(f" {wanted} " in form for form in forms):
                    yield n
                    found += 1
                    if found >= most:
                        return

    @property
    def titles(self) -> dict[str, str]:
        """Folded title before a name -> its kind."""
        return {fold(row["title"]): row["kind"] for row in self.file.plain("titles")}

    @property
    def terms(self) -> list[tuple[str, tuple[str, ...], tuple[str, ...]]]:
        """Fixed terms with their broken forms and the words that must be near."""
        return [(r["term"], tuple(split(r["wrong"])), tuple(split(r["needs"]))) for r in self.file.plain("terms")]

    @property
    def epithets(self) -> list[tuple[str, str, str]]:
        """By-names with the entity each stands for, and a note."""
        return [(r["epithet"], r["entity"], r["note"]) for r in self.file.plain("epithets")]

    @property
    def translated(self) -> list[tuple[str, str, tuple[str, ...], tuple[str, ...], str]]:
        """Names translated as words: form, entity, words needed near, words against, note."""
        return [(r["form"], r["entity"], tuple(split(r["needs"])), tuple(split(r["unless"])), r["note"]) for r in self.file.plain("translated")]

    @property
    def lexicon(self) -> dict[str, int]:
        """English words with how often edited prose had them."""
        return {r["word"]: int(r["count"]) for r in self.file.plain("words") if r["count"].isdigit()}

    def counts(self) -> dict[str, int]:
        """How much is in the file, by kind."""
        return dict(self.file.about["counts"])

    def licences(self) -> list[tuple[str, str, str, int]]:
        """Where the entities come from: source, licence, what must be said, how many."""
        return [(str(a), str(b), str(c), int(n)) for a, b, c, n in self.file.about["licences"]]

