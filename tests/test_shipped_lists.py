"""Every shipped list is readable, sorted by its key, and holds no key twice; the corpora have no strays."""

from __future__ import annotations

import itertools
from collections import Counter
from pathlib import Path

import pytest

from normalize.gazetteer.files import COLUMNS, rows, split, table_of

RULES = Path(__file__).resolve().parents[1] / "rules"
FILES = sorted(p for p in RULES.rglob("*.tsv") if p.parent.name != "grammar")  # that one is a table of figures (tests/test_languagetool_table.py)
#: How many of the first columns make the key of a row.
KEYS = {"tenures": 3, "memberships": 3, "translated": 3, "epithets": 2}

each_file = pytest.mark.parametrize("path", FILES, ids=lambda p: str(p.relative_to(RULES)))


def lines(path: Path) -> list[str]:
    """The rows of a list without its header."""
    return path.read_bytes().decode("utf-8").split("\n")[1:-1]


def key(path: Path, line: str) -> tuple[str, ...]:
    """The key of a row."""
    return tuple(line.split("\t")[: KEYS.get(table_of(path.name), 1)])


@each_file
def test_a_list_can_be_read(path: Path) -> None:
    faults: list[object] = []
    count = len(list(rows(path.name, path.read_bytes(), faults)))  # type: ignore[arg-type]
    assert faults == []
    assert count == len(lines(path)) > 0


@each_file
def test_a_list_ends_in_one_line_feed(path: Path) -> None:
    content = path.read_bytes()
    assert content.endswith(b"\n")
    assert not content.endswith(b"\n\n")
    assert b"\r" not in content
    assert not content.startswith(b"\xef\xbb\xbf")


@each_file
def test_a_list_is_sorted(path: Path) -> None:
    found = [key(path, line) for line in lines(path)]
    wrong = [f"{b} stands after {a}" for a, b in itertools.pairwise(found) if a > b]
    assert wrong == []


@each_file
def test_a_list_holds_no_key_twice(path: Path) -> None:
    counts = Counter(key(path, line) for line in lines(path))
    assert sorted(k for k, n in counts.items() if n > 1) == []


@each_file
def test_cells_hold_no_stray_white_space(path: Path) -> None:
    wrong = [
        f"{number}: {cell!r}"
        for number, line in enumerate(lines(path), 2)
        for cell in line.split("\t")
        if cell != " ".join(cell.split()) or cell.startswith("|") or cell.endswith("|")
    ]
    assert wrong == []


@each_file
def test_cells_hold_no_value_twice(path: Path) -> None:
    wrong = [
        f"{number}: {cell!r}"
        for number, line in enumerate(lines(path), 2)
        for cell in line.split("\t")
        if "|" in cell and len(set(split(cell))) != len(split(cell))
    ]
    assert wrong == []


def test_every_table_is_shipped_under_a_known_name() -> None:
    assert {table_of(p.name) for p in FILES if p.parent.name == "gazetteer"} <= set(COLUMNS)


def test_the_gazetteer_makes_no_wrong_repairs() -> None:
    from normalize.gazetteer import open_gazetteer
    from normalize.gazetteer.checks import check

    assert [str(d) for d in check(open_gazetteer()) if d.level == "error"] == []
