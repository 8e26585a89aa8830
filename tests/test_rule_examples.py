"""Every shipped rule does what its examples say, alone and among all the others. One test a pack file; a failure names the rule."""

from __future__ import annotations

from functools import cache

import pytest

from normalize.packs import load_rules
from normalize.proofs import check_rules
from normalize.rules import RuleSet


@cache
def shipped() -> RuleSet:
    """All shipped rules."""
    return load_rules()


@pytest.mark.parametrize("file", sorted({r.file for r in load_rules()}))
def test_examples_hold(file: str) -> None:
    rules = RuleSet(r for r in shipped() if r.file == file)
    assert [str(fault) for fault in check_rules(rules, everything=shipped())] == []


def test_every_rule_has_a_sentence_to_keep_and_a_reason() -> None:
    thin = [r.id for r in shipped() if not r.examples or not r.keep or len(r.why.split()) < 4]
    assert thin == []


def test_a_keep_is_not_an_example_in_disguise() -> None:
    """A sentence to keep that no rule could ever have touched proves nothing: it must not be empty."""
    assert [r.id for r in shipped() if any(not k.strip() for k in r.keep)] == []


@pytest.mark.parametrize("broken", ["good", "keep"])
def test_a_broken_example_is_told(broken: str) -> None:
    """The proof itself can fail: a rule with a wrong example or keep is found out."""
    from dataclasses import replace

    rule = shipped().get("en.echoes.doubled-word") or next(r for r in shipped() if r.action == "fix" and r.examples[0].good)
    rule = replace(rule, examples=(replace(rule.examples[0], good="Something else."),)) if broken == "good" else replace(rule, keep=(rule.examples[0].bad,))
    told = [str(f) for f in check_rules(RuleSet([rule]))]
    assert told
    assert all(rule.id in line for line in told)
