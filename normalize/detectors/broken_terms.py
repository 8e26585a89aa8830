"""Fixed terms that a translator took apart or put together from the wrong words: "Indian-Pacific" for Indo-Pacific.

The broken forms come from the gazetteer's table of terms; where a form could be right English, the table names words of which one must be in the sentence.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from normalize.context import Context
from normalize.edits import minimal
from normalize.finder import Finder
from normalize.findings import Evidence, Hit
from normalize.gazetteer.gazetteer import Gazetteer
from normalize.gazetteer.mentions import folded_sentence
from normalize.gazetteer.sound import fold
from normalize.oddwords import by_line
from normalize.text import Line


@by_line
def broken_terms(known: Line, context: Context) -> Iterator[Hit]:
    """Broken terms, with the right one in the capitals of the table; at a sentence start its first letter follows the text."""
    finder, table = _opened(context.gazetteer)
    line = known.text
    for (s, e), form in finder.find(line):
        wanted, needs = table[form]
        if needs and not any(f" {fold(n)} " in folded_sentence(line) for n in needs):
            continue
        shown = line[s:e]
        if shown[0].isupper() and wanted[0].islower():
            wanted = wanted[0].upper() + wanted[1:]
        if wanted == shown:
            continue
        reason = Evidence("term", f"“{wanted}” is the fixed term")
        yield Hit(s, e, (minimal(s, shown, wanted),), evidence=(reason,))


@lru_cache(maxsize=4)
def _opened(gazetteer: Gazetteer) -> tuple[Finder, dict[str, tuple[str, tuple[str, ...]]]]:
    """The finder of all broken forms, and the term and needed words of each."""
    table = {form: (term, needs) for term, wrong, needs in gazetteer.terms for form in wrong}
    return Finder(table, ignore_case=True), table
