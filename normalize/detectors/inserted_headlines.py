"""Headlines of other articles inside a text: a line of its own without an end mark between paragraphs that have one, or a few words before a new sentence.

The page carried links to related articles. A line counts when it has the form of a news headline (a speaker and a colon, a quotation and a name, a question after a
colon, a caption's bracket), is short, and stands between paragraphs; plain sub-headings stay. Inside a paragraph, a verbless phrase between a sentence
end and a capitalised function word counts.
"""

from __future__ import annotations

from collections.abc import Iterator

from normalize.context import Context
from normalize.findings import Hit
from normalize.patterns import compiled
from normalize.text import Document

_ENDS = (".", "!", ":", ";", "”", '"', "…", ",", ")", "»")
_FORM = compiled(
    r"^[“\"«][^”\"»]{3,80}[”\"»]\.? \p{Lu}"  # a quotation and its speaker
    r"|^\p{Lu}[\p{L}’' -]{2,40}: [“\"\p{Lu}\p{Ll}]"  # a speaker or topic and a colon
    r"|^[(\[](?:[Pp]hoto|[Vv]ideo|[Pp]hotos|[Gg]allery|[Mm]ap|[Ii]nfographic)[)\]]"
)
_FINITE = compiled(r"\b(?:is|are|was|were|has|have|had|will|would|can|could|bring|brings|opened|unveiled|won|wins|lost|says|said|closer|come|dies|died|killed|injured|\p{Ll}{3,}ed)\b")
_INSIDE = compiled(
    r"(?<=\p{Ll}{2}\. )(?P<it>\p{Lu}\p{Ll}+ (?:in|of|and|at|on|under|for|to|from|against) (?:the )?\p{Ll}+(?: \p{Ll}+)?) (?=(?:The|This|It|In|On|After|He|She|They|According) \p{Ll}+ )"
)
_CLAUSE_VERB = compiled(r"\b(?:is|are|was|were|has|have|had|will|would|can|could|may|might|must|said|went|came|\p{Ll}+ed)\b")
_LEAST, _MOST = 5, 18
_MOST_PLAIN = 2


def inserted_headlines(doc: Document, context: Context) -> Iterator[Hit]:
    """Lines and phrases that look like other articles' headlines."""
    lines = doc.lines
    prose = [line.rstrip().endswith(_ENDS) and len(line) > 60 for line in lines]
    plain: list[Hit] = []
    for i, line in enumerate(lines):
        words = line.split()
        if 0 < i < len(lines) - 1 and _LEAST <= len(words) <= _MOST and not line.rstrip().endswith(_ENDS):
            before, after = any(prose[max(0, i - 2) : i]), any(prose[i + 1 : i + 3])
            if before and after and _FORM.match(line):
                yield Hit(*doc.paragraphs[i])
            elif before and after and sum(prose) > 4 and line[0].isupper() and _FINITE.search(line) and not line.rstrip().endswith("?"):
                plain.append(Hit(*doc.paragraphs[i]))
        for m in _INSIDE.finditer(line):
            if not _CLAUSE_VERB.search(m["it"]):
                start = doc.paragraphs[i].start
                yield Hit(start + m.start("it"), start + m.end("it"))
    if len(plain) <= _MOST_PLAIN:  # more of them are the sub-headings of the text itself
        yield from plain
