"""Records: what importers write and `normalize gazetteer build` reads, one JSON object a line.

::

    {"table": "entity", "id": "Q57792", "kind": "person", "name": "Mark Rutte", "names": [["Mark Rutte", "official", ""]],
     "country": "nl", "sex": "m", "affiliations": ["Q7184"], "source": "Wikidata", "licence": "CC0 1.0"}
    {"table": "office", "id": "Q1065", "titles": ["Secretary General"], "organisation": "Q7184", "country": "", "seats": 1}
    {"table": "tenure", "person": "Q57792", "office": "Q1065", "start": "2024-10-01", "end": ""}
    {"table": "membership", "member": "nl", "organisation": "Q7184", "start": "1949", "end": ""}

An entity without a name adds to the one of its id. ``same`` lists other ids under which records speak of it. The rows of our own TSV tables are
read as the same records, so that both can be built together.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

from normalize.errors import Fault, GazetteerError
from normalize.gazetteer import streams
from normalize.gazetteer.files import COLUMNS, ENTITIES, read, rows, table_of

KINDS = ("person", "organisation", "place", "country")
NAME_KINDS = ("official", "alias", "short", "weak", "wrong", "demonym", "capital")
_KINDS_OF_NAMES = frozenset(NAME_KINDS)
_LISTS = frozenset(("affiliations", "topics", "same"))
_TEXTS = frozenset(("id", "kind", "name", "country", "sex", "type", "role", "source", "licence", "attribution"))
#: The texts that each of the other tables needs.
_NEEDED = {"office": ("id",), "tenure": ("person", "office"), "membership": ("member", "organisation")}
PLAIN = ("terms", "epithets", "translated", "titles", "words")


class Record(NamedTuple):
    """One fact of a source, and where it stands."""

    table: str
    values: dict[str, Any]
    file: str
    line: int


class Skipped:
    """Counts what could not be used and keeps the first cases to be named."""

    MOST = 20

    def __init__(self) -> None:
        self.count = 0
        self.named: list[Fault] = []

    def add(self, file: str, line: int, why: str) -> None:
        """One more line that could not be used."""
        self.count += 1
        if len(self.named) < self.MOST:
            self.named.append(Fault(file, line, f"skipped: {why}"))


def faults(record: dict[str, Any]) -> str | None:
    """What is wrong with the shape of a record; None when it can be used.

    >>> faults({"table": "entity", "id": "a", "kind": "person", "name": "Anna", "names": [["Anna", "official", ""]]})
    >>> faults({"table": "tenure", "person": "a"})
    "a tenure needs 'office'"
    """
    table = record.get("table")
    if table in _NEEDED:
        for key in _NEEDED[table]:
            if not record.get(key):
                return f"a {table} needs '{key}'"
        texts = [v for k, v in record.items() if k not in ("titles", "seats")]
        if not all(isinstance(v, str) for v in texts) or not _texts(record.get("titles", [])) or not isinstance(record.get("seats", 0), int):
            return f"a value of the wrong type in this {table}"
        return None
    if table != "entity":
        return f"unknown table {table!r}"
    if not record.get("id") or not isinstance(record.get("id"), str):
        return "an entity needs an id"
    if record.get("kind") not in KINDS:
        return f"the kind is one of {', '.join(KINDS)}"
    for key, value in record.items():  # a plain loop: this runs for every one of millions
        if key in _TEXTS:
            if value.__class__ is not str:
                return f"'{key}' should be a text"
        elif key in _LISTS and not _texts(value):
            return f"'{key}' is a list of texts"
    names = record.get("names", [])
    if names.__class__ is not list:
        return "names are lists of [form, kind, language]"
    for name in names:
        if name.__class__ is not list or len(name) != 3 or not (name[0].__class__ is name[1].__class__ is name[2].__class__ is str) or name[1] not in _KINDS_OF_NAMES:
            return "names are lists of [form, kind, language]"
    return None if names or record.get("name") or record.get("affiliations") else "an entity needs a name"


def _texts(values: Any) -> bool:
    return isinstance(values, list) and all(isinstance(v, str) for v in values)


def read_records(path: str, skipped: Skipped, tick: streams.Tick | None = None) -> Iterator[Record]:
    """The records of one file; lines that are none are counted."""
    name = streams.plain_name(path)
    for number, line in streams.lines(path, tick):
        if not line:
            continue
        try:
            record = json.loads(line)
        except (ValueError, RecursionError):
            skipped.add(path, number, "not a JSON object")
            continue
        why = faults(record) if isinstance(record, dict) else "not a JSON object"
        if why:
            skipped.add(path, number, why)
            continue
        yield Record(record["table"], record, name, number)


def sources(paths: Iterable[str]) -> list[str]:
    """The files of all sources, folders opened; GazetteerError for one that is nothing of ours."""
    out: list[str] = []
    for path in paths:
        place = Path(path)
        found = [str(p) for p in sorted(place.rglob("*")) if streams.plain_name(str(p)).endswith((".tsv", ".jsonl"))] if place.is_dir() else [path]
        if not found or not place.exists():
            raise GazetteerError([Fault(path, 0, "no .tsv or .jsonl file in this folder" if place.exists() else "no such gazetteer file or folder")])
        out += found
    for path in out:
        if not streams.plain_name(path).endswith((".tsv", ".jsonl")):
            raise GazetteerError([Fault(path, 0, "a source is a .tsv table or a .jsonl record file (also .gz, .bz2): run `normalize gazetteer import` first")])
    return out


def read_source(path: str, skipped: Skipped, tick: streams.Tick | None = None) -> Iterator[Record]:
    """The records of a record file or of a TSV table; GazetteerError when a table is not as it should be."""
    if streams.plain_name(path).endswith(".jsonl"):
        yield from read_records(path, skipped, tick)
        return
    name = str(path)
    found: list[Fault] = []
    table = table_of(streams.plain_name(path))
    header = b"\t".join(c.encode() for c in COLUMNS.get(table, ()))
    for number, line in streams.lines(path, tick):
        if number == 1:
            header = line
            list(rows(streams.plain_name(path), line, found))
        elif line:
            # one row at a time through the reader of whole files, so that both say the same
            now: list[Fault] = []
            for _, row in rows(streams.plain_name(path), header + b"\n" + line, now):
                yield from _row(table, row, name, number, found)
            found += [Fault(name, number, f.message) for f in now]
        if len(found) >= Skipped.MOST:
            break
    if found:
        raise GazetteerError([f._replace(file=name) for f in found])


def _row(table: str, row: dict[str, str], file: str, line: int, found: list[Fault]) -> Iterator[Record]:
    if table in ENTITIES:
        key = row["code" if table == "countries" else "id"]
        if not key or not row["name"]:
            found.append(Fault(file, line, "an entry needs an id and a name"))
            return
        yield Record("entity", _entity(table, row), file, line)
    elif table == "offices":
        titles = [t.strip() for t in row["titles"].split("|") if t.strip()]
        seats = int(row["seats"]) if row["seats"].isdigit() else 0
        yield Record("office", {"id": row["id"], "titles": titles, "organisation": row["organisation"], "country": row["country"], "seats": seats}, file, line)
    elif table in ("tenures", "memberships"):
        yield Record(table[:-1], dict(row), file, line)
    else:
        yield Record(table, dict(row), file, line)


def _entity(table: str, row: dict[str, str]) -> dict[str, Any]:
    """A row of an entity table as a record, by the reader of whole tables."""
    name = f"{table}-row.tsv"
    content = "\t".join(COLUMNS[table]) + "\n" + "\t".join(row[c] for c in COLUMNS[table])
    entity = read([(name, content.encode())])["entities"][0]
    keys = ("id", "kind", "name", "names", "country", "sex", "type", "affiliations", "topics", "role")
    out = dict(zip(keys, entity[:10], strict=True))
    out["names"] = [[form, how, language] for form, how, language in out["names"]]
    return out
