"""Phrases that a translation engine repeated until it stopped: the same three or more words three or more times in a row."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from normalize.context import Context
from normalize.edits import Edit
from normalize.findings import Hit
from normalize.oddwords import by_line
from normalize.text import Line
from normalize.words import WORD, line_words

_LONGEST = 12


@by_line
def phrase_loops(line: Line, context: Context) -> Iterator[Hit]:
    """Loops of three to twelve words; the first round is kept.

    >>> from normalize.text import Document
    >>> doc = Document("in the north of the city in the north of the city in the north of the city")
    >>> [(h.start, h.edits[0].start) for h in phrase_loops(doc, None)]
    [(0, 24)]
    """
    words = [word.lower() for word in line_words(line)]
    # three rounds of n words have 3n - 1 pairs of neighbours, of which at most n differ
    if len(words) - 1 - len(set(pairwise(words))) < 5:
        return
    spans = [m.span() for m in WORD.finditer(line.text)]
    i = 0
    while i + 8 < len(words):
        size = _loop(words, i)
        if not size:
            i += 1
            continue
        rounds = 1
        while words[i + rounds * size : i + (rounds + 1) * size] == words[i : i + size]:
            rounds += 1
        cut = Edit(spans[i + size - 1][1], spans[i + rounds * size - 1][1], "")
        yield Hit(spans[i][0], cut.end, (cut,))
        i += rounds * size


def _loop(words: list[str], i: int) -> int:
    """The length of the phrase that is said three times from here; 0 when there is none."""
    for size in range(3, _LONGEST + 1):
        if i + 3 * size > len(words):
            return 0
        phrase = words[i : i + size]
        if words[i + size : i + 2 * size] == phrase == words[i + 2 * size : i + 3 * size] and len(set(phrase)) > 1:
            return size
    return 0
