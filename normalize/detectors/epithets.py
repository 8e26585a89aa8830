"""Journalists' names for a country or a club, translated word by word: "Land of the Dragon". Reported with what they stand for, never replaced."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from normalize.context import Context
from normalize.finder import Finder
from normalize.findings import Evidence, Hit
from normalize.gazetteer.gazetteer import Gazetteer
from normalize.oddwords import by_line
from normalize.text import Line

_QUOTES = "“”‘’\"'"


@by_line
def epithets(known: Line, context: Context) -> Iterator[Hit]:
    """Known epithets, with the entity they stand for; quotation marks round one belong to the place."""
    gazetteer = context.gazetteer
    finder, table = _opened(gazetteer)
    line = known.text
    for (s, e), form in finder.find(line):
        entity_id, note = table[form]
        entity = gazetteer.get(entity_id)
        name = entity.name if entity else entity_id
        if s and line[s - 1] in _QUOTES:
            s -= 1
        while e < len(line) and line[e] in ".,”’\"":
            e += 1
        evidence = (Evidence("epithet", note or f"a name of the press for {name}"),)
        yield Hit(s, e, evidence=evidence, message=f"an epithet: {name} is meant", suggestions=(name,))


@lru_cache(maxsize=4)
def _opened(gazetteer: Gazetteer) -> tuple[Finder, dict[str, tuple[str, str]]]:
    """The finder of all epithets, and the entity and note of each."""
    table = {form: (entity, note) for form, entity, note in gazetteer.epithets}
    return Finder(table, ignore_case=True), table
