"""A known name glued to the word after it: ``Chivaswithout``, ``Esquivelalso``, ``AmericaAl-Ekhbari``.

The name was a link or in bold, and the space was dropped with the tag. The word is taken apart only when its first part is a
name that the gazetteer knows, its second part is one of a short list of function words and verbs, and the whole is no word or name of its own.
"""

from __future__ import annotations

from collections.abc import Iterator

from normalize.context import Context
from normalize.edits import Edit
from normalize.findings import Evidence, Hit
from normalize.gazetteer.gazetteer import Gazetteer
from normalize.gazetteer.sound import fold
from normalize.oddwords import OddWords
from normalize.patterns import compiled
from normalize.text import Document

#: Words that are glued to names, and what they need before them.
_TAILS = {
    "without": " ", "also": " ", "despite": ", ", "however": ". ", "where": ", ", "which": ", ", "while": ", ", "before": " ",
    "after": " ", "during": " ", "from": " ", "with": " ", "will": " ", "would": " ", "said": " ", "says": " ", "against": " ",
    "between": " ", "because": " ", "until": " ", "under": " ", "through": " ", "that": " ", "they": " ", "were": " ", "have": " ",
    "who": ", ", "has": " ", "was": " ", "but": ", ", "and": " ", "former": ", ",
    "told": " ", "took": " ", "lost": " ", "added": " ", "became": " ", "coach": " ", "striker": " ",
    "announced": " ", "confirmed": " ", "declared": " ", "explained": " ", "revealed": " ", "attended": " ",
}  # fmt: skip
#: Words that no surname ends in: a name need not be known to be parted from one of these.
_NO_ENDINGS = frozenset("also without despite however which because between before during announced confirmed declared explained revealed attended".split())
_GLUED = compiled(rf"(?<![\p{{L}}\p{{N}}@#./-])\p{{Lu}}[\p{{L}}\p{{M}}]{{2,}}(?:{'|'.join(_TAILS)})(?![\p{{L}}\p{{N}}@./'’-])")

_ENDS_GLUED = compiled(rf"\p{{Lu}}[\p{{L}}\p{{M}}]{{2,}}(?:{'|'.join(_TAILS)})(?![\p{{L}}\p{{N}}])")


#: Longer strings of letters are no name with a word glued to it.
_LONGEST = 60


def _is_odd(word: str, gazetteer: Gazetteer) -> bool:
    """Whether a word may be a name with another word glued to it."""
    return len(word) <= _LONGEST and _ENDS_GLUED.search(word) is not None and not (word.isalpha() and (fold(word) in gazetteer.words or bool(gazetteer.named(word))))


_ODD = OddWords(_is_odd)


def glued_names(doc: Document, context: Context) -> Iterator[Hit]:
    """Known names with a function word glued to them."""
    gazetteer = context.gazetteer
    if not _ODD.stand_in(doc, gazetteer):
        return
    for m in _GLUED.finditer(doc.text):
        word = m.group()
        if fold(word) in gazetteer.words or gazetteer.named(word):
            continue
        for tail, between in _TAILS.items():
            name = word[: -len(tail)]
            if not word.endswith(tail) or len(name) < (4 if len(tail) > 2 else 5):
                continue
            if tail in _NO_ENDINGS and word.lower() not in gazetteer.lexicon:
                at = m.start() + len(name)
                reason = Evidence("words", f"no name ends in “{tail}”, which is a word of its own")
                yield Hit(m.start(), m.end(), (Edit(at, at, between),), evidence=(reason,))
                break
            if fold(name) not in gazetteer.words:
                continue
            before = doc.text[max(0, m.start() - 40) : m.start()].split()
            whole = any(gazetteer.named(" ".join([*before[-k:], name] if k else [name])) for k in range(3))
            if whole or name.lower() not in gazetteer.lexicon:
                at = m.start() + len(name)
                reason = Evidence("known-name", f"“{name}” is a known name and “{tail}” a word of its own")
                yield Hit(m.start(), m.end(), (Edit(at, at, between),), evidence=(reason,))
                break
