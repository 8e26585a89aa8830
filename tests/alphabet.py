"""The hostile documents that the laws are tried on: characters that break text tools, and words that wake the rules.

`documents` makes them for Hypothesis, `invented` for the long run in ``benchmarks/laws.py``; both use the same pieces.
"""

from __future__ import annotations

import random
from functools import cache

from hypothesis import strategies as st

from normalize.packs import load_rules

#: Characters that somebody's tool has lost, merged or miscounted.
CHARACTERS = (
    "“", "”", "‘", "’", '"', "'", "«", "»", "„",  # quotes
    "\u200d", "\u200c", "\u200b", "\ufe0f",  # joiners, a space of no width, a variation selector
    "\x00", "\x01", "\x1b", "\x0b", "\x0c", "\x1c",  # controls
    "\n", "\r", "\r\n", "\x85", "\u2028", "\u2029", "\t",  # line ends
    "Ã", "Â", "â€™", "Ð", "Ñ", "€",  # mojibake letters
    "\ud83d",  # a lone surrogate
    "،", "؟", "٣", "١٢", "۔", "。", "１２", "（",  # punctuation and digits of other scripts
    "\u0301", "\u0300", "\u0338",  # combining marks
    "😀", "👩\u200d💻", "𝔘", "𐍈",  # astral
    "\ufeff", "\u00ad", "\u00a0", "\u202e", "\u2066",  # BOM, soft hyphen, hard space, marks of direction
    "İ", "ß", "ΐ", "о", "а", "א", "中", "#", "@", "`", "\\", "$", "%", "&amp;", "<", ">",
    ".", ",", "-", "–", "—", "…", ":", ";", "!", "?", "(", ")", "/", "|", " ", "  ", "1", "19", "a", "I", "s",
)  # fmt: skip

#: Words and stretches that some rule looks for, whole and in halves.
TRIGGERS = (
    ". in ", " the These ", "the The ", "#tag", "#Peace ", "#Iran #War #Oil", "2024-10-30 06:39:00", "Mark Root", "Mark Rutte", "Al -", "Al-",
    "of of ", "he he ", "It it ", " He had had ", "said that that ", "said,“", "“No.”", "said: «", "Prime Minister ", "NATO Secretary General ",
    "President ", "Kia Starmer", "Georgia Meroni", "Netanyahu", "Al -Jazeera", "al - Assad", "explained:Voice", "U.S.", "U. S.", "No. 7 ", "a.m.",
    "https://example.org/a.in?b=the The", "www.un.org", "a@b.org", "`x  = of of`", "\nRead also: ", "\nSource: ", "\nTags: ", "word.Next", "wordNext",
    "1,000,000 million", "10 thousand", "3 0 October", "30 October 2024", "Mr. ", "Ms.", "Gen. ", "(photo)", "\n\n", "ing ", "The ", "the ", "and ",
    "said ", "in China", " people ", "man ", "make-a-photo", "Kyiv", "Turkey", "a a ", "an the ", "itâ€™s", "saidÂ ", "&quot;", "&#39;", "'s ", "’s ",
    " ,", " .", " !", "..", ",,", "?!", "- ", " -", "co- operation", "state-of -the-art", "COVID -19", "\n- ", "\n* ", "the West Bank", "<br>", "</p>",
)  # fmt: skip

PIECES = (*CHARACTERS, *TRIGGERS)


@cache
def examples() -> tuple[str, ...]:
    """The faulty sentences of all rules, and their second halves: what wakes a rule best is its own example."""
    bad = [e.bad for rule in load_rules() for e in rule.examples]
    return (*bad, *(b[len(b) // 2 :] for b in bad))


def documents(most: int = 24) -> st.SearchStrategy[str]:
    """Texts put together of the pieces, half of them with examples of rules between; now and then any text at all."""
    piece = st.sampled_from(PIECES)
    pieces = st.lists(piece, max_size=most).map("".join)
    woken = st.lists(st.one_of(piece, st.sampled_from(examples())), max_size=most // 3).map("".join)
    anything = st.text(st.characters(), max_size=20)
    return st.one_of(pieces, woken, st.tuples(pieces, anything, pieces).map("".join))


def invented(seed: int) -> str:
    """The document of this number: the same on every machine that has the same rules."""
    rng = random.Random(seed)
    weight, awake = rng.random(), rng.random() < 0.5

    def pick() -> str:
        if awake and rng.random() < 0.25:
            return rng.choice(examples())
        return rng.choice(TRIGGERS if rng.random() < weight else CHARACTERS)

    return "".join(pick() for _ in range(rng.randint(0, 40)))
