"""Bare surnames: a full name that the article has proven licenses its surname, unless it may be somebody else's or a word."""

from __future__ import annotations

from collections.abc import Iterator

from normalize.edits import minimal
from normalize.findings import Evidence, Hit
from normalize.gazetteer.article import Article
from normalize.gazetteer.channel.costs import channel
from normalize.gazetteer.mentions import Mention
from normalize.gazetteer.sound import fold, nearness, skeleton

#: A surname shorter than this has too little sound: it follows only if it stood in the wrong full name letter by letter.
_SHORT = 4
_NEAR = 0.7


def follow(article: Article, m: Mention) -> Iterator[Hit]:
    """The repair of a bare surname whose full name the article has proven."""
    gazetteer, bearers = article.gazetteer, article.bearers.values()
    word = fold(m.surname)
    if len(m.tokens) > 1 or (word in article.strangers and not any(word in b.wrong for b in bearers)):
        return
    same = [b for b in bearers if word in b.wrong]
    lower = m.surname.lower()
    if same:
        if lower in article.lower or any(e.kind != "person" for e in gazetteer.named(m.surface)):
            return
        if len(word) < _SHORT and gazetteer.is_common(lower):
            return
    elif len(word) < _SHORT or gazetteer.forms.get(word) or word in gazetteer.words or article.is_word(lower):
        return
    near = same or [
        b
        for b in bearers
        if fold(b.surname) != word
        and skeleton(b.surname) == skeleton(word)
        and nearness(word, b.surname, channel(article.language)) >= _NEAR
        and skeleton(word[0]) == skeleton(fold(b.surname)[0])
    ]
    if len(near) != 1 or fold(near[0].surname) == word or fold(near[0].wrong.get(word, "")) == word:
        return
    bearer = near[0]
    wanted = bearer.wrong.get(word, bearer.surname)
    if m.opens_sentence:
        wanted = wanted[0].upper() + wanted[1:]  # "Al-Burhan said", though "the general al-Burhan"
    evidence = [Evidence("reference", f"the article speaks of {bearer.entity.name}")]
    evidence.append(
        Evidence("same-form", f"“{m.surname}” stood for {wanted} in the full name")
        if same
        else Evidence("sound", f"“{m.surname}” and “{bearer.surname}” have the same consonants ({skeleton(word)})")
    )
    yield Hit(
        m.start,
        m.end,
        (minimal(m.start, m.surface, wanted),),
        evidence=tuple(evidence),
        confidence=0.96 if same else 0.92,
        cls="wrong-name-coreference" if same or bearer.wrong else "inconsistent-name",
        message=f"“{m.surface}” is {bearer.entity.name}",
    )
