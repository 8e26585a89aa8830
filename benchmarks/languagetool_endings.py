"""Starts the real server of LanguageTool many times, ends its parent in six ways, and counts the servers left behind.

    NORMALIZE_LANGUAGETOOL=FOLDER python benchmarks/languagetool_endings.py --starts 200

The ways: the program ends by itself, an exception, SIGINT, SIGTERM, SIGKILL, and SIGKILL to the guard. A server counts as left behind when it still runs
ten seconds after its parent has gone. Files of settings that stay in the folder for temporary files are counted too.
"""

from __future__ import annotations

import argparse
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

_CODE = """
import signal, sys, time
signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell's background jobs are born deaf to it
from normalize.languagetool.local import LocalServer
server = LocalServer()
print(server.pid, server._guard.pid, flush=True)
sys.stdin.readline()
if sys.argv[1] == "raise":
    raise RuntimeError("as told")
"""
WAYS: dict[str, int] = {"end": 0, "raise": 0, "INT": signal.SIGINT, "TERM": signal.SIGTERM, "KILL": signal.SIGKILL, "guard-KILL": signal.SIGKILL}
_PATIENCE = 10.0


def running(pid: int) -> bool:
    """Whether a process runs and is no zombie."""
    try:
        return Path(f"/proc/{pid}/stat").read_text("utf-8").rpartition(")")[2].split()[0] not in "ZX"
    except OSError:
        return False


def once(way: str) -> tuple[bool, float]:
    """Start, end in one way; whether a server was left behind, and the seconds until it was gone."""
    parent = subprocess.Popen([sys.executable, "-c", _CODE, way], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    assert parent.stdin is not None
    assert parent.stdout is not None
    server, guard = map(int, parent.stdout.readline().split())
    assert running(server)
    began = time.monotonic()
    if way in ("end", "raise"):
        parent.stdin.write(b"\n")
        parent.stdin.flush()
    else:
        os.kill(guard if way == "guard-KILL" else parent.pid, WAYS[way])
    while running(server) and time.monotonic() - began < _PATIENCE:
        time.sleep(0.02)
    took, left = time.monotonic() - began, running(server)
    if left:
        os.kill(server, signal.SIGKILL)
    parent.kill()
    parent.wait()
    parent.stdin.close()
    parent.stdout.close()
    return left, took


def main() -> None:
    """Run and tell."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--starts", type=int, default=200)
    options.add_argument("--seconds", type=float, default=3600.0, help="start no more after so many seconds")
    given = options.parse_args()
    files = set(Path(tempfile.gettempdir()).glob("normalize-languagetool-*"))
    starts, left, slowest = Counter[str](), Counter[str](), Counter[str]()
    began = time.monotonic()
    for n in range(given.starts):
        if time.monotonic() - began > given.seconds:
            break
        way = list(WAYS)[n % len(WAYS)]
        behind, took = once(way)
        starts[way] += 1
        left[way] += behind
        slowest[way] = max(slowest[way], round(1000 * took))
    for way in WAYS:
        print(f"{way:12} {starts[way]:4} starts {left[way]:3} left behind, the last one gone after {slowest[way] / 1000:.2f} s at most")
    stayed = set(Path(tempfile.gettempdir()).glob("normalize-languagetool-*")) - files
    print(f"{'all':12} {starts.total():4} starts {left.total():3} left behind, {len(stayed)} files of settings left, {time.monotonic() - began:.0f} s")


if __name__ == "__main__":
    main()
