"""Adding to a gazetteer of one's own: one row in a TSV file, written whole or not at all.

A row with the id of a shipped entity adds to that entity, since rows of one id are united.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from normalize.errors import Fault, GazetteerError, UsageError
from normalize.files import read, write
from normalize.gazetteer import open_gazetteer, poison
from normalize.gazetteer.checks import check
from normalize.gazetteer.files import COLUMNS, rows
from normalize.gazetteer.model import identifier

_FILES = {"person": "people-own.tsv", "organisation": "organisations-own.tsv", "place": "places-own.tsv"}


def add(
    folder: str, kind: str, name: str, wrong: Sequence[str], aliases: Sequence[str], affiliations: Sequence[str], country: str, role: str
) -> Path:
    """Put an entity into the folder's file for its kind and return the file.

    UsageError for a name that cannot be one; GazetteerError when the new row would make wrong repairs (a wrong form that is a right name of
    somebody else, or a common word). Nothing is written then.
    """
    for text in (name, *wrong, *aliases, role):
        if not text.isprintable() or "|" in text or (text and not text.strip()):
            raise UsageError(f"{text!a} cannot be a name: no tabs, line ends, bars or characters that cannot be seen")
    for text in (name, *wrong, *aliases):
        if why := poison.fault(text):
            raise UsageError(f"{text!a} cannot be a name: {why}")
    path = Path(folder) / _FILES[kind]
    table = path.name.partition("-")[0]
    known = {}
    if path.is_file():
        faults: list[Fault] = []
        known = {row["id"]: row for _, row in rows(str(path), read(str(path)), faults)}
        if faults:
            raise GazetteerError(faults)
    key = _known_id(kind, name) or identifier(name)
    row = known.setdefault(key, dict.fromkeys(COLUMNS[table], ""))
    row["id"], row["name"] = key, name
    for column, values in (("wrong", wrong), ("aliases", aliases), ("affiliations", affiliations)):
        if column in row:
            row[column] = " | ".join(dict.fromkeys([*(v for v in row[column].split(" | ") if v), *values]))
    row["country"] = country or row["country"]
    if "role" in row:
        row["role"] = role or row["role"]
    lines = ["\t".join(COLUMNS[table]), *("\t".join(known[k][c] for c in COLUMNS[table]) for k in sorted(known))]
    data = ("\n".join(lines) + "\n").encode()
    _refuse_harm(path, data, set(wrong))
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UsageError(f"cannot make the folder '{path.parent}': {error.strerror}") from None
    write(path, data)
    return path


def _known_id(kind: str, name: str) -> str:
    found = [e for e in open_gazetteer().named(name, "official", "alias") if e.kind == kind]
    return found[0].id if len(found) == 1 else ""


def _refuse_harm(path: Path, data: bytes, wrong: set[str]) -> None:
    from normalize.gazetteer import opened_with

    doubts = [d for d in check(opened_with([(str(path), data)])) if d.level == "error" and any(f"'{w}'" in d.message for w in wrong)]
    if doubts:
        raise GazetteerError([Fault(str(path), 0, d.message) for d in doubts])
