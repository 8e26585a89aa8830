"""Findings as lines for compilers' readers: ``path:line:column: rule message``, and as annotations of a code host's checks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from normalize.report import Change, Remark, Result
from normalize.text import Document
from normalize.visible import visible


def render(results: Sequence[Result]) -> str:
    """One line for each change that `clean` would make and for each finding, in the order of the text."""
    out = []
    for result in results:
        for item, line, column in places(result):
            out.append(f"{visible(result.source or 'text', breaks=False)}:{line}:{column}: {item.rule} {told(item)}\n")
    return "".join(out)


def render_github(results: Sequence[Result]) -> str:
    """The same as workflow commands (``::warning file=…``)."""
    out = []
    for result in results:
        doc = Document(result.raw)
        for item, line, column in places(result):
            end_line, end_column = doc.position(item.end)
            level = "notice" if item.action == "flag" else "warning"
            end = f",endLine={end_line}" + (f",endColumn={end_column}" if end_line == line else "")  # columns are read on one line only
            where = f"file={_property(result.source or 'text')},line={line},col={column}{end},title={_property(item.rule)}"
            out.append(f"::{level} {where}::{_data(told(item))}\n")
    return "".join(out)


def places(result: Result) -> Iterator[tuple[Change | Remark, int, int]]:
    """Changes and findings with line and column in the raw text, in order."""
    doc = Document(result.raw)
    items: list[Change | Remark] = sorted([*result.changes, *result.findings], key=lambda i: (i.start, i.end, i.rule))
    for item in items:
        yield item, *doc.position(item.start)


def told(item: Change | Remark) -> str:
    """What is said about the place: the repair, the offer, or the reason."""
    before = visible(item.before, breaks=False)
    if isinstance(item, Change):
        after = visible(item.after, breaks=False)
        return f"“{before}” → “{after}”: {visible(item.message, breaks=False)}"
    offers = f" → {' or '.join(f'“{visible(s, breaks=False)}”' for s in item.suggestions)}" if item.suggestions else ""
    return f"“{before}”{offers}: {visible(item.message, breaks=False)}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(visible(text, breaks=False)).replace(":", "%3A").replace(",", "%2C")
