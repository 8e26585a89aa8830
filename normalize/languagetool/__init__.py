"""Grammar by LanguageTool, off by default: `open_checker` is what the pipeline calls; begin reading at `normalize.languagetool.checker`."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from normalize.errors import UsageError

if TYPE_CHECKING:
    from normalize.languagetool.checker import Checker
    from normalize.languagetool.client import Client


def open_checker(setting: str) -> Checker:
    """The checker that a setting (``local`` or a URL) names; a server of our own ends with this process. UsageError when something is not installed."""
    _installed()
    from normalize.languagetool.checker import Checker

    return Checker(setting)


@contextmanager
def opened(setting: str) -> Iterator[Client]:
    """A client of the server that a setting names, warm; a server of our own ends with the block."""
    if setting == "off":
        raise UsageError("--grammar off has no server: give local or a URL")
    _installed()
    from normalize.languagetool.client import Client
    from normalize.languagetool.local import LocalServer

    server = LocalServer() if setting == "local" else None
    try:
        client = Client(server.url if server else setting)
        client.warm()
        yield client
    finally:
        if server is not None:
            server.close()


def _installed() -> None:
    try:
        import language_tool_python  # noqa: F401
    except ImportError:
        raise UsageError("--grammar needs language-tool-python: pip install 'mt-normalize[languagetool]'") from None
