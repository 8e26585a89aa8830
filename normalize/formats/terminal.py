"""Changes and findings on a terminal: each change in its line of text, word by word, with rule, confidence and evidence."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from normalize.report import Change, Remark, Result
from normalize.text import Document
from normalize.visible import visible


class Paint(NamedTuple):
    """The escape sequences for each role; empty strings where colour is off, so that marks carry the meaning alone."""

    gone: str = ""
    new: str = ""
    dim: str = ""
    bold: str = ""
    warn: str = ""
    off: str = ""


PLAIN = Paint()
COLOUR = Paint("\x1b[31;9m", "\x1b[32m", "\x1b[2m", "\x1b[1m", "\x1b[33m", "\x1b[0m")
#: How many code points of the line are shown on each side of a change.
_AROUND = 60


def render(result: Result, paint: Paint = PLAIN, findings: bool = True) -> str:
    """Every change with its reasons, then what was only reported; empty when there is nothing to say."""
    doc = Document(result.raw)
    blocks = [_change(result, doc, c, paint) for c in result.changes]
    if findings:
        blocks += [_remark(result, doc, f, paint) for f in result.findings]
    blocks += [f"{paint.warn}{p.kind}{paint.off}: {visible(p.message)}\n" for p in result.problems]
    return "\n".join(blocks)


def _place(result: Result, doc: Document, offset: int) -> str:
    line, column = doc.position(offset)
    return f"{visible(result.source or 'text', breaks=False)}:{line}:{column}"


def _change(result: Result, doc: Document, c: Change, paint: Paint) -> str:
    left, right = _around(doc, c.start, c.end)
    gone = f"{paint.gone}[-{visible(c.before, breaks=False)}-]{paint.off}" if c.before else ""
    new = f"{paint.new}{{+{visible(c.after, breaks=False)}+}}{paint.off}" if c.after else ""
    head = f"{paint.bold}{_place(result, doc, c.start)}{paint.off}  {c.rule}  {paint.dim}{c.cls}, {c.confidence:.0%}{paint.off}"
    return "\n".join([head, f"  {left}{gone}{new}{right}", *_reasons(c, paint), ""])


def _remark(result: Result, doc: Document, f: Remark, paint: Paint) -> str:
    left, right = _around(doc, f.start, f.end)
    word = f"not applied: {f.status} by {f.by}" if f.status != "open" else f.action
    head = f"{paint.bold}{_place(result, doc, f.start)}{paint.off}  {f.rule}  {paint.dim}{f.cls}, {word}, {f.confidence:.0%}{paint.off}"
    lines = [head, f"  {left}{paint.warn}«{visible(f.before, breaks=False)}»{paint.off}{right}"]
    lines += [f"  {paint.new}→ {visible(s, breaks=False)}{paint.off}" for s in f.suggestions]
    return "\n".join([*lines, *_reasons(f, paint), ""])


def _reasons(item: Change | Remark, paint: Paint) -> Iterator[str]:
    yield f"  {paint.dim}{visible(item.message, breaks=False)}{paint.off}"
    for e in item.evidence:
        yield f"  {paint.dim}· {visible(e.text, breaks=False)}{paint.off}"


def _around(doc: Document, start: int, end: int) -> tuple[str, str]:
    """The rest of the line on both sides, cut to a readable length."""
    low = doc.text.rfind("\n", 0, start) + 1
    high = doc.text.find("\n", end)
    high = len(doc.text) if high < 0 else high
    left, right = doc.text[max(low, start - _AROUND) : start], doc.text[end : min(high, end + _AROUND)]
    return (
        ("…" if start - _AROUND > low else "") + visible(left, breaks=False),
        visible(right, breaks=False) + ("…" if end + _AROUND < high else ""),
    )
