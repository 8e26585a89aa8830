"""Whole articles: what is repaired, what must stay, what cannot be repaired yet, and the stored report of each.

``corpora/golden/<name>/report.txt`` holds one line for every change and finding. When what the tool says has changed and the new report is right::

    NORMALIZE_UPDATE=1 python -m pytest tests/test_golden.py

writes the reports anew; read the difference in git before you commit it.
"""

from __future__ import annotations

import json
import os
from functools import cache
from pathlib import Path

import pytest

from normalize.corpora import Case, load
from normalize.evaluation import Evaluation, evaluate
from normalize.formats.lines import places
from normalize.pipeline import Pipeline
from normalize.report import Change, Result
from normalize.visible import visible

CORPORA = Path(__file__).resolve().parents[1] / "corpora"
UPDATE = "NORMALIZE_UPDATE"
#: The floors of the whole golden corpus; raise them when the figures rise, never lower them.
LEAST_PRECISION = 0.97
LEAST_F_HALF = 0.85

GOLDEN = {case.name: case for case in load(str(CORPORA / "golden"))}
CLEAN = {case.name: case for case in load(str(CORPORA / "clean"))}
KNOWN = {row["id"]: row for row in map(json.loads, (CORPORA / "known" / "cases.jsonl").read_text("utf-8").splitlines())}


@cache
def pipeline() -> Pipeline:
    """The cleaner with its defaults."""
    return Pipeline()


@cache
def ran(name: str) -> Result:
    """The result of a golden article."""
    case = GOLDEN[name]
    return pipeline().run(case.text, date=case.date, source_language=case.source_language, source=name)


@cache
def evaluation() -> Evaluation:
    """The figures of the whole golden corpus."""
    return evaluate(GOLDEN.values(), pipeline())


def told(result: Result) -> str:
    """The stored form of a report: place, rule, action, before -> after (or what is offered), one a line."""
    lines = []
    for item, line, column in places(result):
        before = visible(item.before, breaks=False)
        if isinstance(item, Change):
            lines.append(f"{line}:{column} {item.rule} fix “{before}” -> “{visible(item.after, breaks=False)}”")
        else:
            status = item.action if item.status == "open" else f"{item.action} {item.status}"
            offers = "".join(f" -> “{visible(s, breaks=False)}”" for s in item.suggestions)
            lines.append(f"{line}:{column} {item.rule} {status} “{before}”{offers}")
    lines += [f"{key}: {visible(str(value), breaks=False)}" for key, value in sorted(result.metadata.items())]
    lines += [f"problem {p.kind}: {p.message}" for p in result.problems]
    return "".join(line + "\n" for line in lines)


def test_the_corpora_are_there() -> None:
    assert len(GOLDEN) >= 20
    assert len(CLEAN) >= 50
    assert len(KNOWN) >= 40


def test_precision_holds() -> None:
    total = evaluation().total
    wrong = [m for m in evaluation().misses if ": wrong " in m]
    assert (total.precision or 0) >= LEAST_PRECISION, "\n".join(wrong)


def test_f_half_holds() -> None:
    assert (evaluation().total.f_half or 0) >= LEAST_F_HALF, "\n".join(evaluation().misses)


@pytest.mark.parametrize("name", sorted(GOLDEN))
def test_a_golden_article_keeps_the_laws(name: str) -> None:
    result = ran(name)
    assert result.problems == ()
    assert result.undo() == GOLDEN[name].text
    assert pipeline().run(result.text, date=GOLDEN[name].date, source_language=GOLDEN[name].source_language).text == result.text


@pytest.mark.parametrize("name", sorted(GOLDEN))
def test_the_stored_report_is_what_the_tool_says(name: str) -> None:
    stored = CORPORA / "golden" / name / "report.txt"
    now = told(ran(name))
    if os.environ.get(UPDATE):
        stored.write_text(now, "utf-8")
        return
    if not any((CORPORA / "golden" / other / "report.txt").is_file() for other in GOLDEN):
        pytest.skip(f"no reports are stored yet: write them with {UPDATE}=1")
    assert stored.is_file(), f"no report is stored for {name}: write it with {UPDATE}=1"
    assert stored.read_text("utf-8").splitlines() == now.splitlines(), f"the report of {name} has changed; if that is right: {UPDATE}=1 python -m pytest {__file__}"


@pytest.mark.parametrize("name", sorted(CLEAN))
def test_good_text_comes_through_untouched(name: str) -> None:
    case: Case = CLEAN[name]
    result = pipeline().run(case.text)
    assert [(c.rule, c.before, c.after) for c in result.changes] == []
    assert result.text == case.text


@pytest.mark.parametrize("name", sorted(KNOWN))
def test_a_known_fault_is_still_one(name: str) -> None:
    """What cannot be repaired yet is written down; the day it can be, it is promoted."""
    row = KNOWN[name]
    result = pipeline().run(row["text"])
    assert result.text != row["wanted"], f"{name} is repaired now: move it from corpora/known/cases.jsonl to a golden article or a rule's examples"
    assert result.problems == ()


@pytest.mark.parametrize("name", sorted(KNOWN))
def test_a_known_case_is_well_formed(name: str) -> None:
    row = KNOWN[name]
    assert row["text"] != row["wanted"]
    assert row["note"].strip()
    assert {"id", "class", "text", "wanted", "note"} <= set(row)
