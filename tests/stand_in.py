"""A stand-in for a server of LanguageTool that fails in a chosen way, on a port of the loopback address."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs

LANGUAGES = json.dumps([{"name": "English", "code": "en", "longCode": "en-US"}]).encode()
NOTHING = json.dumps({"software": {"version": "0"}, "matches": []}).encode()


class StandIn(ThreadingHTTPServer):
    """The server; ``texts`` are those that it was sent."""

    daemon_threads = True
    texts: list[str]
    behave: Callable[[BaseHTTPRequestHandler, str], None]

    @property
    def url(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self.server_address[1]}"


class _Handler(BaseHTTPRequestHandler):
    server: StandIn

    def do_GET(self) -> None:
        answer(self, LANGUAGES)

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        text = parse_qs(body, keep_blank_values=True)["text"][0]
        self.server.texts.append(text)
        self.server.behave(self, text)

    def log_message(self, *args: Any) -> None:
        pass


def answer(to: BaseHTTPRequestHandler, body: bytes, code: int = 200, **headers: str) -> None:
    """A whole answer."""
    to.send_response(code)
    for name, value in headers.items():
        to.send_header(name, value)
    to.send_header("Content-Length", str(len(body)))
    to.end_headers()
    to.wfile.write(body)


def matches(*said: tuple[int, int, str, str]) -> bytes:
    """An answer with matches of (offset, length, rule, suggestion), in the server's own units."""
    rows = [{"offset": o, "length": n, "message": "It is wrong.", "rule": {"id": rule, "category": {"id": "MISC"}}, "replacements": [{"value": v}]} for o, n, rule, v in said]
    return json.dumps({"software": {"version": "0"}, "matches": rows}).encode()


def trickle(to: BaseHTTPRequestHandler, text: str) -> None:
    """An answer that comes a byte at a time and never ends."""
    to.send_response(200)
    to.send_header("Content-Length", "100000")
    to.end_headers()
    for _ in range(200):
        to.wfile.write(b" ")
        to.wfile.flush()
        time.sleep(0.1)


@contextmanager
def serving(behave: Callable[[BaseHTTPRequestHandler, str], None] = lambda to, text: answer(to, NOTHING)) -> Iterator[StandIn]:
    """A stand-in that answers checks as told."""
    server = StandIn(("127.0.0.1", 0), _Handler)
    server.texts, server.behave = [], behave
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
