"""Where the shipped data lies: ``rules/`` and ``corpora/``, found the same way from a wheel, a checkout and a zip.

In a wheel they are under ``normalize/_data``; an editable install or a checkout has them beside a ``pyproject.toml`` of ours.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from normalize.errors import NormalizeError

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable
else:
    Traversable = Any


def folder(kind: str) -> Traversable:
    """The shipped folder of this name (``rules`` or ``corpora``).

    >>> sorted(f.name for f in folder("rules").iterdir() if f.is_dir())[:2]
    ['any', 'en']
    """
    here = Path(__file__).parent
    for place in (here / "_data" / kind, here.parent / kind):
        if place.is_dir() and (place.parent.name == "_data" or (here.parent / "pyproject.toml").is_file()):
            return place
    from importlib.resources import files

    packed = files("normalize") / "_data" / kind
    if packed.is_dir():
        return packed
    raise NormalizeError(
        f"the shipped folder '{kind}' is missing from this installation: reinstall mt-normalize (pip install --force-reinstall)"
    )


def walk(place: Traversable, endings: tuple[str, ...], prefix: str = "") -> Iterator[tuple[str, Traversable]]:
    """All files below a folder with these endings, as (relative name, file), in code point order of the names."""
    for entry in sorted(place.iterdir(), key=lambda e: e.name):
        name = f"{prefix}{entry.name}"
        if entry.is_dir():
            if not entry.name.startswith((".", "__")):
                yield from walk(entry, endings, name + "/")
        elif entry.name.endswith(endings):
            yield name, entry
