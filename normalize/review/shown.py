"""A question as pieces of text with roles, for any screen: the paragraph with the one change in it, and the lines that give its reasons.

Everything goes through `normalize.visible` here, so that a screen can only show what is harmless.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from normalize.decisions.fingerprint import Question
from normalize.report import Change
from normalize.text import Document
from normalize.visible import visible

#: Longer paragraphs are cut to so many code points on either side of the change.
AROUND = 600


class Piece(NamedTuple):
    """Some text and what it is: ``text``, ``gone``, ``new``, ``found`` (a flag's or suggestion's words) or ``other`` (changed elsewhere in the paragraph)."""

    role: str
    text: str


def paragraph(q: Question, others: Sequence[Change] = ()) -> list[Piece]:
    """The paragraph of a question with the words that go and those that come; ``others`` are shown as they will read."""
    start, end, before, offers = q.place
    raw = q.result.raw
    doc = Document(raw)
    low = max(min(doc.paragraph_at(start).start, start), start - AROUND)
    high = min(max(doc.paragraph_at(max(start, end - 1)).end, end), end + AROUND)
    out = [Piece("other", "…")] if low > 0 and raw[low - 1] not in "\r\n" else []
    out += _run(raw, low, start, others)
    if offers:
        out += [Piece("gone", visible(before, breaks=False))] if before else []
        out += [Piece("new", visible(offers[0], breaks=False))] if offers[0] else []
    else:
        out.append(Piece("found", visible(before, breaks=False)))
    out += _run(raw, end, high, others)
    return out + ([Piece("other", "…")] if high < len(raw) and raw[high] not in "\r\n" else [])


def _run(raw: str, low: int, high: int, others: Sequence[Change]) -> Iterator[Piece]:
    at = low
    for c in others:
        if c.start < at or c.end > high or (c.start == c.end and c.start in (low, high)):
            continue
        yield Piece("text", visible(raw[at : c.start], breaks=False))
        yield Piece("other", visible(c.after, breaks=False))
        at = c.end
    yield Piece("text", visible(raw[at:high], breaks=False))


def reasons(q: Question) -> list[str]:
    """What is said about a question: where and which rule, why, and each piece of evidence."""
    line, column = Document(q.result.raw).position(q.place.start)
    item = q.item
    lines = [f"{visible(q.result.source or 'text', breaks=False)}:{line}:{column}"]
    lines.append(f"{item.rule} ({item.cls}), {item.action}, confidence {item.confidence:.0%}")
    lines.append(visible(item.message, breaks=False))
    return lines + [f"· {visible(e.text, breaks=False)}" for e in item.evidence]


def offers(q: Question) -> list[str]:
    """The wordings of a suggestion with several, as a person chooses among them; none where there is one or no choice."""
    given = q.place.offers
    return [visible(o, breaks=False) or "(nothing)" for o in given] if len(given) > 1 else []


def asked(q: Question) -> str:
    """The question in one line: what would become what, or go, or come."""
    given = q.place.offers
    before = f"“{visible(q.place.before, breaks=False)}”"
    if not given:
        return f"Is {before} a fault?"
    if given == ("",):
        return f"delete {before}"
    if not q.place.before and len(given) == 1:
        return f"insert “{visible(given[0], breaks=False)}”"
    if isinstance(q.item, Change):
        return f"{before} → “{visible(given[0], breaks=False)}”"
    return f"{before} → {' or '.join(f'“{visible(o, breaks=False)}”' for o in given)}?"
