"""Quotation marks that were turned or pushed off, found by reading a paragraph's marks in order.

A translator that meets a tag inside a quotation sets a mark on the wrong side of a space: ``against it. “`` for ``against it.”``,
``lira, ”he said`` for ``lira,” he said``. Where the paragraph's quotation is open, such a mark can only close it.
A paragraph is left alone when its marks make no sense under either reading, and so are primes, nested quotations and
quotations that run on over paragraphs.
"""

from __future__ import annotations

from collections.abc import Iterator

from normalize.context import Context
from normalize.edits import Edit
from normalize.findings import Hit
from normalize.patterns import compiled
from normalize.text import Document

_MARK = compiled("[“”]")
_SPEECH = compiled(
    r"(?:he|she|it|they|who|said|says|added|the|and|adding|stressing|noting|according|while|in|but|which|that|as)\b"
)


def turned_quotes(doc: Document, context: Context) -> Iterator[Hit]:
    """Marks turned the wrong way or parted from their word by a space.

    >>> doc = Document("He said, “It is trying to avoid a quarrel. “")
    >>> [h.edits for h in turned_quotes(doc, None)]
    [(Edit(start=42, end=44, after='”'),)]
    """
    text = doc.text
    for start, end in doc.paragraphs:
        marks = [start + m.start() for m in _MARK.finditer(text[start:end])]
        if marks:
            yield from _paragraph(text, start, end, marks)


def _paragraph(text: str, start: int, end: int, marks: list[int]) -> Iterator[Hit]:
    open_at: int | None = None
    for n, at in enumerate(marks):
        mark = text[at]
        before = text[at - 1] if at > start else ""
        after = text[at + 1] if at + 1 < end else ""
        tight_before = bool(before) and not before.isspace()
        tight_after = bool(after) and not after.isspace()
        last = n == len(marks) - 1
        if mark == "“":
            if open_at is None:
                at_end = not text[at + 1 : end].strip()
                if at_end and not n and before == " " and text[at - 2] in ".!?…":
                    # nothing can open at the end of a paragraph: it closes a quotation that began before
                    yield Hit(at - 1, at + 1, (Edit(at - 1, at + 1, "”"),))
                    return
                if at_end and n and last and text[marks[n - 1]] == "”" and not text[marks[n - 1] + 1 : at].strip():
                    # closed, and then an opening mark left over at the paragraph's end: “… China.” “
                    yield Hit(marks[n - 1], at + 1, (Edit(marks[n - 1] + 1, at + 1, ""),))
                    return
                open_at = at
                continue
            # open already: a mark between spaces after a sentence end closes
            if before == " " and after == " " and at - 2 > open_at and text[at - 2] in ".,!?…":
                yield Hit(at - 1, at + 1, (Edit(at - 1, at + 1, "”"),))
                open_at = None
                continue
            # and so does a mark after a space at the paragraph's end
            if last and not text[at + 1 : end].strip() and text[open_at + 1 : at].strip():
                begin = at - 1 if before == " " and text[at - 2] in ".,!?…" else at
                if before == " " or tight_before:
                    yield Hit(begin, at + 1, (Edit(begin, at + 1, "”"),))
                return
            return  # nested or lost: nothing is sure any more
        # a closing mark
        if open_at is None:
            # ”he said: pushed over the space, the opening mark lies outside the excerpt or paragraph
            if before == " " and tight_after and text[at - 2] in ",.!?" and _SPEECH.match(text, at + 1) and n == 0:
                yield Hit(at - 1, at + 1, (Edit(at - 1, at + 1, "” "),))
            elif before == " " and text[at - 2] in ".!?" and "‘" not in text[start:at] and not text[at + 1 : end].strip() and n == 0:
                yield Hit(at - 1, at + 1, (Edit(at - 1, at, ""),), cls="quote-spacing")
            continue
        if before == " " and tight_after and after.isalpha() and text[at - 2] in ",.!?" and _SPEECH.match(text, at + 1):
            yield Hit(at - 1, at + 1, (Edit(at - 1, at + 1, "” "),))
        elif before == " " and not tight_after and at - 1 > open_at and text[at - 2] not in "’'‘”":
            yield Hit(at - 1, at + 1, (Edit(at - 1, at, ""),), cls="quote-spacing")
        elif before == " " and after in ".,;:!?" and at - 1 > open_at:
            pass  # spaced-closing-quote-at-end has its own rule
        open_at = None
