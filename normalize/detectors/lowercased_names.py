"""A known name that lost its capital: ``Luis mendoza`` for Luis Mendoza, ``the sevilla`` for the club.

Names come back in lower case from inside tags and from scripts without capitals. A full name is raised when it is a known one to the letter; a single
word only when it is no English word and its name is not also a word elsewhere in the text.
"""

from __future__ import annotations

from collections.abc import Iterator

from normalize.context import Context
from normalize.edits import Edit
from normalize.findings import Evidence, Hit
from normalize.gazetteer.gazetteer import Gazetteer
from normalize.gazetteer.sound import fold
from normalize.oddwords import OddWords, by_line
from normalize.patterns import compiled
from normalize.text import Line

_PAIR = compiled(r"(?<![\p{L}\p{N}@#/._-])(?P<a>\p{Lu}[\p{L}’'-]+) (?P<b>\p{Ll}[\p{L}’'-]{2,})(?![\p{L}\p{N}@/_-])")


_MARK = compiled(r"\p{M}")
_ENDS_OPEN = compiled(r"\p{L}['’\-](?!\p{L})")


def _is_odd(word: str, gazetteer: Gazetteer) -> bool:
    """Whether a word, or its part before an apostrophe, is a name's word in lower case and no word of English."""
    if not word[0].islower():
        return not word.isascii() and _MARK.search(word) is not None
    ends = [i for i, c in enumerate(word) if c in "'’-"]
    return any(fold(part) in gazetteer.words and part not in gazetteer.lexicon for part in (word, *(word[:i] for i in ends))) or bool(_MARK.search(word))


_ODD = OddWords(_is_odd)


@by_line
def lowercased_names(line: Line, context: Context) -> Iterator[Hit]:
    """Surnames in lower case after their given name.

    >>> from normalize.gazetteer import open_gazetteer
    >>> from normalize.text import Document
    >>> [h.edits for h in lowercased_names(Document("They met Joe biden there."), Context(open_gazetteer))]
    [(Edit(start=13, end=18, after='Biden'),)]
    """
    gazetteer = context.gazetteer
    if not _ODD.stand_in_line(line, gazetteer) and not _ENDS_OPEN.search(line.text):
        return
    for m in _PAIR.finditer(line.text):
        if m["b"] in gazetteer.lexicon or fold(m["b"]) not in gazetteer.words:
            continue
        for entity in gazetteer.named(m.group(), "official", "alias"):
            form = next((f for f in entity.forms("official", "alias") if fold(f) == fold(m.group())), None)
            if form is None or " " not in form or form.split()[-1][0].islower() or entity.kind != "person":
                continue
            reason = Evidence("known-name", f"{form} is a known name")
            yield Hit(m.start(), m.end(), (Edit(m.start("b"), m.end("b"), form.split()[-1]),), evidence=(reason,))
            break
