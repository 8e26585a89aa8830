"""What happens when something goes wrong inside: a rule raises, a text does not settle, undo does not give the text back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from normalize import detectors
from normalize.config import Config
from normalize.edits import Edit, OffsetMap
from normalize.findings import Hit
from normalize.packs import load_rules
from normalize.pipeline import Pipeline
from normalize.rules import Example, Rule, RuleSet

SWAP = """- rule: {name}
  class: garbled-term
  stage: {stage}
  why: A test.
  phrase: {bad}
  replace: {good}
  action: fix
  examples:
    - bad: {bad}
      good: {good}
  keep:
    - nothing
"""


def pipeline_of(tmp_path: Path, *rules: tuple[str, str, str, str], config: dict[str, Any] | None = None) -> Pipeline:
    """A cleaner with phrase rules of (name, stage, bad, good) only."""
    file = tmp_path / "mine.yml"
    file.write_text("".join(SWAP.format(name=n, stage=s, bad=b, good=g) for n, s, b, g in rules))
    return Pipeline(Config(rules=(str(file),), only_packs=True, **(config or {})))


def test_a_text_that_does_not_settle_is_given_back(tmp_path: Path) -> None:
    cleaner = pipeline_of(tmp_path, ("one", "words", "blorp", "frog"), ("two", "punctuation", "frog", "toad blorp"))
    result = cleaner.run("A blorp.")
    assert (result.text, result.changes) == ("A blorp.", ())
    assert result.undo() == "A blorp."
    (problem,) = result.problems
    assert problem.kind == "did-not-settle"
    assert "mine.one" in problem.message
    assert "mine.two" in problem.message


def test_rules_that_go_in_a_circle_are_given_back(tmp_path: Path) -> None:
    cleaner = pipeline_of(tmp_path, ("there", "words", "blorp", "frog"), ("back", "punctuation", "frog", "blorp"))
    result = cleaner.run("A blorp and more.")
    assert result.text == "A blorp and more."
    assert "did-not-settle" in [p.kind for p in result.problems] or result.changes == ()


def test_a_chain_of_rules_settles_and_is_one_change(tmp_path: Path) -> None:
    cleaner = pipeline_of(tmp_path, ("a", "punctuation", "blorp", "frog"), ("b", "words", "frog", "toad"))
    result = cleaner.run("A blorp.")
    assert result.text == "A toad."
    (change,) = result.changes
    assert (change.before, change.after, change.rule, change.also) == ("blorp", "toad", "mine.b", ("mine.a",))


def test_a_change_and_its_undoing_are_no_change(tmp_path: Path) -> None:
    cleaner = pipeline_of(tmp_path, ("a", "punctuation", "blorp", "frog"), ("b", "words", "frog", "blorp"))
    result = cleaner.run("A blorp.")
    assert (result.text, result.changes) == ("A blorp.", ())


def with_detector(monkeypatch: pytest.MonkeyPatch, detector: Any) -> RuleSet:
    """The shipped rules and one more, whose detector is this function."""
    load = detectors.load
    monkeypatch.setattr(detectors, "load", lambda name: detector if name == "oops" else load(name))
    mine = Rule("mine.oops", "mine", "mine.yml", 1, "words", "mojibake", "A test.", "detector", "oops", "fix", 0.99, "", examples=(Example("a", "b"),), keep=("c",))
    return RuleSet([*load_rules(), mine])


def raises(doc: Any, context: Any) -> Iterator[Hit]:
    """A detector that fails after its first hit."""
    yield Hit(0, 1, (Edit(0, 1, "X"),))
    raise ZeroDivisionError("oops")


def test_a_rule_that_raises_loses_its_findings_and_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    result = Pipeline(rules=with_detector(monkeypatch, raises)).run("At last, he spoke of of it.")
    assert result.text == "At last, he spoke of it."
    (problem,) = result.problems
    assert (problem.kind, problem.message) == ("rule-failed", "mine.oops: ZeroDivisionError: oops")
    assert result.undo() == result.raw


def test_a_failed_rule_is_exit_code_three(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    from normalize.cli.app import main

    rules = with_detector(monkeypatch, raises)
    monkeypatch.setattr("normalize.pipeline.load_rules", lambda config: rules)
    path = tmp_path / "a.txt"
    path.write_text("At last, he spoke of of it.\n")
    monkeypatch.setattr("sys.argv", ["normalize", "clean", str(path)])
    with pytest.raises(SystemExit) as ended:
        main()
    out, err = capfdbinary.readouterr()
    assert ended.value.code == 3
    assert out == b"At last, he spoke of it.\n"
    assert b"ZeroDivisionError: oops" in err
    assert b"Traceback" not in err


@pytest.mark.parametrize("edit", [Edit(0, 999, "X"), Edit(-3, 1, "X"), Edit(5, 2, "X"), Edit(999, 1000, "X")], ids=str)
def test_a_rule_that_writes_outside_the_text_does_no_harm(edit: Edit, monkeypatch: pytest.MonkeyPatch) -> None:
    text = "At last, he spoke."
    result = Pipeline(rules=with_detector(monkeypatch, lambda doc, context: [Hit(0, 1, (edit,))])).run(text)
    assert result.undo() == text
    assert all(text[c.start : c.end] == c.before for c in result.changes)


def test_an_undo_that_fails_gives_the_raw_text_back(monkeypatch: pytest.MonkeyPatch) -> None:
    cleaner = Pipeline()
    assert cleaner.run("He spoke of of it.").changes
    monkeypatch.setattr(OffsetMap, "undo", lambda self, target: target if not self.hunks else target + "!")
    result = cleaner.run("He spoke of of it.")
    assert (result.text, result.changes) == ("He spoke of of it.", ())
    assert [p.kind for p in result.problems] == ["self-check"]


def test_clashing_rules_are_decided_by_confidence_then_width_then_id(tmp_path: Path) -> None:
    cleaner = pipeline_of(tmp_path, ("narrow", "words", "blorp", "frog"), ("wide", "words", "a blorp here", "a toad here"))
    result = cleaner.run("It is a blorp here.")
    assert result.text == "It is a toad here."
    assert {c.rule for c in result.changes} == {"mine.wide"}
    assert [(f.rule, f.status, f.by) for f in result.findings if f.status != "open"] == [("mine.narrow", "overruled", "mine.wide")]


def test_a_finding_on_protected_text_is_told(tmp_path: Path) -> None:
    result = pipeline_of(tmp_path, ("one", "words", "blorp", "frog"), config={"protect": ("blorp",)}).run("A blorp.")
    assert result.text == "A blorp."
    assert [(f.rule, f.status) for f in result.findings] == [("mine.one", "protected")]


@pytest.mark.parametrize("date", ["garbage", "30 October 2024", "20241030", "2024-W44-3", "9999-99-99"])
def test_a_date_that_is_none_is_refused_by_run(date: str) -> None:
    from normalize import clean
    from normalize.errors import UsageError

    with pytest.raises(UsageError):
        clean("NATO Secretary General Mark Root spoke.", date=date)


def test_a_longer_date_is_cut() -> None:
    from normalize import clean

    assert "Rutte" in clean("NATO Secretary General Mark Root spoke to reporters.", date="2024-10-30T06:39:00+02:00").text
