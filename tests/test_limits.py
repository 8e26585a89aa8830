"""Limits on time and memory: one document that takes too much is passed through and named, the others are cleaned."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest

from normalize.limits import Limits, pipe
from normalize.pipeline import Pipeline
from tests.running import FAULTY, RIGHT, normalize

#: A text that takes many seconds to clean.
SLOW = "Mark Root said of of. he\n" * 60_000
#: A text whose findings take much memory.
BIG = "“\n" * 400_000


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_a_slow_record_is_passed_through_and_named(jobs: str, tmp_path: Path) -> None:
    records = [FAULTY, SLOW, FAULTY, FAULTY]
    source = tmp_path / "a.jsonl"
    source.write_text("".join(json.dumps({"text": r}) + "\n" for r in records))
    ran = normalize("clean", source, "--limit-seconds", "1", "-j", jobs)
    assert ran.code == 3
    assert [json.loads(line)["text"] for line in ran.text.splitlines()] == [RIGHT, SLOW, RIGHT, RIGHT]
    assert f"{source}:2: timeout: took longer than 1 s: passed through unchanged" in ran.err
    assert "1 fault" in ran.err


def test_a_text_that_needs_much_memory_is_passed_through_and_named(tmp_path: Path) -> None:
    source = tmp_path / "a.txt"
    source.write_text(BIG)
    ran = normalize("clean", source, "--limit-memory", "40")
    assert (ran.code, ran.text) == (3, BIG)
    assert "memory: needed more than 40 MB" in ran.err


def test_results_are_those_without_limits() -> None:
    texts = [FAULTY, "He spoke of of it.", "", "a\ud800b", "Good text."]
    cleaner = Pipeline()
    wanted = [(r.text, r.changes, r.problems) for r in cleaner.pipe(texts)]
    assert [(r.text, r.changes, r.problems) for r in pipe(cleaner, texts, Limits(30, 1000), 2)] == wanted


def test_a_slow_text_costs_its_limit_and_little_more() -> None:
    results = pipe(Pipeline(), ["a", SLOW, "b"], Limits(0.5))
    next(results)
    began = time.monotonic()
    (problem,) = next(results).problems
    assert problem.kind == "timeout"
    assert time.monotonic() - began < 1.5


def test_a_worker_that_dies_is_replaced(monkeypatch: pytest.MonkeyPatch) -> None:
    """Kill the worker while it works, as a system short of memory does."""
    from normalize import limits

    given = limits._Worker.give

    def give(self: limits._Worker, text: str) -> None:
        given(self, text)
        if text == SLOW:
            self.process.kill()

    monkeypatch.setattr(limits._Worker, "give", give)
    results = list(pipe(Pipeline(), [FAULTY, SLOW, FAULTY], Limits(60)))
    assert [r.text for r in results] == [RIGHT, SLOW, RIGHT]
    assert [p.kind for p in results[1].problems] == ["worker-died"]


@pytest.mark.parametrize("args", [["--limit-seconds", "0"], ["--limit-seconds", "x"], ["--limit-memory", "0"]])
def test_a_limit_must_be_a_number_above_nothing(args: list[str]) -> None:
    assert normalize("clean", *args).code == 2
