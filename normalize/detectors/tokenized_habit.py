"""Texts that a tokeniser took apart and nobody put together again: ``the plan , he said ( on Monday ) .``

One spaced mark may be a slip, and has its own rules. A paragraph has the *habit* when all its marks of pause and end stand apart from their words
and there are three such spaces or more; only then brackets, straight quotation marks and lone clitics are joined too.
A paragraph with a single mark in its right place is left alone, and so are rows of a table, code and formulas.
"""

from __future__ import annotations

from collections.abc import Iterator

from normalize.context import Context
from normalize.edits import Edit
from normalize.findings import Hit
from normalize.patterns import compiled
from normalize.text import Document

_APART = compiled(r"(?<=[\p{L}\p{Nd}\"”')\]%]) (?=[,.;:!?](?: |$))")
_TIGHT = compiled(r"[\p{L}\p{Nd}\"”)][,;:!?](?: |$)|\p{Ll}{3}\.(?: |$)")
_NO_PROSE = compiled(r"[{}|<>=\\`\t]|  |[+*/] ")
#: Spaces that make a habit, and how many of them stand before a mark of pause or end.
_HABIT = 3
_PAUSES = 2
_BRACKETS = compiled(r"(?<=[(\[]) (?=\S)|(?<=\S) (?=[)\]](?: |$))")
_CLITIC = compiled(r"(?<=\p{Ll}|\bI) (?=['’](?:s|re|ve|ll|d|m)(?: |$))|(?<=\b(?:do|does|did|is|are|was|were|has|have|had|ca|wo|would|could|should)) (?=n['’]t )")
_QUOTE = compiled(r'(?:(?<= )|^)"(?= |$)')


def tokenized_habit(doc: Document, context: Context) -> Iterator[Hit]:
    """The spaces that a tokeniser put in, in paragraphs with the habit.

    >>> [(h.start, h.end) for h in tokenized_habit(Document("The plan , he said ( on Monday ) , is good ."), None)]
    [(8, 9), (20, 21), (30, 31), (32, 33), (42, 43)]
    """
    for start, line in zip((p.start for p in doc.paragraphs), doc.lines, strict=True):
        if _NO_PROSE.search(line) or _TIGHT.search(line):
            continue
        apart = {m.start() for m in _APART.finditer(line)}
        spaces = apart | {m.start() for pattern in (_BRACKETS, _CLITIC) for m in pattern.finditer(line)}
        if not any(line[at + 1] in ",." for at in apart):
            continue  # French sets spaces before its other marks
        if len(apart) < _PAUSES or len(spaces) < _HABIT:
            continue
        marks = [m.start() for m in _QUOTE.finditer(line)]
        if len(marks) % 2 == 0:
            # the first of each pair opens and takes the word after it, the second takes the word before
            spaces |= {at + 1 if n % 2 == 0 else at - 1 for n, at in enumerate(marks)}
        for at in sorted(spaces):
            if 0 <= at < len(line) and line[at] == " ":
                yield Hit(start + at, start + at + 1, (Edit(start + at, start + at + 1, ""),))
