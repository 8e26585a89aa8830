"""Two articles in a row: ``a an agreement``, ``a the new bridge``. The one that fits the next sound is kept; of two kinds, the first."""

from __future__ import annotations

from collections.abc import Iterator

from normalize.context import Context
from normalize.edits import Edit
from normalize.findings import Hit
from normalize.patterns import compiled
from normalize.text import Document

_PAIR = compiled(r"(?<![\p{L}\p{N}’'-])(?P<one>[Tt]he|[Aa]n?) (?P<two>the|an?) (?P<next>\p{Ll}{3,})")
_VOWEL = compiled(r"(?!uni|use|usu|eu|one\b|once)[aeiou]|hour|honest|honou?r|heir")
#: What may stand before a letter or a quoted word that only looks like an article.
_NAMED = compiled(r"(?:\b(?:vitamin|group|grade|type|plan|letter|article|word|from|section|option|class|for|read|says|said)|[“\"'‘(])\s?$")


def doubled_articles(doc: Document, context: Context) -> Iterator[Hit]:
    """Pairs of articles, the idle one cut.

    >>> [h.edits for h in doubled_articles(Document("They want a an agreement."), None)]
    [(Edit(start=10, end=14, after='an'),)]
    """
    for m in _PAIR.finditer(doc.text):
        if _NAMED.search(doc.text, max(0, m.start() - 12), m.start()):
            continue
        one = m["one"]
        if m["next"] in ("and", "or", "is", "was", "in", "cappella", "priori", "posteriori", "la") or (
            one[0] == "A" and m.start() and doc.text[m.start() - 2 : m.start()] not in (". ", "? ", "! ", "” ") and doc.text[m.start() - 1] != "\n"
        ):
            continue
        kept = one
        if one.lower() in ("a", "an"):
            kept = one[0] + ("n" if _VOWEL.match(m["next"]) else "")
        yield Hit(m.start(), m.end(), (Edit(m.start("one"), m.end("two"), kept),))
