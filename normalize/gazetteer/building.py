"""Building a gazetteer file: gather, unite by id, refuse what does harm, sort, write.

Memory stays bounded however large the sources are: entities are united pile by pile and every index is sorted stretch by stretch on disk (in
temporary files beside the new one). The file appears whole or not at all.
"""

from __future__ import annotations

import tempfile
from array import array
from collections import Counter
from collections.abc import Callable, Iterator
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from normalize.errors import UsageError
from normalize.files import AtomicFile
from normalize.gazetteer import harm as harms
from normalize.gazetteer import streams
from normalize.gazetteer.gathering import Gathered
from normalize.gazetteer.gazetteer import Gazetteer
from normalize.gazetteer.mapped import MOST, TOLD, key_hash, person_key_hash
from normalize.gazetteer.partitions import Index, Sorted, Spool, without
from normalize.gazetteer.records import KINDS, NAME_KINDS, PLAIN, Skipped, sources
from normalize.gazetteer.sound import fold, keys, skeleton
from normalize.gazetteer.writing import GazetteerWriter, RowsFile

#: A lost-consonant key with more bearers finds nobody and is left out.
_MOST_LOST = 1000
#: Parts of names this short are written together with their neighbour as often as not ("Al-Sisi").
_SHORT = 4
_KIND = {kind: i for i, kind in enumerate(NAME_KINDS)}
Step = Callable[[str], None]


class Built(NamedTuple):
    """What a build made of its sources."""

    entities: int
    names: int
    left_out: int
    nameless: int
    skipped: Skipped


def build(out: str, paths: list[str], shipped: Gazetteer, force: bool = False, tick: streams.Tick | None = None, step: Step | None = None) -> Built:
    """Build ``out`` from the sources; GazetteerError when one of them is faulty or poisoned, and nothing is written then.

    ``force`` leaves out the aliases and wrong forms that are common English words, instead of refusing them.
    """
    files = sources(paths)
    place = Path(out)
    try:
        with tempfile.TemporaryDirectory(prefix=f".{place.name}-", dir=place.parent) as folder:
            gathered = Gathered(Path(folder))
            gathered.gather(files, tick)
            work = _Build(Path(folder), gathered, harms.Harm(force), shipped, step or (lambda _: None))
            with AtomicFile(out) as file:
                return work.run(GazetteerWriter(file, Path(folder)))
    except OSError as error:
        raise UsageError(f"cannot write '{out}': {error.strerror}") from None


class _Build:
    """One build under way."""

    def __init__(self, folder: Path, gathered: Gathered, harm: harms.Harm, shipped: Gazetteer, step: Step) -> None:
        self._folder, self._gathered, self._harm, self._step = folder, gathered, harm, step
        self._shipped = shipped
        self._entities = RowsFile(folder / "entities")
        self._kinds = bytearray()
        self._index = {name: Index(folder, name) for name in ("ids", "forms", "person_keys")}
        self._index["words"] = Index(folder, "words", distinct=False)
        #: Wrong forms, numbered: the form, its entity, where it stands.
        self._wrong = RowsFile(folder / "wrong")
        self._wrong_owner = array("I")
        self._wrong_hashes = array("Q")
        self._wrong_folded = array("Q")
        #: What may speak for each entity beside its spelling (`mapped_layer.TOLD`), and the hashes of the ids.
        self._speaking, self._keys = array("I"), array("Q")
        self._countries: dict[str, int] = {}
        self._holding: set[int] = set()
        self._names = self._nameless = 0
        self._files = list(gathered.files)

    def run(self, writer: GazetteerWriter) -> Built:
        """Do it all."""
        judge = harms.Forms(self._harm, self._shipped)
        for number, pile in enumerate(self._gathered.piles()):
            self._step(f"uniting {number + 1}/64")
            for records in pile.values():
                self._unite(records, judge)
        harms.terms(self._gathered.plain["terms"], self._harm, self._shipped)
        self._harm.refuse()
        self._step("sorting")
        writer.rows("entities", self._entities)
        writer.content("kinds", bytes(self._kinds))
        writer.postings("forms", self._right_forms())
        self._two_targets()
        self._harm.refuse()
        writer.postings("wrong", self._wrong_index())
        writer.postings("ids", self._index["ids"].read())
        writer.postings("words", self._index["words"].read())
        writer.postings("person_keys", map(_without_lost, self._index["person_keys"].read()))
        counts = self._offices(writer)
        self._circumstances(writer)
        for table in PLAIN:
            writer.plain(table, [row for row, _, _ in self._gathered.plain[table]])
            counts[table] = len(self._gathered.plain[table])
        counts.update(Counter(KINDS[k] for k in self._kinds))
        licences = [[*told, self._gathered.counts.get(i, 0)] for told, i in self._gathered.licences.items()]
        writer.finish({"counts": {**counts, "names": self._names}, "licences": licences, "files": self._files})
        for rows in (self._entities, self._wrong):
            rows.close()
        return Built(len(self._kinds), self._names, self._harm.left_out, self._nameless, self._gathered.skipped)

    def _unite(self, records: list[Any], judge: harms.Forms) -> None:
        """One entity from all its records: names united, later ones win where they differ."""
        number = len(self._kinds)
        names: dict[tuple[str, str], str] = {}
        places: dict[str, tuple[int, int]] = {}
        main = None
        fields = ["", "", "", ""]
        affiliations: dict[str, None] = {}
        topics: dict[str, None] = {}
        files = self._files
        for record in records:
            key, _, name, forms, values, belongs, about, _, file, line = record
            if name:
                main = record
                forms = [(name, "official", ""), *(f for f in forms if f[0] != name or f[2])]
            fresh: dict[tuple[str, str], str] = {}
            for form, how, language in judge.judge(key, forms, files[file], line):
                fresh.setdefault((form, language), how)
                if how == "wrong":
                    places[form] = (file, line)
            names.update(fresh)
            for i, value in enumerate(values):
                fields[i] = value or fields[i]
            affiliations.update(dict.fromkeys(belongs))
            topics.update(dict.fromkeys(about))
        if main is None:
            self._nameless += 1
            return
        key, kind, name, *_, source, file, line = main
        known = self._gathered.known_as
        country, sex, sort, role = fields
        country = key if kind == "country" else known(country)
        listed = [[form, how, language] for (form, language), how in names.items()]
        where = [source, file, line]
        self._entities.add([key, kind, name, listed, country, sex, sort, [known(a) for a in affiliations], list(topics), role, where])
        self._kinds.append(KINDS.index(kind))
        self._keys.append(key_hash(key))
        self._speaking.append(TOLD if affiliations else self._countries.setdefault(country, len(self._countries) + TOLD + 1) if country and role else 0)
        self._gathered.counts[source] = self._gathered.counts.get(source, 0) + 1
        self._names += len(names)
        self._index["ids"].add(key_hash(key), number)
        self._file_names(number, kind, names, places)

    def _file_names(self, number: int, kind: str, names: dict[tuple[str, str], str], places: dict[str, tuple[int, int]]) -> None:
        """The names of an entity under the keys by which they are looked up."""
        sounds: set[bytes] = set()
        for (form, language), how in names.items():
            if language:
                continue
            folded = fold(form)
            if how == "wrong":
                self._wrong.add([form, number, *places[form]])
                self._wrong_owner.append(number)
                self._wrong_hashes.append(key_hash(form))
                self._wrong_folded.append(key_hash(folded))
                continue
            self._index["forms"].add(key_hash(folded), number << 3 | _KIND[how])
            if how == "demonym":
                continue
            parts = folded.split()
            self._index["words"].add_all(b"".join(map(_word_hash, parts)), number)
            if kind == "person" and how in ("official", "alias", "weak"):
                sounds.update(map(_sounds, parts))
                sounds.update(_pairs(parts))
        if sounds:
            self._index["person_keys"].add_all(b"".join(sounds), number)

    def _right_forms(self) -> Iterator[Sorted]:
        """The index of right forms; on the way, the wrong forms that are among them are found."""
        order = np.argsort(np.frombuffer(self._wrong_folded, np.uint64)) if self._wrong_folded else np.empty(0, np.int64)
        hashes = np.frombuffer(self._wrong_folded, np.uint64)[order] if self._wrong_folded else np.empty(0, np.uint64)
        owners = np.frombuffer(self._wrong_owner, np.uint32)[order] if self._wrong_owner else np.empty(0, np.uint32)
        arrows: dict[int, set[int]] = {}
        for stretch in self._index["forms"].read():
            if len(hashes) and len(stretch.hashes):
                found = np.minimum(np.searchsorted(stretch.hashes, hashes), len(stretch.hashes) - 1)
                ends = np.cumsum(stretch.counts)
                for at in np.flatnonzero(stretch.hashes[found] == hashes):
                    end = int(ends[found[at]])
                    for coded in stretch.numbers[end - int(stretch.counts[found[at]]) : end].tolist():
                        if coded & 7 != _KIND["weak"] and coded >> 3 != owners[at]:
                            arrows.setdefault(int(owners[at]), set()).add(coded >> 3)
                            self._is_right(int(order[at]), coded >> 3)
            yield stretch
        for circle in harms.circles(arrows):
            where = self._entities[circle[0]]
            names = " -> ".join(f"'{self._entities[i][2]}'" for i in [*circle, circle[0]])
            self._harm.add(self._files[where[10][1]], where[10][2], f"repairs run in a circle: {names}")

    def _is_right(self, wrong: int, other: int) -> None:
        form, owner, file, line = self._wrong[wrong]
        self._harm.add(
            self._files[file], line, f"the wrong form '{form}' of {self._entities[owner][0]} is a right name of {self._entities[other][0]}"
        )

    def _two_targets(self) -> None:
        """Wrong forms that two entities claim."""
        hashes = np.frombuffer(self._wrong_hashes, np.uint64) if self._wrong_hashes else np.empty(0, np.uint64)
        order = np.argsort(hashes, kind="stable")
        for first, second in pairwise(order[np.isin(hashes[order], _repeated(hashes))].tolist() if len(hashes) else []):
            if hashes[first] == hashes[second] and self._wrong_owner[first] != self._wrong_owner[second]:
                form, owner, file, line = self._wrong[second]
                other = self._entities[self._wrong[first][1]][0]
                self._harm.add(self._files[file], line, f"the wrong form '{form}' has two targets: {other} and {self._entities[owner][0]}")

    def _wrong_index(self) -> Iterator[Sorted]:
        index = Index(self._folder, "wrong-index")
        for key, owner in zip(self._wrong_hashes, self._wrong_owner, strict=True):
            index.add(key, owner)
        return index.read()

    def _offices(self, writer: GazetteerWriter) -> Counter[str]:
        """Offices, tenures and memberships, with the ways to find them."""
        counts: Counter[str] = Counter()
        known = self._gathered.known_as
        offices = RowsFile(self._folder / "offices")
        ids, titles = Index(self._folder, "office_ids"), Index(self._folder, "office_titles")
        for key, (named, organisation, country, seats) in self._gathered.offices.items():
            number = offices.add([key, named, known(organisation), known(country), seats])
            ids.add(key_hash(key), number)
            for title in named:
                titles.add(key_hash(fold(title)), number)
        writer.rows("offices", offices)
        writer.postings("office_ids", ids.read())
        writer.postings("office_titles", titles.read())
        counts["offices"] = len(offices)
        offices.close()
        for table, spool, ways in (("tenures", self._gathered.tenures, ("person", "office")), ("memberships", self._gathered.memberships, ("", "organisation"))):
            counts[table] = self._dated(writer, table, spool, ways)
        return counts

    def _circumstances(self, writer: GazetteerWriter) -> None:
        """What may speak for each entity: something its row tells, its country beside a word of its role, nothing."""
        speaking = np.frombuffer(self._speaking, np.uint32).copy() if self._speaking else np.empty(0, np.uint32)
        if self._holding and len(speaking):
            speaking[np.isin(np.frombuffer(self._keys, np.uint64), np.array(sorted(self._holding), np.uint64))] = TOLD
        writer.content("speaking", speaking.tobytes())
        writer.plain("countries", list(self._countries))

    def _dated(self, writer: GazetteerWriter, table: str, spool: Spool, ways: tuple[str, str]) -> int:
        known = self._gathered.known_as
        rows = RowsFile(self._folder / table)
        found = {way: Index(self._folder, f"{table}_{way}") for way in ways if way}
        for first, second, start, end in spool.read():
            both = (known(first), known(second))
            if table == "tenures":
                self._holding.add(key_hash(both[0]))
            number = rows.add([*both, start, end])
            for way, key in zip(ways, both, strict=True):
                if way:
                    found[way].add(key_hash(key), number)
        writer.rows(table, rows)
        for way, index in found.items():
            writer.postings(f"{table}_{way}", index.read())
        rows.close()
        return len(rows)


def _repeated(hashes: Any) -> Any:
    values, counts = np.unique(hashes, return_counts=True)
    return values[counts > 1]


def _without_lost(stretch: Sorted) -> Sorted:
    """A stretch of sound keys without those that so many share that they find nobody."""
    lost = (stretch.hashes & np.uint64(3)) >= 2
    return without(stretch, (lost & (stretch.counts > _MOST_LOST)) | (stretch.counts > 250 * MOST))


@lru_cache(maxsize=200_000)
def _word_hash(word: str) -> bytes:
    return key_hash(word).to_bytes(8, "little")


@lru_cache(maxsize=400_000)
def _sounds(word: str) -> bytes:
    """The hashes of a word, its skeleton and the skeletons with a loss."""
    out = [f"={word}"]
    if len(word) > 1:
        out += [f"~{skeleton(word)}", *keys(word)]
    return b"".join(person_key_hash(key).to_bytes(8, "little") for key in out)


def _pairs(parts: list[str]) -> Iterator[bytes]:
    """The hashes of two words together: of the last one with each before it, and of short neighbours as one word."""
    if len(parts) < 2:
        return
    last = skeleton(parts[-1])
    for part in parts[:-1][:4]:
        yield person_key_hash(f"&{skeleton(part)} {last}").to_bytes(8, "little")
    for first, second in pairwise(parts):
        if len(first) <= _SHORT or len(second) <= _SHORT:
            joined = first + second
            yield person_key_hash(f"={joined}").to_bytes(8, "little") + person_key_hash(f"~{skeleton(joined)}").to_bytes(8, "little")
