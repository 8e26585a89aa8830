"""The process between us and the server of LanguageTool: when we are gone, however we went, it ends the server. It uses nothing but Python itself.

It is run as ``python -m normalize.languagetool.guard SETTINGS COMMAND...``: SETTINGS is the text of the server's settings file, and ``{settings}`` in the
command becomes its path. The first line that it writes is the server's process id. Its standard input is the lifeline: nothing is ever sent, the end of it
says that the parent is gone. A worker that the parent forked holds the lifeline as well, so the guard also looks who its parent is.
On Linux the kernel ends the server when the guard itself is killed.
"""

from __future__ import annotations

import contextlib
import os
import select
import signal
import subprocess
import sys
import tempfile
import time
from types import FrameType

#: Seconds between two looks at the parent and the server.
_LOOK = 0.5
#: Seconds that the server has to end by itself.
_GRACE = 3.0
#: Linux: PR_SET_PDEATHSIG, "send me this when my parent ends".
_SET_PARENT_DEATH_SIGNAL = 1


def main(arguments: list[str]) -> int:
    """Start the server, tell its process id, stay until the parent or the server is gone; the server's exit code, 0 when it was ended here."""
    parent = os.getppid()
    settings, *command = arguments
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the parent, which then lets go of the lifeline
    for number in (signal.SIGTERM, getattr(signal, "SIGHUP", signal.SIGTERM)):
        signal.signal(number, _stop)
    handle, path = tempfile.mkstemp(prefix="normalize-languagetool-", suffix=".properties")
    server = None
    try:
        with open(handle, "w", encoding="utf-8") as file:
            file.write(settings)
        server = subprocess.Popen(
            [part.replace("{settings}", path) for part in command],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
            preexec_fn=_die_with_parent if sys.platform == "linux" else None,
        )
        os.write(1, f"{server.pid}\n".encode())
        while server.poll() is None and os.getppid() == parent:
            if select.select([0], [], [], _LOOK)[0] and not os.read(0, 1):
                return 0
        return server.poll() or 0
    except OSError as error:
        os.write(2, f"{error.strerror or error}\n".encode())
        return 127
    finally:
        for number in (signal.SIGTERM, getattr(signal, "SIGHUP", signal.SIGTERM)):
            signal.signal(number, signal.SIG_IGN)  # a second signal must not stop the ending
        if server is not None:
            _end(server)
        with contextlib.suppress(OSError):
            os.unlink(path)


def _stop(number: int, frame: FrameType | None) -> None:
    raise SystemExit(0)


def _die_with_parent() -> None:
    """In the server's process before it becomes the server; where the guard is gone already, there is nothing to become."""
    import ctypes

    ctypes.CDLL(None).prctl(_SET_PARENT_DEATH_SIGNAL, signal.SIGKILL)
    if os.getppid() == 1:
        os._exit(0)


def _end(server: subprocess.Popen[bytes]) -> None:
    """Ask the server's whole group to end, then make it."""
    for number in (signal.SIGTERM, signal.SIGKILL):
        if server.poll() is not None:
            return
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(server.pid, number)
        until = time.monotonic() + _GRACE
        while server.poll() is None and time.monotonic() < until:
            time.sleep(0.02)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
