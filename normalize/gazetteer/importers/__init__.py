"""Importers: each reads one published format as a stream and gives records (`normalize.gazetteer.records`). To add one, add a file.

An importer is a function ``records(files, options, skipped, tick)`` beside a `Licence` called ``LICENCE``. Bad lines are counted in ``skipped``
and never stop the work. Nothing is fetched: files are given.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from importlib import import_module
from typing import Any, NamedTuple

from normalize.errors import UsageError
from normalize.files import AtomicFile
from normalize.gazetteer import poison, streams
from normalize.gazetteer.importers.own_tables import Columns, columns
from normalize.gazetteer.importers.shapes import Licence, Options
from normalize.gazetteer.records import Skipped

#: The formats by the names that the command line has for them, with the modules that read them.
MODULES = {"wikidata": "wikidata", "geonames": "geonames", "ftm": "follow_the_money", "jrc": "jrc_names", "csv": "own_tables"}
_ENDINGS = (".jsonl", ".jsonl.gz", ".jsonl.bz2")

Importer = Callable[[Sequence[str], Options, Skipped, streams.Tick | None], Iterator[dict[str, Any]]]


class Imported(NamedTuple):
    """What an import gave."""

    records: int
    left_out: int
    skipped: Skipped
    source: str
    licence: str
    attribution: str


def run(format: str, files: Sequence[str], out: str, options: Options, tick: streams.Tick | None = None) -> Imported:
    """Import files of a format into a record file, which appears whole or not at all."""
    if not out.endswith(_ENDINGS):
        raise UsageError(f"'{out}' must end in one of {', '.join(_ENDINGS)}: that is how `build` knows a record file")
    module = import_module(f"normalize.gazetteer.importers.{MODULES[format]}")
    told: Licence = module.LICENCE
    if options.licence:
        told = told._replace(licence=options.licence)
    records: Importer = module.records
    skipped = Skipped()
    count = left_out = 0
    encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
    try:
        with AtomicFile(out) as plain:
            file = streams.packing(plain, out)
            for record in records(files, options, skipped, tick):
                if record["table"] == "entity":
                    left_out += _tidy(record)
                    if not record["names"] and not record.get("affiliations"):
                        continue
                    record.update(zip(("source", "licence", "attribution"), told, strict=True))
                    if not told.attribution:
                        del record["attribution"]
                file.write(encode(record).encode("utf-8", "replace") + b"\n")
                count += 1
            if file is not plain:
                file.close()
    except OSError as error:
        raise UsageError(f"cannot write '{out}': {error.strerror}") from None
    return Imported(count, left_out, skipped, *told)


def _tidy(record: dict[str, Any]) -> int:
    """Clean the names of a record and leave out what no name may be; how many were left out."""
    kept: dict[tuple[str, str], str] = {}
    out = 0
    for form, how, language in record["names"]:
        form = poison.tidy(form)
        if poison.fault(form, language):
            out += 1
        else:
            kept.setdefault((form, language), how)
    if record["name"]:
        record["name"] = poison.tidy(record["name"])
        if (record["name"], "") not in kept:
            record["name"] = next((form for (form, language), how in kept.items() if not language and how == "official"), "")
            if not record["name"]:
                kept.clear()
    record["names"] = [[form, how, language] for (form, language), how in kept.items()]
    return out


__all__ = ["Columns", "Imported", "Licence", "Options", "columns", "run"]
