"""Rule files that mean harm: each refused in under a tenth of a second, with file and line (``data/hostile_packs.jsonl``)."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import pytest

from normalize.config import Config
from normalize.errors import PackError
from normalize.packs import load_rules
from tests.cases import cases

MOST_SECONDS = 0.1


@pytest.fixture(scope="module", autouse=True)
def warm(tmp_path_factory: pytest.TempPathFactory) -> None:
    """What is imported once is no part of the time of a pack."""
    file = tmp_path_factory.mktemp("warm") / "mine.yml"
    file.write_text("- rule: a\n  class: doubled-word\n  stage: echoes\n  why: a\n  regex: '(?:a+)+$'\n  examples: [{bad: a, good: b}]\n  keep: [b]\n")
    with pytest.raises(PackError):
        load_rules(Config(rules=(str(file),), only_packs=True))


@pytest.mark.parametrize("case", cases("hostile_packs.jsonl"))
def test_a_hostile_pack_is_refused_at_once(case: dict[str, Any], tmp_path: Path) -> None:
    file = tmp_path / "mine.yml"
    file.write_bytes((case["text"] * case.get("times", 1)).encode())
    began = time.process_time()
    with pytest.raises(PackError) as caught:
        load_rules(Config(rules=(str(file),), only_packs=True))
    assert time.process_time() - began < MOST_SECONDS
    told = [(f.line, f.message) for f in caught.value.faults]
    assert {f.file for f in caught.value.faults} == {str(file)}
    assert any(line == case["line"] and all(word in message for word in case["says"]) for line, message in told), told


def test_the_shipped_rules_would_pass() -> None:
    """What is asked of foreign packs is kept by our own."""
    from normalize import data, hazards, yamlfile
    from normalize.rulecheck import KINDS

    faults = []
    for pack in ("any", "en"):
        for name, file in data.walk(data.folder("rules") / pack, (".yml",)):
            if name != "pack.yml":
                for rule in yamlfile.read(name, file.read_bytes())[0]:
                    faults += hazards.harms(name, rule, next(k for k in KINDS if k in rule))
    assert [str(f) for f in faults] == []
