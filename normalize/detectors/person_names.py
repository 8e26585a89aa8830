"""Wrong names of persons, repaired against the gazetteer: see `normalize.gazetteer.resolver` for how one is decided."""

from __future__ import annotations

from collections.abc import Iterator

from normalize.context import Context
from normalize.findings import Hit
from normalize.gazetteer.article import Article
from normalize.gazetteer.resolver import Resolver
from normalize.text import Document


def person_names(doc: Document, context: Context) -> Iterator[Hit]:
    """Mangled names, and the bare surnames that follow them.

    >>> from normalize.gazetteer import open_gazetteer
    >>> text = "NATO Secretary General Mark Root said so. Root believed it."
    >>> context = Context(open_gazetteer, date="2024-10-30")
    >>> [text[h.start:h.end] for h in person_names(Document(text), context)]
    ['Mark Root', 'Root']
    """
    article = context.shared(doc, "article", lambda: Article(doc, context.gazetteer, context.date, context.source_language))
    yield from Resolver(article).hits()
