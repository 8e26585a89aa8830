"""Listening: the socket, the limits on connections, and a clean end. `normalize serve` calls `serve`."""

from __future__ import annotations

import asyncio
import contextlib
import ipaddress
import secrets
import socket
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol

from normalize.errors import UsageError
from normalize.server.app import application
from normalize.server.guards import LOOPBACK, Doors
from normalize.server.pool import Pool

#: A connection that has sent no whole request head within so many seconds is closed.
_HEAD_SECONDS = 10.0


@dataclass(frozen=True, slots=True)
class Address:
    """Where to listen, and how many connections at once."""

    host: str = "127.0.0.1"
    port: int = 8081
    connections: int = 600

    @property
    def loopback(self) -> bool:
        """Whether only this machine can reach it."""
        if self.host == "localhost":
            return True
        with contextlib.suppress(ValueError):
            return ipaddress.ip_address(self.host).is_loopback
        return False

    @property
    def url(self) -> str:
        """The address as a browser takes it."""
        return f"http://{self.name}:{self.port}/"

    @property
    def name(self) -> str:
        """The host as it stands in a Host header."""
        return f"[{self.host}]" if ":" in self.host else self.host.lower()


def doors(address: Address, hosts: list[str], origins: list[str], token: str, most_bytes: int) -> Doors:
    """What is let in at an address; a token is made up where others can reach it and none is given."""
    if not token and not address.loopback:
        token = secrets.token_urlsafe(24)
    return Doors(LOOPBACK | {address.name} | {h.lower() for h in hosts}, frozenset(origins), token, most_bytes)


def read_token(path: str) -> str:
    """The token in a file; UsageError when there is none."""
    try:
        token = Path(path).read_text("utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"cannot read the token in '{path}': {error}") from None
    return checked_token(token, f"the token in '{path}'")


def checked_token(token: str, what: str) -> str:
    """The token, or UsageError when it is easily guessed or cannot stand in a header."""
    if len(token) < 16 or not token.isascii() or not token.isprintable():
        raise UsageError(f"{what} must have 16 or more printable ASCII characters")
    return token


class _Prompt(H11Protocol):
    """Closes a connection that sends no request: the library waits for ever for the first one."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self._late = self.loop.call_later(_HEAD_SECONDS, self._close_unasked)

    def connection_lost(self, exc: Exception | None) -> None:
        self._late.cancel()
        super().connection_lost(exc)

    def _close_unasked(self) -> None:
        if self.cycle is None:
            self.transport.close()


def serve(pool: Pool, address: Address, let_in: Doors, ready: Callable[[Address], None]) -> None:
    """Listen until a signal says stop; `ready` is told the address, with the port that was found when 0 was asked for."""
    family = socket.AF_INET6 if ":" in address.host else socket.AF_INET
    try:
        listening = socket.create_server((address.host, address.port), family=family, backlog=1024)
    except OSError as error:
        raise UsageError(f"cannot listen at {address.name}:{address.port}: {error.strerror or error}; choose another with --port") from None
    found = Address(address.host, listening.getsockname()[1], address.connections)
    settings: dict[str, Any] = dict(limit_concurrency=address.connections, timeout_keep_alive=5, h11_max_incomplete_event_size=16_384)
    config = uvicorn.Config(
        application(pool, let_in), http=_Prompt, ws="none", lifespan="on", log_level="warning", access_log=False, server_header=False, date_header=False, timeout_graceful_shutdown=5, **settings
    )
    server = _Server(config, lambda: ready(found))
    with listening, contextlib.suppress(KeyboardInterrupt):
        server.run(sockets=[listening])


class _Server(uvicorn.Server):
    """Says when it is ready."""

    def __init__(self, config: uvicorn.Config, ready: Callable[[], None]) -> None:
        super().__init__(config)
        self._ready = ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            self._ready()
