"""A server of LanguageTool on this machine: what it needs, its start behind the guard, the proof that the one who listens is ours, its end.

A port that we asked for may be taken by a stranger before our server gets it. So nothing is sent before the operating system says that the listener of
this port is a socket of our own child. No text leaves the machine: the server listens on the loopback address, and its settings name no other server.
"""

from __future__ import annotations

import atexit
import contextlib
import os
import re
import shutil
import socket
import subprocess
import sys
import time
from importlib.util import find_spec
from pathlib import Path

from normalize.errors import GrammarError, UsageError

#: The folder of jars is named by this variable, or lies in the cache folder of the user.
VARIABLE = "NORMALIZE_LANGUAGETOOL"
#: LanguageTool 6.6 and later need this version of Java.
JAVA = 17
HOW = f"get Java {JAVA} or later, and the jars by `mvn -B -f tools/languagetool/pom.xml dependency:copy-dependencies -DoutputDirectory=FOLDER` or from a LanguageTool release; then set {VARIABLE}=FOLDER"
_CLASS = "org.languagetool.server.HTTPServer"
#: Without these, the length of a text and the time that it takes are not limited.
SETTINGS = "maxTextLength=50000\nmaxCheckTimeMillis=10000\nmaxCheckThreads=2\nmaxWorkQueueSize=16\ncacheSize=1000\npipelineCaching=true\n"
#: Seconds that a start may take; a cold disk is slow.
_START = 60.0
_TRIES = 5


def folder() -> Path | None:
    """The folder with the jars of LanguageTool, or None where there is none."""
    from normalize import cache

    given = os.environ.get(VARIABLE)
    place = Path(given) if given else cache.directory() / "languagetool"
    return place if _jar(place) else None


def _jar(place: Path) -> Path | None:
    for pattern in ("languagetool-server*.jar", "libs/languagetool-server*.jar"):
        for jar in sorted(place.glob(pattern)):
            return jar
    return None


def version(place: Path) -> str | None:
    """The version of LanguageTool that a folder of jars holds, where the names of its files tell."""
    for jar in sorted([*place.glob("languagetool-core-*.jar"), *place.glob("libs/languagetool-core*.jar")]):
        if m := re.search(r"-(\d[\w.]*)\.jar$", jar.name):
            return m[1]
    m = re.search(r"LanguageTool-(\d[\w.]*)$", place.resolve().name)
    return m[1] if m else None


def java() -> tuple[str, int] | None:
    """The path of Java and its major version, or None where there is no Java."""
    path = shutil.which("java")
    if path is None:
        return None
    with contextlib.suppress(OSError, subprocess.SubprocessError):
        told = subprocess.run([path, "-version"], capture_output=True, text=True, timeout=30, check=False).stderr
        if m := re.search(r'version "(?:1\.)?(\d+)', told):
            return path, int(m[1])
    return None


def missing() -> str:
    """What a local server lacks on this machine; empty when it lacks nothing."""
    if any(find_spec(name) is None for name in ("language_tool_python", "psutil", "requests")):  # not imported: urllib3 opens a socket when it is
        return "language-tool-python is not installed: pip install 'mt-normalize[languagetool]'"
    found = java()
    if found is None:
        return f"no Java on the PATH: {HOW}"
    if found[1] < JAVA:
        return f"Java {found[1]} is too old: {HOW}"
    if folder() is None:
        return f"no jars of LanguageTool in {os.environ.get(VARIABLE) or 'the cache folder'}: {HOW}"
    return ""


def command(java_path: str, place: Path, port: int) -> list[str]:
    """The command line of the server; nothing in it opens the server to others or makes it log texts."""
    classpath = os.pathsep.join((str(place), str(place / "*"), str(place / "libs" / "*")))
    options = ["-Xmx1g", "-XX:+UseSerialGC", "-Djava.net.preferIPv4Stack=true", "-Dorg.slf4j.simpleLogger.defaultLogLevel=off"]
    return [java_path, *options, "-cp", classpath, _CLASS, "-p", str(port), "--config", "{settings}", "--notLogIP"]


class LocalServer:
    """A running server of ours; `close` ends it, and so does the end of this process, whatever that is.

    Raises UsageError where Java or the jars are missing, GrammarError when the server does not come up.
    """

    def __init__(self) -> None:
        if lacking := missing():
            raise UsageError(f"--grammar local: {lacking}")
        self._owner = os.getpid()
        self._guard: subprocess.Popen[bytes] | None = None
        self.pid = 0
        last = ""
        for _ in range(_TRIES):
            port = _free_port()
            try:
                self._start(port)
                self.url = f"http://127.0.0.1:{port}"
                atexit.register(self.close)
                return
            except GrammarError as error:
                last = str(error)
                self.close()
            except BaseException:
                self.close()
                raise
        raise GrammarError(f"the server of LanguageTool did not start: {last}")

    @property
    def alive(self) -> bool:
        """Whether the server runs; told by its guard, so only the process that started it knows."""
        return self._guard is not None and self._guard.poll() is None

    def _start(self, port: int) -> None:
        found, place = java(), folder()
        assert found is not None and place is not None
        package = Path(__file__).resolve().parents[2]
        self._guard = subprocess.Popen(
            [sys.executable, "-P", "-m", "normalize.languagetool.guard", SETTINGS, *command(found[0], place.resolve(), port)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(p for p in (str(package), os.environ.get("PYTHONPATH", "")) if p)},
        )
        assert self._guard.stdout is not None
        line = self._guard.stdout.readline()
        if not line.strip().isdigit():
            raise GrammarError("Java could not be started")
        self.pid = int(line)
        self._wait(port)

    def _wait(self, port: int) -> None:
        """Until our own child listens on the port; a port in other hands, or a child that ends, is no start."""
        until = time.monotonic() + _START
        while time.monotonic() < until:
            if not self.alive:
                raise GrammarError("it ended at once; another program may hold its port, or the jars do not fit together")
            if listens(self.pid, port):
                return
            time.sleep(0.05)
        raise GrammarError(f"not ready after {_START:g} s")

    def close(self) -> None:
        """End the server; a copy of this object in a forked worker ends nothing."""
        guard = self._guard
        if guard is None or os.getpid() != self._owner:
            return
        self._guard = None
        atexit.unregister(self.close)
        for pipe in (guard.stdin, guard.stdout):
            if pipe is not None:
                pipe.close()
        try:
            guard.wait(8)
        except subprocess.TimeoutExpired:
            guard.kill()  # the kernel, or the end of its memory, ends the server then
            guard.wait()


def listens(pid: int, port: int) -> bool:
    """Whether this very process listens on this port of the loopback address, and on no address that others reach."""
    import psutil

    try:
        own = [c for c in psutil.Process(pid).net_connections("tcp") if c.status == psutil.CONN_LISTEN and c.laddr.port == port]
    except psutil.Error:
        return False
    return bool(own) and all(c.laddr.ip in ("127.0.0.1", "::1", "::ffff:127.0.0.1") for c in own)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
