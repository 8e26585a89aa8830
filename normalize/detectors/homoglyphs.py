"""Greek and Cyrillic letters that stand in English words in place of the Latin ones they look like.

Copiers do this to hide a text from search engines. A word is mended only when it mixes scripts, or when it is a lone look-alike in a
paragraph that has mixed words, and when all its foreign letters have a Latin twin. Words wholly in another script stay.
"""

from __future__ import annotations

from collections.abc import Iterator

from normalize.context import Context
from normalize.edits import Edit
from normalize.findings import Evidence, Hit
from normalize.patterns import compiled
from normalize.text import Document

#: Letters by look, lower and upper case apart, since some twins differ between the two.
TWINS = dict(
    zip(
        "АВЕЅІЈКМНОРСТУХаеѕіјорсухѵԁԛԝһҺгпт" "ΑΒΕΖΗΙΚΜΝΟΡΤΥΧανοιυρκχωη",
        "ABESIJKMHOPCTYXaesijopcyxvdqwhHrnt" "ABEZHIKMNOPTYXavoiupkxwn",
        strict=True,
    )
)
_WORD = compiled(r"[\p{Latin}\p{Greek}\p{Cyrillic}]+")
_FOREIGN = compiled(r"[\p{Greek}\p{Cyrillic}]")
_LATIN = compiled(r"\p{Latin}")


def homoglyphs(doc: Document, context: Context) -> Iterator[Hit]:
    """Words of mixed script, and lone look-alikes near them."""
    if doc.text.isascii() or not _FOREIGN.search(doc.text):
        return
    for start, end in doc.paragraphs:
        if not _FOREIGN.search(doc.text, start, end):
            continue
        words = [m for m in _WORD.finditer(doc.text, start, end) if _FOREIGN.search(m.group())]
        mixed = [m for m in words if _LATIN.search(m.group())]
        if not any(len(m.group()) > 2 for m in mixed):
            continue
        whole = [m for m in words if not _LATIN.search(m.group())]
        if len(whole) > len(mixed) and any(len(m.group()) > 3 for m in whole):
            continue  # a text of two languages, not a disguise
        for m in mixed + [w for w in whole if len(mixed) > 1]:
            word = m.group()
            if all(c in TWINS for c in word if _FOREIGN.match(c)):
                after = "".join(TWINS.get(c, c) for c in word)
                reason = Evidence("script", f"“{word}” mixes letters of two alphabets that look alike")
                yield Hit(m.start(), m.end(), (Edit(m.start(), m.end(), after),), evidence=(reason,))
