"""Twice the text, about twice the time: sixteen thousand characters of anything, said over and over, are cleaned within a second or so.

An ordinary page of that length takes a twentieth of a second. The pumps are those of ``data/pumps.jsonl`` and the alphabet of the laws.
"""

from __future__ import annotations

import sys
import time
from functools import cache
from typing import Any

import pytest

from normalize.pipeline import Pipeline
from tests.alphabet import PIECES
from tests.cases import cases

LENGTH = 16_000
MOST_SECONDS = 1.25


@cache
def pipeline() -> Pipeline:
    """A cleaner that has built all it needs."""
    cleaner = Pipeline()
    cleaner.run("".join(PIECES))
    return cleaner


def seconds(pump: str, length: int = LENGTH) -> float:
    """The CPU time for the pump said over and over."""
    text = pump * (length // len(pump))
    began = time.process_time()
    result = pipeline().run(text)
    spent = time.process_time() - began
    assert result.undo() == text
    return spent


@pytest.mark.parametrize("case", cases("pumps.jsonl"))
def test_a_pump_is_cleaned_in_time(case: dict[str, Any]) -> None:
    assert seconds(case["pump"], case.get("length", LENGTH)) < MOST_SECONDS


def test_ordinary_prose_grows_with_its_length() -> None:
    text = "The minister spoke to reporters in Brussels on Monday about the budget, and the talks went on. "
    short = min(_timed(text * 40) for _ in range(3))
    long = min(_timed(text * 320) for _ in range(3))
    assert long < 8 * 2.5 * max(short, 0.002)


def _timed(text: str) -> float:
    began = time.process_time()
    pipeline().run(text)
    return time.process_time() - began


#: What is counted below for twice the addition to a text, at most: twice, and some for what grows in steps; quadratic work would be four times.
MOST_WORK = 3.2


def work(text: str) -> int:
    """The calls of functions, ours and the interpreter's, that a text costs: the same on every machine, however busy."""
    count = 0

    def counted(frame: object, event: str, arg: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    sys.setprofile(counted)
    try:
        pipeline().run(text)
    finally:
        sys.setprofile(None)
    return count


@pytest.mark.parametrize("case", cases("pumps.jsonl"))
def test_the_work_grows_with_the_length(case: dict[str, Any]) -> None:
    """Quadratic work of ours shows here without a clock; that of a pattern, which is one call, shows above."""
    times = max(1, 1200 // len(case["pump"]))
    pipeline().run(case["pump"] * times * 8)  # what is built when first needed is no part of it
    once, twice, four = (work(case["pump"] * times * k) for k in (2, 4, 8))  # not one: what is said once may take a pass less
    assert four - twice <= MOST_WORK * max(twice - once, 1500)
