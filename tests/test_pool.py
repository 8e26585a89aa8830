"""Worker processes: order, batches, and a worker that dies."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import pytest

from normalize import batch, pool
from normalize.config import Config
from normalize.errors import NormalizeError
from normalize.pipeline import Pipeline
from tests.running import FAULTY, RIGHT

PIPELINE = Pipeline(Config(own=False))


def _die(pipeline: Pipeline, number: int) -> int:
    if number == 5:
        os.kill(os.getpid(), signal.SIGKILL)
    return number


def _same(pipeline: Pipeline, number: int) -> int:
    return number


def test_answers_come_in_the_order_of_the_tasks() -> None:
    assert list(pool.ordered(PIPELINE, _same, iter(range(50)), 2)) == list(range(50))


def test_tasks_are_taken_only_a_little_ahead() -> None:
    taken: list[int] = []
    answers = pool.ordered(PIPELINE, _same, (taken.append(n) or n for n in range(100)), 2)
    next(answers)
    assert len(taken) <= 4
    answers.close()


@pytest.mark.parametrize("workers", [1, 2])
def test_texts_come_in_order(workers: int) -> None:
    texts = [FAULTY, "Fine.", "x" * (pool.MOST_CHARACTERS // 2)] * 3
    assert [r.text for r in pool.pipe(PIPELINE, texts, workers)] == [t.replace(FAULTY, RIGHT) for t in texts]


def test_a_worker_that_dies_is_one_clear_error() -> None:
    with pytest.raises(NormalizeError, match="a worker process ended before its work"):
        list(pool.ordered(PIPELINE, _die, range(50), 2))


def test_a_batch_of_items_on_two_workers(tmp_path: Path) -> None:
    for n in range(9):
        (tmp_path / f"{n}.txt").write_text(FAULTY if n % 2 else "\0")
    items = (item for path, _ in batch.files([str(tmp_path)]) for item in batch.items(path))
    done = list(batch.run(items, PIPELINE, 2))
    assert [d.data for d in done] == [RIGHT.encode() if n % 2 else b"\0" for n in range(9)]
    assert [bool(d.faults) for d in done] == [n % 2 == 0 for n in range(9)]
