"""A table for spreadsheets: one row a change or finding, with its place, rule and reason.

A spreadsheet runs a cell that begins with ``=``, ``+``, ``-`` or ``@``. Such cells get an apostrophe before them, and the last column, ``guarded``,
says so; everything unseen is shown by its code point. The texts themselves are in the other reports, byte for byte.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence

from normalize.report import Change, Remark, Result
from normalize.text import Document
from normalize.visible import visible

COLUMNS = ("source", "line", "column", "id", "action", "status", "rule", "class", "start", "end", "before", "after", "confidence", "message", "evidence", "guarded")
#: What makes a cell a formula, the full-width forms that some programs take for the same among them.
_FORMULA = tuple("=+-@＝＋－＠|%")


def render(results: Sequence[Result]) -> str:
    """One table for all texts, in UTF-8, with a header line."""
    out = io.StringIO()
    writer = csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\n")
    writer.writerow(COLUMNS)
    for result in results:
        doc = Document(result.raw)
        items: list[Change | Remark] = [*result.changes, *result.findings]
        for item in sorted(items, key=lambda i: (i.start, i.end)):
            cells = list(_cells(result, item, doc))
            safe = [guarded(c) for c in cells]
            writer.writerow([*safe, "yes" if safe != cells else ""])
        for problem in result.problems:
            row = [""] * (len(COLUMNS) - 1)
            row[0], row[4], row[7], row[13] = (visible(cell, breaks=False) for cell in (result.source, "problem", problem.kind, problem.message))
            safe = [guarded(c) for c in row]
            writer.writerow([*safe, "yes" if safe != row else ""])
    return out.getvalue()


def _cells(result: Result, item: Change | Remark, doc: Document) -> Iterator[str]:
    line, column = doc.position(item.start)
    after, status = (item.after, "applied") if isinstance(item, Change) else (" / ".join(item.suggestions), item.status)
    why = "; ".join(e.text for e in item.evidence)
    row = (result.source, line, column, item.id, item.action, status, item.rule, item.cls, item.start, item.end, item.before, after, f"{item.confidence:.3f}", item.message, why)
    return (visible(str(cell), breaks=False) for cell in row)


def guarded(cell: str) -> str:
    """A cell that no spreadsheet runs.

    >>> guarded("=1+1"), guarded(" @SUM(A1)"), guarded("good")
    ("'=1+1", "' @SUM(A1)", 'good')
    """
    return "'" + cell if cell.lstrip().startswith(_FORMULA) else cell
