"""A service of `normalize serve` for a test: a process of its own on a free port of this machine."""

from __future__ import annotations

import http.client
import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple

from tests.running import environment


class Answer(NamedTuple):
    """What came back."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        """The body read as JSON."""
        return json.loads(self.body)


class Service:
    """A running service, and a client of it."""

    def __init__(self, *args: str, **env: str) -> None:
        command = [sys.executable, "-m", "normalize.cli.app", "serve", "--port", "0", *args]
        self.process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env={**os.environ, **environment(), **env})
        assert self.process.stderr is not None
        self.said = self.process.stderr.readline()
        found = re.search(r"http://(\S+):(\d+)/", self.said)
        assert found, self.said + self.process.stderr.read()
        self.host, self.port = found[1].strip("[]"), int(found[2])

    @property
    def url(self) -> str:
        """Where it listens."""
        return f"http://{self.host}:{self.port}"

    def ask(self, method: str, path: str, body: Any = None, headers: dict[str, str] | None = None) -> Answer:
        """One request; a dict is sent as JSON."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        extra = dict(headers or {})
        if isinstance(body, dict):
            body = json.dumps(body)
            extra.setdefault("Content-Type", "application/json")
        elif body is not None:
            extra.setdefault("Content-Type", "application/x-www-form-urlencoded")
        try:
            connection.request(method, path, body, extra)
            answer = connection.getresponse()
            return Answer(answer.status, {k.lower(): v for k, v in answer.getheaders()}, answer.read())
        finally:
            connection.close()

    def children(self) -> list[int]:
        """The processes it started, and theirs."""
        listed = subprocess.run(["ps", "-eo", "pid=,ppid="], capture_output=True, text=True, check=True).stdout
        parents = [tuple(map(int, line.split())) for line in listed.splitlines()]
        out = [self.process.pid]
        for pid in out:
            out += [child for child, parent in parents if parent == pid]
        return out[1:]

    def stop(self) -> str:
        """End it as a person does, and what it said meanwhile."""
        self.process.send_signal(signal.SIGINT)
        _, said = self.process.communicate(timeout=30)
        return said


@contextmanager
def service(*args: str, **env: str) -> Iterator[Service]:
    """A service for as long as it is needed."""
    made = Service(*args, **env)
    try:
        yield made
    finally:
        if made.process.poll() is None:
            made.stop()
