"""Mentions: the capitalised stretches of a text that may name a person or an organisation, with their titles taken off.

"NATO Secretary General Mark Root said" gives the mention "Mark Root" with "NATO Secretary General" before it.
"""

from __future__ import annotations

from typing import ClassVar, NamedTuple
from weakref import WeakKeyDictionary

from normalize.gazetteer.gazetteer import Gazetteer, unpossessed
from normalize.gazetteer.sound import fold
from normalize.patterns import compiled
from normalize.text import Document, Span
from normalize.words import sentence_around

_TOKEN = r"(?:(?:al|el|ul|as|ash|an|ar|at|az)[-‑])?\p{Lu}[\p{L}\p{M}]*+(?:['’\-‑]\p{L}[\p{L}\p{M}]*+)*+"
_RUN = compiled(
    rf"(?<![\p{{L}}\p{{N}}_@\#]){_TOKEN}"
    rf"(?:\ (?:\p{{Lu}}\.)++(?=\ \p{{Lu}})|\ (?:(?:de|del|della|di|da|do|dos|du|des|von|van|der|den|bin|ibn|bint|al|el|la|le)\ ){{0,2}}{_TOKEN}){{0,15}}+"
)
_POSSESSIVE = compiled(r"['’]s?(?!\p{L})")
_NOT_WORDS = compiled(r"[^\p{L}\p{N}\p{M}’]+")
_WORDS_BEFORE = compiled(r"(?:[\p{L}’'-]+ ){1,4}$")
_PART = compiled(r"\S+")

#: Capitalised words remembered with what they may be.
_REMEMBERED = 50_000

#: Words that begin a sentence with a capital and belong to no name.
_OPENERS = frozenset(
    """a about after against all although also among an and another any as at back because before both but by despite during each earlier
    even every few first following for former from he her here his how however i if in inside instead is it its last later let like many
    meanwhile more most moreover much my near never next no nobody none nor not nothing now of on once one only or other our out over
    perhaps regarding several she since so some still such than that the their them then there therefore these they this those though through
    thus to today together tomorrow two under until unlike upon us we well were what when where whether which while who whose why will with
    within without would yesterday yet you your yes
    monday tuesday wednesday thursday friday saturday sunday january february march april may june july august september october november december
    mr mrs ms dr sir""".split()
)  # fmt: skip


#: Openers that are family names as well: inside a sentence they are taken for names ("Vice Premier He Lifeng").
_NAMES_TOO = frozenset("he she an so will may june april august my his".split())


class Mention(NamedTuple):
    """A name in the text: its place and words, the capitalised words before it, and the sentence around it (folded)."""

    start: int
    end: int
    surface: str
    tokens: tuple[str, ...]
    before: str
    run_start: int
    sentence: Span
    folded: str
    opens_sentence: bool

    @property
    def surname(self) -> str:
        """The last word."""
        return self.tokens[-1]

    @property
    def given(self) -> str:
        """The first word, empty for a one-word mention."""
        return self.tokens[0] if len(self.tokens) > 1 else ""


def folded_sentence(text: str) -> str:
    """A sentence as folded words with single spaces, one at both ends: what titles and names are looked for in.

    >>> folded_sentence("The U.S. President, Joe Biden’s aide")
    ' the u s president joe biden aide '
    """
    spaced = _POSSESSIVE.sub(" ", text)
    return f" {fold(_NOT_WORDS.sub(' ', spaced))} "


def mentions(doc: Document, gazetteer: Gazetteer) -> list[Mention]:
    """All mentions of a text, in order. Those of a line that was met before in this run are only moved to their place."""
    if doc.is_cut:
        return _found(doc, gazetteer)
    out: list[Mention] = []
    for line, (at, _) in zip(doc.known_lines, doc.paragraphs, strict=True):
        key = (mentions, gazetteer)
        found = line.known.get(key)
        if found is None:
            found = line.known[key] = _found(Document(line.text), gazetteer)
        out += [
            Mention(m.start + at, m.end + at, m.surface, m.tokens, m.before, m.run_start + at, Span(m.sentence.start + at, m.sentence.end + at), m.folded, m.opens_sentence)
            for m in found
        ]
    return out


def _found(doc: Document, gazetteer: Gazetteer) -> list[Mention]:
    """The mentions of a text, looked for anew."""
    out: list[Mention] = []
    sentences: dict[Span, str] = {}
    fronts = Fronts.of(gazetteer)
    for run in _RUN.finditer(doc.text):
        parts = [m.span() for m in _PART.finditer(doc.text, *run.span())]
        words = run.group().split()
        if fronts.may_end_title(words):
            parts = parts[_title_from_before(doc.text, parts, gazetteer) :]
        if not parts:
            continue
        first = 0
        if fronts.may_precede(words[-len(parts)]):
            opens = sentence_around(doc, *run.span()).start >= run.start() - 1
            first = _past_titles(doc.text, parts, gazetteer, opens)
        if first >= len(parts):
            continue
        start, end = parts[first][0], parts[-1][1]
        surface = doc.text[start:end]
        bare = unpossessed(surface)
        sentence = sentence_around(doc, start, end)
        folded = sentences.get(sentence)
        if folded is None:
            folded = sentences[sentence] = folded_sentence(doc.text[sentence.start : sentence.end])
        out.append(
            Mention(
                start=start,
                end=start + len(bare),
                surface=bare,
                tokens=tuple(bare.split()),
                before=doc.text[run.start() : start],
                run_start=run.start(),
                sentence=sentence,
                folded=folded,
                opens_sentence=start == sentence.start,
            )
        )
    return out


class Fronts:
    """Which capitalised words may belong to a title or an owner before a name. Each word is judged once; most names begin with none."""

    _opened: ClassVar[WeakKeyDictionary[Gazetteer, Fronts]] = WeakKeyDictionary()

    def __init__(self, gazetteer: Gazetteer) -> None:
        self._heads = gazetteer.heads
        self._tails = gazetteer.tails if self._heads is not None else frozenset()
        self._lexicon = gazetteer.lexicon
        self._known: dict[str, tuple[bool, bool]] = {}

    @classmethod
    def of(cls, gazetteer: Gazetteer) -> Fronts:
        """The one of this gazetteer."""
        found = cls._opened.get(gazetteer)
        if found is None:
            found = cls._opened[gazetteer] = cls(gazetteer)
        return found

    def may_precede(self, word: str) -> bool:
        """Whether a run that begins with this word may begin with something that is no part of a name."""
        return self._heads is None or (self._known.get(word) or self._judged(word))[0]

    def may_end_title(self, words: list[str]) -> bool:
        """Whether one of the first words of a run may be the end of a title that begins before it."""
        known = self._known
        return self._heads is None or any((known.get(word) or self._judged(word))[1] for word in words[:3])

    def _judged(self, word: str) -> tuple[bool, bool]:
        assert self._heads is not None
        if len(self._known) > _REMEMBERED:
            self._known.clear()
        heads, whole, bare = self._heads, fold(word), fold(unpossessed(word))
        first = [(folded.split() or [""])[0] for folded in (whole, bare)]
        precedes = not all(first) or bare in _OPENERS or any(w in heads or w[:-1] in heads for w in first) or (len(bare) > 5 and bare in self._lexicon)
        self._known[word] = precedes, not whole or whole.split()[-1] in self._tails
        return self._known[word]


def _title_from_before(text: str, parts: list[tuple[int, int]], gazetteer: Gazetteer) -> int:
    """How many words at the front of a run end a title that begins before it ("Secretary of" + "State Mike Pompeo")."""
    left = _WORDS_BEFORE.search(text[max(0, parts[0][0] - 50) : parts[0][0]])
    if left is None:
        return 0
    before = left.group().split()
    for count in range(min(3, len(parts) - 1), 0, -1):
        run = text[parts[0][0] : parts[count - 1][1]]
        for k in range(1, len(before) + 1):
            phrase = fold(" ".join([*before[-k:], run]))
            if phrase in gazetteer.office_titles or phrase in gazetteer.titles:
                return count
    return 0


def _past_titles(text: str, parts: list[tuple[int, int]], gazetteer: Gazetteer, opens: bool) -> int:
    """How many words at the front of a run belong to no name: sentence openers, countries and bodies before a title, titles.

    Behind a title only titles may follow: "Italian Prime Minister Georgia Meroni" has a given name there, no country.
    """
    i = 0
    titled = False
    while i < len(parts):
        if unpossessed(text[parts[i][0] : parts[-1][1]]) in gazetteer.wrong:
            return i
        for k in range(min(len(parts), i + 5), i, -1):
            words = fold(unpossessed(text[parts[i][0] : parts[k - 1][1]]))
            if (words in _OPENERS and (opens or words not in _NAMES_TOO)) or (k < len(parts) and _is_title(words, gazetteer)):
                titled = titled or words not in _OPENERS
                i = k
                break
            left = len(parts) - k
            if not titled and left and _is_owner(words, gazetteer) and (left > 1 or words != fold(text[parts[i][0] : parts[k - 1][1]])):
                i = k
                break
        else:
            return i
    return i


def _is_title(words: str, gazetteer: Gazetteer) -> bool:
    """Whether the words are a title, an office, or a common noun that stands for one and is nobody's name ("Administrator")."""
    if words in gazetteer.titles or words in gazetteer.office_titles:
        return True
    return len(words) > 5 and words in gazetteer.lexicon and words not in gazetteer.words


def _is_owner(words: str, gazetteer: Gazetteer) -> bool:
    """Whether the words are a country, an organisation or a place, or people of one."""
    known = gazetteer.forms.get(words)
    if known is None and words.endswith("s"):
        known = [k for k in gazetteer.forms.get(words[:-1], ()) if k[1] == "demonym"]
    return bool(known) and all(gazetteer.kind(i) in ("country", "organisation", "place") for i, _ in known or ())
