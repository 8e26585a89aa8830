"""Text that was read in the wrong encoding (``â€™`` for ``’``), repaired by ftfy and lifted into located edits.

ftfy knows this fault better than any code of ours. It is run with everything else switched off (quotes, entities, ligatures, widths,
line ends stay), only on lines that hold two marks of mojibake side by side, and its answer is taken only when a second run agrees. A text that speaks
of encodings is left alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any

from normalize.context import Context
from normalize.edits import minimal
from normalize.findings import Evidence, Hit
from normalize.patterns import compiled
from normalize.text import Document

#: Characters that the first and the following bytes of UTF-8 turn into in one-byte code pages. Curly quotes, dashes and the like in a row are no sign.
_SUSPECT = compiled(r"[^\x00-\x7f“”‘’–—…\p{Han}\p{Hiragana}\p{Katakana}\p{Hangul}\ud800-\udfff][^\x00-\x7f\ud800-\udfff]")
_WORD = compiled(r"[^ ]+")
#: Who writes about the fault means what stands there.
_SPOKEN_OF = compiled(r"(?i)\b(?:mojibake|encod(?:ing|ed?)|charset|code ?page|utf-?8|unicode|latin-?1|ascii|bytes?|show(?:s|ed)? up as|display(?:s|ed)? as|appear(?:s|ed)? as|rendered as)\b")


@cache
def _ftfy() -> Any:
    import ftfy

    config = ftfy.TextFixerConfig(
        unescape_html=False,
        remove_terminal_escapes=False,
        fix_latin_ligatures=False,
        fix_character_width=False,
        uncurl_quotes=False,
        fix_line_breaks=False,
        fix_surrogates=False,
        remove_control_chars=False,
        replace_lossy_sequences=False,
        fix_c1_controls=False,
        normalization=None,
    )
    return lambda line: ftfy.fix_encoding(line, config)


def mojibake(doc: Document, context: Context) -> Iterator[Hit]:
    """Words that were decoded wrongly, one hit a word.

    >>> doc = Document("It wasn’t so; he saidÂ itâ€™s over.")
    >>> [(doc.text[h.start:h.end], h.edits[0].after) for h in mojibake(doc, None)]
    [('saidÂ itâ€™s', 'said\\xa0it’s')]
    """
    if doc.text.isascii() or not _SUSPECT.search(doc.text) or _SPOKEN_OF.search(doc.text):
        return
    for start, end in doc.paragraphs:
        if not _SUSPECT.search(doc.text, start, end):
            continue
        line = doc.text[start:end]
        if any("\ud800" <= c <= "\udfff" for c in line):
            continue
        fix = _ftfy()
        fixed = fix(line)
        if fixed == line or fix(fixed) != fixed or _letters(fixed) == 0 < _letters(line):
            continue
        old, new = list(_WORD.finditer(line)), fixed.split(" ")
        new = [w for w in new if w]
        if len(old) != len(new):
            edit = minimal(start, line, fixed)
            yield _hit(edit.start, edit.end, doc, edit.after)
            continue
        for m, word in zip(old, new, strict=True):
            if m.group() != word:
                yield _hit(start + m.start(), start + m.end(), doc, word)


def _letters(text: str) -> int:
    return sum(c.isalpha() for c in text)


def _hit(start: int, end: int, doc: Document, after: str) -> Hit:
    edit = minimal(start, doc.text[start:end], after)
    evidence = Evidence("encoding", "these characters are one text in UTF-8 read in another code page (ftfy)")
    return Hit(start, end, (edit,), evidence=(evidence,))
