"""Names that were translated as if they were words: "Sands" for Peskov, "the island" for Al-Jazira, "Blue Cross" for Cruz Azul.

The table of such names gives each a topic: words of which one must stand in the same paragraph, and words that speak against it. A form with several
known readings is decided only when one of them fits.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import regex

from normalize.context import Context
from normalize.edits import minimal
from normalize.findings import Evidence, Hit
from normalize.gazetteer.gazetteer import Gazetteer
from normalize.gazetteer.mentions import folded_sentence
from normalize.gazetteer.model import Entity
from normalize.gazetteer.sound import fold
from normalize.text import Document


def translated_names(doc: Document, context: Context) -> Iterator[Hit]:
    """Translated names whose topic the paragraph has."""
    gazetteer = context.gazetteer
    if not gazetteer.translated:
        return
    pattern, table = _compiled(gazetteer)
    for (start, _), line in zip(doc.paragraphs, doc.lines, strict=True):
        folded = ""
        for m in pattern.finditer(line):
            folded = folded or folded_sentence(line)
            fitting = []
            for entity_id, needs, unless in table[m.group()]:
                need = next((n for n in needs if f" {fold(n)} " in folded), None)
                if (need or not needs) and not any(f" {fold(u)} " in folded for u in unless):
                    fitting.append((entity_id, need))
            entities = {e for e, _ in fitting}
            if len(entities) != 1 or (known := gazetteer.get(fitting[0][0])) is None:
                continue
            if f" {fold(known.name)} " in folded:
                continue
            reason = Evidence("topic", f"“{m.group()}” is {known.name} translated; “{fitting[0][1]}” stands in the same paragraph")
            span = (start + m.start(), start + m.end())
            name = _own_spelling(known)
            wanted = name if " " not in name or known.kind != "person" or " " in m.group() else name.split()[-1]
            yield Hit(*span, (minimal(span[0], m.group(), wanted),), evidence=(reason,), message=f"“{m.group()}” is {known.name}, translated")


def _own_spelling(entity: Entity) -> str:
    """The name with the accents of its language where a form has them."""
    return next((f for f in entity.forms("official", "alias") if not f.isascii() and fold(f) == fold(entity.name)), entity.name)


_patterns: dict[int, tuple[Any, dict[str, list[tuple[str, tuple[str, ...], tuple[str, ...]]]]]] = {}


def _compiled(gazetteer: Gazetteer) -> tuple[Any, dict[str, list[tuple[str, tuple[str, ...], tuple[str, ...]]]]]:
    """The forms as one pattern, longest first, and what each may stand for."""
    key = id(gazetteer)
    if key not in _patterns:
        table: dict[str, list[tuple[str, tuple[str, ...], tuple[str, ...]]]] = {}
        for form, entity_id, needs, unless, _ in gazetteer.translated:
            table.setdefault(form, []).append((entity_id, needs, unless))
        inner = "|".join(regex.escape(f) for f in sorted(table, key=lambda f: (-len(f), f)))
        _patterns.clear()
        _patterns[key] = regex.compile(rf"(?<![\p{{L}}\p{{N}}@#-])(?:{inner})(?![\p{{L}}\p{{N}}-])"), table
    return _patterns[key]
