"""A unified diff that ``patch`` accepts, made from the changes. Lines end at line feeds, as ``patch`` has it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import accumulate

from normalize.report import Result

_CONTEXT = 3
_ODD = re.compile(r'[\x00-\x1f\x7f"\\]')
_SHORT = {"\n": "\\n", "\t": "\\t", "\r": "\\r", '"': '\\"', "\\": "\\\\"}
_NO_NEWLINE = "\\ No newline at end of file\n"


def render(results: Sequence[Result]) -> str:
    """The patches of all texts that changed, one after the other."""
    return "".join(patch(r) for r in results)


def patch(result: Result) -> str:
    r"""The patch of one text; empty when nothing changed.

    >>> from normalize.edits import Edit, apply
    >>> text, offsets = apply("one\ntwo. in three\n", [Edit(7, 8, "")])
    >>> print(patch(Result("one\ntwo. in three\n", text, (), (), {}, offsets, source="a.txt")), end="")
    --- a/a.txt
    +++ b/a.txt
    @@ -1,2 +1,2 @@
     one
    -two. in three
    +two in three
    """
    if result.text == result.raw:
        return ""
    name = (result.source or "text").lstrip("/")
    old, new = lines(result.raw), lines(result.text)
    out = [f"--- {_name('a/' + name)}\n", f"+++ {_name('b/' + name)}\n"]
    for group in _groups(_blocks(result, old, new)):
        out += _hunk(group, old, new)
    return "".join(out)


def _name(name: str) -> str:
    r"""The name of a file as `patch` reads it: one with spaces ends in a tab, one with controls, quotes or backslashes is quoted as git does it.

    >>> _name("a/b.txt"), _name("a/my b.txt"), _name("a/two\nlines")
    ('a/b.txt', 'a/my b.txt\t', '"a/two\\nlines"')
    """
    if not _ODD.search(name):
        return name + "\t" * (" " in name)
    return '"' + _ODD.sub(lambda m: _SHORT.get(m.group()) or f"\\{ord(m.group()):03o}", name) + '"'


def lines(text: str) -> list[str]:
    """The lines of a text with their line feeds."""
    pieces = text.split("\n")
    return [line + "\n" for line in pieces[:-1]] + ([pieces[-1]] if pieces[-1] else [])


#: First and last (exclusive) line of the old and of the new text that a block of changes covers.
Block = tuple[int, int, int, int]


def _blocks(result: Result, old: list[str], new: list[str]) -> Iterator[Block]:
    """What lies between the lines that came through: old lines on one side, new lines on the other."""
    a = c = 0
    for i, j in [*_kept(result, old, new), (len(old), len(new))]:
        if i > a or j > c:
            yield a, i, c, j
        a, c = i + 1, j + 1


def pairs(result: Result, old: list[str], new: list[str]) -> Iterator[Block]:
    """The changed lines, cut wherever a line began before and begins after, so that lines can stand beside what they became."""
    old_at = [0, *accumulate(map(len, old))]
    begins = {offset: j for j, offset in enumerate([0, *accumulate(map(len, new))])}
    for a, b, x, y in _blocks(result, old, new):
        for i in range(a + 1, b):
            j = begins.get(result.offsets.to_target((old_at[i], old_at[i] + 1)).start)
            if j is not None and x < j < y:
                yield a, i, x, j
                a, x = i, j
        yield a, b, x, y


def _kept(result: Result, old: list[str], new: list[str]) -> Iterator[tuple[int, int]]:
    """The lines that no change touches and that begin a line of the new text as well, as pairs of indexes."""
    index, at = {}, 0
    for j, line in enumerate(new):
        index[at] = j
        at += len(line)
    hunks = iter(result.offsets.hunks)
    h = next(hunks, None)
    start = shift = 0
    for i, line in enumerate(old):
        end = start + len(line)
        while h is not None and h.end < start:
            shift, h = h.target_end - h.end, next(hunks, None)
        while h is not None and h.end == start and h.start < start:
            shift, h = h.target_end - h.end, next(hunks, None)
        if h is None or h.start >= end:
            found = index.get(start + shift)
            if found is not None and new[found] == line:
                yield i, found
        start = end


def _groups(found: Iterator[Block]) -> Iterator[list[Block]]:
    group: list[Block] = []
    for block in found:
        if group and block[0] - group[-1][1] > 2 * _CONTEXT:
            yield group
            group = []
        group.append(block)
    if group:
        yield group


def _hunk(group: list[Block], old: list[str], new: list[str]) -> list[str]:
    before = min(_CONTEXT, group[0][0], group[0][2])
    start_old, start_new = group[0][0] - before, group[0][2] - before
    tail = min(_CONTEXT, len(old) - group[-1][1])
    end_old, end_new = group[-1][1] + tail, group[-1][3] + tail
    out: list[str] = []
    at = start_old
    for a, b, c, d in group:
        out += [" " + line for line in old[at:a]]
        out += ["-" + line for line in old[a:b]]
        out += ["+" + line for line in new[c:d]]
        at = b
    out += [" " + line for line in old[at:end_old]]
    head = f"@@ -{_range(start_old, end_old)} +{_range(start_new, end_new)} @@\n"
    return [head, *(line if line.endswith("\n") else line + "\n" + _NO_NEWLINE for line in out)]


def _range(start: int, end: int) -> str:
    count = end - start
    return f"{start + 1 if count else start}" + ("" if count == 1 else f",{count}")
