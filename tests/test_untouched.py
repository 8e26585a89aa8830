"""Right text that other tools spoil: every case of ``data/untouched.jsonl`` comes out as it went in."""

from __future__ import annotations

import time
from functools import cache
from typing import Any

import pytest

from normalize.pipeline import Pipeline
from tests.cases import cases


@cache
def pipeline() -> Pipeline:
    """The cleaner with its defaults."""
    return Pipeline()


@pytest.mark.parametrize("case", cases("untouched.jsonl"))
def test_it_stays(case: dict[str, Any]) -> None:
    result = pipeline().run(case["text"])
    assert [(c.rule, c.before, c.after) for c in result.changes] == []
    assert result.text == case["text"]
    assert result.problems == ()


@pytest.mark.parametrize("code", [*range(0x20), *range(0x7F, 0xA0), *range(0xFDD0, 0xFDF0), 0xFFFE, 0xFFFF, 0x1FFFE, 0x10FFFF, 0xD800, 0xDFFF])
def test_no_control_or_non_character_raises(code: int) -> None:
    char = chr(code)
    for text in (char, char + char, f"He said{char} no.", f"{char}The end.", f"of{char}of", f"a.{char}b"):
        result = pipeline().run(text)
        assert result.problems == ()
        assert result.undo() == text


@pytest.mark.parametrize(
    "text",
    ["a" + "\u0301" * 1_000_000, "We" + "e" * 800_000, "a " * 100_000, "\n" * 300_000, "“" * 15_000, "#a " * 60_000, "of " * 60_000, "1" * 500_000],
    ids=["combining marks", "a long word", "short words", "blank lines", "opening quotes", "hashtags", "a word over and over", "digits"],
)
def test_a_long_hostile_text_ends(text: str) -> None:
    began = time.process_time()
    result = pipeline().run(text)
    assert time.process_time() - began < 20
    assert result.undo() == text
