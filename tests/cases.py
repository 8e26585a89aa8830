"""Cases from data files: one JSON object a line, each with a ``label`` that names the test."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

DATA = Path(__file__).parent / "data"


def cases(file: str) -> list[Any]:
    """The cases of a file as parameters of a test; a case with ``fails`` is expected to fail for that reason."""
    out = []
    labels: set[str] = set()
    for number, line in enumerate((DATA / file).read_text("utf-8").split("\n"), 1):
        if not line.strip():
            continue
        case = json.loads(line)
        label = case["label"]
        assert label not in labels, f"{file}:{number}: the label '{label}' is given twice"
        labels.add(label)
        marks = [pytest.mark.xfail(strict=True, reason=case["fails"])] if "fails" in case else []
        out.append(pytest.param(case, id=label, marks=marks))
    assert out, f"no cases in {file}"
    return out
