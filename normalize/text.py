"""The two nouns at the bottom of the house: a span of text, and a text that never changes.

Offsets are code points, half-open, everywhere in this project. Lines and columns are computed only when
something is printed.
"""

from __future__ import annotations

from bisect import bisect_right
from functools import cached_property
from typing import NamedTuple

import regex

#: Kept where it stands at the start of a file; no rule sees it.
BYTE_ORDER_MARK = "\ufeff"
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
        """The lines of the text without their line ends; empty lines and a byte order mark at the start are left out."""
        return [Span(*m.span()) for m in _PARAGRAPH.finditer(self.text, int(self.text.startswith(BYTE_ORDER_MARK)))]

    @cached_property
    def lines(self) -> list[str]:
        """The texts of the paragraphs. Rules look at these, so that ``^``, ``$`` and look-behinds end where the paragraph does."""
        return [self.text[start:end] for start, end in self.paragraphs]

    def line(self, start: int, end: int) -> str:
        """The text of the paragraph with this span."""
        i = self.paragraph_index(start)
        return self.lines[i] if i >= 0 and self.paragraphs[i] == (start, end) else self.text[start:end]

    def without(self, start: int, end: int) -> Span:
        """The span to delete when the paragraph (or run of them) at start..end goes: the line breaks before it go too; for the first, those after it.

        >>> doc = Document("One.\\n\\nTwo.\\nThree.")
        >>> doc.without(6, 10), doc.without(0, 4)
        (Span(start=4, end=10), Span(start=0, end=6))
        """
        i = self.paragraph_index(start)
        if i > 0:
            return Span(self.paragraphs[i - 1].end, end)
        after = self.paragraph_index(end) + 1
        return Span(start, self.paragraphs[after].start if after < len(self.paragraphs) else end)

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
