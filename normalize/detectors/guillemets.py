"""The source's quotation marks round English words: ``told «Gulf Daily»``. They become the marks that the text itself uses.

A mark is turned with its partner; alone only where it opens a paragraph (a quotation that runs on) or where the other mark of the pair is a curly or straight
one. Text of another language in them keeps its own marks, and so does French spacing unless all the words are English.
"""

from __future__ import annotations

from collections.abc import Iterator

from normalize.context import Context
from normalize.edits import Edit
from normalize.findings import Hit
from normalize.patterns import compiled
from normalize.text import Document
from normalize.words import is_form

_MARK = compiled("[«»]")
_WORD = compiled(r"\p{L}[\p{L}’'-]*")
_ENGLISH_WORD = compiled(r"\b(?:the|and|of|to|in|that|with|for|was|is|has|said|speaks|by)\b")
_ENGLISH = compiled(r"^[A-Za-z\d].*\p{Ll}|^[A-Z]{2,}$")
_FOREIGN = compiled(
    r"[\p{Cyrillic}\p{Arabic}\p{Han}]|^\s|\s$|\b(?:le|la|les|des|une|est|dans|pour|avec|que|qui|sur|el|los|las|una|della|che|und|der|die|das|ist|et|du|au|je|vous|nous)\b"
)


def guillemets(doc: Document, context: Context) -> Iterator[Hit]:
    """Pairs and lone opening marks to be turned.

    >>> [h.edits for h in guillemets(Document("He told «Daily News» so."), None)]
    [(Edit(start=8, end=9, after='“'), Edit(start=19, end=20, after='”'))]
    """
    straight = doc.text.count('"') > doc.text.count("“") + doc.text.count("”")
    opening, closing = ('"', '"') if straight else ("“", "”")
    for (start, _), line in zip(doc.paragraphs, doc.lines, strict=True):
        stack: list[int] = []
        for m in _MARK.finditer(line):
            at = m.start()
            if m.group() == "«":
                stack.append(at)
            elif stack:
                begin = stack.pop()
                s, e = start + begin, start + at
                if _fits(line[begin + 1 : at]):
                    yield Hit(s, e + 1, (Edit(s, s + 1, opening), Edit(e, e + 1, closing)))
                elif _is_english_spaced_as_french(line, begin, at, context):
                    yield Hit(s, e + 1, (Edit(s, s + 2, opening), Edit(e - 1, e + 1, closing)))
            elif (begin := _partner(line, at)) >= 0 and _fits(line[begin + 1 : at]):
                yield Hit(start + at, start + at + 1, (Edit(start + at, start + at + 1, "”" if line[begin] == "“" else '"'),))
        if stack == [0] and _fits(line[1:].strip()):
            yield Hit(start, start + len(line), (Edit(start, start + 1, opening),))


def _is_english_spaced_as_french(line: str, begin: int, at: int, context: Context) -> bool:
    """Whether marks set off by spaces, as French sets them, hold words that are all English, in a line that is English around them."""
    inside = line[begin + 1 : at]
    words = _WORD.findall(inside.lower())
    if not (len(inside) > 4 and inside[0] in " \u00a0\u202f" and inside[-1] in " \u00a0\u202f" and len(words) > 1) or _FOREIGN.search(inside[1:-1]):
        return False
    around = f"{line[:begin]} {line[at + 1 :]}"
    lexicon = context.gazetteer.lexicon
    return all(w in lexicon or is_form(w, lexicon) for w in words) and len(_ENGLISH_WORD.findall(around)) > 1 and not _FOREIGN.search(around.strip())


def _partner(line: str, at: int) -> int:
    """The place of the opening curly or straight mark that a lone closing guillemet belongs to; -1 when there is none."""
    curly, straight = line.rfind("“", 0, at), line.rfind('"', 0, at)
    if curly >= 0 and "”" not in line[curly:at]:
        return curly
    return straight if straight >= 0 and line.count('"', 0, at) % 2 else -1


def _fits(inside: str) -> bool:
    return bool(inside) and bool(_ENGLISH.search(inside)) and not _FOREIGN.search(inside)
