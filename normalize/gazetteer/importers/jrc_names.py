"""JRC-Names (``entities``): id, type (P person, O organisation), language (u: unknown), name with + for spaces, separated by tabs.

All spellings that news in twenty languages had for a person, misspellings among them; they are taken as right forms, since nobody says which are wrong.
The first line of an id has its usual name. <https://joint-research-centre.ec.europa.eu/language-technology-resources/jrc-names_en>
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any

from normalize.gazetteer import streams
from normalize.gazetteer.importers.shapes import NATIVE, Licence, Options, alias, entity, language_of
from normalize.gazetteer.records import Skipped

LICENCE = Licence("JRC-Names", "terms of the European Commission's Joint Research Centre: check those of your download", "Contains data of JRC-Names, European Commission, Joint Research Centre.")

_KINDS = {"P": "person", "O": "organisation"}
_MOST_FORMS = 400


def records(files: Sequence[str], options: Options, skipped: Skipped, tick: streams.Tick | None = None) -> Iterator[dict[str, Any]]:
    """One record for each run of lines with one id; a later run adds to the first."""
    seen: set[int] = set()
    for path in files:
        for (number, kind), lines in groupby(_lines(path, skipped, tick), key=lambda found: found[:2]):
            forms = [(form, language) for _, _, language, form in lines]
            names = [n for form, language in forms[:_MOST_FORMS] if (n := _name(form, language, kind))]
            latin = [form for form, _ in forms if language_of(form) == ""]
            if number in seen:
                yield entity(f"jrc-{number}", kind, "", names=names)
            elif latin:
                seen.add(number)
                yield entity(f"jrc-{number}", kind, latin[0], names=[n for n in names if n[0] != latin[0]])


def _lines(path: str, skipped: Skipped, tick: streams.Tick | None) -> Iterator[tuple[int, str, str, str]]:
    for number, line in streams.lines(path, tick):
        if not line.strip() or line.startswith(b"#"):
            continue
        try:
            key, kind, language, name = line.decode("utf-8-sig" if number == 1 else "utf-8").split("\t")[:4]
            if kind in _KINDS:
                yield int(key), _KINDS[kind], language.strip().lower(), " ".join(name.replace("+", " ").split())
            elif not kind.isalpha():
                raise ValueError(f"the type is '{kind}'")
        except ValueError as error:
            skipped.add(path, number, f"not a line of JRC-Names: id, type, language, name ({error})")


def _name(form: str, language: str, kind: str) -> list[str] | None:
    guessed = language_of(form)
    if guessed is None or not form:
        return None
    if not guessed:
        return [form, alias(form, kind), ""]
    return [form, "alias", language if language in NATIVE else guessed]
