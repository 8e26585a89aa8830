"""Word and sentence bounds, loss-free: spans over the text, never copies of it.

Sentences are needed to look around a match, not to be perfect. The splitter knows the abbreviations of news English and
leaves a sentence whole when unsure.
"""

from __future__ import annotations

from collections.abc import Container, Iterator

from normalize.patterns import compiled
from normalize.text import Document, Line, Span

WORD = compiled(r"\p{L}[\p{L}\p{M}\p{N}]*+(?:['’\-]\p{L}[\p{L}\p{M}\p{N}]*+)*+|\p{N}++")

#: Abbreviations of news English after which a period does not end a sentence. Compared in lower case, without the period.
ABBREVIATIONS = frozenset(
    """a.m adm al approx apr apt art asst assn attn aug ave bldg blvd bros brig c ca capt cf ch cmdr co col corp cpl
    dec dept det dist div dr drs e.g ed eds eq esp esq est et etc exec feb fig figs fl fr fri ft gen gov govt hon hr hrs i.e
    inc insp intl jan jr jul jun km lb lbs lt ltd maj mar mass messrs mgr min misc mr mrs ms mt mts nat'l no nos nov oct op ord
    p.m p pg pfc ph.d pl plc plt pp pres prof prov pvt r rep reps res rev sat sec sect sen sens sep sept sgt spc sq sr st stat ste sub sun supt
    tel thu tue u.k u.n u.s u.s.a univ v viz vol vols vs wed wks yr yrs""".split()
)

_SENTENCE_END = compiled(r"[.!?…]++[\"”’'»)\]]*+(?=\s+[\"“‘'«(\[]*\s?[\p{Lu}\p{Nd}\p{Lt}\p{Lo}])")
_DOTTED = compiled(r"(?:\p{L}\.)+\p{L}")
_LAST_TOKEN = compiled(r"[\p{L}\p{M}][\p{L}\p{M}.'’]*$")


def words(text: str, start: int = 0, end: int | None = None) -> Iterator[Span]:
    """The words of a stretch of text, as spans.

    >>> [ "Al-Ahly’s 2nd win"[s:e] for s, e in words("Al-Ahly’s 2nd win") ]
    ['Al-Ahly’s', '2', 'nd', 'win']
    """
    for m in WORD.finditer(text, start, len(text) if end is None else end):
        yield Span(*m.span())


def line_words(line: Line) -> list[str]:
    """The words of a line as texts, worked out once."""
    found: list[str] | None = line.known.get(line_words)
    if found is None:
        found = line.known[line_words] = WORD.findall(line.text)
    return found


def ends_in_abbreviation(text: str, period: int, start: int = 0) -> bool:
    """Whether the period at this place belongs to an abbreviation, an initial or a number, and ends no sentence for sure.

    >>> ends_in_abbreviation("He met Gen. Haftar", 10), ends_in_abbreviation("He met him. Then", 10)
    (True, False)
    """
    low = max(start, period - 24)
    m = _LAST_TOKEN.search(text[low:period])
    if m is None:
        return False
    token = m.group().strip("'’")
    if len(token) == 1 and token.isupper():
        return True
    return token.lower() in ABBREVIATIONS or _DOTTED.fullmatch(token) is not None


def sentences(doc: Document) -> list[Span]:
    """The sentences of a text: paragraphs cut after a sentence end that is followed by a capital.

    Together with the white space between them they cover every paragraph. They are worked out once for a document.

    >>> doc = Document("Gen. Smith left. He had had enough.")
    >>> [doc.text[s.start:s.end] for s in sentences(doc)]
    ['Gen. Smith left.', 'He had had enough.']
    """
    cached: list[Span] | None = doc.__dict__.get("_sentences")
    if cached is not None:
        return cached
    out: list[Span] = []
    text = doc.text
    for start, stop in doc.paragraphs:
        at = start
        for m in _SENTENCE_END.finditer(text, start, stop):
            if text[m.start()] == "." and m.group().startswith(".") and ends_in_abbreviation(text, m.start(), at):
                continue
            out.append(Span(at, m.end()))
            at = m.end()
            while at < stop and text[at].isspace():
                at += 1
        if at < stop:
            out.append(Span(at, stop))
    doc.__dict__["_sentences"] = out
    return out


def sentence_around(doc: Document, start: int, end: int) -> Span:
    """The sentence (or sentences) that a span lies in, without leaving its paragraph."""
    cached = sentences(doc)
    low, high = 0, len(cached)
    while low < high:
        mid = (low + high) // 2
        if cached[mid].end <= start:
            low = mid + 1
        else:
            high = mid
    if low == len(cached):
        return doc.paragraph_at(start)
    last = low
    while last + 1 < len(cached) and cached[last].end < end:
        last += 1
    return Span(min(cached[low].start, start), max(cached[last].end, end))


#: Endings of English words, each with what the plain word has in its place.
_ENDINGS = (
    ("s", ""), ("es", ""), ("ed", ""), ("ed", "e"), ("ing", ""), ("ing", "e"), ("er", ""), ("ly", ""), ("ness", ""), ("less", ""), ("ful", ""),
)  # fmt: skip


def is_form(word: str, known: Container[str]) -> bool:
    """Whether a string is an ordinary form of a word that is known.

    >>> is_form("raising", {"raise"}), is_form("raisin", {"raise"})
    (True, False)
    """
    return any(word.endswith(ending) and word[: -len(ending)] + back in known for ending, back in _ENDINGS)
