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
from normalize.gazetteer.mapped import is_built
from normalize.gazetteer.model import Entity, Name, Office, Tenure
from normalize.gazetteer.own import own_places

if TYPE_CHECKING:
    from normalize.gazetteer.channel import Matcher

#: The modules that decide what the compiled form holds: when one changes, what is cached is stale.
_MAKERS = ("files.py", "crowds.py", "index.py", "shards.py", "sound.py", "channel/letters.py")
_opened: dict[str, Gazetteer] = {}
Files = list[tuple[str, bytes]]


def open_gazetteer(paths: tuple[str, ...] = (), own: bool = True) -> Gazetteer:
    """The embedded gazetteer, with the files of one's own added; GazetteerError names what is wrong in them.

    ``own`` adds the user's own folder (`normalize.gazetteer.own`) as the last one, if there is any.

    >>> [e.name for e in open_gazetteer().named("Mark Rutte")]
    ['Mark Rutte']
    """
    places = [piece for path in (*paths, *(own_places() if own else ())) for piece in _pieces(path)]
    if not any(is_built(piece) for piece in places if isinstance(piece, str)):
        return opened_with([file for file in places if not isinstance(file, str)])
    return _layered(places)


def opened_with(own: Files, shipped: bool = True) -> Gazetteer:
    """The embedded gazetteer with these files, given as (name, content), on top; without ``shipped`` these files alone."""
    files = [(f"rules/gazetteer/{name}", file.read_bytes()) for name, file in _embedded()] if shipped else []
    files += own
    parts = (part for name, content in files for part in (name.encode("utf-8", "surrogateescape"), content))
    key = cache.digest(parts, [str(Path(__file__).parent / module) for module in _MAKERS])
    if key not in _opened:
        _opened[key] = Gazetteer(cache.compiled("gazetteer", key, lambda: _compile(files)), _wrong_in(own))
    return _opened[key]


def _wrong_in(files: Files) -> frozenset[str]:
    """The wrong forms that tables of the user's own list."""
    if not files:
        return frozenset()
    from normalize.gazetteer.files import ENTITIES, rows, split, table_of

    return frozenset(form for name, content in files if table_of(name) in ENTITIES for _, row in rows(name, content, []) for form in split(row["wrong"]))


def _layered(places: list[str | tuple[str, bytes]]) -> Gazetteer:
    """Tables and built files in their order; tables that stand together are one layer."""
    from normalize.gazetteer.layers import Layer, Layered
    from normalize.gazetteer.mapped_layer import MappedLayer

    key = repr([(place, *_stamp(place)) if isinstance(place, str) else (place[0], cache.digest([place[1]])) for place in places])
    if key in _opened:
        return _opened[key]
    layers: list[Layer] = []
    tables: Files = []
    for place in places:
        if not isinstance(place, str):
            tables.append(place)
            continue
        if tables or not layers:
            layers.append(opened_with(tables, shipped=not layers))
            tables = []
        layers.append(MappedLayer(place))
    if tables:
        layers.append(opened_with(tables, shipped=False))
    found = _opened[key] = Layered(layers)
    return found


def _stamp(path: str) -> tuple[int, int, int]:
    try:
        told = Path(path).stat()
    except OSError:
        return 0, 0, 0
    return told.st_ino, told.st_mtime_ns, told.st_size


def _embedded() -> list[tuple[str, Any]]:
    return list(data.walk(data.folder("rules") / "gazetteer", (".tsv",)))


def _pieces(path: str) -> list[str | tuple[str, bytes]]:
    """What lies at a path of the user's: built files by their path, tables with their content; in a folder, built files come first."""
    place = Path(path)
    try:
        if place.is_dir():
            built: list[str | tuple[str, bytes]] = [str(p) for p in sorted(place.rglob("*.gaz")) if not p.name.startswith(".")]
            return built + [(f"{path}/{name}", file.read_bytes()) for name, file in data.walk(place, (".tsv",))]
        if not place.is_file():
            raise GazetteerError([Fault(path, 0, "no such gazetteer file or folder")])
        return [path] if is_built(path) else [(path, place.read_bytes())]
    except OSError as error:
        raise GazetteerError([Fault(path, 0, f"cannot read this gazetteer file: {error.strerror}")]) from None


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
