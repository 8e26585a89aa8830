"""What may be wrong in a gazetteer although its files can be read: the checks of `normalize gazetteer check`.

A careless entry does the most harm of all data: a wrong fact becomes a wrong repair. An *error* makes repairs wrong; a *warning* makes them
impossible or unlikely, since the resolver refuses what is not clear.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from normalize.gazetteer.gazetteer import Gazetteer
from normalize.gazetteer.model import Entity, Tenure, parse_day
from normalize.gazetteer.sound import fold


class Doubt(NamedTuple):
    """One thing to look at: ``error`` or ``warning``, where it stands, and what to do."""

    level: str
    source: str
    message: str

    def __str__(self) -> str:
        return f"{self.source}: {self.level}: {self.message}"


def check(gazetteer: Gazetteer) -> Iterator[Doubt]:
    """All doubts about a gazetteer, errors and warnings."""
    yield from _entities(gazetteer)
    yield from _offices(gazetteer)
    yield from _shared_forms(gazetteer)
    yield from _wrong_forms(gazetteer)
    yield from _references(gazetteer)


def _entities(gazetteer: Gazetteer) -> Iterator[Doubt]:
    for e in gazetteer.written:
        if not e.kind or not e.name.strip():
            yield Doubt("error", e.source, f"'{e.id}' has no {'kind' if not e.kind else 'name'}")
        for name in e.names:
            if name.form != " ".join(name.form.split()):
                yield Doubt("error", e.source, f"stray white space in the name '{name.form}' of {e.id}")
            if not name.language and not name.form.isprintable():
                yield Doubt("error", e.source, f"a character that cannot be seen in the name {name.form!a} of {e.id}")
        for name in e.names:
            if name.kind in ("official", "alias") and e.kind == "person" and not name.language and gazetteer.is_common(name.form.lower()):
                yield Doubt("warning", e.source, f"the name '{name.form}' of {e.id} is a common word: make it weak")


def _offices(gazetteer: Gazetteer) -> Iterator[Doubt]:
    held: dict[str, list[Tenure]] = {}
    for tenure in gazetteer.tenures:
        if gazetteer.get(tenure.person) is None:
            yield Doubt("error", "tenures", f"unknown person '{tenure.person}' in the office '{tenure.office}'")
        if tenure.office not in gazetteer.offices:
            yield Doubt("error", "tenures", f"unknown office '{tenure.office}' of '{tenure.person}'")
        if tenure.end.removesuffix("?") and tenure.start and tenure.end < tenure.start[: len(tenure.end)]:
            yield Doubt("error", "tenures", f"{tenure.person} leaves '{tenure.office}' before taking it ({tenure.span()})")
        held.setdefault(tenure.office, []).append(tenure)
    for office in gazetteer.offices.values():
        if not office.titles:
            yield Doubt("error", "offices", f"'{office.id}' has no title")
        if office.seats == 1:
            yield from _overlaps(office.id, held.get(office.id, []))


def _overlaps(office: str, tenures: list[Tenure]) -> Iterator[Doubt]:
    """Holders of a single-seat office whose times overlap by more than the day of the change."""
    ordered = sorted(tenures, key=lambda t: t.start)
    for first, second in pairwise(ordered):
        if first.person == second.person or not second.start:
            continue
        still = not first.end
        precision = min(len(first.end), len(second.start))
        late = not first.end.endswith("?") and first.end[:precision] > second.start[:precision]
        ends, starts = parse_day(first.end), parse_day(second.start)
        if ends and starts and ends == starts:
            late = False
        if still or late:
            yield Doubt("error", "tenures", f"'{office}' has one seat, but {first.person} ({first.span()}) and {second.person} ({second.span()}) overlap")


def _shared_forms(gazetteer: Gazetteer) -> Iterator[Doubt]:
    for form, bearers in gazetteer.forms.items():
        full = {i for i, kind in bearers if kind in ("official", "alias")}
        if len(full) < 2:
            continue
        entities = [gazetteer.entity(i) for i in sorted(full)]
        if len({e.kind for e in entities}) == 1:
            yield Doubt("warning", entities[-1].source, f"'{form}' is the name of {' and of '.join(e.id for e in entities)}: neither is ever a repair")


def _wrong_forms(gazetteer: Gazetteer) -> Iterator[Doubt]:
    for form, bearers in gazetteer.wrong.items():
        entities = [gazetteer.entity(i) for i in bearers]
        source = entities[0].source
        if len(entities) > 1:
            yield Doubt("error", source, f"the wrong form '{form}' belongs to {' and to '.join(e.id for e in entities)}: it can have one target only")
        for i, kind in gazetteer.forms.get(fold(form), ()):
            other = gazetteer.entity(i)
            if kind != "weak" and other.id not in {e.id for e in entities}:
                yield Doubt("error", source, f"the wrong form '{form}' of {entities[0].id} is a right name of {other.id}")
            if other.name == form or form in other.forms("official", "alias"):
                yield Doubt("error", source, f"'{form}' is both a wrong and a right form of {other.id}")
        if " " not in form and gazetteer.is_common(form.lower()):
            yield Doubt("error", source, f"the wrong form '{form}' of {entities[0].id} is a common word: put it into translated-*.tsv with a context")


def _references(gazetteer: Gazetteer) -> Iterator[Doubt]:
    def unknown(entity: Entity) -> Iterator[str]:
        yield from (a for a in entity.affiliations if gazetteer.get(a) is None)
        if entity.country and gazetteer.get(entity.country) is None:
            yield entity.country

    for e in gazetteer.written:
        for reference in unknown(e):
            yield Doubt("warning", e.source, f"'{e.id}' refers to '{reference}', which is in no file")
