"""Numbers read aloud: ``31 thousand 250`` or ``one thousand and 43``. In English figures: 31,250; 1,043.

Only a small head ("31", "one"), the word, and a rest of at most three figures followed by a noun or the end of a clause are one
number. Years and "a thousand and one" stay.
"""

from __future__ import annotations

from collections.abc import Iterator

from normalize.context import Context
from normalize.edits import Edit
from normalize.findings import Hit
from normalize.patterns import compiled
from normalize.text import Document

_SMALL = {w: i for i, w in enumerate(["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"], 1)}
_NUMBER = compiled(
    rf"(?<![\p{{L}}\p{{N}},-])(?<!\d[.])(?:(?P<millions>\d{{1,3}}) million (?:and )?)?(?P<head>\d{{1,3}}|{'|'.join(_SMALL)}) thousand (?:and )?(?P<rest>\d{{1,3}})(?![\p{{N}}%])(?![.,]\d)(?! (?:percent|per cent|hundred|thousand|million|billion|years|was|is|will|in|of the)\b)"
)


def thousands_in_words(doc: Document, context: Context) -> Iterator[Hit]:
    """Numbers with "thousand" in the middle.

    >>> [h.edits[0].after for h in thousands_in_words(Document("one thousand and 43 new cases"), None)]
    ['1,043']
    """
    for m in _NUMBER.finditer(doc.text):
        head = _SMALL.get(m["head"]) or int(m["head"])
        if not head or (m["head"] == "two" and len(m["rest"]) == 2):  # "two thousand and 12" is a year
            continue
        if m.start() and doc.text[m.start() - 1] == "." and doc.text[m.start() - 3 : m.start() - 1] != "Rs":
            continue
        value = int(m["millions"] or 0) * 1_000_000 + head * 1000 + int(m["rest"])
        yield Hit(m.start(), m.end(), (Edit(m.start(), m.end(), f"{value:,}"),))
