"""Wikidata's JSON dump (``latest-all.json.gz`` or .bz2): one entity a line between brackets, with a comma at the end.

Persons are instances of *human*; organisations those of a short list or with headquarters, or founded and led, owned or in a trade; places have
coordinates; offices are what P39 points to and says so itself. Statements of deprecated rank are left out, and where one is preferred, others of
its kind are, except for offices held. The "truthy" dumps have no dates: use the full one. <https://www.wikidata.org/wiki/Wikidata:Database_download>
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from typing import Any

from normalize.gazetteer import streams
from normalize.gazetteer.importers.shapes import NATIVE, Licence, Options, alias, entity
from normalize.gazetteer.records import Skipped

LICENCE = Licence("Wikidata", "CC0 1.0")

_HUMAN = "Q5"
_COUNTRIES = {"Q3624078", "Q6256"}
#: Kinds of organisations that often have no headquarters stated: class -> our type.
_ORGANISATIONS = {
    "Q43229": "other", "Q4830453": "company", "Q6881511": "company", "Q783794": "company", "Q891723": "company", "Q22687": "bank",
    "Q7278": "party", "Q327333": "agency", "Q192350": "ministry", "Q484652": "body", "Q245065": "body", "Q163740": "ngo", "Q79913": "ngo",
    "Q155271": "think-tank", "Q3918": "university", "Q875538": "university", "Q476028": "club", "Q847017": "club", "Q11032": "news",
    "Q1110794": "news", "Q192283": "news", "Q1616075": "news", "Q17149090": "armed-group", "Q1752939": "armed-group", "Q176799": "military",
    "Q41487": "court", "Q2500638": "body", "Q11204": "court", "Q1331793": "news", "Q47461344": "other",
}  # fmt: skip
_OFFICES = {"Q4164871", "Q294414", "Q17279032", "Q83307", "Q48352", "Q2285706", "Q114962596", "Q30461", "Q14212", "Q6952", "Q1553195"}
#: Founded (P571) makes an organisation only together with one of these: founder, owner, head, industry, parent, subsidiary, exchange, staff, form, board.
_LEADS = ("P112", "P127", "P169", "P452", "P749", "P355", "P414", "P1128", "P1454", "P3320", "P488")
_SEX = {"Q6581097": "m", "Q6581072": "f", "Q1052281": "f", "Q2449503": "m"}
#: A line without any of these is none of ours and is not even parsed.
_OURS = re.compile(
    rb'"P159"|"P571"|"P625"|"P297"|"P1308"|"Q(?:' + b"|".join(sorted({q[1:].encode() for q in (_HUMAN, *_COUNTRIES, *_ORGANISATIONS, *_OFFICES)})) + rb')"'
)


def records(files: Sequence[str], options: Options, skipped: Skipped, tick: streams.Tick | None = None) -> Iterator[dict[str, Any]]:
    """The records of dump files."""
    for path in files:
        for number, line in streams.lines(path, tick):
            line = line.strip().rstrip(b",")
            if line in (b"", b"[", b"]") or (line.startswith(b"{") and line.endswith(b"}") and not _OURS.search(line)):
                continue
            try:
                item = json.loads(line)
                found = list(_item(item)) if item.get("type", "item") == "item" else []
            except (ValueError, RecursionError):
                skipped.add(path, number, "not a JSON object")
            except (KeyError, TypeError, AttributeError) as error:
                skipped.add(path, number, f"not an entity of Wikidata ({type(error).__name__}: {error})")
            else:
                yield from found


def _item(item: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """What an item says: its entity or office, its tenures, its memberships."""
    key = item["id"]
    claims = item.get("claims") or {}
    classes = _values(claims, "P31")
    name, names = _names(item, person := _HUMAN in classes)
    if not name:
        return
    role = ((item.get("descriptions") or {}).get("en") or {}).get("value", "")
    if person:
        belongs = [v for p in ("P463", "P102", "P108", "P54") for v in _values(claims, p, current=True)]
        country, sex = _first(claims, "P27"), _SEX.get(_first(claims, "P21"), "")
        yield entity(key, "person", name, names=names, country=country, sex=sex, affiliations=list(dict.fromkeys(belongs)), role=role)
        yield from _tenures(key, claims)
        return
    code = _first(claims, "P297")
    if code and _COUNTRIES & set(classes):
        yield entity(code.lower(), "country", name, names=names, same=[key])
        yield from _memberships(code.lower(), claims)
    elif _OFFICES & set(classes) or "P1308" in claims:
        titles = [name, *(form for form, how, language in names if how == "alias" and not language)]
        organisation = _first(claims, "P2389") or _first(claims, "P361")
        yield {"table": "office", "id": key, "titles": titles, "organisation": organisation, "country": _first(claims, "P1001") or _first(claims, "P17"), "seats": 0}
    elif (sort := _organisation(classes, claims)) is not None:
        yield entity(key, "organisation", name, names=names, country=_first(claims, "P17"), type=sort)
        yield from _memberships(key, claims)
    elif "P625" in claims:
        yield entity(key, "place", name, names=names, country=_first(claims, "P17"))


def _organisation(classes: list[str], claims: dict[str, Any]) -> str | None:
    """The type of an organisation, or None when the item is none."""
    for one in classes:
        if one in _ORGANISATIONS:
            return _ORGANISATIONS[one]
    if "P159" in claims or ("P571" in claims and any(p in claims for p in _LEADS)):
        return "other"
    return None


def _names(item: dict[str, Any], person: bool) -> tuple[str, list[list[str]]]:
    """The English name and the other names; ``mul`` is Wikidata's label for all languages."""
    labels, aliases = item.get("labels") or {}, item.get("aliases") or {}
    name = (labels.get("en") or labels.get("mul") or {}).get("value", "")
    names: list[list[str]] = []
    for language in ("en", "mul"):
        for other in aliases.get(language, ()):
            names.append([other["value"], alias(other["value"], "person" if person else ""), ""])
    for language in NATIVE:
        if language in labels:
            names.append([labels[language]["value"], "official", language])
        names += [[other["value"], "alias", language] for other in aliases.get(language, ())]
    return name, names


def _statements(claims: dict[str, Any], prop: str, all_ranks: bool = False) -> list[dict[str, Any]]:
    """The statements of a property that count: none deprecated, the preferred ones where there are any."""
    found = [s for s in claims.get(prop, ()) if s.get("rank") != "deprecated"]
    best = [s for s in found if s.get("rank") == "preferred"]
    return found if all_ranks or not best else best


def _value(snak: dict[str, Any]) -> str:
    """The id or text that a snak has, empty for *unknown* and *none*."""
    if snak.get("snaktype") != "value":
        return ""
    value = snak["datavalue"]["value"]
    return str(value.get("id", "")) if isinstance(value, dict) else str(value)


def _values(claims: dict[str, Any], prop: str, current: bool = False) -> list[str]:
    found = [s for s in _statements(claims, prop) if not (current and "P582" in s.get("qualifiers", {}))]
    return [v for s in found if (v := _value(s["mainsnak"]))]


def _first(claims: dict[str, Any], prop: str) -> str:
    return next(iter(_values(claims, prop)), "")


def day(snaks: Sequence[dict[str, Any]]) -> str:
    """A date as exact as it is given; ``?`` for one that is unknown or coarser than a year, empty for none.

    >>> day([{"snaktype": "value", "datavalue": {"value": {"time": "+2010-10-14T00:00:00Z", "precision": 11}}}])
    '2010-10-14'
    >>> day([{"snaktype": "value", "datavalue": {"value": {"time": "+2010-00-00T00:00:00Z", "precision": 9}}}]), day([{"snaktype": "somevalue"}])
    ('2010', '?')
    """
    for snak in snaks:
        if snak.get("snaktype") == "somevalue":
            return "?"
        if snak.get("snaktype") == "value":
            value = snak["datavalue"]["value"]
            time, precision = value["time"], value["precision"]
            if not time.startswith("+") or precision < 9:
                return "?"
            return str(time[1 : {9: 5, 10: 8}.get(precision, 11)])
    return ""


def _dates(statement: dict[str, Any]) -> tuple[str, str]:
    qualifiers = statement.get("qualifiers") or {}
    start, end = day(qualifiers.get("P580", ())), day(qualifiers.get("P582", ()))
    return ("" if start == "?" else start), end


def _tenures(key: str, claims: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The offices held. Without any date nobody knows whether it is still held; the dead hold none."""
    died = next((day([s["mainsnak"]]) for s in _statements(claims, "P570")), "")
    for statement in _statements(claims, "P39", all_ranks=True):
        office = _value(statement["mainsnak"])
        start, end = _dates(statement)
        if not end and (died or not start):
            end = died or "?"
        if office:
            yield {"table": "tenure", "person": key, "office": office, "start": start, "end": end}


def _memberships(key: str, claims: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for statement in _statements(claims, "P463", all_ranks=True):
        organisation = _value(statement["mainsnak"])
        start, end = _dates(statement)
        if organisation:
            yield {"table": "membership", "member": key, "organisation": organisation, "start": start, "end": end}
