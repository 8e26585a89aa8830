"""Which of the names may be meant: near words by key, their bearers, and the few that hold most of what was written.

Nothing is decided here; what is lost here is lost. Every step works on whole arrays, so that a look-up costs the same few
dozen calls for sixty thousand names and for millions.
"""

from __future__ import annotations

import math
from typing import Any

from rapidfuzz.distance import Levenshtein
from rapidfuzz.process import cdist

from normalize.gazetteer.channel.index import Index
from normalize.gazetteer.channel.letters import PARTICLES, code, symbols

#: Of the words sharing a key with a written one, how many lead on to their bearers.
KEPT_WORDS = 16
#: A word with more bearers leads to no candidates by itself; the other words of the name must.
TOO_COMMON = 1500
#: How many names are compared word by word.
POOL = 128
#: How many names go on to the exact comparison.
FINAL = 10
MOST_WORDS = 5
#: How many written words are remembered with their near ones.
_REMEMBERED = 2048


def units(parts: list[str]) -> list[str]:
    """What is sought: the words that say something, and neighbours joined.

    >>> units(["hassan", "nasr", "allah"])
    ['hassan', 'nasr', 'allah', 'hassannasr', 'nasrallah']
    >>> units(["al", "hakim"])
    ['hakim', 'alhakim']
    """
    telling = telling_words(parts)
    glued = [a + b for a, b in zip(parts, parts[1:], strict=False) if len(a) + len(b) <= 12] if len(parts) < 5 else []
    return telling + glued


def telling_words(parts: list[str]) -> list[str]:
    """The words that are neither particles nor initials, all if there are no others."""
    return ([p for p in parts if p not in PARTICLES and len(p) > 1] or parts)[:MOST_WORDS]


def find(index: Index, parts: list[str]) -> tuple[list[int], list[tuple[float, float, float]]]:
    """The numbers of the names that may be meant, at most `FINAL`, the likeliest first, and the figures of that order."""
    pool = _pool(index, units(parts))
    if pool is None:
        return [], []
    return _compare(index, telling_words(parts), pool)


def _near(index: Index, unit: str) -> tuple[Any, Any]:
    """The words most like this one, and what each one's bearers get for it."""
    known = index.remembered.get(unit)
    if known is not None:
        return known  # type: ignore[no-any-return]
    np = index.np
    sound = symbols(unit)
    ids = index.near_words(sound)
    if len(ids):
        sims = likeness(index, [sound], ids)[0]
        if len(ids) > KEPT_WORDS:
            best = np.argpartition(sims, len(ids) - KEPT_WORDS)[-KEPT_WORDS:]
            ids, sims = ids[best], sims[best]
        holder_at = index.arrays["holder_at"]
        counts = (holder_at[ids + 1] - holder_at[ids]).astype(np.float32)
        worth = (sims * sims * (1.3 - np.log(counts + 1.0) / math.log(len(index) + 2)) * 4000).astype(np.int64)
        worth[counts > TOO_COMMON] = 0
        ids, worth = ids[worth > 0], worth[worth > 0]
    else:
        worth = np.empty(0, np.int64)
    if len(index.remembered) > _REMEMBERED:
        index.remembered.clear()
    index.remembered[unit] = ids, worth
    return ids, worth


def _pool(index: Index, sought: list[str]) -> Any:
    """Names by the near words they hold, rare words counting more."""
    np, a = index.np, index.arrays
    near = [_near(index, unit) for unit in sought]
    ids = np.concatenate([found for found, _ in near])
    if not len(ids):
        return None
    starts, ends = a["holder_at"][ids].astype(np.int64), a["holder_at"][ids + 1].astype(np.int64)
    counts = ends - starts
    last = counts.cumsum()
    total = int(last[-1])
    packed = a["holders"][np.repeat(starts - last + counts, counts) + np.arange(total)].astype(np.int64)
    packed <<= 20
    packed |= np.repeat(np.concatenate([worth for _, worth in near]), counts)
    packed.sort()
    names = packed >> 20
    firsts = np.empty(total, bool)
    firsts[0] = True
    np.not_equal(names[1:], names[:-1], out=firsts[1:])
    begin = firsts.nonzero()[0]
    names = names[begin]
    if len(names) > POOL:
        packed &= 0xFFFFF
        sums = np.add.reduceat(packed, begin)
        names = names[np.argpartition(sums, len(names) - POOL)[-POOL:]]
    return names


def likeness(index: Index, sounds: list[str], ids: Any) -> Any:
    """How alike each sought and each given word are, by consonants, their classes and vowels; a matrix of 0 to 1."""
    heard = [code(s).encode("utf-8", "surrogateescape") for s in sounds]
    return cdist(heard, index.texts("code", ids), scorer=Levenshtein.normalized_similarity, dtype=index.np.float32)


def _compare(index: Index, telling: list[str], pool: Any) -> tuple[list[int], list[tuple[float, float, float]]]:
    """The pool's names by their words against the written ones: each written word with its best, each part with its best."""
    np, a = index.np, index.arrays
    starts, ends = a["part_at"][pool].astype(np.int64), a["part_at"][pool + 1].astype(np.int64)
    counts = ends - starts
    last = counts.cumsum()
    firsts = last - counts
    flat = a["parts"][np.repeat(starts - firsts, counts) + np.arange(int(last[-1]))]
    matrix = likeness(index, [symbols(t) for t in telling], flat)
    lengths = (a["word_at"][flat + 1] - a["word_at"][flat]).astype(np.float32)
    mine = np.array([len(t) for t in telling], np.float32)
    mine /= mine.sum()
    best = np.maximum.reduceat(matrix, firsts, axis=1)
    found = mine @ best
    held = np.add.reduceat(matrix.max(axis=0) * lengths, firsts) / np.add.reduceat(lengths, firsts)
    worst = best.min(axis=0)
    score = found + held + 0.3 * worst
    if len(pool) > FINAL:
        keep = np.argpartition(score, len(pool) - FINAL)[-FINAL:]
        keep = keep[np.argsort(-score[keep], kind="stable")]
    else:
        keep = np.argsort(-score, kind="stable")
    return pool[keep].tolist(), list(zip(found[keep].tolist(), held[keep].tolist(), worst[keep].tolist(), strict=True))
