"""Faults that need code: one file each, one function in it named like the file.

A detector is called with the document and the `Context` of the pass, and with the ``options`` of its rule by keyword; it yields
`Hit`s. It is found by its name, here or under the entry point group ``normalize.detectors``, and loaded when a text first
needs it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from importlib import import_module

from normalize.context import Context
from normalize.findings import Hit
from normalize.text import Document

Detector = Callable[..., Iterable[Hit]]


def shipped() -> list[str]:
    """The shipped detectors, as rule files call them."""
    from importlib.resources import files

    return sorted(
        f.name[:-3].replace("_", "-")
        for f in files(__package__).iterdir()
        if f.name.endswith(".py") and not f.name.startswith("_")
    )


def load(name: str) -> Detector:
    """The detector of this name; LookupError when there is none."""
    module = name.replace("-", "_")
    if module.isidentifier() and name in shipped():
        found: Detector = getattr(import_module(f"{__package__}.{module}"), module)
        return found
    from importlib.metadata import entry_points

    for entry in sorted(entry_points(group="normalize.detectors"), key=lambda e: (e.name, e.value)):
        if entry.name == name:
            foreign: Detector = entry.load()
            return foreign
    raise LookupError(name)


__all__ = ["Context", "Detector", "Document", "Hit", "load", "shipped"]
