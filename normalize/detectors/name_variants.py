"""One unknown person under two spellings in one article ("Zoltan Brumbach … Zoltan Brumback"): offered, never written.

The gazetteer does not know which spelling is right; the article's more frequent one is offered. Names that the gazetteer has are left to
`normalize.gazetteer.resolver`. Relatives share a surname, so it is the given name that must be equal and the surname near.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import chain, combinations

from normalize.context import Context
from normalize.edits import minimal
from normalize.findings import Evidence, Hit
from normalize.gazetteer.gazetteer import Gazetteer
from normalize.gazetteer.mentions import Mention, mentions
from normalize.gazetteer.sound import fold, nearness
from normalize.patterns import compiled
from normalize.text import Document

_NEAR = 0.85
_LEAST_LETTERS = 4
_WORD = compiled(r"\p{Lu}[\p{L}\p{M}]+")


def name_variants(doc: Document, context: Context) -> Iterator[Hit]:
    """The rarer spelling of a name that the article writes in two ways, with the other one offered; the later one when both are as frequent.

    >>> from normalize.gazetteer import open_gazetteer
    >>> doc = Document("Zoltan Brumbach spoke. Brumbach left. Then Zoltan Brumback came back.")
    >>> [(doc.text[h.start:h.end], h.suggestions) for h in name_variants(doc, Context(open_gazetteer))]
    [('Zoltan Brumback', ('Zoltan Brumbach',))]
    """
    unknown = [m for m in mentions(doc, context.gazetteer) if len(m.tokens) > 1 and not _is_known(m, context.gazetteer)]
    spellings = {m.surface: m for m in reversed(unknown)}
    if len(spellings) < 2:
        return
    fronts: dict[str, list[Mention]] = {}
    for m in sorted(spellings.values()):
        fronts.setdefault(fold(" ".join(m.tokens[:-1])), []).append(m)
    for a, b in chain.from_iterable(combinations(same, 2) for same in fronts.values()):
        if not _alike(a, b):
            continue
        words = Counter(_WORD.findall(doc.text))
        right, wrong = (a, b) if words[a.surname] >= words[b.surname] else (b, a)
        said = Evidence("other-spelling", f"the article writes {right.surname} {_times(words[right.surname])} and {wrong.surname} {_times(words[wrong.surname])}")
        for m in unknown:
            if m.surface == wrong.surface:
                yield Hit(
                    m.start,
                    m.end,
                    (minimal(m.start, m.surface, right.surface),),
                    action="suggest",
                    suggestions=(right.surface,),
                    evidence=(said,),
                    confidence=0.6,
                    message=f"“{wrong.surface}” and “{right.surface}” may be one person",
                )


def _is_known(m: Mention, gazetteer: Gazetteer) -> bool:
    """Whether the gazetteer has the name, right or wrong, in whole or in its last two words."""
    return any(form in gazetteer.wrong or gazetteer.named(form) for form in (m.surface, " ".join(m.tokens[-2:])))


def _alike(a: Mention, b: Mention) -> bool:
    """Whether the last words of two names are near, all others being equal; a name that only goes on is another ("Petrova")."""
    mine, theirs = fold(a.surname), fold(b.surname)
    if mine == theirs or min(len(mine), len(theirs)) < _LEAST_LETTERS:
        return False
    if sorted((mine, theirs))[1].startswith(sorted((mine, theirs))[0]):
        return False  # Petrov and Petrova, Kovac and the Kovacs
    return nearness(mine, theirs) >= _NEAR


def _times(count: int) -> str:
    return "once" if count == 1 else "twice" if count == 2 else f"{count} times"
