"""The changed lines of a text side by side on a terminal: before on the left, after on the right, the changed words marked."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import accumulate, zip_longest

import regex
from rich.cells import cell_len

from normalize.formats.terminal import PLAIN, Paint
from normalize.formats.unified import lines, pairs
from normalize.report import Result
from normalize.visible import visible

#: A piece of a line: the escape sequence it is painted with, and its words.
_Piece = tuple[str, str]
_WORD = regex.compile(r"[^ ]+ *| +")


def render(result: Result, paint: Paint = PLAIN, width: int = 100) -> str:
    r"""The changed lines in two columns over ``width`` cells; empty when nothing changed.

    Where colour is off, ``[-…-]`` and ``{+…+}`` mark the words.

    >>> from normalize.edits import Edit, apply
    >>> text, offsets = apply("one\ntwo. in three\n", [Edit(7, 8, "")])
    >>> print(render(Result("one\ntwo. in three\n", text, (), (), {}, offsets, source="a.txt"), width=40), end="")
    a.txt:2
      two[-.-] in three │ two in three
    """
    if result.text == result.raw:
        return ""
    half = max(10, (width - 5) // 2)
    old, new = lines(result.raw), lines(result.text)
    old_at, new_at = [0, *accumulate(map(len, old))], [0, *accumulate(map(len, new))]
    gone = [(h.start, h.end) for h in result.offsets.hunks]
    came = [(h.target_start, h.target_end) for h in result.offsets.hunks]
    name = visible(result.source or "text", breaks=False)
    out = []
    for a, b, x, y in pairs(result, old, new):
        out.append(f"{paint.bold}{name}:{a + 1}{paint.off}\n")
        left = _folded(_marked(result.raw, old_at[a], old_at[b], gone, paint.gone, ("[-", "-]")), half)
        right = _folded(_marked(result.text, new_at[x], new_at[y], came, paint.new, ("{+", "+}")), half)
        nothing: list[_Piece] = []
        for before, after in zip_longest(left, right, fillvalue=nothing):
            pad = " " * (half - sum(cell_len(w) for _, w in before))
            out.append(f"  {_painted(before, paint)}{pad} │ {_painted(after, paint)}".rstrip() + "\n")
    return "".join(out)


def _marked(text: str, low: int, high: int, spans: list[tuple[int, int]], colour: str, marks: tuple[str, str]) -> Iterator[_Piece]:
    """The text between two places; changed words are painted, and marked where there is no colour."""
    at = low
    for start, end in spans:
        if start < end and start >= at and end <= high:
            yield "", text[at:start]
            shown = text[start:end].replace("\n", "⏎")
            yield colour, shown if colour else f"{marks[0]}{shown}{marks[1]}"
            at = end
    yield "", text[at:high].removesuffix("\n")


def _folded(pieces: Iterator[_Piece], width: int) -> list[list[_Piece]]:
    """Pieces broken into rows of so many cells: between words where it can be, inside one that is longer than a row."""
    rows: list[list[_Piece]] = [[]]
    room = width
    for colour, whole in pieces:
        for n, line in enumerate(whole.split("\n")):
            if n:
                rows.append([])
                room = width
            for word in _WORD.findall(visible(line, breaks=False)):
                if cell_len(word.rstrip(" ")) > room and room < width:
                    rows.append([])
                    room = width
                for part in _cut(word, width):
                    if cell_len(part.rstrip(" ")) > room:
                        rows.append([])
                        room = width
                    rows[-1].append((colour, part if cell_len(part) <= room else part.rstrip(" ")))
                    room = max(0, room - cell_len(part))
    return rows


def _cut(word: str, width: int) -> Iterator[str]:
    """A word in parts of at most so many cells, the spaces after it aside."""
    part = ""
    for letter in word:
        if letter != " " and cell_len(part + letter) > width:
            yield part
            part = ""
        part += letter
    yield part


def _painted(row: list[_Piece], paint: Paint) -> str:
    return "".join(f"{colour}{words}{paint.off}" if colour else words for colour, words in row)
