"""`normalize explain` and `normalize rules`: reading, testing and drafting rules."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from normalize.config import Config
from normalize.drafts import draft
from normalize.errors import UsageError
from normalize.packs import load_rules
from normalize.proofs import check_rules
from tests.cases import cases
from tests.running import FAULTY, normalize, on_terminal, one_clear_line


@pytest.mark.parametrize("what", ["en.periods.spurious-period", "spurious-period"])
def test_explain_a_rule(what: str) -> None:
    ran = normalize("explain", what)
    assert ran.code == 0
    for word in ("en.periods.spurious-period", "periods.yml:", "class spurious-period", "action fix", "bad:", "good:", "keep:"):
        assert word in ran.text


def test_explain_a_name() -> None:
    ran = normalize("explain", "Mark Rutte")
    assert ran.code == 0
    for word in ("Mark Rutte", "person", "office:", "NATO", "native: ", "source: rules/gazetteer/"):
        assert word in ran.text


def test_explain_a_wrong_form_and_a_garbled_name() -> None:
    assert "Mark Rutte" in normalize("explain", "Mark Root").text  # a listed wrong form, or a name that sounds like it
    assert "Stoltenberg" in normalize("explain", "Yens Stoltenburg").text


def test_explain_something_unknown() -> None:
    ran = normalize("explain", "1234")
    assert (ran.code, ran.out) == (2, b"")
    one_clear_line(ran, "neither a rule nor a known name")
    hint = normalize("explain", "spurious-perod")
    assert "spurious-period" in hint.err or "spurious-period" in hint.text


def test_list_has_a_line_for_every_rule() -> None:
    ran = normalize("rules", "list")
    assert ran.code == 0
    shown = [line.split() for line in ran.text.splitlines()]
    assert [s[0] for s in shown] == [r.id for r in load_rules()]
    assert {s[1] for s in shown} <= {"fix", "suggest", "flag"}
    some = normalize("rules", "list", "en.periods").text.splitlines()
    assert 0 < len(some) < len(shown)
    assert all(line.startswith("en.periods.") for line in some)


@pytest.mark.parametrize("args", [("rules", "list", "en.perods"), ("rules", "show", "spurious-perod"), ("rules", "test", "nothing.at.all")])
def test_a_rule_that_is_not_there(args: tuple[str, ...]) -> None:
    ran = normalize(*args)
    assert (ran.code, ran.out) == (2, b"")
    one_clear_line(ran, "rule")


def test_show_is_what_explain_says() -> None:
    assert normalize("rules", "show", "spurious-period").text == normalize("explain", "spurious-period").text


def test_test_passes_for_a_shipped_file_and_fails_for_a_bad_rule(tmp_path: Path) -> None:
    ran = normalize("rules", "test", "en.headlines")
    assert ran.code == 0, ran.text
    assert ran.text.splitlines()[-1].endswith(" 0 faults")
    mine = tmp_path / "mine.yml"
    mine.write_text(draft("wrong-way", "It is in limited way.", "It is in a limited way.").replace("good: 'It is in a limited way.'", "good: 'It is not.'"))
    ran = normalize("rules", "test", "mine", "--rules", mine)
    assert ran.code == 2
    assert "mine.wrong-way" in ran.text
    assert "became 'It is in a limited way.', not 'It is not.'" in ran.text


def test_new_prints_a_rule_that_passes_its_own_test(tmp_path: Path) -> None:
    ran = normalize("rules", "new", "wrong-way", "It was done in limited way, he said.", "It was done in a limited way, he said.", "--keep", "It is limited.")
    assert ran.code == 0
    mine = tmp_path / "mine.yml"
    mine.write_bytes(ran.out)
    tested = normalize("rules", "test", "mine", "--rules", mine)
    assert (tested.code, tested.text) == (0, "1 rules, 2 sentences, 0 faults\n")
    used = normalize("clean", "--unsafe", "--rules", mine, stdin=b"They won in limited way.\n")
    assert used.text == "They won in a limited way.\n"


@pytest.mark.parametrize("case", cases("drafts.jsonl"))
def test_a_draft_passes_its_own_test(case: dict[str, Any], tmp_path: Path) -> None:
    mine = tmp_path / "mine.yml"
    mine.write_text(draft("drafted", case["bad"], case["good"], case.get("keep", [])))
    rules = load_rules(Config(rules=(str(mine),), only_packs=True))
    assert len(rules) == 1
    assert next(iter(rules)).examples[0].bad == case["bad"]
    assert [str(f) for f in check_rules(rules)] == []


@pytest.mark.parametrize(("name", "bad", "good"), [("Wrong Way", "a", "b"), ("", "a", "b"), ("x:y", "a", "b"), ("ok", "same", "same")])
def test_a_draft_of_nothing_is_refused(name: str, bad: str, good: str) -> None:
    with pytest.raises(UsageError):
        draft(name, bad, good)


ESCAPING = """- rule: odd
  class: garbled-term
  stage: words
  why: "a \\e[31m b c"
  source: "x \\e]0;owned\\a"
  message: "m \\e[2J"
  phrase: blorp
  replace: frog
  examples:
    - bad: "A blorp. \\e[5m"
      good: "A frog. \\e[5m"
  keep:
    - "A frog. \\e[7m"
"""


@pytest.mark.parametrize(
    "args",
    [
        ("rules", "show", "odd"),
        ("rules", "test", "odd"),
        ("check",),
        ("diff",),
    ],
    ids=" ".join,
)
def test_a_rule_file_sends_no_escape_to_a_terminal(args: tuple[str, ...], tmp_path: Path) -> None:
    mine = tmp_path / "odd.yml"
    mine.write_text(ESCAPING)
    shown = on_terminal(*args, "--rules", mine, stdin=b"A blorp.\n", code=None)
    assert shown
    assert b"\x1b" not in shown
    assert b"\x07" not in shown


def test_a_broken_rule_file_stops_every_command_that_reads_rules(tmp_path: Path) -> None:
    text, mine = tmp_path / "a.txt", tmp_path / "mine.yml"
    text.write_text(FAULTY)
    mine.write_text("- rule: x\n  class: doubled-word\n  stage: words\n  why: a\n  repat: [of]\n  examples: [{bad: a, good: b}]\n  keep: [a]\n")
    for command in (["clean", text], ["diff", text], ["check", text], ["rules", "list"], ["rules", "show", "x"], ["rules", "test"], ["eval", text]):
        ran = normalize(*command, "--rules", mine)
        assert (ran.code, ran.out) == (2, b""), command
        assert "Traceback" not in ran.err
        assert f"{mine}:5: unknown key 'repat' in this rule: did you mean 'repeat'?" in ran.err
    assert text.read_text() == FAULTY


def test_the_schema_of_a_report_is_stable() -> None:
    """The keys of a report, written down: a key that goes or changes its meaning needs a new schema number."""
    report = json.loads(normalize("clean", "--format", "json", stdin=FAULTY.encode()).text)
    assert report["schema"] == 1
    assert list(report["changes"][0])[:8] == ["id", "rule", "stage", "class", "action", "start", "end", "before"]


def test_rules_that_undo_each_other_are_named_with_their_files(tmp_path: Path) -> None:
    """Each is right alone; together they would go round for ever, and the pipeline gives the text back as it was."""
    for name, bad, good in (("there", "blorp", "frog"), ("back", "frog", "blorp")):
        stage = "words" if name == "there" else "punctuation"
        rule = f"- rule: {name}\n  class: garbled-term\n  stage: {stage}\n  why: A test.\n  regex: '\\b{bad}\\b'\n  replace: {good}\n  action: fix\n"
        (tmp_path / f"{name}.yml").write_text(rule + f"  examples:\n    - bad: A {bad} sat.\n      good: A {good} sat.\n  keep:\n    - Nobody sat.\n")
    ran = normalize("rules", "test", "there", "--rules", tmp_path / "there.yml", "--rules", tmp_path / "back.yml")
    assert ran.code == 2
    assert "undo each other" in ran.text
    assert "back.back (" in ran.text
    assert "there.there (" in ran.text
    assert "back.yml)" in ran.text
