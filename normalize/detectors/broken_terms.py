"""Fixed terms that a translator took apart or put together from the wrong words: "Indian-Pacific" for Indo-Pacific.

The broken forms come from the gazetteer's table of terms; where a form could be right English, the table names words of which one must be in the sentence.
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
from normalize.gazetteer.sound import fold
from normalize.text import Document


def broken_terms(doc: Document, context: Context) -> Iterator[Hit]:
    """Broken terms, with the right one in the capitals of the table; at a sentence start its first letter follows the text."""
    gazetteer = context.gazetteer
    if not gazetteer.terms:
        return
    pattern, table = _compiled(gazetteer)
    for (start, _), line in zip(doc.paragraphs, doc.lines, strict=True):
        for m in pattern.finditer(line):
            wanted, needs = table[_key(m.group())]
            if needs and not any(f" {fold(n)} " in folded_sentence(line) for n in needs):
                continue
            if m.group()[0].isupper() and wanted[0].islower():
                wanted = wanted[0].upper() + wanted[1:]
            if wanted == m.group():
                continue
            s = start + m.start()
            reason = Evidence("term", f"“{wanted}” is the fixed term")
            yield Hit(s, start + m.end(), (minimal(s, m.group(), wanted),), evidence=(reason,))


_patterns: dict[int, tuple[Any, dict[str, tuple[str, tuple[str, ...]]]]] = {}


def _key(form: str) -> str:
    return " ".join(form.replace("’", "'").lower().split())


def _compiled(gazetteer: Gazetteer) -> tuple[Any, dict[str, tuple[str, tuple[str, ...]]]]:
    key = id(gazetteer)
    if key not in _patterns:
        table = {_key(form): (term, needs) for term, wrong, needs in gazetteer.terms for form in wrong}
        spaced = (r"[ \u00a0]".join(regex.escape(w).replace("'", "['’]") for w in f.split()) for f in sorted(table, key=lambda f: (-len(f), f)))
        _patterns.clear()
        _patterns[key] = regex.compile(rf"(?<![\p{{L}}\p{{N}}-])(?:{'|'.join(spaced)})(?![\p{{L}}\p{{N}}-])", regex.IGNORECASE), table
    return _patterns[key]
