"""Tables of comma- or tab-separated values: one column of each row is cleaned, every other byte of the file stays.

Writing a table anew would change quotes, line ends and numbers that nobody asked to change. So a row is kept as its bytes, the cell of the wanted column is
found in it, and only that cell is replaced, quoted when it was quoted or must be. A row that does not fit the header, or is not UTF-8, is passed through and
named. A quotation mark that is never closed costs its own line and not the rest of the file.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from normalize.files import encode
from normalize.items import Item
from normalize.report import Result

#: What stands between the cells, by the ending of the file.
SEPARATORS = {".csv": ",", ".tsv": "\t"}
#: A row may go over so many bytes; one that is longer has a quotation mark too much.
MOST_BYTES = 4_000_000


class Cell(NamedTuple):
    """One cell of a row: where it stands, with its quotation marks, and what it says."""

    start: int
    end: int
    value: str
    quoted: bool


def _cell_pattern(separator: str) -> re.Pattern[str]:
    return re.compile(rf'"(?P<quoted>(?:[^"]|"")*+)"(?={separator}|\r?\n?\Z)|(?P<plain>[^{separator}\r\n]*)')


_CELL = {separator: _cell_pattern(separator) for separator in SEPARATORS.values()}
_CLOSED = {s: re.compile(rf'"(?:[^"]|"")*+"(?={s}|\r?\n?\Z)'.encode()) for s in SEPARATORS.values()}
_UNCLOSED = re.compile(rb'"(?:[^"]|"")*+\Z')


def _is_open(row: bytes, separator: str) -> bool:
    """Whether the row ends inside quotation marks."""
    mark = separator.encode()
    at = 0
    while True:
        if row.startswith(b'"', at):
            if m := _CLOSED[separator].match(row, at):
                at = m.end()
            elif _UNCLOSED.match(row, at):
                return True
        at = row.find(mark, at) + 1
        if not at:
            return False


def cells(row: str, separator: str) -> list[Cell]:
    """The cells of a row without what ends its line.

    >>> [c.value for c in cells('7,"He said ""no"", twice",', ",")]
    ['7', 'He said "no", twice', '']
    """
    out: list[Cell] = []
    at = 0
    while m := _CELL[separator].match(row, at):
        quoted = m["quoted"]
        out.append(Cell(m.start(), m.end(), m["plain"] if quoted is None else quoted.replace('""', '"'), quoted is not None))
        at = m.end() + 1
        if m.end() >= len(row) or row[m.end()] != separator:
            break
    return out


def rows(lines: Iterable[bytes], separator: str) -> Iterator[bytes]:
    r"""The rows of a table as bytes: a line feed inside quotation marks does not end one.

    >>> list(rows([b'a,b\n', b'1,"x\n', b'y"\n', b'2,z\n'], ","))
    [b'a,b\n', b'1,"x\ny"\n', b'2,z\n']
    """
    source = iter(lines)
    back: list[bytes] = []
    while (line := back.pop() if back else next(source, None)) is not None:
        if b'"' not in line or not _is_open(line, separator):
            yield line
            continue
        parts, size = [line], len(line)
        closed = False
        while size < MOST_BYTES and (more := back.pop() if back else next(source, None)) is not None:
            parts.append(more)
            size += len(more)
            if more.count(b'"') % 2 and not _is_open(b"".join(parts), separator):
                closed = True
                break
        if closed:
            yield b"".join(parts)
        else:  # the mark belongs to its own line; the others are looked at anew
            yield line
            back += reversed(parts[1:])


class Table:
    """The header of a table and the column that is cleaned; `item` makes an item of each row."""

    def __init__(self, header: bytes, separator: str, path: str, name: str, field: str) -> None:
        self._separator, self._path, self._name = separator, path, name
        names = [c.value for c in cells(header.decode("utf-8-sig", "replace").rstrip("\r\n"), separator)]
        self._width = len(names)
        self._column = names.index(field) if field in names else None
        fault = f"{name}: no column '{field}' in the header ({', '.join(names[:8])}): passed through unchanged; name another with --field"
        self.header = Item(f"{name}:1", path, header, fault="" if self._column is not None else fault)

    def item(self, row: bytes, number: int) -> Item:
        """The row as an item of the batch; a fault where it does not fit the header."""
        where = f"{self._name}:{number}"
        if self._column is None or not row.strip():
            return Item(where, self._path, row)
        try:
            text = row.decode("utf-8")
        except UnicodeDecodeError as error:
            return Item(where, self._path, row, fault=f"{where}: not UTF-8 (byte {error.start}): passed through unchanged")
        found = cells(text.rstrip("\r\n"), self._separator)
        if len(found) != self._width:
            return Item(where, self._path, row, fault=f"{where}: {len(found)} cells, and the header has {self._width}: passed through unchanged")
        cell = found[self._column]
        if self._separator == "," and not cell.quoted and cell.value.startswith('"'):
            return Item(where, self._path, row, fault=f"{where}: a quotation mark that is not closed: passed through unchanged")
        return Item(where, self._path, row, cell.value, lambda result: encode(text[: cell.start] + self._written(result, cell) + text[cell.end :]))

    def _written(self, result: Result, cell: Cell) -> str:
        value = result.text
        if cell.quoted or value.startswith('"') or any(c in value for c in f"{self._separator}\r\n"):
            return '"' + value.replace('"', '""') + '"'
        return value
