"""Laying a name as it stands beside a right form, word by word: which words agree, how well, what is missing, what is left over.

Parts may be dropped (a middle name), the order may be turned (family name first), and particles (al, bin, de) count for nothing. A missing part is
neutral; a left-over one, for which the right form has nothing, makes it another name.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from normalize.gazetteer.channel.costs import Channel, channel
from normalize.gazetteer.sound import fold, nearness, skeleton

PARTICLES = frozenset("al el ul as ash an ar at az ad bin ibn bint ben de del della di da do dos du des von van der den la le y e abd".split())
#: Below this nearness two words are two names, whatever else agrees.
LEAST = 0.5
#: Beside a word that is the same letter by letter a short one may have lost more ("Kia Starmer"): with the office at hand, never on sound alone.
_SHORT_WORD = 0.44


@dataclass(frozen=True, slots=True)
class Alignment:
    """How the words of a mention fit those of a right form.

    ``mean`` and ``worst`` are nearnesses under the channel (0-1), ``equal`` counts words that are the same letter by letter, ``sounds`` those with the same
    consonants, ``words`` the words compared, ``left_over`` the words of the mention that fit nothing (the first one ends the comparison), ``missing`` the form's words that the mention lacks.
    """

    words: int
    equal: int
    sounds: int
    mean: float
    worst: float
    left_over: int
    missing: int
    initials: int

    @property
    def strength(self) -> int:
        """3: a word is equal and the others near; 2: every word is near; 1: may be; 0: another name. Set on the tuning half of ``corpora/names``."""
        if self.left_over or not self.words or self.worst < LEAST:
            return 1 if self.equal and not self.left_over and self.worst >= _SHORT_WORD else 0
        near = self.words - self.equal
        if self.equal and near and self.worst >= 0.66:
            return 3
        if self.mean >= 0.76 and self.worst >= 0.62:
            return 2 if self.words > 1 else 1
        return 1 if self.mean >= 0.62 and self.worst >= LEAST else 0


@lru_cache(maxsize=65536)
def parts(name: str) -> tuple[str, ...]:
    """The words of a name that count: folded, without particles unless nothing else is left.

    >>> parts("Abdel-Fattah al-Sisi"), parts("Ursula von der Leyen")
    (('abdel', 'fattah', 'sisi'), ('ursula', 'leyen'))
    """
    words = fold(name).split()
    kept = tuple(w for w in words if w not in PARTICLES)
    return kept or tuple(words)


@lru_cache(maxsize=16384)
def align(mention: str, form: str, language: str | None = None) -> Alignment:
    """Lay a mention beside a right form, under the sound channel of a source language.

    >>> align("Mark Root", "Mark Rutte").strength, align("Amos Root", "Mark Rutte").strength
    (3, 0)
    """
    mine, theirs = parts(mention), list(parts(form))
    road = channel(language)
    if len(mine) != len(theirs):
        mine = _joined(mine, theirs) or mine
    likes: list[float] = []
    equal = sounds = initials = 0
    for word in mine:
        best, at = -1.0, -1
        for i, other in enumerate(theirs):
            score = _word(word, other, road)
            if score > best + 1e-9:
                best, at = score, i
        if at < 0 or best < LEAST - 0.1:
            return Alignment(0, 0, 0, 0.0, 0.0, 1, len(theirs), initials)  # another name: what else agrees does not matter
        other = theirs.pop(at)
        if len(word) == 1 or len(other) == 1:
            initials += 1
            continue
        likes.append(best)
        equal += word == other
        sounds += word != other and skeleton(word) == skeleton(other)
    if not likes:
        return Alignment(0, 0, 0, 0.0, 0.0, initials, len(theirs), initials)
    return Alignment(len(likes), equal, sounds, sum(likes) / len(likes), min(likes), 0, len(theirs), initials)


def _word(mine: str, theirs: str, road: Channel) -> float:
    """How near two words are; an initial agrees with the name it begins."""
    if len(mine) == 1 or len(theirs) == 1:
        return 0.9 if mine[0] == theirs[0] else 0.0
    return nearness(mine, theirs, road)


def _joined(mine: tuple[str, ...], theirs: list[str]) -> tuple[str, ...] | None:
    """The mention with two neighbours written together where the form has them as one ("Nasr Allah" for Nasrallah)."""
    for i in range(len(mine) - 1):
        whole = mine[i] + mine[i + 1]
        if any(nearness(whole, other) >= 0.85 for other in theirs):
            return (*mine[:i], whole, *mine[i + 2 :])
    return None
