"""Who may ask the service, and how much: the first thing a request meets, before anything reads it.

A page somewhere in the web can send requests to a service on this machine. So the name of the host must be one of ours (a foreign name that was made to
point here is refused), and a browser's ``Origin`` must be our own page or one that was allowed by name. Beyond this machine a token is asked for. A body has a
size and a time. Every answer carries a policy that lets a page run nothing but its own script.
"""

from __future__ import annotations

import asyncio
import hmac
import json
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

LOOPBACK = frozenset({"localhost", "127.0.0.1", "[::1]"})
POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
#: On every answer.
_HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cache-Control": "no-store",
}
#: What the page is made of and whether the service lives can be read without the token; there is no text in it.
OPEN = frozenset({"/", "/page.js", "/page.css", "/healthz"})


@dataclass(frozen=True, slots=True)
class Doors:
    """What is let in: names of this host, pages of other origins, the token (empty: none is asked for), bytes and seconds of a body."""

    hosts: frozenset[str] = LOOPBACK
    origins: frozenset[str] = frozenset()
    token: str = field(default="", repr=False)
    most_bytes: int = 1_000_000
    seconds: float = 10.0


def host_of(header: str) -> str:
    """The name in a Host header, without the port.

    >>> host_of("localhost:8081"), host_of("[::1]:8081"), host_of("evil.example")
    ('localhost', '[::1]', 'evil.example')
    """
    if header.startswith("["):
        return header.partition("]")[0] + "]"
    return header.partition(":")[0].lower()


class Guard:
    """Stands before the application; `seen` is told the path, the status and the seconds of each request."""

    def __init__(self, app: ASGIApp, doors: Doors, seen: Callable[[str, int, float], None]) -> None:
        self.app = app
        self.doors = doors
        self.seen = seen

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            if scope["type"] == "lifespan":
                await self.app(scope, receive, send)
            return
        began = time.perf_counter()
        headers = {k.decode("latin-1"): v.decode("latin-1") for k, v in scope["headers"]}
        origin = headers.get("origin", "")
        status = 500

        async def answer(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                extra = {**_HEADERS, "Access-Control-Allow-Origin": origin, "Vary": "Origin"} if origin in self.doors.origins else _HEADERS
                message["headers"] = [*message["headers"], *((k.encode(), v.encode()) for k, v in extra.items())]
            await send(message)

        refused = self._refused(scope, headers, origin)
        try:
            if refused:
                await _say(answer, *refused)
            elif scope["method"] == "OPTIONS" and origin in self.doors.origins and "access-control-request-method" in headers:
                await _say(answer, 204, "", {"Access-Control-Allow-Methods": "GET, POST", "Access-Control-Allow-Headers": "Authorization, Content-Type"})
            else:
                await self._let_in(scope, receive, answer)
        finally:
            self.seen(scope.get("path", ""), status, time.perf_counter() - began)

    def _refused(self, scope: Scope, headers: dict[str, str], origin: str) -> tuple[int, str] | None:
        """The status and the reason, if this may not come in."""
        host = headers.get("host", "")
        if host_of(host) not in self.doors.hosts:
            return 421, "this service does not answer to that host name; start it with --allow-host"
        if origin and origin not in self.doors.origins and (urlsplit(origin).scheme not in ("http", "https") or urlsplit(origin).netloc.lower() != host.lower()):
            return 403, "pages of that origin may not ask this service; start it with --allow-origin"
        preflight = scope["method"] == "OPTIONS"
        if self.doors.token and scope["path"] not in OPEN and not preflight:
            kind, _, given = headers.get("authorization", "").partition(" ")
            if kind.lower() != "bearer" or not hmac.compare_digest(given.strip().encode("latin-1"), self.doors.token.encode()):
                return 401, "this service asks for its token: send 'Authorization: Bearer TOKEN'"
        length = headers.get("content-length", "0")
        if length.isdigit() and int(length) > self.doors.most_bytes:
            return 413, self._too_large()
        return None

    def _too_large(self) -> str:
        return f"more than {self.doors.most_bytes:,} bytes: send less, or start the service with --most-bytes"

    async def _let_in(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Read the whole body within its size and time, then let the application have it."""
        body = bytearray()
        try:
            async with asyncio.timeout(self.doors.seconds):
                while True:
                    message = await receive()
                    if message["type"] == "http.disconnect":
                        return
                    body += message.get("body", b"")
                    if len(body) > self.doors.most_bytes:
                        await _say(send, 413, self._too_large())
                        return
                    if not message.get("more_body"):
                        break
        except TimeoutError:
            await _say(send, 408, f"the request did not arrive within {self.doors.seconds:g} s", {"Connection": "close"})
            return
        given = False

        async def again() -> Message:
            nonlocal given
            if given:
                return await receive()
            given = True
            return {"type": "http.request", "body": bytes(body), "more_body": False}

        await self.app(scope, again, send)


async def _say(send: Send, status: int, reason: str, headers: dict[str, str] | None = None) -> None:
    body = json.dumps({"error": reason}).encode() if reason else b""
    extra: dict[str, Any] = {"Content-Type": "application/json", "Content-Length": str(len(body)), **(headers or {})}
    if status == 401:
        extra["WWW-Authenticate"] = "Bearer"
    await send({"type": "http.response.start", "status": status, "headers": [(k.lower().encode(), v.encode()) for k, v in extra.items()]})
    await send({"type": "http.response.body", "body": body})
