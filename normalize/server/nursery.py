"""Where workers come from: one process that has read rules and names, and forks a ready worker in milliseconds.

A worker that takes too long is killed without regret, since the next one costs a fork and shares the memory of the rules and names. The nursery is
single-threaded and never looks at a text. It listens on one socket for orders of nine bytes: ``N`` (a new worker for the socket that comes with it; its
process id is answered), ``K`` and an id (kill it), ``S`` and an id (let it stand still), ``C`` and an id (let it go on). When the socket closes, all end.
"""

from __future__ import annotations

import contextlib
import gc
import json
import os
import select
import signal
import socket
import struct
import sys
from collections.abc import Mapping
from typing import Any

from normalize.config import Config
from normalize.errors import UsageError
from normalize.limits import bound_memory
from normalize.server.jobs import Desk

#: An order, and what is answered to it.
ORDER = struct.Struct("!cQ")
#: Before each job and each answer: how long it is, and whether it is an answer (1), a fault (0), a lack of memory (2) or a setting that does not fit (3).
HEAD = struct.Struct("!QB")
FAULT, ANSWER, MEMORY, USAGE = range(4)


def settings_of(config: Config) -> str:
    """The settings as one argument of a command; `Nursery` reads them back."""
    return json.dumps({name: getattr(config, name) for name in Config.__slots__})


class Nursery:
    """The process that forks workers; `serve` returns when its socket is closed."""

    def __init__(self, control: socket.socket, settings: Mapping[str, Any], megabytes: int | None) -> None:
        self.control = control
        self.megabytes = megabytes
        given: dict[str, Any] = {key: tuple(value) if isinstance(value, list) else value for key, value in settings.items()}
        self.desk = Desk(Config(**given))
        self.living: set[int] = set()

    def serve(self) -> None:
        """Make ready, say so, and take orders."""
        self.desk.warm()
        gc.collect()
        gc.freeze()  # so that collecting garbage in a worker does not copy the memory it shares
        self.control.sendall(ORDER.pack(b"R", os.getpid()))
        try:
            while self._one_order():
                pass
        finally:
            for pid in self.living:
                os.kill(pid, signal.SIGKILL)

    def _one_order(self) -> bool:
        ready, _, _ = select.select([self.control], [], [], 1.0)
        self._bury()
        if not ready:
            return True
        order, handles, _, _ = socket.recv_fds(self.control, ORDER.size, 1)
        while order and len(order) < ORDER.size:
            rest = self.control.recv(ORDER.size - len(order))
            order = order + rest if rest else b""
        if not order:
            return False
        kind, pid = ORDER.unpack(order)
        if kind == b"N":
            self._new(socket.socket(fileno=handles[0]))
        elif pid in self.living:
            os.kill(pid, {b"K": signal.SIGKILL, b"S": signal.SIGSTOP, b"C": signal.SIGCONT}[kind])
        return True

    def _new(self, wire: socket.socket) -> None:
        pid = os.fork()
        if pid:
            self.living.add(pid)
            wire.close()
            self.control.sendall(ORDER.pack(b"N", pid))
            return
        code = 1
        try:
            self.control.close()
            if self.megabytes is not None:
                bound_memory(self.megabytes)
            work(wire, self.desk)
            code = 0
        finally:
            os._exit(code)  # nothing of the nursery's is to be cleaned up here

    def _bury(self) -> None:
        for pid in list(self.living):
            with contextlib.suppress(ChildProcessError):
                if os.waitpid(pid, os.WNOHANG)[0]:
                    self.living.discard(pid)


def work(wire: socket.socket, desk: Desk) -> None:
    """Answer one job after the other until the socket closes."""
    with wire, wire.makefile("rwb") as stream:
        while len(head := stream.read(HEAD.size)) == HEAD.size:
            try:
                answer, kind = desk.do(stream.read(HEAD.unpack(head)[0])), ANSWER
            except MemoryError:
                answer, kind = b"", MEMORY
            except UsageError as error:
                answer, kind = str(error).encode("utf-8", "backslashreplace"), USAGE
            except Exception as error:  # told to whoever asked; the next job may be a better one
                answer, kind = f"{type(error).__name__}: {error}".encode("utf-8", "backslashreplace"), FAULT
            stream.write(HEAD.pack(len(answer), kind))
            stream.write(answer)
            stream.flush()


def main() -> None:
    """``python -m normalize.server.nursery SOCKET MEGABYTES SETTINGS``: started by `normalize.server.pool`, not by people."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # whoever started us decides
    handle, megabytes, settings = sys.argv[1:]
    with contextlib.suppress(BrokenPipeError, ConnectionResetError):
        Nursery(socket.socket(fileno=int(handle)), json.loads(settings), int(megabytes) or None).serve()


if __name__ == "__main__":
    main()
