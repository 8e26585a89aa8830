"""Phrases that a translation engine repeated until it stopped: two words three times in a row, three to five three times, six or more twice."""

from __future__ import annotations

from collections.abc import Iterator

import regex

from normalize.context import Context
from normalize.edits import Edit
from normalize.findings import Hit
from normalize.text import Document
from normalize.words import WORD

_LONGEST = 60
#: Rounds that make a loop, by the number of words said again: people do say things twice.
_ROUNDS = {2: 3, 3: 3, 4: 3, 5: 3}
_TWICE = 2
#: Between the words of a phrase said twice; with a mark between, it is a figure of speech.
_BARE = regex.compile(r"[\p{L}\p{M}\p{N} '’-]*+")


def phrase_loops(doc: Document, context: Context) -> Iterator[Hit]:
    """Loops of two to sixty words; the first round is kept. One word said again and again is speech, and has rules of its own.

    >>> doc = Document("in the north of the city in the north of the city in the north of the city")
    >>> [(h.start, h.edits[0].start) for h in phrase_loops(doc, None)]
    [(0, 24)]
    """
    for start, end in doc.paragraphs:
        spans = [m.span() for m in WORD.finditer(doc.text, start, end)]
        words = [doc.text[s:e].lower() for s, e in spans]
        after = _next(words)
        i = 0
        while i + 5 < len(words):
            size, rounds = _loop(words, after, i)
            if not size:
                i += 1
                continue
            if rounds == _TWICE and not _BARE.fullmatch(doc.text, spans[i][0], spans[i + rounds * size - 1][1]):
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
    while at < len(words) and (size := at - i) <= _LONGEST:
        if size >= 2 and at + 1 < len(words) and words[i + 1] == words[at + 1]:
            phrase = words[i:at]
            rounds = 1
            while words[i + rounds * size : i + (rounds + 1) * size] == phrase:
                rounds += 1
            if rounds >= _ROUNDS.get(size, _TWICE) and len(set(phrase)) > 1:
                return size, rounds
        at = after[at]
    return 0, 0
