"""Worker processes that take many documents at a time and give them back in order.

Sending documents one by one to a process costs more than cleaning a short one, so texts travel in batches: so many characters, so few texts that an answer
comes soon. Only a few batches are under way, so memory stays bounded however long the input is. When the parent is killed, the workers end by themselves: a
pool of Python's own would wait for work forever.
"""

from __future__ import annotations

import os
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, TypeVar

from normalize.errors import NormalizeError
from normalize.report import Result

if TYPE_CHECKING:
    from normalize.pipeline import Pipeline

#: A batch is sent when it has so many texts or so many characters.
MOST_TEXTS = 256
MOST_CHARACTERS = 100_000
#: Batches under way for each worker.
_AHEAD = 2
#: Seconds between two looks whether the parent is still there.
_LOOK = 0.2

Task = TypeVar("Task")
Answer = TypeVar("Answer")
_worker: Pipeline | None = None


def pipe(pipeline: Pipeline, texts: Iterable[str], workers: int = 1) -> Iterator[Result]:
    """Clean many texts in order, as `Pipeline.pipe` does; with several workers in batches of many texts."""
    if workers <= 1:
        yield from map(pipeline.run, texts)
        return
    for results in ordered(pipeline, _clean, batches(texts), workers):
        yield from results


def batches(texts: Iterable[str]) -> Iterator[list[str]]:
    """Texts in lists of at most `MOST_TEXTS` that end when they have `MOST_CHARACTERS`.

    >>> [len(b) for b in batches(["x" * 60_000] * 5)]
    [2, 2, 1]
    """
    batch: list[str] = []
    characters = 0
    for text in texts:
        batch.append(text)
        characters += len(text)
        if len(batch) >= MOST_TEXTS or characters >= MOST_CHARACTERS:
            yield batch
            batch, characters = [], 0
    if batch:
        yield batch


def ordered(pipeline: Pipeline, work: Callable[[Pipeline, Task], Answer], tasks: Iterable[Task], workers: int) -> Iterator[Answer]:
    """What ``work`` makes of each task, in the order of the tasks; NormalizeError when a worker process dies.

    ``work`` and the tasks must be picklable. With one worker all is done in this process.
    """
    if workers <= 1:
        for task in tasks:
            yield work(pipeline, task)
        return
    from concurrent.futures import Future, ProcessPoolExecutor
    from concurrent.futures.process import BrokenProcessPool

    source = iter(tasks)
    under_way: deque[Future[Answer]] = deque()
    with ProcessPoolExecutor(workers, initializer=_start, initargs=(pipeline, os.getpid())) as executor:
        try:
            for task in source:
                under_way.append(executor.submit(_run, work, task))
                if len(under_way) >= _AHEAD * workers:
                    yield under_way.popleft().result()
            while under_way:
                yield under_way.popleft().result()
        except BrokenProcessPool:
            raise NormalizeError("a worker process ended before its work (killed, or out of memory): use fewer -j, or --limit-memory") from None
        finally:
            executor.shutdown(wait=True, cancel_futures=True)  # not waited for, its thread may outlive the pipe that wakes it


def _clean(pipeline: Pipeline, texts: list[str]) -> list[Result]:
    return [pipeline.run(text) for text in texts]


def _start(pipeline: Pipeline, parent: int) -> None:
    import signal

    global _worker
    _worker = pipeline
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent decides
    threading.Thread(target=_end_with, args=(parent,), daemon=True).start()


def _end_with(parent: int) -> None:
    """End this process when its parent is gone."""
    while os.getppid() == parent:
        time.sleep(_LOOK)
    os._exit(1)


def _run(work: Callable[[Pipeline, Task], Answer], task: Task) -> Answer:
    assert _worker is not None
    return work(_worker, task)
