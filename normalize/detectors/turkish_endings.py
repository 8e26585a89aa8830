"""Turkish case endings left on the names of places: ``Kayseri'de`` (in), ``İzmir'den`` (from), ``Konya da``.

Turkish parts the ending from a name by an apostrophe. It is turned into the preposition that it stands for, or dropped when the preposition is there. Without an
apostrophe only "da" and "de" after a known Turkish place at the end of a clause are taken for one.
"""

from __future__ import annotations

from collections.abc import Iterator

from normalize.context import Context
from normalize.edits import Edit
from normalize.findings import Evidence, Hit
from normalize.oddwords import OddWords
from normalize.patterns import compiled
from normalize.text import Document

_MEANING = {"de": "in", "da": "in", "te": "in", "ta": "in", "den": "from", "dan": "from", "ten": "from", "tan": "from", "ye": "to", "ya": "to", "nin": "", "nın": "", "nun": "", "nün": "", "in": "", "ın": "", "un": "", "ün": ""}  # fmt: skip
_GENITIVE = frozenset("nin nın nun nün in ın un ün".split())
_TIGHT = compiled(rf"(?<![\p{{L}}\p{{N}}])(?P<before>\p{{Ll}}+ )?(?P<name>\p{{Lu}}[\p{{L}}]+)['’](?P<end>{'|'.join(_MEANING)})(?![\p{{L}}])")
_LOOSE = compiled(r"(?<![\p{L}\p{N}])(?P<name>\p{Lu}[\p{Ll}ıİğşçöü]+) (?P<end>da|de)(?=[.,;]| and\b| too\b|$)")
_PREPOSITIONS = frozenset("in from to at of into near for by towards toward".split())

_HAS_ENDING = compiled(rf"\p{{Lu}}\p{{L}}+['’](?:{'|'.join(_MEANING)})(?!\p{{L}})")
#: Longer strings of letters are no names.
_LONGEST = 60
_ODD = OddWords(lambda word, _: word in ("da", "de") or (len(word) <= _LONGEST and _HAS_ENDING.search(word) is not None))


def turkish_endings(doc: Document, context: Context) -> Iterator[Hit]:
    """Endings to be dropped or turned into a preposition."""
    if not _ODD.stand_in(doc, None):
        return
    for m in _TIGHT.finditer(doc.text):
        if not _is_place(m["name"], context) and not (m["end"] in _GENITIVE and m["name"].lower() in context.gazetteer.words):
            continue
        reason = Evidence("ending", f"’{m['end']} is a Turkish ending" + (f" for “{_MEANING[m['end']]}”" if _MEANING[m["end"]] else ""))
        drop = Edit(m.end("name"), m.end(), "" if _MEANING[m["end"]] else "’s")
        if not _MEANING[m["end"]] or (m["before"] or "").strip() in _PREPOSITIONS:
            yield Hit(m.start(), m.end(), (drop,), evidence=(reason,))
        else:
            whole = Edit(m.start("name"), m.end(), f"{_MEANING[m['end']]} {m['name']}")
            yield Hit(m.start(), m.end(), (whole,), evidence=(reason,))
    for m in _LOOSE.finditer(doc.text):
        places = [e for e in context.gazetteer.named(m["name"]) if e.kind == "place" and e.country == "tr"]
        if places:
            reason = Evidence("ending", f"“{m['end']}” after {m['name']} is a Turkish ending or clitic")
            yield Hit(m.start(), m.end(), (Edit(m.end("name"), m.end(), ""),), evidence=(reason,))


def _is_place(name: str, context: Context) -> bool:
    return any(e.kind in ("place", "country") or e.type == "club" for e in context.gazetteer.named(name))
