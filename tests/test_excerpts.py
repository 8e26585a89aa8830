"""Short excerpts in the manner of real pages, written by somebody who had not seen the rules: good ones stay, and no fewer are repaired than when they were last counted."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from normalize.config import Config
from normalize.detectors import shipped
from normalize.packs import load_rules
from normalize.pipeline import Pipeline

EXCERPTS = Path(__file__).resolve().parents[1] / "corpora" / "excerpts"
#: Faults to be fixed whose text comes out as wanted, and those to be flagged over which something speaks.
FLOORS = {"tuning": (125, 17), "judging": (31, 3)}


def excerpts(part: str) -> list[dict[str, Any]]:
    """The records of a part."""
    return [json.loads(line) for line in (EXCERPTS / f"{part}.jsonl").read_text("utf-8").splitlines()]


@pytest.mark.parametrize("part", FLOORS)
def test_good_excerpts_stay_and_faulty_ones_are_found(part: str) -> None:
    cleaner = Pipeline(Config(own=False))
    fixed = flagged = 0
    changed = []
    for entry in excerpts(part):
        result = cleaner.run(entry["text"])
        if entry["action"] == "keep" and result.text != entry["text"]:
            changed.append((entry["id"], result.text))
        fixed += entry["action"] == "fix" and result.text.strip() == entry["gold"].strip()
        flagged += entry["action"] == "flag" and bool(result.findings)
    assert changed == []
    assert fixed >= FLOORS[part][0]
    assert flagged >= FLOORS[part][1]


def test_the_parts_share_no_text() -> None:
    assert not {e["text"] for e in excerpts("tuning")} & {e["text"] for e in excerpts("judging")}


def test_every_detector_has_its_rule() -> None:
    """A detector that no rule names finds nothing: mojibake was lost so once."""
    assert set(shipped()) == {rule.body for rule in load_rules() if rule.kind == "detector"}
