"""What goes through a batch: a text with its name and the way to put it back, and what became of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from normalize.report import Result


@dataclass(slots=True)
class Item:
    """One text on its way through: its name, the file it belongs to, its bytes as they came, and how its bytes are made anew.

    An item without a text is passed through byte for byte; ``fault`` says why, when it is a fault. After a ``damaged`` one nothing more comes of its file.
    """

    name: str
    file: str
    raw: bytes
    text: str | None = None
    wrap: Callable[[Result], bytes] | None = None
    fault: str = ""
    damaged: bool = False


@dataclass(slots=True)
class Done:
    """One text that came out: its bytes, the result (None when it was passed through unread), and what went wrong."""

    name: str
    file: str
    data: bytes
    result: Result | None
    faults: tuple[str, ...] = ()
    damaged: bool = False
