"""Words of another script left at the edge of an English line, or glued to an English word: ``of the blue car.相关的主题文章:``.

They are captions of the page or words the translator passed over. A gloss stays: words in brackets or quotation marks, after a dash or a colon, after "called" or
"means". So does every line that is mostly in that script.
"""

from __future__ import annotations

from collections.abc import Iterator

from normalize.context import Context
from normalize.edits import Edit
from normalize.findings import Evidence, Hit
from normalize.patterns import compiled
from normalize.text import Document

_FOREIGN = r"[\p{Han}\p{Hiragana}\p{Katakana}\p{Hangul}\p{Arabic}\p{Hebrew}\p{Cyrillic}\p{Thai}\p{Devanagari}]"
_REST = r"[\s\p{M}\p{Nd}،؛؟。，、：:；！？·…\u200c\u200d【】〔〕]"
_AT_END = compiled(rf"(?<=[.!?”\"’)]) ?(?P<it>[【〔]?{_FOREIGN}(?:{_FOREIGN}|{_REST})*)$")
_AT_START = compiled(rf"^(?P<it>[【〔]?{_FOREIGN}(?:{_FOREIGN}|{_REST})*[،,:：]?\s*)(?=[\p{{Lu}}“])")
_WHOLE = compiled(rf"^\s*[【〔]?{_FOREIGN}(?:{_FOREIGN}|{_REST})*$")
_GLUED = compiled(rf"(?<=\p{{Latin}}{{3}}){_FOREIGN}{{1,6}}(?= \p{{Latin}}|[.,])")
_LATIN = compiled(r"\p{Latin}")
_SCRIPT = compiled(_FOREIGN)
_LONGEST = 60


def edge_scripts(doc: Document, context: Context) -> Iterator[Hit]:
    """Foreign edges of English lines, and whole foreign caption lines in a text that is otherwise English."""
    if doc.text.isascii() or not _SCRIPT.search(doc.text):
        return
    english = [len(_LATIN.findall(line)) >= 4 * len(_SCRIPT.findall(line)) + 10 for line in doc.lines]
    foreign = sum(bool(_WHOLE.match(line)) for line in doc.lines)
    for i, ((start, end), line) in enumerate(zip(doc.paragraphs, doc.lines, strict=True)):
        if not _SCRIPT.search(line):
            continue
        if _WHOLE.match(line) and len(line) <= _LONGEST and foreign == 1 and sum(english) >= 2 and i > 0:
            yield _hit(start, end, Edit(*doc.without(start, end), ""))
        elif english[i]:
            for m in (_AT_END.search(line), _AT_START.match(line)):
                if m and len(m["it"]) <= _LONGEST:
                    yield _hit(start + m.start(), start + m.end(), Edit(start + m.start(), start + m.end(), ""))
            for m in _GLUED.finditer(line):
                yield _hit(start + m.start(), start + m.end(), Edit(start + m.start(), start + m.end(), ""))


def _hit(start: int, end: int, edit: Edit) -> Hit:
    return Hit(start, end, (edit,), evidence=(Evidence("script", "a stray piece in another script in an English text"),))
