"""How a name is decided: mentions -> candidates -> evidence -> fix, suggest or silence; then the article pass.

A full name is repaired only with one candidate, two kinds of evidence of which one is not spelling, and nothing against it (`judging`). A
proven full name then licenses the same wrong name and its bare surname in this article (`following`), unless a second bearer is in it.
Everything else keeps silent: most names of the world are in no gazetteer and must stay as they are.
"""

from __future__ import annotations

from collections.abc import Iterator

from normalize.findings import Hit
from normalize.gazetteer.article import Article
from normalize.gazetteer.candidates import Candidates
from normalize.gazetteer.following import follow
from normalize.gazetteer.judging import judge, repeat, usurps
from normalize.gazetteer.listed import listed, repair_listed
from normalize.gazetteer.mentions import Mention
from normalize.gazetteer.model import Entity


class Resolver:
    """Decides about the names of persons in one article."""

    def __init__(self, article: Article) -> None:
        self._article = article
        self._candidates = Candidates(article)

    def hits(self) -> Iterator[Hit]:
        """All findings, full names first and then what they license."""
        article, wrong_forms = self._article, self._article.gazetteer.wrong
        bare = [m for m in article.mentions if len(m.tokens) == 1]
        open_cases: list[Mention] = []
        known: list[tuple[Mention, list[Entity]]] = []
        for m in article.mentions:
            if len(m.tokens) == 1:
                continue
            if persons := self._known(m):
                known.append((m, persons))
            elif wrong := listed(article, m):
                yield from repair_listed(article, m, *wrong)
            else:
                open_cases.append(m)
        for m, persons in known:
            if hits := list(usurps(article, m, persons, self._candidates)):
                yield from hits
                continue
            for person in persons:
                article.meet(person, m.surname)
        for m in bare:
            if m.surface in wrong_forms:
                yield from repair_listed(article, m, m.surface, m.start)
        present = frozenset(article.bearers)
        unproven: list[Mention] = []
        for m in open_cases:
            hits = list(judge(article, m, present, self._candidates))
            yield from hits
            if not any(h.action != "suggest" for h in hits):
                unproven.append(m)
            if not hits:
                bare.append(self._last_word(m))
        for m in unproven:
            yield from repeat(article, m)
        for m in bare:
            if m.surface not in wrong_forms:
                yield from follow(article, m)

    def _last_word(self, m: Mention) -> Mention:
        """The surname of a mention whose first words are a club's or a body's ("Ahly Musimani"), as a mention of its own."""
        front = self._article.doc.text[m.start : m.end - len(m.surname)].strip()
        if not any(e.kind in ("organisation", "place", "country") for e in self._article.gazetteer.named(front)):
            return m
        return m._replace(start=m.end - len(m.surname), surface=m.surname, tokens=(m.surname,))

    def _known(self, m: Mention) -> list[Entity]:
        """The persons whose right name the mention is, in whole or in its last words."""
        gazetteer = self._article.gazetteer
        for k in range(len(m.tokens) - 1):
            tail = " ".join(m.tokens[k:])
            if tail in gazetteer.wrong:
                return []
            if found := [e for e in gazetteer.named(tail, "official", "alias") if e.kind == "person"]:
                return found
        return []
