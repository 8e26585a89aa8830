"""Laying a name as it stands beside a right form, word by word: which words agree, how well, what is missing, what is left over.

Parts may be dropped (a middle name), the order may be turned (family name first), and particles (al, bin, de) count for nothing. A missing part is
neutral; a left-over one, for which the right form has nothing, makes it another name.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from normalize.gazetteer.channel.costs import Channel, channel
from normalize.gazetteer.sound import SHARED_BY_VERY_NEAR, fold, nearness, possible_pairs, skeleton

PARTICLES = frozenset("al el ul as ash an ar at az ad bin ibn bint ben de del della di da do dos du des von van der den la le y e abd".split())
#: "Junior" and "senior", in English and as Russian and Ukrainian write them.
SUFFIXES = {**dict.fromkeys("jr junior mladshy mladshiy mladshii molodshyy".split(), "Jr."), **dict.fromkeys("sr senior starshy starshiy starshii".split(), "Sr.")}
#: How near a word that stands where a form has a particle must be to it ("Feng der Layen").
_LIKE_A_PARTICLE = 0.3
#: Below this nearness two words are two names, whatever else agrees.
LEAST = 0.5
#: Beside a word that is the same letter by letter a short one may have lost more ("Kia Starmer"): with the office at hand, never on sound alone.
_SHORT_WORD = 0.44


@dataclass(frozen=True, slots=True)
class Alignment:
    """How the words of a mention fit those of a right form.

    ``mean`` and ``worst`` are nearnesses under the channel (0-1), ``equal`` counts words that are the same letter by letter, ``sounds`` those with the same
    consonants, ``words`` the words compared, ``left_over`` the mention's words that fit nothing (the second one ends the comparison), ``missing`` the form's words that the mention lacks;
    ``joined`` says that two words of the mention were taken as one.
    """

    words: int
    equal: int
    sounds: int
    mean: float
    worst: float
    left_over: int
    missing: int
    initials: int
    joined: bool = False

    @property
    def half(self) -> bool:
        """Whether one word fits well and one not at all: another person, or a name whose given part was read in another way."""
        return self.left_over == 1 and self.words >= 1 and self.worst >= 0.8

    @property
    def strength(self) -> int:
        """3: a word is equal and the others near; 2: every word is near; 1: may be; 0: another name. Set on the tuning half of ``corpora/names``."""
        if self.joined and self.equal == self.words and not self.left_over:
            return 3 if self.words > 1 else 0
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
    kept = tuple(w for w in words if w not in PARTICLES and w not in SUFFIXES)
    return kept or tuple(words)


@lru_cache(maxsize=16384)
def align(mention: str, form: str, language: str | None = None) -> Alignment:
    """Lay a mention beside a right form, under the sound channel of a source language.

    >>> align("Mark Root", "Mark Rutte").strength, align("Amos Root", "Mark Rutte").strength
    (3, 0)
    """
    mine, theirs = parts(mention), list(parts(form))
    road = channel(language)
    joined = _joined(mine, theirs, road) if len(mine) != len(theirs) else None
    mine = joined or mine
    particles = [w for w in fold(form).split() if w in PARTICLES]
    likes: list[float] = []
    equal = sounds = left_over = initials = 0
    first = theirs[0] if theirs else ""
    for place, word in enumerate(mine):
        best, at = -1.0, -1
        for i, other in enumerate(theirs):
            if len(other) == 1 != len(word) and not place and other is not first:
                continue  # a given name is no middle initial: John Burns is not William J. Burns
            score = _word(word, other, road)
            if score > best + 1e-9:
                best, at = score, i
        if at < 0 or best < LEAST - 0.1:
            left_over += not any(nearness(word, p, road) >= _LIKE_A_PARTICLE for p in particles)
            if left_over > 1:
                return Alignment(0, 0, 0, 0.0, 0.0, left_over, len(theirs), initials)  # another name: what else agrees does not matter
            continue
        other = theirs.pop(at)
        if len(word) == 1 or len(other) == 1:
            initials += 1
            continue
        likes.append(best)
        equal += word == other
        sounds += word != other and skeleton(word) == skeleton(other)
    if not likes:
        return Alignment(0, 0, 0, 0.0, 0.0, left_over + initials, len(theirs), initials, bool(joined))
    return Alignment(len(likes), equal, sounds, sum(likes) / len(likes), min(likes), left_over, len(theirs), initials, bool(joined))


def _word(mine: str, theirs: str, road: Channel) -> float:
    """How near two words are; an initial agrees with the name it begins."""
    if len(mine) == 1 or len(theirs) == 1:
        return 0.9 if mine[0] == theirs[0] else 0.0
    return nearness(mine, theirs, road)


#: Two words are one of the form's from this nearness on.
_JOINED = 0.8


def _joined(mine: tuple[str, ...], theirs: list[str], road: Channel) -> tuple[str, ...] | None:
    """The mention with two neighbours written together where the form has them as one ("Nasr Allah" for Nasrallah)."""
    wholes = [a + b for a, b in pairwise(mine)]
    for i, j in possible_pairs(wholes, theirs, SHARED_BY_VERY_NEAR):
        if nearness(wholes[i], theirs[j], road) >= _JOINED:
            return (*mine[:i], wholes[i], *mine[i + 2 :])
    return None
