"""FollowTheMoney JSON lines, as OpenSanctions and Aleph export them: ``{"id": ..., "schema": "Person", "properties": {"name": [...]}}``.

Persons, organisations, companies, public bodies, and what ties them: positions with occupancies, memberships, employment. The data of OpenSanctions is
for non-commercial use without a licence of theirs: it is imported where it is wanted, never shipped. <https://followthemoney.tech/explorer/>
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

from normalize.gazetteer import streams
from normalize.gazetteer.importers.shapes import Licence, Options, alias, entity, language_of
from normalize.gazetteer.records import Skipped

LICENCE = Licence("FollowTheMoney", "CC BY-NC 4.0 (OpenSanctions data: import only, check your source)", "Contains data in the FollowTheMoney format, for example of OpenSanctions (https://www.opensanctions.org/).")

_KINDS = {"Person": "person", "Organization": "organisation", "Company": "organisation", "PublicBody": "organisation", "LegalEntity": "organisation"}
_TYPES = {"Company": "company", "PublicBody": "body"}
_SEX = {"male": "m", "female": "f"}


def records(files: Sequence[str], options: Options, skipped: Skipped, tick: streams.Tick | None = None) -> Iterator[dict[str, Any]]:
    """The records of entity files."""
    for path in files:
        for number, line in streams.lines(path, tick):
            if not line.strip():
                continue
            try:
                thing = json.loads(line)
                found = list(_thing(thing["id"], thing["schema"], _Properties(thing["properties"]), thing.get("caption") or ""))
            except (ValueError, RecursionError):
                skipped.add(path, number, "not a JSON object")
            except (KeyError, TypeError, AttributeError) as error:
                skipped.add(path, number, f"not an entity of FollowTheMoney ({type(error).__name__}: {error})")
            else:
                yield from found


class _Properties:
    """The properties of a thing: lists of texts, or of things that are given whole."""

    def __init__(self, values: dict[str, Any]) -> None:
        self._values = dict(values.items())

    def all(self, *names: str) -> list[str]:
        found = (v for name in names for v in self._values.get(name, ()))
        return list(dict.fromkeys(str(v["id"]) if isinstance(v, dict) else str(v) for v in found))

    def first(self, *names: str) -> str:
        return next(iter(self.all(*names)), "")


def _thing(key: str, schema: str, p: _Properties, caption: str) -> Iterator[dict[str, Any]]:
    kind = _KINDS.get(schema)
    if kind:
        name, names = _names(p, caption, kind)
        if name:
            country = p.first("nationality", "citizenship", "country", "jurisdiction") if kind == "person" else p.first("country", "jurisdiction")
            yield entity(
                key, kind, name, names=names, country=country.lower()[:2], sex=_SEX.get(p.first("gender"), ""), type=_TYPES.get(schema, ""), topics=p.all("topics"), role=p.first("position"),
            )  # fmt: skip
    elif schema == "Position":
        titles = p.all("name", "title")
        if titles:
            yield {"table": "office", "id": key, "titles": titles, "organisation": p.first("organization"), "country": p.first("country").lower()[:2], "seats": int(p.first("numberOfSeats") or 0)}
    elif schema == "Occupancy":
        if p.first("holder") and p.first("post"):
            yield {"table": "tenure", "person": p.first("holder"), "office": p.first("post"), "start": p.first("startDate"), "end": _end(p)}
    elif schema in ("Membership", "Employment", "Directorship"):
        member, organisation = p.first("member", "employee", "director"), p.first("organization", "employer")
        end = _end(p)
        if member and organisation:
            yield {"table": "membership", "member": member, "organisation": organisation, "start": p.first("startDate"), "end": end}
            if not end and schema != "Directorship":
                yield entity(member, "person", "", affiliations=[organisation])


def _end(p: _Properties) -> str:
    """When an occupancy ended; ``?`` where only its status says that it did, or may have."""
    end = max(p.all("endDate"), default="")
    return end or ("?" if p.first("status") in ("ended", "unknown") or (not p.first("startDate") and not p.first("status")) else "")


def _names(p: _Properties, caption: str, kind: str) -> tuple[str, list[list[str]]]:
    """The caption or the first name in Latin letters, and all others."""
    forms = p.all("name")
    latin = [form for form in [caption, *forms] if form and language_of(form) == ""]
    name = latin[0] if latin else ""
    out: list[list[str]] = []
    for form in [*forms, *p.all("alias", "previousName")]:
        language = language_of(form)
        if form != name and language is not None:
            out.append([form, ("official" if form in forms else "alias") if language else alias(form, kind), language])
    out += [[form, "weak", ""] for form in p.all("weakAlias") if language_of(form) == ""]
    out += [[form, "short", ""] for form in p.all("abbreviation") if language_of(form) == "" and kind == "organisation"]
    return name, out
