"""Known people, offices with dates, organisations and places, and the resolver that decides about names.

`open_gazetteer` gives the embedded one with the user's own files on top; later files win. Begin reading at `model`, then
`gazetteer`, then `resolver`.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from normalize import cache, data
from normalize.errors import Fault, GazetteerError
from normalize.gazetteer.gazetteer import Gazetteer
from normalize.gazetteer.model import Entity, Name, Office, Tenure

if TYPE_CHECKING:
    from normalize.gazetteer.channel import Matcher

#: The modules that decide what the compiled form holds: when one changes, what is cached is stale.
_MAKERS = ("files.py", "index.py", "shards.py", "sound.py", "channel/letters.py")
_opened: dict[str, Gazetteer] = {}


def open_gazetteer(paths: tuple[str, ...] = ()) -> Gazetteer:
    """The embedded gazetteer, with the files of one's own added; GazetteerError names what is wrong in them.

    >>> [e.name for e in open_gazetteer().named("Mark Rutte")]
    ['Mark Rutte']
    """
    return opened_with([file for path in paths for file in _own(path)])


def opened_with(own: list[tuple[str, bytes]]) -> Gazetteer:
    """The embedded gazetteer with these files, given as (name, content), on top."""
    files = [(f"rules/gazetteer/{name}", file.read_bytes()) for name, file in _embedded()] + own
    parts = (part for name, content in files for part in (name.encode("utf-8", "surrogateescape"), content))
    key = cache.digest(parts, [str(Path(__file__).parent / module) for module in _MAKERS])
    if key not in _opened:
        _opened[key] = Gazetteer(cache.compiled("gazetteer", key, lambda: _compile(files)))
    return _opened[key]


def _embedded() -> list[tuple[str, Any]]:
    return list(data.walk(data.folder("rules") / "gazetteer", (".tsv",)))


def _own(path: str) -> list[tuple[str, bytes]]:
    place = Path(path)
    if place.is_dir():
        return [(f"{path}/{name}", file.read_bytes()) for name, file in data.walk(place, (".tsv",))]
    if not place.is_file():
        raise GazetteerError([Fault(path, 0, "no such gazetteer file or folder")])
    return [(path, place.read_bytes())]


def _compile(files: list[tuple[str, bytes]]) -> dict[str, object]:
    from normalize.gazetteer.files import read
    from normalize.gazetteer.index import compile_tables

    return compile_tables(read(files))


def matcher(names: list[str]) -> Matcher:
    """What finds the names that a mangled surface may stand for: ``lookup(surface, source_language=None, context=None)``.

    The answers are (name, score), the best first; the score is the probability that the name is the right reading of the surface.
    None is given when nothing is near. `normalize.gazetteer.channel` tells how.

    >>> matcher(["Mark Rutte", "Joe Root"]).lookup("Marc Rote", source_language="ar")[0][0]
    'Mark Rutte'
    """
    from normalize.gazetteer.channel import Matcher

    return Matcher.of(names)


__all__ = ["Entity", "Gazetteer", "Name", "Office", "Tenure", "matcher", "open_gazetteer"]
