"""Journalists' names for a country or a club, translated word by word: "Land of the Dragon". Reported with what they stand for, never replaced."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import regex

from normalize.context import Context
from normalize.findings import Evidence, Hit
from normalize.gazetteer.gazetteer import Gazetteer
from normalize.text import Document

_patterns: dict[int, tuple[Any, dict[str, tuple[str, str]]]] = {}


def epithets(doc: Document, context: Context) -> Iterator[Hit]:
    """Known epithets, with the entity they stand for."""
    gazetteer = context.gazetteer
    if not gazetteer.epithets:
        return
    pattern, table = _compiled(gazetteer)
    for m in pattern.finditer(doc.text):
        entity_id, note = table[m["it"].lower()]
        entity = gazetteer.get(entity_id)
        name = entity.name if entity else entity_id
        evidence = (Evidence("epithet", note or f"a name of the press for {name}"),)
        yield Hit(*m.span(), evidence=evidence, message=f"an epithet: {name} is meant", suggestions=(name,))


def _compiled(gazetteer: Gazetteer) -> tuple[Any, dict[str, tuple[str, str]]]:
    key = id(gazetteer)
    if key not in _patterns:
        table = {form.lower(): (entity, note) for form, entity, note in gazetteer.epithets}
        inner = "|".join(regex.escape(f) for f in sorted(table, key=lambda f: (-len(f), f)))
        _patterns.clear()
        _patterns[key] = regex.compile(rf"[“‘\"]?(?<![\p{{L}}\p{{N}}])(?P<it>(?i:{inner}))(?![\p{{L}}\p{{N}}])[.,]?[”’\"]?"), table
    return _patterns[key]
