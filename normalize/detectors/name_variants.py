"""One unknown person under two spellings in one article ("Zoltan Brumbach … Zoltan Brumback"): offered, never written.

The gazetteer does not know which spelling is right; the article's more frequent one is offered. Names that the gazetteer has are left to
`normalize.gazetteer.resolver`. Relatives share a surname, so it is the given name that must be equal and the surname near.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import chain, combinations

from normalize.context import Context
from normalize.edits import minimal
from normalize.findings import Evidence, Hit
from normalize.gazetteer.article import Article
from normalize.gazetteer.gazetteer import Gazetteer
from normalize.gazetteer.mentions import Mention
from normalize.gazetteer.sound import SHARED_BY_VERY_NEAR, fold, nearness, possible_pairs
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
    article = context.shared(doc, "article", lambda: Article(doc, context.gazetteer, context.date, context.source_language))
    unknown = [m for m in article.mentions if len(m.tokens) > 1 and not _is_known(m, context.gazetteer)]
    spellings = {m.surface: m for m in reversed(unknown)}
    yield from _bare_surnames(article, spellings.values())
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
                yield _offer(m, right.surface, said)


def _bare_surnames(article: Article, full: Iterable[Mention]) -> Iterator[Hit]:
    """A bare surname in a spelling of its own ("Brumback added"), or only the end of one ("Zadeh" for Ranjbarzadeh): the full name's is offered."""
    surnames = {fold(m.surname): m for m in full}
    if not surnames:
        return
    named = ((m, fold(m.surname)) for m in article.mentions if len(m.tokens) == 1)
    bare = [(m, w) for m, w in named if len(w) >= _LEAST_LETTERS and w not in surnames and not article.is_word(w) and w not in article.gazetteer.words]
    words, known = list(dict.fromkeys(w for _, w in bare)), list(surnames)
    alike = {(words[i], known[j]) for i, j in possible_pairs(words, known, SHARED_BY_VERY_NEAR) if nearness(words[i], known[j]) >= _NEAR and not _goes_on(words[i], known[j])}
    for m, word in bare:
        near = [other for key, other in surnames.items() if (word, key) in alike or (key.endswith(word) and len(key) > len(word) + 2)]
        if len(near) == 1 and near[0].end < m.start and Counter(_WORD.findall(article.doc.text))[m.surname] == 1:
            yield _offer(m, near[0].surname, Evidence("other-spelling", f"the article speaks of {near[0].surface}, and of “{m.surface}” once"))


def _offer(m: Mention, wanted: str, evidence: Evidence) -> Hit:
    return Hit(
        m.start,
        m.end,
        (minimal(m.start, m.surface, wanted),),
        action="suggest",
        suggestions=(wanted,),
        evidence=(evidence,),
        confidence=0.6,
        message=f"“{m.surface}” and “{wanted}” may be one person",
    )


def _goes_on(one: str, other: str) -> bool:
    """Whether one name only goes on where the other ends: Petrov and Petrova, Kovac and the Kovacs."""
    return one.startswith(other) or other.startswith(one)


def _is_known(m: Mention, gazetteer: Gazetteer) -> bool:
    """Whether the gazetteer has the name, right or wrong, in whole or in its last two words."""
    return any(form in gazetteer.wrong or gazetteer.named(form) for form in (m.surface, " ".join(m.tokens[-2:])))


def _alike(a: Mention, b: Mention) -> bool:
    """Whether the last words of two names are near, all others being equal; a name that only goes on is another ("Petrova")."""
    mine, theirs = fold(a.surname), fold(b.surname)
    if mine == theirs or min(len(mine), len(theirs)) < _LEAST_LETTERS:
        return False
    return not _goes_on(mine, theirs) and nearness(mine, theirs) >= _NEAR


def _times(count: int) -> str:
    return "once" if count == 1 else "twice" if count == 2 else f"{count} times"
