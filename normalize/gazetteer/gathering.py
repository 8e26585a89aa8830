"""The first half of building: all records of all sources, sorted into piles so that what has one id lies in one pile.

Only countries, offices and small tables are held in memory; entities, tenures and memberships lie on disk.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any
from zlib import crc32

from normalize.gazetteer import streams
from normalize.gazetteer.partitions import Spool
from normalize.gazetteer.records import PLAIN, Record, Skipped, read_source

_PILES = 64
#: The fields of an entity in which a later record wins, in the order of `mapped` rows.
FIELDS = ("country", "sex", "type", "role")


class Gathered:
    """Everything the sources say, ready to be put together."""

    def __init__(self, folder: Path) -> None:
        self._piles = [Spool(folder / f"pile-{i}") for i in range(_PILES)]
        self.tenures = Spool(folder / "tenures-in")
        self.memberships = Spool(folder / "memberships-in")
        self.offices: dict[str, tuple[list[str], str, str, int]] = {}
        self.plain: dict[str, list[tuple[dict[str, Any], str, int]]] = {table: [] for table in PLAIN}
        #: Other id -> the id under which an entity is kept.
        self.same: dict[str, str] = {}
        self.files: dict[str, int] = {}
        self.licences: dict[tuple[str, str, str], int] = {}
        self.counts: dict[int, int] = {}
        self.skipped = Skipped()

    def gather(self, paths: Iterable[str], tick: streams.Tick | None = None) -> None:
        """Read all sources; GazetteerError when a table cannot be used."""
        takers = {"entity": self._entity, "office": self._office, "tenure": self._tenure, "membership": self._membership}
        for path in paths:
            for record in read_source(path, self.skipped, tick):
                take = takers.get(record.table)
                if take:
                    take(record)
                else:
                    self.plain[record.table].append((record.values, record.file, record.line))

    def _entity(self, record: Record) -> None:
        v = record.values
        for other in v.get("same", ()):
            self.same[other] = v["id"]
        licence = (v.get("source", ""), v.get("licence", ""), v.get("attribution", ""))
        source = self.licences.setdefault(licence, len(self.licences))
        file = self.files.setdefault(record.file, len(self.files))
        fields = tuple(v.get(f, "") for f in FIELDS)
        names = [tuple(n) for n in v.get("names", ())]
        key = v["id"]
        packed = (key, v["kind"], v.get("name", ""), names, fields, tuple(v.get("affiliations", ())), tuple(v.get("topics", ())), source, file, record.line)
        self._piles[crc32(key.encode("utf-8", "replace")) % _PILES].add(packed)

    def _office(self, record: Record) -> None:
        v = record.values
        known = self.offices.get(v["id"], ([], "", "", 0))
        titles = list(dict.fromkeys([*known[0], *v.get("titles", ())]))
        self.offices[v["id"]] = (titles, v.get("organisation") or known[1], v.get("country") or known[2], v.get("seats") or known[3])

    def _tenure(self, record: Record) -> None:
        v = record.values
        self.tenures.add((v["person"], v["office"], v.get("start", ""), v.get("end", "")))

    def _membership(self, record: Record) -> None:
        v = record.values
        self.memberships.add((v["member"], v["organisation"], v.get("start", ""), v.get("end", "")))

    def piles(self) -> Iterator[dict[str, list[Any]]]:
        """The records of the entities by id, pile after pile."""
        for pile in self._piles:
            entities: dict[str, list[Any]] = {}
            for packed in pile.read():
                entities.setdefault(packed[0], []).append(packed)
            yield entities

    def known_as(self, key: str) -> str:
        """The id under which this one is kept."""
        return self.same.get(key, key)
