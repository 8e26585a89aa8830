"""Precision as a gate: the figures that ship are those of today's rules, every wrong firing has its reason, and the page says what the data says."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

import pytest

from benchmarks import precision_tables
from normalize import judgements, precision
from normalize.corpora import stream
from normalize.evaluation import Evaluation, measure
from normalize.packs import load_rules
from normalize.pipeline import Pipeline

ROOT = Path(__file__).resolve().parents[1]
TABLE = precision.read(str(precision_tables.TABLE))
AGAIN = "measure again (benchmarks/precision_tables.py names the commands), read the difference, and give every new wrong firing its kind and reason"


@cache
def figures(corpus: str) -> dict[str, Evaluation]:
    """A shipped corpus measured as the rule files ask."""
    return measure(stream(str(ROOT / "corpora" / corpus)), Pipeline(rules=load_rules(as_asked=True)))


@pytest.mark.parametrize("corpus", ["golden", "names", "clean", "known"])
def test_the_table_is_what_the_rules_do(corpus: str) -> None:
    parts = figures(corpus)
    assert {f"{corpus} ({p})" if p else corpus: e.totals() for p, e in parts.items()} == {k: v for k, v in TABLE.corpora.items() if k.partition(" (")[0] == corpus}, AGAIN
    assert {rule: [s.right, s.wrong, s.unjudged] for rule, s in parts[""].rules.items()} == {r: found[corpus] for r, found in TABLE.rules.items() if corpus in found}, AGAIN


@pytest.mark.parametrize("corpus", ["golden", "names", "clean", "known"])
def test_every_wrong_firing_is_accounted_for(corpus: str) -> None:
    now = sorted((n.text, n.rule, n.before, n.after) for n in figures(corpus)[""].noted if n.verdict == "wrong")
    told = [w for w in TABLE.wrong if w["corpus"] == corpus]
    assert now == sorted((w["text"], w["rule"], w["before"], w["after"]) for w in told), AGAIN
    assert [w for w in told if w.get("kind") not in ("partial", "harm") or not w.get("why", "").strip()] == []


def test_the_rules_of_the_table_are_there() -> None:
    known = {r.id for r in load_rules()}
    assert set(TABLE.rules) - known == set(), "a rule was renamed or removed: " + AGAIN
    assert {w["rule"] for w in TABLE.wrong} <= set(TABLE.rules)


def test_no_shipped_rule_asks_for_a_fix_that_its_figures_rule_out() -> None:
    """Loading would make it a suggestion; what ships says so in its own file."""
    asking = {r.id for r in load_rules(as_asked=True) if r.action == "fix"}
    assert sorted(rule for rule, f in TABLE.firings().items() if rule in asking and not f.keeps_fix) == []


def test_the_page_is_in_step_with_the_data() -> None:
    text = precision_tables.PAGE.read_text("utf-8")
    assert text == precision_tables.page(text, TABLE), "write it anew: python benchmarks/precision_tables.py"
    assert all(f"<!-- table: {name} -->" in text for name in precision_tables.TABLES)


def test_the_store_holds_verdicts_and_no_texts() -> None:
    file = ROOT / "corpora" / "judged.jsonl"
    judged = judgements.read([str(file)])
    rows = [json.loads(line) for line in file.read_text("utf-8").splitlines()]
    assert rows
    assert {frozenset(r) for r in rows} == {frozenset(("rule", "before", "after", "context", "verdict"))}
    assert max(len(r["before"]) + len(r["after"]) for r in rows) <= 12
    prose = {r: found["clean-prose"] for r, found in TABLE.rules.items() if "clean-prose" in found}
    for rule, (right, wrong, _) in prose.items():
        verdicts = [v for key, v in judged.items() if key[0] == rule]
        assert verdicts.count("right") >= right
        assert verdicts.count("wrong") >= wrong


def test_a_table_that_is_written_is_read_again() -> None:
    assert precision.written(precision.parse(precision.written(TABLE), "x")) == precision.written(TABLE) == precision_tables.TABLE.read_text("utf-8")
