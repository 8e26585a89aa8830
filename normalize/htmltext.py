"""The text of an HTML page, cleaned in place: the markup stays byte for byte, only words between tags change.

The page is read with the standard library's parser for its positions alone; nothing is written back by it. Text of one block (a paragraph, a
heading, a list item) is one line for the rules, whatever inline tags it holds. A change that would reach over a tag or into an
entity cannot be made without touching markup, so it is left out and counted.
"""

from __future__ import annotations

from bisect import bisect_right
from html import escape, unescape
from html.parser import HTMLParser

import regex

from normalize.edits import Edit, OffsetMap, apply
from normalize.patterns import compiled
from normalize.text import Span

_ENTITY = compiled(r"&#?\w+;?")
#: Tags whose content is no prose.
_SILENT = frozenset("script style pre code textarea template noscript svg math head kbd samp var".split())
#: Tags inside a line of prose; every other tag ends the line.
_INLINE = frozenset("a abbr acronym b bdi bdo big cite del dfn em font i ins label mark q s small span strike strong sub sup time tt u wbr".split())


_COMMENT_END = r"--!?\s{0,50}>"
_SECTION_END = r"\]\s{0,50}>"
#: More tags than this without an end at the end of a page are no page.
_MOST_OPEN = 100


class _Reader(HTMLParser):
    """Collects the stretches of prose with their places in the page."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=False)
        self.page = page
        self.lines: list[list[tuple[Span, str]]] = [[]]
        self._silent: list[str] = []
        starts = [0]
        for line in page.split("\n")[:-1]:
            starts.append(starts[-1] + len(line) + 1)
        self._starts = starts
        # the library looks for the end of every comment and section anew, to the end of the page: the last ends are found here, once
        self._last_end = {mark: max((m.end() for m in regex.finditer(mark, page)), default=-1) for mark in (_COMMENT_END, _SECTION_END)}
        self.feed(_readable(page))
        self.close()

    def parse_comment(self, i: int, report: bool = True) -> int:
        """A comment without an end costs one look, not one to the end of the page."""
        return super().parse_comment(i, report) if self._at() < self._last_end[_COMMENT_END] else -1

    def parse_marked_section(self, i: int, report: bool = True) -> int:
        """A section without an end is text; one that is unknown is a comment that ends at the next ``>``, as browsers see it."""
        if self._at() >= self._last_end[_SECTION_END]:
            return -1
        place = self.lineno, self.offset
        try:
            return super().parse_marked_section(i, report)
        except AssertionError:  # how the library of Python 3.11 says so; by then it has moved its place
            self.lineno, self.offset = place
            return self.rawdata.find(">", i) + 1 or -1

    def _at(self) -> int:
        line, column = self.getpos()
        return self._starts[line - 1] + column

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in _INLINE:
            self.lines.append([])
        if tag in _SILENT:
            self._silent.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag not in _INLINE:
            self.lines.append([])
        if self._silent and tag == self._silent[-1]:
            self._silent.pop()

    def handle_data(self, data: str) -> None:
        if not self._silent:
            start = self._at()
            at = 0
            for m in _WIDE_BREAK.finditer(data):
                self._prose(start, data, at, m.start())
                self.lines[-1].append((Span(start + m.start(), start + m.end()), " "))
                at = m.end()
            self._prose(start, data, at, len(data))

    def _prose(self, start: int, data: str, low: int, high: int) -> None:
        if low < high:
            self.lines[-1].append((Span(start + low, start + high), data[low:high].replace("\n", " ").replace("\r", " ")))

    def handle_entityref(self, name: str) -> None:
        self._entity()

    def handle_charref(self, name: str) -> None:
        self._entity()

    def _entity(self) -> None:
        m = _ENTITY.match(self.page, self._at())
        if m and not self._silent:
            self.lines[-1].append((Span(*m.span()), unescape(m.group())))


#: A line break of several characters, as CR LF or one with indentation: for a reader it is one space.
_WIDE_BREAK = regex.compile(r"(?<=\S)[ \t]*(?:\r\n|[\r\n])[ \t\r\n]+(?=\S)|(?<=\S)(?:[ \t]+[\r\n]|\r\n)(?=\S)")


def _readable(page: str) -> str:
    """The page without a tail of many tags that never end: nothing of it is prose, and reading it takes quadratic time."""
    tail = page.rfind(">") + 1
    return page[: page.index("<", tail)] if page.count("<", tail) > _MOST_OPEN else page


class Page:
    """A page and the prose in it: ``text`` is what is cleaned, `rebuilt` puts the changes back.

    >>> page = Page("<p>The move will raise <b>concerns</b>. in China.</p>")
    >>> page.text
    'The move will raise concerns. in China.'
    >>> from normalize.edits import Edit, apply
    >>> page.rebuilt(apply(page.text, [Edit(28, 29, "")])[1])
    ('<p>The move will raise <b>concerns</b> in China.</p>', 0)
    """

    def __init__(self, page: str) -> None:
        self.page = page
        pieces: list[str] = []
        self._places: list[tuple[int, Span]] = []  # where a stretch stands in the text, and in the page
        at = 0
        for line in _Reader(page).lines:
            if not any(text.strip() for _, text in line):
                continue
            for span, text in line:
                if len(text) == span.end - span.start:
                    self._places.append((at, span))
                pieces.append(text)
                at += len(text)
            pieces.append("\n")
            at += 1
        self.text = "".join(pieces)[:-1]

    def rebuilt(self, offsets: OffsetMap) -> tuple[str, int]:
        """The page with the changes in it, and how many changes could not be made without touching markup."""
        edits: list[Edit] = []
        left_out = 0
        for h in offsets.hunks:
            place = self._place(h.start, h.end)
            if place is None:
                left_out += 1
            else:
                edits.append(Edit(*place, escape(h.after, quote=False)))
        return apply(self.page, edits)[0], left_out

    def _place(self, start: int, end: int) -> Span | None:
        """Where a stretch of the text stands in the page; None when it reaches over a tag, an entity or a line."""
        i = bisect_right(self._places, start, key=lambda p: p[0]) - 1
        for at, span in reversed(self._places[max(0, i - 1) : i + 1]):
            if at <= start and end - at <= span.end - span.start:
                return Span(span.start + start - at, span.start + end - at)
        return None
