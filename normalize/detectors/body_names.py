"""Wrong names of outlets, clubs, parties and places: see `normalize.gazetteer.bodies` for how one is decided."""

from __future__ import annotations

from collections.abc import Iterator

from normalize.context import Context
from normalize.findings import Hit
from normalize.gazetteer.article import Article
from normalize.gazetteer.bodies import wrong_bodies
from normalize.text import Document


def body_names(doc: Document, context: Context) -> Iterator[Hit]:
    """Mangled names beside the noun that says what they are.

    >>> from normalize.gazetteer import open_gazetteer
    >>> text = "The South African club Kaizar Chefs lost."
    >>> [text[h.start:h.end] for h in body_names(Document(text), Context(open_gazetteer))]
    ['Kaizar Chefs']
    """
    yield from wrong_bodies(context.shared(doc, "article", lambda: Article(doc, context.gazetteer, context.date, context.source_language)))
