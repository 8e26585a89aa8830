"""Whether an installation is whole: what `normalize doctor` says. Nothing is fetched or changed."""

from __future__ import annotations

import os
import platform
import sys
from collections.abc import Iterator
from importlib import metadata
from typing import NamedTuple

from normalize import cache
from normalize.errors import NormalizeError
from normalize.version import VERSION

#: Distributions that parts of the tool need, and what for. The base ones are needed always.
_BASE = ("ftfy", "regex", "PyYAML", "typer")
_OPTIONAL = {
    "ahocorasick-rs": "fast search for rules (without it a plain search is used)",
    "fastapi": "for `normalize serve`: pip install 'mt-normalize[serve]'",
    "pygls": "for `normalize lsp`: pip install 'mt-normalize[lsp]'",
}


class Line(NamedTuple):
    """One thing that was looked at: ``ok``, ``note`` (works without) or ``broken``, and what was found."""

    level: str
    what: str
    told: str


def examine() -> Iterator[Line]:
    """Look at everything, needed things first."""
    yield Line("ok", "mt-normalize", f"{VERSION} on Python {platform.python_version()}")
    for name in _BASE:
        yield _distribution(name, "broken", "needed: reinstall mt-normalize")
    for name, use in _OPTIONAL.items():
        yield _distribution(name, "note", use)
    yield from _data()
    yield _grammar()
    yield _cache()
    encoding = (sys.stdout.encoding or "").lower().replace("-", "")
    if encoding != "utf8":
        yield Line("note", "terminal", f"standard output is {encoding or 'unknown'}, not UTF-8: set PYTHONUTF8=1 to see every character")


def _distribution(name: str, level: str, told: str) -> Line:
    try:
        return Line("ok", name, metadata.version(name))
    except metadata.PackageNotFoundError:
        return Line(level, name, f"not installed; {told}")


def _data() -> Iterator[Line]:
    from normalize.gazetteer import open_gazetteer
    from normalize.packs import load_rules
    from normalize.pipeline import Pipeline

    try:
        yield Line("ok", "rules", f"{len(load_rules())} rules")
        yield Line("ok", "gazetteer", f"{len(open_gazetteer()):,} entities")
        sample = "He spoke of of it."
        result = Pipeline().run(sample)
        whole = result.undo() == sample and result.text == "He spoke of it." and not result.problems
        yield Line("ok" if whole else "broken", "self-check", "a sample was cleaned and undone" if whole else f"a sample came out as {result.text!r}")
    except NormalizeError as error:
        yield Line("broken", "data", str(error))


def _grammar() -> Line:
    from normalize.languagetool import local

    if lacking := local.missing():
        return Line("note", "grammar", f"--grammar local cannot be used: {lacking}")
    place = local.folder()
    assert place is not None
    return Line("ok", "grammar", f"LanguageTool {local.version(place) or 'of unknown version'} in {place}")


def _cache() -> Line:
    folder = cache.directory()
    place = folder
    while not place.exists() and place != place.parent:
        place = place.parent
    if os.access(place, os.W_OK):
        return Line("ok", "cache", str(folder))
    return Line("note", "cache", f"{folder} cannot be written: every start compiles the data anew; set NORMALIZE_CACHE_DIR to a folder of yours")
