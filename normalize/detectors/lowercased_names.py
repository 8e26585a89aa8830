"""A known name that lost its capitals: ``Luis mendoza`` for Luis Mendoza, ``the sporting gijon of Spain`` for the club.

Names come back in lower case from inside tags and from scripts without capitals. A name of two words whose first has its capital is raised when it is a known one to the letter. The name of a club or a place is raised when it holds a word that
is not English and is known as it stands; a single word only with its country behind it. Handles, artists' spellings ("k.d. lang") and quoted words are left.
"""

from __future__ import annotations

from collections.abc import Iterator

from normalize.context import Context
from normalize.edits import Edit, minimal
from normalize.findings import Evidence, Hit
from normalize.gazetteer.gazetteer import Gazetteer
from normalize.gazetteer.mentions import folded_sentence
from normalize.gazetteer.sound import fold
from normalize.oddwords import OddWords, by_line
from normalize.patterns import compiled
from normalize.text import Document, Line
from normalize.words import sentence_around

_PAIR = compiled(r"(?<![\p{L}\p{N}@#/._-])(?P<a>\p{Lu}[\p{L}’'-]+) (?P<b>\p{Ll}[\p{L}’'-]{2,})(?![\p{L}\p{N}@/_-]|\.\p{L})")
#: Words in lower case with the words around them, as far as they may be one name.
_LOWER = compiled(r"(?<![\p{L}\p{N}@#/._’'-])\p{Ll}{4,}(?![\p{L}\p{N}@/_’'-]|\.\p{L})")
_WORDS_BEFORE = compiled(r"(?:(?<![\p{L}\p{N}@#/._’'-])\p{Ll}+ ){1,3}$")
_OF_COUNTRY = compiled(r" (?:of|from|in) (?P<country>\p{Lu}\p{L}+(?: \p{Lu}\p{L}+)?)")


#: A club's name of so many letters, no word of English, is raised where the paragraph speaks of football.
_TELLING = 7
_FOOTBALL = compiled(
    r"\b(?:football|soccer|footballer|midfielder|striker|goalkeeper|winger|coach|derby|goal|goals|stadium|Serie A|La ?Liga|Bundesliga|Premier League|Champions League|Libertadores|on the bench)\b"
)
#: The kinds of forms that may be raised: a country's capital is a form of the country.
_FORMS = ("official", "alias", "capital")
_QUOTES = frozenset("”’\"'*")
#: The first word of a body's name in lower case before the rest of it: "deutsche Bahn", "bayern Munich".
_FIRST_WORD = compiled(r"(?<![\p{L}\p{N}@#/._“”‘’\"'*-])\p{Ll}{5,} \p{Lu}\p{L}+(?: \p{Lu}\p{L}+)?(?![\p{L}\p{N}@/_-])")

_MARK = compiled(r"\p{M}")
_ENDS_OPEN = compiled(r"\p{L}['’\-](?!\p{L})")


def _is_odd(word: str, gazetteer: Gazetteer) -> bool:
    """Whether a word, or its part before an apostrophe, is a name's word in lower case and no word of English."""
    if not word[0].islower():
        return not word.isascii() and _MARK.search(word) is not None
    ends = [i for i, c in enumerate(word) if c in "'’-"]
    return any(fold(part) in gazetteer.words and part not in gazetteer.lexicon for part in (word, *(word[:i] for i in ends))) or bool(_MARK.search(word))


_ODD = OddWords(_is_odd)


@by_line
def lowercased_names(line: Line, context: Context) -> Iterator[Hit]:
    """Names in lower case that the gazetteer knows.

    >>> from normalize.gazetteer import open_gazetteer
    >>> from normalize.text import Document
    >>> [h.edits for h in lowercased_names(Document("They met Joe biden there."), Context(open_gazetteer))]
    [(Edit(start=13, end=18, after='Biden'),)]
    """
    gazetteer = context.gazetteer
    if not _ODD.stand_in_line(line, gazetteer) and not _ENDS_OPEN.search(line.text):
        return
    yield from _second_words(line.text, gazetteer)
    yield from _bodies(line.text, gazetteer)
    yield from _first_words(line.text, gazetteer)


def _second_words(text: str, gazetteer: Gazetteer) -> Iterator[Hit]:
    """Names of two words, of a person, a place or a club, of which the second alone lost its capital; other bodies are called by common words ("The economist")."""
    for m in _PAIR.finditer(text):
        if m["b"] in gazetteer.lexicon or fold(m["b"]) not in gazetteer.words:
            continue
        surface = m.group()
        entities = (e for e in gazetteer.named(surface, *_FORMS) if e.kind in ("person", "place", "country") or e.type == "club")
        forms = (f for e in entities for f in e.forms(*_FORMS) if fold(f) == fold(surface))
        full = next(forms, "")
        wanted = full.split(" ")[-1]
        if wanted[:1].isupper() and " " in full:
            yield Hit(m.start(), m.end(), (Edit(m.start("b"), m.end("b"), wanted),), evidence=(Evidence("known-name", f"{full} is a known name"),))


def _bodies(text: str, gazetteer: Gazetteer) -> Iterator[Hit]:
    for m in _LOWER.finditer(text):
        word = m.group()
        if word in gazetteer.lexicon or fold(word) not in gazetteer.words:
            continue
        before = _WORDS_BEFORE.search(text, max(0, m.start() - 40), m.start())
        words = [*(before.group().split() if before else ()), word]
        place = _OF_COUNTRY.match(text, m.end())
        for k in range(min(len(words), 4), 0, -1):
            surface = " ".join(words[-k:])
            found = [e for e in gazetteer.named(surface, "official", "alias") if e.type == "club" or e.kind == "place"]
            if len(found) != 1 or found[0].name.islower():
                continue
            entity = found[0]
            if k == 1 and len(word) >= _TELLING and entity.type == "club" and _FOOTBALL.search(text) and text[m.end() : m.end() + 1] not in _QUOTES:
                wanted = next(f for f in entity.forms("official", "alias") if fold(f) == fold(surface))
                known = (Evidence("known-name", f"{entity.name} is a known club"), Evidence("topic", "the paragraph speaks of football"))
                yield Hit(m.start(), m.end(), (minimal(m.start(), word, wanted),), evidence=known)
                break
            home = bool(place) and bool(gazetteer.mentioned(entity.country, f" {fold(place['country'])} "))
            if k == 1 and not home:
                continue
            start = m.end() - len(surface)
            sentence = sentence_around(Document(text), start, m.end())
            if not home and not gazetteer.mentioned(entity.country, folded_sentence(text[sentence.start : sentence.end])):
                continue
            article = len("the ") if entity.type == "club" and text[max(0, start - 4) : start] == "the " else 0
            wanted = next((f for f in entity.forms("official", "alias") if fold(f) == fold(surface) and not f.isascii()), None) or next(
                f for f in entity.forms("official", "alias") if fold(f) == fold(surface)
            )
            reasons = (Evidence("known-name", f"{entity.name} is a known {entity.type or entity.kind}"), Evidence("country", "its country stands in the same sentence"))
            yield Hit(start - article, m.end(), (minimal(start - article, text[start - article : m.end()], wanted),), evidence=reasons)
            break


def _first_words(text: str, gazetteer: Gazetteer) -> Iterator[Hit]:
    """Names of bodies of which the first word alone lost its capital."""
    for m in _FIRST_WORD.finditer(text):
        words = m.group().split()
        if words[0] in gazetteer.lexicon or fold(words[0]) not in gazetteer.words:
            continue
        for k in range(len(words), 1, -1):
            surface = " ".join(words[:k])
            found = [e for e in gazetteer.named(surface, "official", "alias") if e.kind == "organisation"]
            wanted = next((f for f in found[0].forms("official", "alias") if fold(f) == fold(surface)), "") if len(found) == 1 else ""
            if wanted[:1].isupper() and wanted.split()[1:] == words[1:k]:
                reason = Evidence("known-name", f"{wanted} is a known {found[0].type or found[0].kind}")
                yield Hit(m.start(), m.start() + len(surface), (minimal(m.start(), surface, wanted),), evidence=(reason,))
                break
