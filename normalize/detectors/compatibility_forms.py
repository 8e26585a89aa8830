"""Letters in the clothes of another system: the ligatures of printed pages (``oﬃce``) and the full-width Latin letters of Chinese and Japanese type.

Only these two families change, and only in words of Latin letters: all other characters that Unicode calls compatible (½, ™, ², ①) mean something. A full-width
word beside Chinese or Japanese characters is at home there and stays.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from normalize.context import Context
from normalize.edits import Edit
from normalize.findings import Hit
from normalize.patterns import compiled
from normalize.text import Document

_LIGATURES = compiled(r"(?<=\p{Latin})[ﬀ-ﬄ]|[ﬀ-ﬄ](?=\p{Latin})")
_WIDE = compiled(r"[Ａ-Ｚａ-ｚ]+(?:[ 　＆・－][Ａ-Ｚａ-ｚ]+)*")
#: What an address, a handle or a tag holds.
_ADDRESS = compiled(r"[/@#`]|www\.")
_EAST = compiled(r"[\p{Han}\p{Hiragana}\p{Katakana}\p{Hangul}]")


def compatibility_forms(doc: Document, context: Context) -> Iterator[Hit]:
    """Ligatures in words, and full-width Latin words in Latin text.

    >>> [h.edits[0].after for h in compatibility_forms(Document("The oﬃce of ＦＩＦＡ"), None)]
    ['ffi', 'FIFA']
    """
    if doc.text.isascii():
        return
    for start, line in zip((p.start for p in doc.paragraphs), doc.lines, strict=True):
        found = [*_LIGATURES.finditer(line), *(() if _EAST.search(line) else _WIDE.finditer(line))]
        for m in found:
            if _ADDRESS.search(line[: m.start()].rpartition(" ")[2] + line[m.end() :].partition(" ")[0]):
                continue
            place = (start + m.start(), start + m.end())
            yield Hit(*place, (Edit(*place, unicodedata.normalize("NFKC", m.group())),), cls="foreign-punctuation" if m.group() > "ﬄ" else None)
