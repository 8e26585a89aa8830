"""GeoNames: the main table (``allCountries.txt``, ``cities500.txt``, ``NL.txt``; 19 columns) and ``alternateNamesV2.txt`` (10 columns).

Populated places (class P) and administrative areas (class A) are taken. Which file is which is seen from the number of its columns; main tables are read
first, so that the names of places that were not taken are left out. A zip has to be unpacked before. <https://download.geonames.org/export/dump/readme.txt>
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from normalize.errors import UsageError
from normalize.gazetteer import streams
from normalize.gazetteer.importers.shapes import NATIVE, Licence, Options, entity
from normalize.gazetteer.records import Skipped

LICENCE = Licence("GeoNames", "CC BY 4.0", "Contains data of GeoNames (https://www.geonames.org/), licensed under CC BY 4.0; changed: names selected and converted.")

_COLUMNS, _ALTERNATE_COLUMNS = 19, 10
#: Feature codes of places that are no more, and of parts that news does not name.
_GONE = frozenset(("PPLH", "PPLQ", "PPLW", "ADM1H", "ADM2H", "ADM3H", "ADM4H", "ADMDH", "PCLH"))
_TYPES = {"PPLX": "district", "PPLC": "city", "PPLA": "city"}
_CITY = 100_000
_INDEPENDENT = ("PCLI", "PCLD", "PCLS", "PCL", "PCLF", "TERR")


class _Ids:
    """A set of small numbers, a bit for each."""

    def __init__(self) -> None:
        self._bits = bytearray()

    def add(self, number: int) -> None:
        if number >> 3 >= len(self._bits):
            self._bits.extend(bytes((number >> 3) + 65536 - len(self._bits)))
        self._bits[number >> 3] |= 1 << (number & 7)

    def __contains__(self, number: int) -> bool:
        return number >> 3 < len(self._bits) and bool(self._bits[number >> 3] >> (number & 7) & 1)


def records(files: Sequence[str], options: Options, skipped: Skipped, tick: streams.Tick | None = None) -> Iterator[dict[str, Any]]:
    """The places of the main tables, then the other names of these places."""
    widths = {path: _width(path) for path in files}
    kept = _Ids()
    countries: dict[int, str] = {}
    for path in sorted(files, key=lambda p: widths[p] != _COLUMNS):
        for number, line in streams.lines(path, tick):
            if not line or line.startswith(b"#"):
                continue
            try:
                cells = line.decode("utf-8").split("\t")
                if len(cells) != widths[path]:
                    raise ValueError(f"{len(cells)} columns instead of {widths[path]}")
                found = _place(cells, options.min_population) if widths[path] == _COLUMNS else _alternate(cells, kept, countries)
            except ValueError as error:
                skipped.add(path, number, f"not a line of GeoNames ({error})")
                continue
            if found is None:
                continue
            if widths[path] == _COLUMNS:
                key = int(cells[0])
                kept.add(key)
                if found["kind"] == "country":
                    countries[key] = found["id"]
            yield found


def _width(path: str) -> int:
    """The number of columns of a file; UsageError when it is neither table."""
    for _, line in streams.lines(path):
        if line and not line.startswith(b"#"):
            width = line.count(b"\t") + 1
            if width in (_COLUMNS, _ALTERNATE_COLUMNS):
                return width
            raise UsageError(f"'{path}' is no table of GeoNames: {width} columns, where the main tables have {_COLUMNS} and alternateNamesV2.txt has {_ALTERNATE_COLUMNS}")
    return _COLUMNS


def _place(cells: list[str], least: int) -> dict[str, Any] | None:
    key, name, ascii_name, _, _, _, feature, code, country = cells[:9]
    people = int(cells[14] or 0)
    if feature not in ("P", "A") or code in _GONE or (feature == "P" and people < least):
        return None
    names = [[ascii_name, "alias", ""]] if ascii_name and ascii_name != name else []
    if code in _INDEPENDENT and country:
        return entity(country.lower(), "country", name, names=names, same=[_id(int(key))])
    sort = "region" if feature == "A" else _TYPES.get(code) or ("city" if people >= _CITY else "town")
    return entity(_id(int(key)), "place", name, names=names, country=country.lower(), type=sort)


def _id(number: int) -> str:
    return f"geonames-{number}"


def _alternate(cells: list[str], kept: _Ids, countries: dict[int, str]) -> dict[str, Any] | None:
    """One other name: English ones are aliases, colloquial ones weak; historic ones are recognised, since old names live on in the news."""
    _, place, language, name, _, short, colloquial = cells[:7]
    number = int(place)
    if number not in kept or not (language in NATIVE or language in ("en", "")):
        return None
    how = "weak" if colloquial == "1" else "alias"
    if language in ("en", ""):
        kind = "country" if number in countries else "place"
        if not name.isascii() and not any(c.isascii() and c.isalpha() for c in name):
            return None  # a name in another script whose language is not told
        return entity(countries.get(number, _id(number)), kind, "", names=[[name, "short" if short == "1" and how == "alias" else how, ""]])
    preferred = cells[4] == "1"
    return entity(
        countries.get(number, _id(number)), "country" if number in countries else "place", "", names=[[name, "official" if preferred else how, language]]
    )
