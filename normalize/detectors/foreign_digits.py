"""Arabic-Indic, Persian and full-width digits between Latin words. Numbers beside words of their own script stay."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

import regex

from normalize.context import Context
from normalize.edits import Edit
from normalize.findings import Hit
from normalize.patterns import compiled
from normalize.text import Document

_NUMBER = compiled(r"[٠-٩۰-۹０-９]+(?:[٫.,٬/:][٠-٩۰-۹０-９]+)*")
_OWN_SCRIPT = compiled(r"[\p{Arabic}\p{Han}\p{Hiragana}\p{Katakana}]")
_MARKS = str.maketrans("٫٬", ".,")


def foreign_digits(doc: Document, context: Context) -> Iterator[Hit]:
    """Numbers in foreign digits whose neighbours are Latin.

    >>> [h.edits[0].after for h in foreign_digits(Document("on ٢٥ May"), None)]
    ['25']
    """
    for m in _NUMBER.finditer(doc.text):
        around = doc.text[max(0, m.start() - 12) : m.start()] + doc.text[m.end() : m.end() + 12]
        letters = regex.sub(r"[^\p{L}]", "", regex.sub(r"[\p{Nd}]", "", around))
        if not letters or _OWN_SCRIPT.search(letters):
            continue
        after = "".join(str(unicodedata.decimal(c)) if c.isdecimal() else c for c in m.group().translate(_MARKS))
        yield Hit(m.start(), m.end(), (Edit(m.start(), m.end(), after),))
