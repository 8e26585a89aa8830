"""Many requests at once on a few worker processes, so that one that takes too long holds up nobody but itself.

There are a few *seats*, one for each processor. A job sits down, and most are done in a hundredth of a second. One that takes longer than the
`patience` while others wait has to leave: to one of the *slow seats*, where it stands still while others wait, all but a tenth of the time;
if those are taken, it is stopped and begins anew when one is free. So the time that anybody's job takes from the others is the patience, not the limit.

Patience and limit count the processor time of the worker where the system tells it (Linux), so that a busy machine makes nobody a culprit; on the clock a
job may take `_CLOCK` times its limit.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import socket
import subprocess
import sys
import time
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from normalize.config import Config
from normalize.errors import NormalizeError
from normalize.limits import Limits
from normalize.server.nursery import ANSWER, HEAD, MEMORY, ORDER, USAGE, settings_of

#: How long the nursery may take to read rules and names, in seconds.
_START = 120.0
#: How much longer than its limit a job may take on the clock, when the machine has other work.
_CLOCK = 3.0
#: Of so many looks at a job in a slow seat, one lets it go on although others wait.
_TURN = 10


class NoAnswer(NormalizeError):
    """A job that has no answer: ``why`` is ``busy``, ``timeout``, ``memory``, ``died``, ``usage`` or ``failed``."""

    def __init__(self, why: str, message: str) -> None:
        super().__init__(message)
        self.why = why


@dataclass(frozen=True, slots=True)
class Rooms:
    """How many may work, how many may take long, how many may wait for how long (seconds), and how long the others are patient (seconds)."""

    seats: int = 2
    slow: int = 2
    waiting: int = 512
    wait: float = 30.0
    patience: float = 0.25


@dataclass(slots=True)
class _Worker:
    pid: int
    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter
    before: float = 0.0
    began: float = 0.0

    def begin(self) -> None:
        """Count its time from now on."""
        self.before, self.began = _processor_time(self.pid) or 0.0, time.monotonic()

    def spent(self) -> float:
        """How many seconds of the processor it has taken since it began; where that is not known, of the clock."""
        worked = _processor_time(self.pid)
        return time.monotonic() - self.began if worked is None else worked - self.before

    def late(self, limit: float | None) -> bool:
        """Whether it has used up the limit."""
        return limit is not None and (self.spent() > limit or time.monotonic() - self.began > limit * _CLOCK)

    async def ask(self, job: bytes) -> bytes:
        """The answer to a job; NoAnswer when there is none."""
        try:
            self.writer.write(HEAD.pack(len(job), 0) + job)
            await self.writer.drain()
            length, kind = HEAD.unpack(await self.reader.readexactly(HEAD.size))
            answer = await self.reader.readexactly(length)
        except (asyncio.IncompleteReadError, OSError):
            raise NoAnswer("died", "the process that worked on it ended; nothing was changed") from None
        if kind == ANSWER:
            return answer
        if kind == MEMORY:
            raise NoAnswer("memory", "needed more memory than is allowed; nothing was changed")
        raise NoAnswer("usage" if kind == USAGE else "failed", answer.decode())


@dataclass
class Pool:
    """Worker processes for jobs of `normalize.server.jobs`; use it as ``async with Pool(config) as pool: await pool.do(job)``."""

    config: Config = field(default_factory=Config)
    limits: Limits = field(default_factory=lambda: Limits(10.0, 1000))
    rooms: Rooms = field(default_factory=Rooms)

    def __post_init__(self) -> None:
        self.waiting = 0
        #: What happened so far: ``set-aside`` (went to a slow seat), ``stopped`` (had to begin anew), and each reason of `NoAnswer`.
        self.counts: Counter[str] = Counter()
        self._seats = asyncio.Semaphore(self.rooms.seats)
        self._slow = asyncio.Semaphore(self.rooms.slow)
        self._free: list[_Worker] = []
        self._order = asyncio.Lock()
        self._nursery: subprocess.Popen[bytes] | None = None
        self._control: socket.socket | None = None

    async def __aenter__(self) -> Pool:
        async with self._order:
            await self._open()
        self._free = [await self._fork() for _ in range(self.rooms.seats)]
        return self

    async def __aexit__(self, *_: object) -> None:
        for worker in self._free:
            worker.writer.close()
        self._close()

    async def do(self, job: dict[str, Any]) -> bytes:
        """The answer to a job as JSON; NoAnswer when it is refused, takes too long or fails."""
        try:
            return await self._do(json.dumps(job).encode())
        except NoAnswer as error:
            self.counts[error.why] += 1
            raise

    async def _do(self, job: bytes) -> bytes:
        if self.waiting >= self.rooms.waiting:
            raise NoAnswer("busy", "too many requests are waiting: try again later")
        self.waiting += 1
        try:
            await self._sit(self._seats)
        finally:
            self.waiting -= 1
        seat: asyncio.Semaphore | None = self._seats
        worker: _Worker | None = None
        asked: asyncio.Task[bytes] | None = None
        still = False
        looks = 0
        try:
            worker = await self._take()
            asked = self._ask(worker, job)
            while not await _done(asked, self.rooms.patience):
                looks += 1
                if worker.late(self.limits.seconds):
                    raise NoAnswer("timeout", f"took longer than {self.limits.seconds:g} s; nothing was changed")
                if seat is self._seats and self.waiting and worker.spent() > self.rooms.patience:
                    seat.release()
                    seat = None
                    if self._slow.locked():
                        self.counts["stopped"] += 1
                        await self._drop(worker, asked)
                        worker = asked = None
                        await self._sit(self._slow)
                        seat = self._slow
                        worker = await self._take()
                        asked = self._ask(worker, job)
                    else:
                        await self._slow.acquire()
                        seat = self._slow
                        self.counts["set-aside"] += 1
                if seat is self._slow and still != (still := self.waiting > 0 and looks % _TURN > 0):
                    await self._send(b"S" if still else b"C", worker.pid)
            answer = await asked
            if still:  # it had answered before it was told to stand still
                await self._send(b"C", worker.pid)
            self._free.append(worker)
            worker = None
            return answer
        finally:
            if worker is not None:
                await self._drop(worker, asked)
            if seat is not None:
                seat.release()

    @staticmethod
    def _ask(worker: _Worker, job: bytes) -> asyncio.Task[bytes]:
        worker.begin()
        return asyncio.ensure_future(worker.ask(job))

    async def _sit(self, seats: asyncio.Semaphore) -> None:
        try:
            async with asyncio.timeout(self.rooms.wait):
                await seats.acquire()
        except TimeoutError:
            raise NoAnswer("busy", f"waited {self.rooms.wait:g} s for a free process: try again later") from None

    async def _take(self) -> _Worker:
        while self._free:
            worker = self._free.pop()
            if not worker.reader.at_eof():
                return worker
            worker.writer.close()
        return await self._fork()

    async def _drop(self, worker: _Worker, asked: asyncio.Task[bytes] | None) -> None:
        """Kill a worker, whatever it does."""
        if asked is not None and not asked.done():
            asked.cancel()
        worker.writer.close()
        with contextlib.suppress(NoAnswer):
            await self._send(b"K", worker.pid)
        if asked is not None:
            with contextlib.suppress(asyncio.CancelledError, NoAnswer):
                await asked

    async def _fork(self) -> _Worker:
        """A new worker; a nursery that died is replaced once."""
        async with self._order:
            for last in (False, True):
                ours, theirs = socket.socketpair()
                try:
                    assert self._control is not None
                    socket.send_fds(self._control, [ORDER.pack(b"N", 0)], [theirs.fileno()])
                    pid = await self._told()
                except (OSError, EOFError):
                    ours.close()
                    if last:
                        raise NoAnswer("died", "no worker process can be started") from None
                    await self._open()
                    continue
                finally:
                    theirs.close()
                ours.setblocking(False)
                reader, writer = await asyncio.open_unix_connection(sock=ours)
                return _Worker(pid, reader, writer)
        raise AssertionError

    async def _send(self, kind: bytes, pid: int) -> None:
        async with self._order:
            assert self._control is not None
            with contextlib.suppress(OSError):
                await asyncio.get_running_loop().sock_sendall(self._control, ORDER.pack(kind, pid))

    async def _told(self) -> int:
        loop = asyncio.get_running_loop()
        answer = b""
        while len(answer) < ORDER.size:
            assert self._control is not None
            piece = await loop.sock_recv(self._control, ORDER.size - len(answer))
            if not piece:
                raise EOFError
            answer += piece
        return int(ORDER.unpack(answer)[1])

    async def _open(self) -> None:
        """Start the nursery and wait until it is ready."""
        self._close()
        self._control, theirs = socket.socketpair()
        self._control.setblocking(False)
        command = [sys.executable, "-m", "normalize.server.nursery", str(theirs.fileno()), str(self.limits.megabytes or 0), settings_of(self.config)]
        with theirs:
            self._nursery = subprocess.Popen(command, pass_fds=[theirs.fileno()], stdin=subprocess.DEVNULL, env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))})
        try:
            async with asyncio.timeout(_START):
                await self._told()
        except (TimeoutError, EOFError, OSError):
            raise NoAnswer("died", "the process that makes workers did not start; see its message above") from None

    def _close(self) -> None:
        if self._control is not None:
            self._control.close()
        if self._nursery is not None:
            try:
                self._nursery.wait(5)
            except subprocess.TimeoutExpired:
                self._nursery.kill()
                self._nursery.wait()
        self._control = self._nursery = None


def _processor_time(pid: int) -> float | None:
    """The seconds a process has used of a processor; None where the system does not tell."""
    try:
        with open(f"/proc/{pid}/stat", encoding="ascii", errors="replace") as file:
            user, system = file.read().rpartition(")")[2].split()[11:13]
    except (OSError, ValueError):
        return None
    return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")


async def _done(asked: asyncio.Task[bytes], seconds: float) -> bool:
    done, _ = await asyncio.wait({asked}, timeout=max(0.0, seconds))
    return bool(done)
