"""Tables of one's own: CSV, TSV or JSON lines with the columns name, kind, aliases, wrong, country, note (and id, short, weak, affiliations).

Only ``name`` is needed. Other headings are told with ``--column name='Full name'``. Several values in a cell are separated by ``|`` or ``;``;
in JSON they may be lists.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator, Sequence
from difflib import get_close_matches
from typing import Any

from normalize.errors import UsageError
from normalize.gazetteer import streams
from normalize.gazetteer.importers.shapes import Licence, Options, alias, entity
from normalize.gazetteer.model import identifier
from normalize.gazetteer.records import KINDS, Skipped

LICENCE = Licence("own table", "as told by its owner")

FIELDS = ("name", "kind", "aliases", "wrong", "country", "note", "id", "short", "weak", "affiliations", "sex")
#: What else people call these columns and kinds.
_ALSO = {"alias": "aliases", "type": "kind", "role": "note", "wrong forms": "wrong", "misspellings": "wrong", "notes": "note", "title": "name"}
_KINDS = {"": "person", "people": "person", "organization": "organisation", "org": "organisation", "company": "organisation", "location": "place", "city": "place"}

Columns = dict[str, str]


def columns(given: Sequence[str]) -> Columns:
    """The ``FIELD=HEADER`` arguments as header -> field; UsageError for a field that there is none of.

    >>> columns(["nam=Full name"])
    Traceback (most recent call last):
    normalize.errors.UsageError: --column knows no 'nam': did you mean 'name'?
    """
    out: Columns = {}
    for one in given:
        field, equals, header = one.partition("=")
        if not equals or not header:
            raise UsageError(f"--column takes FIELD=HEADER, as name='Full name'; not '{one}'")
        if field not in FIELDS:
            raise UsageError(f"--column knows no '{field}'{_near(field, FIELDS) or ': it takes ' + ', '.join(FIELDS)}")
        out[header.strip().lower()] = field
    return out


def records(files: Sequence[str], options: Options, skipped: Skipped, tick: streams.Tick | None = None) -> Iterator[dict[str, Any]]:
    """One record a row."""
    for path in files:
        found = _objects(path, options, skipped, tick) if streams.plain_name(path).endswith((".jsonl", ".json")) else _cells(path, options, skipped, tick)
        for number, row in found:
            name = " ".join(str(row.get("name", "")).split())
            kind = str(row.get("kind", "")).strip().lower()
            kind = _KINDS.get(kind, kind)
            if not name:
                skipped.add(path, number, "no name")
            elif kind not in KINDS:
                skipped.add(path, number, f"the kind is '{kind}'{_near(kind, KINDS) or ', not one of ' + ', '.join(KINDS)}")
            else:
                yield _record(name, kind, row)


def _record(name: str, kind: str, row: dict[str, Any]) -> dict[str, Any]:
    names = [[form, alias(form, kind), ""] for form in _values(row.get("aliases"))]
    for how in ("short", "weak", "wrong"):
        names += [[form, how, ""] for form in _values(row.get(how))]
    key = str(row.get("id") or "").strip() or identifier(name)
    return entity(
        key, kind, name, names=names, country=str(row.get("country") or "").strip().lower(), sex=str(row.get("sex") or "").strip().lower()[:1],
        affiliations=_values(row.get("affiliations")), role=str(row.get("note") or "").strip(),
    )  # fmt: skip


def _values(cell: Any) -> list[str]:
    values = cell if isinstance(cell, list) else str(cell or "").replace(";", "|").split("|")
    return [" ".join(str(v).split()) for v in values if str(v).strip()]


def _near(word: str, known: Sequence[str]) -> str:
    near = get_close_matches(word, known, n=1, cutoff=0.6)
    return f": did you mean '{near[0]}'?" if near else ""


def _fields(path: str, headers: Sequence[str], options: Options) -> list[str]:
    """The field of each heading; UsageError for one that is unknown."""
    out = []
    for header in headers:
        plain = " ".join(header.split()).lower()
        field = options.columns.get(plain) or _ALSO.get(plain, plain)
        if field not in FIELDS and not options.columns:
            hint = _near(plain, (*FIELDS, *_ALSO)) or f": the columns are {', '.join(FIELDS)}"
            raise UsageError(f"{path}:1: unknown column '{header}'{hint} (or say what it holds with --column FIELD='{header}')")
        out.append(field)
    if "name" not in out:
        raise UsageError(f"{path}:1: no column 'name': say which one it is with --column name=HEADER, one of {', '.join(headers)}")
    return out


def _cells(path: str, options: Options, skipped: Skipped, tick: streams.Tick | None) -> Iterator[tuple[int, dict[str, Any]]]:
    at = [0]

    def texts() -> Iterator[str]:
        for number, line in streams.lines(path, tick):
            at[0] = number
            try:
                yield line.decode("utf-8-sig" if number == 1 else "utf-8") + "\n"
            except UnicodeDecodeError as error:
                skipped.add(path, number, f"not UTF-8 (byte {error.start})")

    name = streams.plain_name(path)
    source = texts()
    first = next(source, "")
    tabs = name.endswith((".tsv", ".tab")) or "\t" in first
    mark = "\t" if tabs else max(",;", key=first.count)
    rows = csv.reader([first], delimiter=mark)
    fields = _fields(path, next(rows, []), options)
    reader = csv.reader(source, delimiter=mark, quoting=csv.QUOTE_NONE if tabs else csv.QUOTE_MINIMAL)
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            skipped.add(path, at[0], str(error))
            continue
        if len(cells) > len(fields):
            skipped.add(path, at[0], f"{len(cells)} cells where the header has {len(fields)}")
        elif any(cells):
            yield at[0], dict(zip(fields, cells, strict=False))


def _objects(path: str, options: Options, skipped: Skipped, tick: streams.Tick | None) -> Iterator[tuple[int, dict[str, Any]]]:
    known: dict[tuple[str, ...], list[str]] = {}
    for number, line in streams.lines(path, tick):
        if not line.strip():
            continue
        try:
            item = json.loads(line)
        except (ValueError, RecursionError):
            item = None
        if not isinstance(item, dict):
            skipped.add(path, number, "not a JSON object")
            continue
        keys = tuple(item)
        if keys not in known and len(known) < 1000:
            known[keys] = _fields(path, keys, options)
        yield number, dict(zip(known.get(keys) or _fields(path, keys, options), item.values(), strict=True))
