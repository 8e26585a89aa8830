"""`normalize serve` and `normalize lsp`: the cleaner for browsers, programs and editors on this machine."""

from __future__ import annotations

import os
import sys
from typing import Annotated, Any

import typer

from normalize.cli import settings


def serve(
    host: Annotated[str, typer.Option(help="The address to listen at. One that other machines can reach asks for a token.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="The port; 0 finds a free one.", min=0, max=65535)] = 8081,
    workers: Annotated[int, typer.Option("--workers", "-j", help="Processes that clean at once.", min=1)] = 2,
    token_file: Annotated[str | None, typer.Option(help="A file with the token that requests must bring; or set NORMALIZE_TOKEN.", metavar="FILE", show_default=False)] = None,
    allow_host: Annotated[list[str] | None, typer.Option(help="Another name this machine is called by.", metavar="NAME", show_default=False)] = None,
    allow_origin: Annotated[list[str] | None, typer.Option(help="A page or browser extension that may ask, as https://desk.example.", metavar="ORIGIN", show_default=False)] = None,
    most_bytes: Annotated[int, typer.Option(help="The largest request.", min=1000)] = 1_000_000,
    limit_seconds: Annotated[float, typer.Option(help="Seconds of the processor for one text.", min=0.1)] = 10.0,
    limit_memory: Annotated[int, typer.Option(help="Megabytes for one text.", min=50)] = 1000,
    rules: settings.Rules = None,
    gazetteer: settings.Gazetteer = None,
    own: settings.Own = True,
    select: settings.Select = None,
    ignore: settings.Ignore = None,
    protect: settings.Protect = None,
) -> None:
    """Serve a page to work in, JSON, and LanguageTool's protocol at http://127.0.0.1:8081."""
    _needs("serve", "fastapi", "uvicorn", "prometheus_client")
    from normalize.limits import Limits
    from normalize.server import running
    from normalize.server.pool import Pool, Rooms

    config = settings.config(rules=rules, gazetteer=gazetteer, select=select, ignore=ignore, protect=protect, own=own)
    _try(config)
    token = running.read_token(token_file) if token_file else os.environ.get("NORMALIZE_TOKEN", "")
    if token:
        running.checked_token(token, "NORMALIZE_TOKEN")
    address = running.Address(host, port)
    doors = running.doors(address, allow_host or [], allow_origin or [], token, most_bytes)

    def ready(at: running.Address) -> None:
        sys.stderr.write(f"normalize: listening at {at.url} (LanguageTool clients: {at.url}v2); stop it with Ctrl-C\n")
        if doors.token and not token:
            sys.stderr.write(f"normalize: others can reach this address, so it asks for a token: {doors.token}\n")
        sys.stderr.flush()

    running.serve(Pool(config, Limits(limit_seconds, limit_memory), Rooms(seats=workers)), address, doors, ready)


def lsp(
    rules: settings.Rules = None,
    gazetteer: settings.Gazetteer = None,
    own: settings.Own = True,
    select: settings.Select = None,
    ignore: settings.Ignore = None,
    protect: settings.Protect = None,
) -> None:
    """Speak the language server protocol on standard input and output: an editor starts this."""
    _needs("lsp", "pygls")
    from normalize.languageserver import speak

    config = settings.config(rules=rules, gazetteer=gazetteer, select=select, ignore=ignore, protect=protect, own=own)
    _try(config)
    speak(config)


def _needs(extra: str, *modules: str) -> None:
    from importlib.util import find_spec

    from normalize.errors import UsageError

    if not hasattr(os, "fork"):
        raise UsageError(f"`normalize {extra}` needs a system with fork, as Linux or macOS; on Windows use it inside WSL")
    if missing := [m for m in modules if find_spec(m) is None]:
        raise UsageError(f"{', '.join(missing)} is not installed: pip install 'mt-normalize[{extra}]'")


def _try(config: Any) -> None:
    """What is wrong in files of the user's is told here, before any process is started."""
    from normalize.pipeline import Pipeline

    Pipeline(config)
