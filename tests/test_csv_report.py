"""The CSV report: a row a change or finding, and no cell that a spreadsheet runs."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from pathlib import Path

import pytest

from normalize.formats import renderer
from normalize.pipeline import Pipeline
from normalize.report import Problem
from tests.running import FAULTY, normalize

render = renderer(".csv")
FORMULAS = ("=1+1", "+1", "-1+2", "@SUM(A1)", "=HYPERLINK(\"http://x\",\"y\")", "\t=1", "\r=1", " =1", "＝1+1", "|calc", "%0A=1", "-2+3+cmd|' /C calc'!A0")


def rows(table: str) -> list[dict[str, str]]:
    """The rows of a table by column."""
    return list(csv.DictReader(io.StringIO(table, newline="")))


def test_a_change_is_a_row() -> None:
    (row,) = rows(render([Pipeline().run(FAULTY, source="a.txt")]))
    assert {k: row[k] for k in ("source", "line", "column", "rule", "before", "after", "action", "status", "guarded")} == {
        "source": "a.txt", "line": "1", "column": "29", "rule": "en.periods.spurious-period", "before": ".", "after": "", "action": "fix", "status": "applied", "guarded": ""
    }  # fmt: skip


@pytest.mark.parametrize("formula", FORMULAS)
def test_no_cell_is_a_formula(formula: str) -> None:
    result = Pipeline().run("“He left.\n" + FAULTY, source=formula)
    spoiled = replace(
        result,
        changes=tuple(replace(c, before=formula, after=formula, message=formula, rule=formula) for c in result.changes),
        findings=tuple(replace(f, before=formula, suggestions=(formula,), message=formula) for f in result.findings),
        problems=(Problem(formula, formula),),
    )
    table = render([spoiled])
    assert "\r" not in table
    for row in rows(table):
        assert not any(cell.lstrip().startswith(tuple("=+-@＝|%")) for cell in row.values())
        assert row["guarded"] == "yes" or formula in ("\t=1", "\r=1")


def test_the_command_writes_it(tmp_path: Path) -> None:
    ran = normalize("clean", "-q", "--report", tmp_path / "report.csv", stdin=FAULTY.encode())
    assert ran.code == 0
    assert [r["rule"] for r in rows((tmp_path / "report.csv").read_text())] == ["en.periods.spurious-period"]
