"""Why a proposed rewrite of a sentence may not be offered: it changes what the sentence says, or is no sentence at all.

A model writes fluently what it was not told. The checks are strict and simple: what they cannot compare word for word they refuse, since a reader who trusts
a wrong suggestion is worse off than one who has only the flag.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable

from normalize.fluency.judging import garble
from normalize.gazetteer.gazetteer import Gazetteer, unpossessed
from normalize.patterns import compiled
from normalize.protection import addresses
from normalize.text import Document
from normalize.visible import visible
from normalize.words import WORD, sentences

_NUMBER = compiled(
    r"\p{N}++(?:[.,:/\-–]\p{N}++)*+|[%‰$€£¥₽₺₴]"
    r"|\b(?i:zero|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|(?:thir|four|fif|six|seven|eigh|nine)teen|(?:twen|thir|for|fif|six|seven|eigh|nine)ty"
    r"|dozens?|hundreds?|thousands?|millions?|billions?|trillions?|half|halves|quarters?|thirds?|tenths?|once|twice|percent|per\ cent"
    r"|first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth|\w+tieth|hundredth"
    r"|(?:mon|tues|wednes|thurs|fri|satur|sun)day|yesterday|today|tomorrow|tonight|last|next)\b"
    r"|\b(?:January|February|March|April|May|June|July|August|September|October|November|December|Jan|Feb|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\b"
)
_NEGATION = compiled(r"\b(?i:not|no|none|nobody|nothing|nowhere|never|neither|nor|without|cannot|hardly|barely|scarcely|unless|except|den(?:y|ies|ied)|fail(?:s|ed)?|refus(?:e|es|ed))\b|(?i:n['’]t)\b")
_QUOTE = compiled(r"[\"“”„«»]")
_QUOTED = compiled(r"[\"“”„«]([^\"“”„«»]*)[\"“”»]")
_NAME = compiled(r"\p{Lu}[\p{L}\p{M}\p{N}'’\-]*+(?:\ +\p{Lu}[\p{L}\p{M}\p{N}'’\-]*+)*+")
_MARKUP = compiled(r"[<>{}\[\]`\\|*_~#^=]")
_OTHER_SCRIPT = compiled(r"(?!\p{Latin})\p{L}")
#: The rewrite has at least and at most this part of the sentence's words.
_SHORTEST, _LONGEST = 0.6, 1.5
#: This part of the rewrite's words must stand in the sentence.
_SHARED = 0.6


def refusal(sentence: str, rewrite: str, gazetteer: Gazetteer, terms: Iterable[str] = ()) -> str:
    """Why a rewrite is not offered, in a few words; empty when nothing speaks against it.

    ``terms`` are texts of the user's that must stay.

    >>> from normalize.gazetteer import open_gazetteer
    >>> known = open_gazetteer((), False)
    >>> refusal("The minister 12 men that on Monday named.", "The minister named 13 men on Monday.", known)
    'it changes numbers or dates, or their order: 12, monday → 13, monday'
    >>> refusal("The minister 12 men that on Monday named.", "The minister named 12 men on Monday.", known)
    ''
    """
    for check in (_shape, _length, _figures, _negations, _quotes):
        if reason := check(sentence, rewrite):
            return reason
    if lost := next((t for t in terms if t and sentence.count(t) != rewrite.count(t)), None):
        return f"it changes the protected text “{lost}”"
    return _names(sentence, rewrite, gazetteer) or _reading(sentence, rewrite)


def unasked(paragraph: str, start: int, end: int) -> str:
    """Why a sentence is not put to a model at all: it lies in a quotation or shares one with its neighbours; empty when it may be asked."""
    return "part of a quotation" if _opened(paragraph[:start]) or _opened(paragraph[start:end]) else ""


def _opened(text: str) -> bool:
    return bool(text.count('"') % 2) or sum(text.count(c) for c in "“«„") != sum(text.count(c) for c in "”»")


def _shape(sentence: str, rewrite: str) -> str:
    if not rewrite:
        return "it is empty"
    if rewrite == sentence:
        return "it changes nothing"
    if rewrite.splitlines() != [rewrite] or visible(rewrite, breaks=False) != rewrite:
        return "it holds line ends or characters that cannot be seen"
    if new := Counter(_MARKUP.findall(rewrite)) - Counter(_MARKUP.findall(sentence)):
        return f"it adds markup: {' '.join(sorted(new))}"
    if not set(_OTHER_SCRIPT.findall(rewrite)) <= set(_OTHER_SCRIPT.findall(sentence)):
        return "it adds letters of another script"
    if _told(addresses, rewrite) != _told(addresses, sentence):
        return "it changes an address"
    if len(sentences(Document(rewrite))) > len(sentences(Document(sentence))):
        return "it adds a sentence"
    return ""


def _told(find: Callable[[str], Iterable[tuple[int, int]]], text: str) -> list[str]:
    return sorted({text[start:end] for start, end in find(text)})


def _length(sentence: str, rewrite: str) -> str:
    before, after = (len(WORD.findall(t)) for t in (sentence, rewrite))
    if not _SHORTEST * before <= after <= _LONGEST * before or len(rewrite) > 2 * len(sentence) + 20:
        return f"it has {after} words for {before}"
    return ""


def _figures(sentence: str, rewrite: str) -> str:
    """Numbers and dates stand for what they are beside, so their order may not change either; a number said twice in a loop may go once."""
    before, after = ([m.lower() for m in _NUMBER.findall(t)] for t in (sentence, rewrite))
    if list(dict.fromkeys(before)) != list(dict.fromkeys(after)) or Counter(after) - Counter(before):
        return f"it changes numbers or dates, or their order: {', '.join(before) or 'none'} → {', '.join(after) or 'none'}"
    return ""


def _negations(sentence: str, rewrite: str) -> str:
    before, after = (len(_NEGATION.findall(t)) for t in (sentence, rewrite))
    return "" if before == after else f"it changes negation: {before} → {after}"


def _quotes(sentence: str, rewrite: str) -> str:
    same = [" ".join(q.split()) for q in _QUOTED.findall(sentence)] == [" ".join(q.split()) for q in _QUOTED.findall(rewrite)]
    return "" if same and len(_QUOTE.findall(sentence)) == len(_QUOTE.findall(rewrite)) else "it changes quoted words"


def _names(sentence: str, rewrite: str, gazetteer: Gazetteer) -> str:
    """A name that is new must be in the gazetteer as it stands; one that was there must stay."""
    before = {unpossessed(w).casefold() for w in WORD.findall(sentence)}
    after = {unpossessed(w).casefold() for w in WORD.findall(rewrite)}
    new = ""
    for m in _NAME.finditer(rewrite):
        run = [unpossessed(w) for w in WORD.findall(m.group())]
        if m.start() == 0 and run and not before.issuperset({run[0].casefold()}) and gazetteer.is_common(run[0].lower()):
            run = run[1:]  # a sentence begins with a capital
        if any(w.casefold() not in before for w in run) and not gazetteer.named(" ".join(run)):
            return f"it adds the name “{' '.join(run)}”"
        new = new or next((w for w in run if w.casefold() not in before), "")
    first = WORD.search(sentence)
    for m in _NAME.finditer(sentence):
        for w in WORD.finditer(m.group()):
            word = unpossessed(w.group())
            starts = first is not None and m.start() + w.start() == first.start()
            if word.casefold() not in after and not new and not (starts and gazetteer.is_common(word.lower())):
                return f"it leaves out the name “{word}”"
    return ""


def _reading(sentence: str, rewrite: str) -> str:
    before, after = ({w.casefold() for w in WORD.findall(t)} for t in (sentence, rewrite))
    if len(before & after) < _SHARED * len(after):
        return "it shares too few words with the sentence"
    return "it reads no better" if garble(rewrite) > max(garble(sentence), 0.5) else ""
