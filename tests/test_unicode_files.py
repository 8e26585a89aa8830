"""Unicode's own conformance files come through unchanged: each row is a text whose characters must not be touched.

They are in Debian's package ``unicode-data``; UNICODE_DATA names another folder. Without them these tests are skipped.
"""

from __future__ import annotations

import bz2
import gzip
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from normalize.pipeline import Pipeline

FOLDER = Path(os.environ.get("UNICODE_DATA", "/usr/share/unicode"))
#: Rows that travel in one text, each a paragraph of its own. Among English words some would rightly change: a full-width digit, a space before a period.
_BATCH = 500

#: A joiner between spaces or Latin letters joins nothing: five rows of the break tests, which are about where clusters end, hold one.
_STRAY = ("any.characters.direction-mark", "\u200d", "")

cleaner = Pipeline()


def lines(name: str) -> Iterator[str]:
    """The rows of a file without comments."""
    found = next(iter(sorted(FOLDER.rglob(f"{name}*"))), None)
    if found is None:
        pytest.skip(f"{name} is not under {FOLDER}: install unicode-data")
    unpack = {".gz": gzip.decompress, ".bz2": bz2.decompress}.get(found.suffix, bytes)
    content = unpack(found.read_bytes())
    for line in content.decode("utf-8").split("\n"):
        row = line.partition("#")[0].strip()
        if row and not row.startswith("@"):
            yield row


def text(codes: str) -> str:
    """The text of a row of code points; the signs of the break tests say where clusters end, and are left out."""
    return "".join(chr(int(c, 16)) for c in codes.replace("÷", " ").replace("×", " ").split())


def rows(name: str) -> list[str]:
    """The texts of a file."""
    if name == "NormalizationTest.txt":
        return list(dict.fromkeys(text(column) for line in lines(name) for column in line.split(";")[:5]))
    return [text(line.partition(";")[0]) for line in lines(name)]


@pytest.mark.parametrize("name", ["NormalizationTest.txt", "emoji-test.txt", "GraphemeBreakTest.txt"])
def test_every_row_is_unchanged(name: str) -> None:
    found = rows(name)
    assert len(found) > 500
    changed = []
    for at in range(0, len(found), _BATCH):
        whole = "\n".join(found[at : at + _BATCH])
        result = cleaner.run(whole)
        changed += [(c.rule, ascii(c.before), ascii(c.after)) for c in result.changes if (c.rule, c.before, c.after) != _STRAY]
        assert not result.problems
    assert changed == []
