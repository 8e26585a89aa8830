"""The two nouns at the bottom of the house: a span of text, and a text that never changes.

Offsets are code points, half-open, everywhere in this project. Lines and columns are computed only when
something is printed.
"""

from __future__ import annotations

from bisect import bisect_right
from functools import cached_property
from typing import NamedTuple

import regex

_PARAGRAPH = regex.compile(r"[^\n\r\v\f\x1c-\x1e\x85\u2028\u2029]+")


class Span(NamedTuple):
    """A stretch of text: code points, half-open.

    >>> Span(3, 7).overlaps(Span(6, 9)), Span(3, 7).overlaps(Span(7, 9))
    (True, False)
    """

    start: int
    end: int

    def overlaps(self, other: Span) -> bool:
        """Whether the two share at least one character; an empty span shares one only strictly inside the other."""
        if self.start == self.end or other.start == other.end:
            return self.start < other.end and other.start < self.end
        return self.start < other.end and other.start < self.end


class Document:
    """A text and what can be read off it. Immutable: a stage that edits makes a new one.

    >>> doc = Document("One.\\r\\nTwo.\\n")
    >>> [doc.text[p.start:p.end] for p in doc.paragraphs]
    ['One.', 'Two.']
    >>> doc.position(6)
    (2, 1)
    """

    def __init__(self, text: str) -> None:
        self.text = text

    def __len__(self) -> int:
        return len(self.text)

    @cached_property
    def paragraphs(self) -> list[Span]:
        """The lines of the text without their line ends; empty lines are left out."""
        return [Span(*m.span()) for m in _PARAGRAPH.finditer(self.text)]

    @cached_property
    def _starts(self) -> list[int]:
        return [p.start for p in self.paragraphs]

    def paragraph_index(self, offset: int) -> int:
        """The index of the last paragraph that starts at or before this offset; -1 before the first."""
        return bisect_right(self._starts, offset) - 1

    def paragraph_at(self, offset: int) -> Span:
        """The paragraph around an offset; an offset in the white space between two belongs to the one before."""
        i = self.paragraph_index(offset)
        return self.paragraphs[i] if i >= 0 else Span(0, 0)

    @cached_property
    def _line_starts(self) -> list[int]:
        return [0, *(m.end() for m in regex.finditer(r"\r\n|[\n\r]", self.text))]

    def position(self, offset: int) -> tuple[int, int]:
        """Line and column, both from 1, columns in code points."""
        line = bisect_right(self._line_starts, offset)
        return line, offset - self._line_starts[line - 1] + 1
