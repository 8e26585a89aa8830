"""Two words glued where the second has a capital: ``LionTherefore``, ``ArsenalThe club``, ``yearsHe``.

A bold name or a link ended the first sentence. The glue is cut when the second part is a function word that begins a sentence and the first a known name or an English word;
the whole must not be a name of its own (``LaLiga``, ``YouTube``).
"""

from __future__ import annotations

from collections.abc import Iterator

from normalize.context import Context
from normalize.edits import Edit
from normalize.findings import Evidence, Hit
from normalize.gazetteer.sound import fold
from normalize.oddwords import OddWords
from normalize.patterns import compiled
from normalize.text import Document

_STARTERS = (
    "However|Therefore|Moreover|Meanwhile|Furthermore|Nevertheless|Although|Despite|According|Likewise|Besides|Finally|Otherwise|Because|"
    "The|This|That|These|Those|There|They|He|She|It|We|His|Her|Their|Its|In|On|At|After|Before|But|And|When|While|With|From|For|Also|Now|As|If"
)
_ENDS_GLUED = compiled(rf"\p{{L}}\p{{Ll}}{{2}}(?:{_STARTERS})$")
_GLUED = compiled(rf"(?<![\p{{L}}\p{{N}}@#/._’'-])(?P<left>\p{{L}}\p{{Ll}}{{2,}})(?P<right>{_STARTERS})(?=,? \p{{L}})")

_ODD = OddWords(lambda word, _: _ENDS_GLUED.search(word) is not None)


def camel_glue(doc: Document, context: Context) -> Iterator[Hit]:
    """Glued words to be cut; where a sentence must have ended, its period is set."""
    gazetteer = context.gazetteer
    if not _ODD.stand_in(doc, gazetteer):
        return
    for m in _GLUED.finditer(doc.text):
        left, whole = m["left"], m.group()
        if gazetteer.named(whole) or fold(whole) in gazetteer.words or doc.text.count(whole) > 1:
            continue
        known = fold(left) in gazetteer.words if left[0].isupper() else len(left) > 4 and left in gazetteer.lexicon
        if not known:
            continue
        at = m.end("left")
        reason = Evidence("words", f"“{left}” is a word or name, and “{m['right']}” begins a sentence")
        yield Hit(m.start(), m.end(), (Edit(at, at, ". "),), evidence=(reason,))
