"""The pump gate: patterns whose time explodes are refused with the proof, good ones pass."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from normalize import pumps
from normalize.config import Config
from normalize.errors import PackError
from normalize.packs import load_rules
from normalize.pumps import growth
from normalize.rules import Rule
from tests.cases import cases
from tests.running import normalize

_RULE = """- rule: evil
  class: doubled-word
  stage: echoes
  why: A pattern that does not end.
  {key}
  action: flag
  examples:
    - bad: He said of of it.
      found: of of
  keep:
    - He spoke.
"""


@pytest.mark.parametrize("case", cases("evil_patterns.jsonl"))
def test_an_evil_pattern_is_refused_with_its_pump(case: dict[str, Any]) -> None:
    steep = growth(case["regex"])
    assert steep is not None
    assert steep.pump.body
    assert repr(steep.pump.body) in str(steep)


@pytest.mark.parametrize("case", cases("good_patterns.jsonl"))
def test_a_good_pattern_passes(case: dict[str, Any]) -> None:
    assert growth(case["regex"]) is None


@pytest.mark.parametrize("rule", load_rules(), ids=lambda r: r.id)
def test_every_shipped_rule_passes(rule: Rule) -> None:
    assert [f"{key}: {steep}" for key, steep in pumps.faults(rule)] == []


@pytest.mark.parametrize("key", ["regex: '(a+)+$'", "regex: 'of of'\n  unless-in: '(a|aa)+$'", "regex: 'of of'\n  followed-by: '(\\w+\\s?)+[;]$'", "phrase: of of\n  unless: '(?:a|a)+$'"])
def test_a_foreign_pack_with_one_is_not_loaded(key: str, tmp_path: Path) -> None:
    file = tmp_path / "mine.yml"
    file.write_text(_RULE.replace("{key}", key))
    with pytest.raises(PackError) as caught:
        load_rules(Config(rules=(str(file),), only_packs=True))
    (fault,) = caught.value.faults
    assert (fault.file, fault.line) == (str(file), 5 + key.count("\n"))
    assert " * n + " in fault.message


def test_the_command_names_the_pump() -> None:
    ran = normalize("rules", "test", "any.footers", "--pump")
    assert ran.code == 0, ran.text
    assert "0 faults" in ran.text
