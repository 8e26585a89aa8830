"""`normalize eval`: the figures of each rule, a baseline and its difference, judged edits, tables, and workers."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from normalize.corpora import stream
from tests.running import CLEAN, FAULTY, RIGHT, normalize, one_clear_line

RULE = "en.periods.spurious-period"


def prose(folder: Path, *texts: str) -> Path:
    """A file of clean texts."""
    file = folder / "prose.jsonl"
    file.write_text("".join(json.dumps({"text": t}) + "\n" for t in texts))
    return file


def figures(*args: str | Path) -> dict[str, dict[str, object]]:
    """What eval says of each rule of its first corpus."""
    tree = json.loads(normalize("eval", *args, "--format", "json").text)
    rules: dict[str, dict[str, object]] = next(iter(tree.values()))["rules"]
    return rules


def test_each_rule_has_its_firings_and_bound(tmp_path: Path) -> None:
    corpus = prose(tmp_path, CLEAN, FAULTY)
    assert {k: figures(corpus)[RULE][k] for k in ("firings", "right", "wrong", "unjudged", "lower_bound")} == {"firings": 1, "right": 0, "wrong": 1, "unjudged": 0, "lower_bound": 0.0}
    assert RULE in normalize("eval", corpus).text


def test_text_and_gold_need_no_action(tmp_path: Path) -> None:
    corpus = tmp_path / "cases.jsonl"
    corpus.write_text(json.dumps({"text": FAULTY, "gold": RIGHT}) + "\n" + json.dumps({"text": CLEAN, "gold": CLEAN}) + "\n")
    assert (figures(corpus)[RULE]["right"], figures(corpus)[RULE]["wrong"]) == (1, 0)


def test_nobody_judges_an_edit_twice(tmp_path: Path) -> None:
    corpus = prose(tmp_path, CLEAN, FAULTY)
    store = tmp_path / "judged.jsonl"
    assert normalize("eval", corpus, "--unjudged", store).code == 0
    (waits,) = map(json.loads, store.read_text().splitlines())
    assert (waits["rule"], waits["before"], waits["after"], waits["verdict"]) == (RULE, ".", "", "")
    assert "concerns[.->] in" in waits["around"]
    assert figures(corpus, "--judged", store)[RULE]["unjudged"] == 1
    store.write_text(json.dumps(waits | {"verdict": "right"}) + "\n")
    assert (figures(corpus, "--judged", store)[RULE]["right"], figures(corpus, "--judged", store)[RULE]["unjudged"]) == (1, 0)
    again = tmp_path / "again.jsonl"
    normalize("eval", prose(tmp_path, FAULTY, CLEAN, "The rain stopped. " + FAULTY), "--judged", store, "--unjudged", again)
    assert len(again.read_text().splitlines()) == 1, "the same words in another place of the file are judged, other words around are not"


@pytest.mark.parametrize(
    ("store", "says"),
    [
        ("{}\n", ":1: every line is a JSON object with rule"),
        ('\n{"rule": "a", "before": "b", "after": "c", "context": "d", "verdict": "perhaps"}\n', ":2: every line"),
        ("".join(f'{{"rule": "a", "before": "b", "after": "c", "context": "d", "verdict": "{v}"}}\n' for v in ("right", "wrong")), ":2: this edit of a was judged right before"),
    ],
)
def test_a_store_that_does_not_fit_is_told(store: str, says: str, tmp_path: Path) -> None:
    (tmp_path / "judged.jsonl").write_text(store)
    ran = normalize("eval", prose(tmp_path, CLEAN), "--judged", tmp_path / "judged.jsonl")
    assert ran.code == 2
    one_clear_line(ran, says)


def test_a_baseline_shows_what_a_change_of_rules_altered(tmp_path: Path) -> None:
    corpus = prose(tmp_path, FAULTY, "He spoke of of it.", "She looked at the blorp that her brother had bought in the market.")
    old = tmp_path / "old.json"
    old.write_text(normalize("eval", corpus, "--ignore", "en.sentences", "--format", "json").text)
    same = normalize("eval", corpus, "--ignore", "en.sentences", "--baseline", old)
    assert (same.code, "0 added, 0 gone, 0 changed" in same.text) == (0, True)
    mine = tmp_path / "mine.yml"
    mine.write_text(
        "- rule: blorp\n  class: garbled-term\n  stage: words\n  why: A test.\n  phrase: blorp\n  replace: frog\n  action: fix\n"
        "  examples:\n    - bad: A blorp.\n      good: A frog.\n  keep:\n    - A frog.\n"
    )
    other = normalize("eval", corpus, "--ignore", "en.sentences", "--baseline", old, "--rules", mine, "--ignore", "en.echoes.doubled-function-word")
    assert other.code == 1
    assert "1 added, 1 gone, 0 changed" in other.text
    assert "+ prose.jsonl:3:" in other.text
    assert "mine.blorp fix 'blorp' -> 'frog'" in other.text
    assert "- prose.jsonl:2:" in other.text
    altered = json.loads(normalize("eval", corpus, "--ignore", "en.sentences", "--baseline", old, "--ignore", RULE, "--format", "json").text)["altered"]
    assert ([row[1] for row in altered["gone"]], altered["added"]) == ([RULE], [])


@pytest.mark.parametrize(("content", "says"), [("[]", "is no baseline"), ("{", "is no baseline"), (None, "cannot read the baseline")])
def test_a_baseline_that_is_none_is_told(content: str | None, says: str, tmp_path: Path) -> None:
    if content is not None:
        (tmp_path / "old.json").write_text(content)
    ran = normalize("eval", prose(tmp_path, CLEAN), "--baseline", tmp_path / "old.json")
    assert ran.code == 2
    one_clear_line(ran, says)


def test_a_table_keeps_what_was_not_measured(tmp_path: Path) -> None:
    table = tmp_path / "table.json"
    corpus = prose(tmp_path, CLEAN, FAULTY)
    normalize("eval", corpus, "--table", table)
    first = json.loads(table.read_text())
    assert first["rules"] == {RULE: {"prose": [0, 1, 0]}}
    assert first["wrong"][0]["before"] == "."
    other = tmp_path / "other.jsonl"
    other.write_text(json.dumps({"text": FAULTY, "gold": RIGHT}) + "\n")
    normalize("eval", other, "--table", table)
    assert json.loads(table.read_text())["rules"] == {RULE: {"other": [1, 0, 0], "prose": [0, 1, 0]}}


def test_workers_count_the_same(tmp_path: Path) -> None:
    corpus = prose(tmp_path, *[FAULTY if i % 7 == 0 else f"{CLEAN} No. {i}" for i in range(150)])
    assert normalize("eval", corpus, "-v").out == normalize("eval", corpus, "-v", "-j", "2").out


def test_a_corpus_is_read_one_text_at_a_time(tmp_path: Path) -> None:
    file = tmp_path / "long.jsonl"
    file.write_text(json.dumps({"text": CLEAN}) + "\nnot read yet\n")
    assert next(iter(stream(str(file)))).text == CLEAN
