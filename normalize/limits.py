"""Documents cleaned in a worker process that has so many seconds and so much memory for each; one that takes more is passed through unchanged.

The worker is a process of its own behind one pipe. It is killed when a document takes too long, and replaced; the others go on. A regex
that hangs, a memory that fills up or a crash of a library thus costs one document, which is named in the result's problems.
"""

from __future__ import annotations

import contextlib
import os
import time
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from normalize.edits import OffsetMap
from normalize.report import Problem, Result

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

    from normalize.pipeline import Pipeline

#: How long a worker may take to make itself ready: reading rules and names.
_START = 120.0


@dataclass(frozen=True, slots=True)
class Limits:
    """What one document may take: seconds on the clock, megabytes of a worker (None: no bound)."""

    seconds: float | None = None
    megabytes: int | None = None

    def __bool__(self) -> bool:
        return self.seconds is not None or self.megabytes is not None


class _Worker:
    """One process that cleans texts, one after the other."""

    def __init__(self, pipeline: Pipeline, limits: Limits, context: Any) -> None:
        self.limits = limits
        self.text = ""
        self.began = 0.0
        self.pipe, theirs = context.Pipe()
        self.process = context.Process(target=_serve, args=(theirs, pipeline, limits), daemon=True)
        self.process.start()
        theirs.close()
        self.ready = False

    def give(self, text: str) -> None:
        """Send a text; `take` has the answer."""
        self.text = text
        if not self.ready:  # the first text waits until the worker is ready, so that its time is its own
            self.ready = bool(self.pipe.poll(_START)) and self._received() is True
        self.began = time.monotonic()
        with contextlib.suppress(OSError):
            self.pipe.send_bytes(self.text.encode("utf-8", "surrogatepass"))

    def take(self) -> Result | Problem:
        """The result of the text, or what went wrong."""
        limit = self.limits.seconds
        if not self.pipe.poll(None if limit is None else max(0.0, self.began + limit - time.monotonic())):
            return Problem("timeout", f"took longer than {limit:g} s: passed through unchanged")
        answer = self._received()
        if isinstance(answer, Result | Problem):
            return answer
        self.process.join(1)
        return Problem("worker-died", f"the process that cleaned it ended with {self.process.exitcode}: passed through unchanged")

    def _received(self) -> Any:
        try:
            return self.pipe.recv()
        except (EOFError, OSError):
            return None

    def stop(self) -> None:
        """End the process, whatever it does."""
        self.pipe.close()
        self.process.kill()
        self.process.join()


def pipe(pipeline: Pipeline, texts: Iterable[str], limits: Limits, workers: int = 1) -> Iterator[Result]:
    """Clean many texts in order, each within the limits; as `Pipeline.pipe` does without."""
    import multiprocessing

    context = multiprocessing.get_context("forkserver" if "forkserver" in multiprocessing.get_all_start_methods() else "spawn")
    if context.get_start_method() == "forkserver":
        context.set_forkserver_preload(["normalize.limits", "normalize.pipeline", "normalize.gazetteer.resolver"])
    source = iter(texts)
    free: deque[_Worker] = deque()
    busy: deque[_Worker] = deque()
    try:
        while True:
            while len(busy) < workers and (text := next(source, None)) is not None:
                worker = free.popleft() if free else _Worker(pipeline, limits, context)
                worker.give(text)
                busy.append(worker)
            if not busy:
                return
            worker = busy[0]
            answer = worker.take()
            busy.popleft()
            if isinstance(answer, Problem):
                text = worker.text
                if answer.kind != "memory":  # a worker that ran out of memory said so, and has let go of it
                    worker.stop()
                else:
                    free.append(worker)
                yield Result(text, text, (), (), {}, OffsetMap(), (answer,), limits.seconds or 0.0)
            else:
                free.append(worker)
                yield answer
    finally:
        for worker in (*free, *busy):
            worker.stop()


def _serve(connection: Connection, pipeline: Pipeline, limits: Limits) -> None:
    """What a worker does until its pipe closes."""
    import signal

    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent decides
    pipeline.run("The worker makes itself ready. in time. NATO Secretary General Mark Rutte.")
    if limits.megabytes is not None:
        bound_memory(limits.megabytes)
    with contextlib.suppress(EOFError, OSError):
        connection.send(True)
        while True:
            text = connection.recv_bytes().decode("utf-8", "surrogatepass")
            connection.send(_cleaned(pipeline, text, limits))


def _cleaned(pipeline: Pipeline, text: str, limits: Limits) -> Result | Problem:
    memory = Problem("memory", f"needed more than {limits.megabytes} MB: passed through unchanged")
    try:
        result = pipeline.run(text)
    except MemoryError:
        return memory
    return memory if any("MemoryError" in p.message for p in result.problems) else result


def bound_memory(megabytes: int) -> None:
    """No more than this beside what the ready worker holds; on systems without such a bound, only time is limited."""
    try:
        import resource
    except ImportError:  # pragma: no cover - Windows
        return
    held = 0
    with contextlib.suppress(OSError), open("/proc/self/statm", encoding="ascii") as file:
        held = int(file.read().split()[0]) * os.sysconf("SC_PAGE_SIZE")
    resource.setrlimit(resource.RLIMIT_AS, (held + megabytes * 1_000_000,) * 2)
