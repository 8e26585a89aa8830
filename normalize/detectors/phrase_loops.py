"""Phrases that a translation engine repeated until it stopped: two words three times in a row, three to five three times, six or more twice."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from normalize.context import Context
from normalize.edits import Edit
from normalize.findings import Hit
from normalize.oddwords import by_line
from normalize.patterns import compiled
from normalize.text import Line
from normalize.words import WORD, line_words

_LONGEST = 60
#: Rounds that make a loop, by the number of words said again: people do say things twice.
_ROUNDS = {2: 3, 3: 3, 4: 3, 5: 3}
_TWICE = 2
#: Between the words of a phrase said twice; with a mark between, it is a figure of speech.
_BARE = compiled(r"[\p{L}\p{M}\p{N} '’-]*+")


@by_line
def phrase_loops(line: Line, context: Context) -> Iterator[Hit]:
    """Loops of two to sixty words; the first round is kept. One word said again and again is speech, and has rules of its own.

    >>> from normalize.text import Document
    >>> doc = Document("in the north of the city in the north of the city in the north of the city")
    >>> [(h.start, h.edits[0].start) for h in phrase_loops(doc, None)]
    [(0, 24)]
    """
    words = [word.lower() for word in line_words(line)]
    # three rounds of two words have five pairs of neighbours, of which two differ; longer loops have more that are the same
    if len(words) - 1 - len(set(pairwise(words))) < 3:
        return
    spans = [m.span() for m in WORD.finditer(line.text)]
    after = _next(words)
    i = 0
    while i + 5 < len(words):
        size, rounds = _loop(words, after, i)
        if not size or (rounds == _TWICE and not _BARE.fullmatch(line.text, spans[i][0], spans[i + rounds * size - 1][1])):
            i += 1
            continue
        cut = Edit(spans[i + size - 1][1], spans[i + rounds * size - 1][1], "")
        yield Hit(spans[i][0], cut.end, (cut,))
        i += rounds * size


def _next(words: list[str]) -> list[int]:
    """For each word the place where it comes again; the number of words where it does not."""
    seen: dict[str, int] = {}
    out = [len(words)] * len(words)
    for i in range(len(words) - 1, -1, -1):
        out[i] = seen.get(words[i], len(words))
        seen[words[i]] = i
    return out


def _loop(words: list[str], after: list[int], i: int) -> tuple[int, int]:
    """The length of the phrase that is said again from here, and how often; (0, 0) when there is none."""
    at = after[i]
    if at == i + 1 and len(set(words[i : i + _LONGEST])) == 1:
        return 0, 0  # one word, said again and again
    while at < len(words) and (size := at - i) <= _LONGEST:
        if size >= 2 and at + 1 < len(words) and words[i + 1] == words[at + 1]:
            phrase = words[i:at]
            if len(set(phrase)) == 1 or words[at : at + size] != phrase:
                at = after[at]
                continue
            rounds = 2
            while words[i + rounds * size : i + (rounds + 1) * size] == phrase:
                rounds += 1
            if rounds >= _ROUNDS.get(size, _TWICE):
                return size, rounds
        at = after[at]
    return 0, 0
