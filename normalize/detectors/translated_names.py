"""Names that were translated as if they were words: "Sands" for Peskov, "the island" for Al-Jazira, "Blue Cross" for Cruz Azul.

The table of such names gives each a topic: words of which one must stand in the same paragraph, and words that speak against it. A form with several
known readings is decided only when one of them fits.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from normalize.context import Context
from normalize.edits import minimal
from normalize.finder import Finder
from normalize.findings import Evidence, Hit
from normalize.gazetteer.gazetteer import Gazetteer
from normalize.gazetteer.listed import shaped
from normalize.gazetteer.mentions import folded_sentence
from normalize.gazetteer.model import Entity
from normalize.gazetteer.sound import fold
from normalize.oddwords import by_line
from normalize.patterns import compiled
from normalize.text import Line

#: A name that ends in one of these keeps its article.
_NOUNS = frozenset("Party Movement Alliance Coalition Front Bloc Union League Rally Current Framework Forces Bank Agency Ministry Council Committee Assembly Army Newspaper Hospital".split())


@by_line
def translated_names(paragraph: Line, context: Context) -> Iterator[Hit]:
    """Translated names whose topic the paragraph has."""
    gazetteer = context.gazetteer
    finder, table = _opened(gazetteer)
    line = paragraph.text
    folded = ""
    for (s, e), form in finder.find(line):
        folded = folded or folded_sentence(line)
        fitting = []
        for entity_id, needs, unless in table[form]:
            need = next((n for n in needs if f" {fold(n)} " in folded and _stands(n, form, line, s, e)), None)
            if (need or not needs) and not any(f" {fold(u)} " in folded for u in unless):
                fitting.append((entity_id, need))
        entities = {e for e, _ in fitting}
        if len(entities) != 1 or (known := gazetteer.get(fitting[0][0])) is None:
            continue
        if f" {fold(known.name)} " in folded:
            continue
        reason = Evidence("topic", f"“{form}” is {known.name} translated; “{fitting[0][1]}” stands in the same paragraph")
        name = shaped(known, form) if "-" in form and known.kind == "person" else _own_spelling(known)
        wanted = name if " " not in name or known.kind != "person" or " " in form.removeprefix("the ").removeprefix("The ") else name.split()[-1]
        if form[:4] in ("the ", "The ") and " " in wanted and wanted.rpartition(" ")[2] in _NOUNS:
            wanted = form[:4] + wanted  # "the Kataeb Party", though "Cruz Azul" and "Al-Ain" go without
        edit = minimal(s, line[s:e], _with_noun(form, wanted))
        yield Hit(s, e, (edit,), evidence=(reason,), message=f"“{form}” is {known.name}, translated")


def _own_spelling(entity: Entity) -> str:
    """The name with the accents of its language where a form has them."""
    return next((f for f in entity.forms("official", "alias") if not f.isascii() and fold(f) == fold(entity.name)), entity.name)


def _stands(need: str, form: str, line: str, start: int, end: int) -> bool:
    """Whether a need that holds the form itself is met at this very place; it matters for words in lower case, which may be words elsewhere.

    >>> line = "The coach of the union spoke; the union of workers did not."
    >>> _stands("coach of the union", "the union", line, 13, 22), _stands("coach of the union", "the union", line, 30, 39)
    (True, False)
    """
    if form.split()[-1][0].isupper():
        return True
    before, mine, after = f" {fold(need)} ".partition(f" {fold(form)} ")
    if not mine:
        return True
    return folded_sentence(line[:start]).endswith(f"{before} ") and folded_sentence(line[end:]).startswith(f" {after}")


def _with_noun(form: str, name: str) -> str:
    """The name with the noun that the form has before or after it ("the newspaper Truth" is the newspaper Pravda), unless the name has one itself.

    >>> _with_noun("the newspaper Truth", "Pravda"), _with_noun("The Life newspaper", "Al-Hayat"), _with_noun("Blue Cross", "Cruz Azul")
    ('the newspaper Pravda', 'Al-Hayat newspaper', 'Cruz Azul')
    """
    m = _NOUN.fullmatch(form)
    if m is None or any(f" {fold(noun)} " in f" {fold(name)} " for noun in (m["first"], m["last"]) if noun):
        return name
    return f"{m['article'] or ''}{m['first'] or ''}{' ' if m['first'] else ''}{name}{' ' if m['last'] else ''}{m['last'] or ''}"


_NOUN = compiled(
    r"(?P<article>the )?(?:(?P<first>(?:newspaper|daily|weekly|magazine|channel|party|site|website)) .+|.+ (?P<last>(?:newspaper|daily|weekly|magazine|channel|party|coalition|site|website)))"
)
_Readings = dict[str, list[tuple[str, tuple[str, ...], tuple[str, ...]]]]


@lru_cache(maxsize=4)
def _opened(gazetteer: Gazetteer) -> tuple[Finder, _Readings]:
    """The finder of all translated forms, and what each may stand for."""
    table: _Readings = {}
    for form, entity_id, needs, unless, _ in gazetteer.translated:
        table.setdefault(form, []).append((entity_id, needs, unless))
    return Finder(table), table
