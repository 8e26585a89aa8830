"""The two nouns at the bottom of the house: a span of text, and a text that never changes.

Offsets are code points, half-open, everywhere in this project. Lines and columns are computed only when
something is printed.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable
from functools import cached_property
from typing import Any, NamedTuple

import regex

from normalize.patterns import compiled

#: Kept where it stands at the start of a file; no rule sees it.
BYTE_ORDER_MARK = "\ufeff"
_PARAGRAPH = compiled(r"[^\n\r\v\f\x1c-\x1e\x85\u2028\u2029]+")
#: A longer line is cut into paragraphs at ends of sentences, so that no rule looks at more at once and time grows with the text only.
LONGEST_LINE = 20_000
_CUT = compiled(r"[.!?…。][\"”’»)\]]{0,3} {1,3}(?=[\"“‘'(\[]?[\p{Lu}\p{Nd}\p{Lo}])")


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


class Line:
    """The text of a paragraph, and what has been worked out about it by itself.

    The documents of one run share their lines, so that what an edit did not touch is not worked out again.
    """

    __slots__ = ("known", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        self.known: dict[Any, Any] = {}

    def once(self, key: Any, make: Callable[[Line], Any]) -> Any:
        """What ``make`` says about this line; asked once for each key."""
        if key not in self.known:
            self.known[key] = make(self)
        return self.known[key]


class Document:
    """A text and what can be read off it. Immutable: a stage that edits makes a new one, which takes over the lines that are the same.

    >>> doc = Document("One.\\r\\nTwo.\\n")
    >>> [doc.text[p.start:p.end] for p in doc.paragraphs]
    ['One.', 'Two.']
    >>> doc.position(6)
    (2, 1)
    """

    def __init__(self, text: str, before: Document | None = None) -> None:
        self.text = text
        self._memory: dict[str, Line] = before._memory if before else {}

    def __len__(self) -> int:
        return len(self.text)

    @cached_property
    def paragraphs(self) -> list[Span]:
        """The lines of the text without their line ends; empty lines and a byte order mark at the start are left out."""
        out: list[Span] = []
        for m in _PARAGRAPH.finditer(self.text, int(self.text.startswith(BYTE_ORDER_MARK))):
            span = Span(*m.span())
            out += [span] if span.end - span.start <= LONGEST_LINE else self._cut(span)[0]
        return out

    @cached_property
    def left_alone(self) -> list[Span]:
        """Stretches of over-long lines that hold no end of a sentence: no prose, so no rule looks at them and nothing is written there."""
        if len(self.text) <= LONGEST_LINE:
            return []
        first = int(self.text.startswith(BYTE_ORDER_MARK))
        long = (Span(*m.span()) for m in _PARAGRAPH.finditer(self.text, first) if m.end() - m.start() > LONGEST_LINE)
        return [span for line in long for span in self._cut(line)[1]]

    def _cut(self, line: Span) -> tuple[list[Span], list[Span]]:
        """An over-long line as paragraphs that end where sentences do, and the stretches that cannot be cut."""
        kept: list[Span] = []
        left: list[Span] = []
        at = line.start
        while line.end - at > LONGEST_LINE:
            last = None
            for last in _CUT.finditer(self.text, at, at + LONGEST_LINE):  # noqa: B007 - the last one is wanted
                pass
            if last is not None:
                kept.append(Span(at, last.start() + len(last.group().rstrip(" "))))
                at = last.end()
                continue
            after = _CUT.search(self.text, at + LONGEST_LINE - 8, line.end)
            if after is None:
                left.append(Span(at, line.end))
                return kept, left
            left.append(Span(at, after.end()))
            at = after.end()
        kept.append(Span(at, line.end))
        return kept, left

    @cached_property
    def lines(self) -> list[str]:
        """The texts of the paragraphs. Rules look at these, so that ``^``, ``$`` and look-behinds end where the paragraph does."""
        return [self.text[start:end] for start, end in self.paragraphs]

    @cached_property
    def known_lines(self) -> list[Line]:
        """The paragraphs with what is known about them, each the same object wherever the same text stands."""
        memory = self._memory
        out: list[Line] = []
        for text in self.lines:
            line = memory.get(text)
            if line is None:
                line = memory[text] = Line(text)
            out.append(line)
        return out

    @cached_property
    def is_cut(self) -> bool:
        """Whether a line was too long for one paragraph, so that text may run on from one to the next or lie in none."""
        return len(self.text) > LONGEST_LINE and any(m.end() - m.start() > LONGEST_LINE for m in _PARAGRAPH.finditer(self.text))

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
