"""The command line as a user has it: a process of its own, bytes in, bytes out."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
import threading
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[1]
#: A text with one sure repair, and what it becomes.
FAULTY = "The move will raise concerns. in China.\n"
RIGHT = "The move will raise concerns in China.\n"
CLEAN = "The minister spoke on Monday.\n"


class Ran(NamedTuple):
    """How a command ended."""

    code: int
    out: bytes
    err: str

    @property
    def text(self) -> str:
        """Standard output as text."""
        return self.out.decode("utf-8", "surrogatepass")


def normalize(*args: str | Path | bytes, stdin: bytes = b"", cwd: Path | None = None, env: Mapping[str, str] | None = None) -> Ran:
    """Run ``normalize`` with these arguments."""
    done = subprocess.run(
        [sys.executable, "-m", "normalize.cli.app", *args],
        input=stdin,
        capture_output=True,
        cwd=cwd,
        env={**os.environ, **environment(), **(env or {})},
        timeout=120,
        check=False,
    )
    return Ran(done.returncode, done.stdout, done.stderr.decode("utf-8", "replace"))


def on_terminal(*args: str | Path, stdin: bytes = b"", cwd: Path | None = None, code: int | None = 0) -> bytes:
    """What a command shows on a terminal (standard output and error), where nothing is filtered on the way. NO_COLOR is set."""
    master, slave = pty.openpty()
    chunks: list[bytes] = []

    def listen() -> None:
        while True:
            try:
                chunk = os.read(master, 65536)
            except OSError:  # Linux: the other end was closed
                break
            if not chunk:
                break
            chunks.append(chunk)

    reader = threading.Thread(target=listen)
    reader.start()
    done = subprocess.run(
        [sys.executable, "-m", "normalize.cli.app", *args],
        input=stdin,
        stdout=slave,
        stderr=slave,
        cwd=cwd,
        env={**os.environ, **environment(), "NO_COLOR": "1", "TERM": "xterm"},
        timeout=120,
        check=False,
    )
    os.close(slave)
    reader.join(20)
    os.close(master)
    shown = b"".join(chunks)
    assert b"Traceback" not in shown, shown
    assert code is None or done.returncode == code, shown
    return shown


def environment() -> dict[str, str]:
    """What a process needs to find this checkout, whatever its working directory."""
    return {"PYTHONPATH": os.pathsep.join(p for p in (str(ROOT), os.environ.get("PYTHONPATH", "")) if p), "PYTHONIOENCODING": "", "COLUMNS": "200"}


def one_clear_line(ran: Ran, *words: str) -> None:
    """The command failed by one line of plain words on standard error that holds these words, and nothing else."""
    assert "Traceback" not in ran.err, ran.err
    lines = [line for line in ran.err.splitlines() if line.strip()]
    assert len(lines) == 1, ran.err
    assert lines[0].startswith("normalize: "), ran.err
    for word in words:
        assert word in lines[0], ran.err
