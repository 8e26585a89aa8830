"""Gazetteer files -> plain tables, with every fault named by file and line.

Files are TSV with a header, one item a line, sorted; several values in a cell are separated by `` | ``. Their names say what they
hold: ``people-east.tsv`` is read as people. `docs/gazetteer.md` describes the columns. An entity that stands in two files is
one entity: its names, affiliations and topics are united.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from normalize.errors import Fault, GazetteerError

COLUMNS: dict[str, tuple[str, ...]] = {
    "countries": ("code", "name", "official", "demonyms", "capital", "aliases", "wrong", "native"),
    "places": ("id", "name", "country", "type", "aliases", "wrong", "native"),
    "organisations": ("id", "name", "type", "country", "aliases", "short", "wrong", "native", "topics"),
    "people": (
        "id", "name", "sex", "country", "aliases", "weak", "wrong", "native", "affiliations", "topics", "role",
    ),
    "offices": ("id", "titles", "organisation", "country", "seats"),
    "tenures": ("person", "office", "start", "end"),
    "memberships": ("member", "organisation", "start", "end"),
    "terms": ("term", "wrong", "needs", "topics"),
    "epithets": ("epithet", "entity", "note"),
    "translated": ("form", "entity", "needs", "unless", "note"),
    "titles": ("title", "kind"),
    "words": ("word", "count"),
}  # fmt: skip

#: Entity tables and the kind of entity they make.
ENTITIES = {"countries": "country", "places": "place", "organisations": "organisation", "people": "person"}

Row = dict[str, str]


def split(cell: str) -> list[str]:
    """The values of a cell.

    >>> split("Kyiv | Kiev")
    ['Kyiv', 'Kiev']
    """
    return [v.strip() for v in cell.split("|") if v.strip()]


def table_of(name: str) -> str:
    """The table that a file belongs to by its name: ``people-east.tsv`` holds people."""
    return name.rpartition("/")[2].partition(".")[0].partition("-")[0]


def rows(name: str, content: bytes, faults: list[Fault]) -> Iterator[tuple[int, Row]]:
    """The rows of one file with their lines; what is wrong with it goes into ``faults``."""
    table = table_of(name)
    if table not in COLUMNS:
        faults.append(Fault(name, 1, f"the file name must begin with one of {', '.join(COLUMNS)}"))
        return
    try:
        lines = content.decode("utf-8-sig").split("\n")
    except UnicodeDecodeError as error:
        faults.append(Fault(name, content[: error.start].count(b"\n") + 1, f"not UTF-8 (byte {error.start})"))
        return
    header = tuple(lines[0].rstrip("\r").split("\t"))
    if header != COLUMNS[table]:
        faults.append(Fault(name, 1, f"the header must be: {' '.join(COLUMNS[table])} (separated by tabs)"))
        return
    for number, line in enumerate(lines[1:], 2):
        line = line.rstrip("\r")
        if not line:
            continue
        cells = line.split("\t")
        if len(cells) != len(header):
            faults.append(Fault(name, number, f"{len(cells)} cells where the header has {len(header)}: check the tabs"))
            continue
        yield number, dict(zip(header, cells, strict=True))


def read(files: Iterable[tuple[str, bytes]]) -> dict[str, Any]:
    """All tables of a gazetteer as plain lists, ready to be indexed; GazetteerError when a file cannot be used."""
    faults: list[Fault] = []
    entities: dict[str, dict[str, Any]] = {}
    plain: dict[str, list[tuple[str, ...]]] = {t: [] for t in COLUMNS if t not in ENTITIES}
    for name, content in files:
        table = table_of(name)
        for number, row in rows(name, content, faults):
            if table in ENTITIES:
                first = row["code" if table == "countries" else "id"]
                if not first or not row["name"]:
                    faults.append(Fault(name, number, "an entry needs an id and a name"))
                    continue
                _unite(entities, ENTITIES[table], first, row, f"{name}:{number}")
            else:
                plain[table].append(tuple(row[c] for c in COLUMNS[table]))
    if faults:
        raise GazetteerError(faults)
    return {"entities": [_entity(e) for e in entities.values()], **plain}


def _unite(entities: dict[str, dict[str, Any]], kind: str, key: str, row: Row, source: str) -> None:
    known = entities.setdefault(
        key,
        {"id": key, "kind": kind, "name": row["name"], "names": {}, "affiliations": {}, "topics": {}, "source": source},
    )
    names: dict[tuple[str, str], str] = known["names"]

    def add(form: str, how: str, language: str = "") -> None:
        names.setdefault((form, language), how)

    add(row["name"], "official")
    for column, how in (("official", "alias"), ("aliases", "alias"), ("short", "short"), ("weak", "weak"), ("wrong", "wrong")):
        for form in split(row.get(column, "")):
            add(form, how)
    for form in split(row.get("native", "")):
        language, _, native = form.partition(":")
        if native:
            add(native.strip(), "official", language.strip())
    for column in ("affiliations", "topics"):
        known[column].update(dict.fromkeys(split(row.get(column, ""))))
    for column in ("country", "sex", "type", "role", "demonyms", "capital"):
        if row.get(column) and not known.get(column):
            known[column] = row[column]


def _entity(e: dict[str, Any]) -> tuple[Any, ...]:
    kind = e["kind"]
    country = e["id"] if kind == "country" else e.get("country", "")
    return (
        e["id"],
        kind,
        e["name"],
        tuple((form, how, language) for (form, language), how in e["names"].items())
        + tuple((d, "demonym", "") for d in split(e.get("demonyms", "")))
        + tuple((c, "capital", "") for c in split(e.get("capital", ""))),
        country,
        e.get("sex", ""),
        e.get("type", ""),
        tuple(e["affiliations"]),
        tuple(e["topics"]),
        e.get("role", ""),
        e["source"],
    )
