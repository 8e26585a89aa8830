"""What fuzzing found (``benchmarks/fuzz.py``) stays repaired: ``data/fuzz_findings.jsonl``."""

from __future__ import annotations

from typing import Any

import pytest

from normalize.pipeline import Pipeline
from tests.cases import cases
from tests.laws import broken


@pytest.mark.parametrize("case", cases("fuzz_findings.jsonl"))
def test_a_finding_stays_repaired(case: dict[str, Any]) -> None:
    assert list(broken(Pipeline(), case["text"])) == []
