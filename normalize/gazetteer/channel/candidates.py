"""Which of the names may be meant: near words by key, their bearers, and the few that hold most of what was written.

Nothing is decided here; what is lost here is lost. Every step works on whole arrays, so that a look-up costs the same few
dozen calls for sixty thousand names and for millions.
"""

from __future__ import annotations

from collections.abc import Sequence
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
#: Less alike than this is not alike at all.
UNLIKE = 0.2
#: How many names go on to the exact comparison.
FINAL = 10
#: How far behind the best of them a name may be.
BEHIND = 5.5
#: The figures by which the names are sieved: how well the written words are found in the name, how well the name's words are held,
#: the worst written word, letters in words that sound the same, the first and the last words of both, the difference in length.
SIEVING = ("found", "held", "worst", "same", "first", "last", "length_gap")
MOST_WORDS = 5
#: How many written words are remembered with their near ones.
_REMEMBERED = 2048


#: A name by number, its words by number, and its `SIEVING` figures.
Found = tuple[int, list[int], list[float]]


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


def find(index: Index, parts: list[str], weights: Sequence[float]) -> list[Found]:
    """The names that may be meant, the likeliest first, at most `FINAL`.

    The weights are the model's: how the figures make the order.
    """
    pool = _pool(index, units(parts))
    if pool is None:
        return []
    return _sieve(index, telling_words(parts), pool, weights)


def _learn_near(index: Index, sought: list[str]) -> None:
    """For each written word: the words most like it, and what each one's bearers get for it; remembered in the index."""
    np = index.np
    sounds = [symbols(unit) for unit in sought]
    found = index.near_words(sounds)
    together = np.concatenate(found)
    matrix = likeness(index, sounds, together)
    holder_at = index.arrays["holder_at"]
    at = 0
    for row, (unit, ids) in enumerate(zip(sought, found, strict=True)):
        sims = matrix[row, at : at + len(ids)]
        at += len(ids)
        if len(ids) > KEPT_WORDS:
            best = sims.argpartition(len(ids) - KEPT_WORDS)[-KEPT_WORDS:]
            ids, sims = ids[best], sims[best]
        starts = holder_at[ids].astype(np.int64)
        counts = holder_at[ids + 1] - starts
        worth = (sims * sims * (1.3 - np.log(counts + 1.0) / index.log_size) * 4000).astype(np.int64)
        worth[counts > TOO_COMMON] = 0
        counts[counts > TOO_COMMON] = 0
        index.remembered[unit] = starts, counts, worth


def _pool(index: Index, sought: list[str]) -> Any:
    """Names by the near words they hold, rare words counting more."""
    np, holders = index.np, index.arrays["holders"]
    remembered = index.remembered
    if len(remembered) > _REMEMBERED:
        remembered.clear()
    new = [unit for unit in sought if unit not in remembered]
    if new:
        _learn_near(index, new)
    near = [remembered[unit] for unit in sought]
    starts, counts, worth = (np.concatenate([entry[k] for entry in near]) for k in range(3))
    last = counts.cumsum()
    total = int(last[-1]) if len(last) else 0
    if not total:
        return None
    packed = holders[np.repeat(starts - last + counts, counts) + np.arange(total)].astype(np.int64)
    packed <<= 20
    packed |= np.repeat(worth, counts)
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
        names = names[sums.argpartition(len(names) - POOL)[-POOL:]]
    return names


def likeness(index: Index, sounds: list[str], ids: Any) -> Any:
    """How alike each sought and each given word are, by consonants, their classes and vowels; a matrix of 0 to 1."""
    heard = [code(s).encode("utf-8", "surrogateescape") for s in sounds]
    return cdist(
        heard, index.codes(ids), scorer=Levenshtein.normalized_similarity, score_cutoff=UNLIKE, dtype=index.np.float32
    )


def _sieve(index: Index, telling: list[str], pool: Any, weights: Sequence[float]) -> list[Found]:
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
    total = float(mine.sum())
    mine /= total
    best = np.maximum.reduceat(matrix, firsts, axis=1)
    by_part = matrix.max(axis=0)
    letters = np.add.reduceat(lengths, firsts)
    figures = np.empty((len(SIEVING), len(pool)), np.float32)
    figures[0] = mine @ best
    figures[1] = np.add.reduceat(by_part * lengths, firsts) / letters
    figures[2] = best.min(axis=0)
    figures[3] = np.add.reduceat((by_part > 0.999) * lengths, firsts) / total
    figures[4] = matrix[0, firsts]
    figures[5] = matrix[-1, last - 1]
    figures[6] = np.abs(letters - total) / total
    score = np.array(weights, np.float32) @ figures
    keep = np.argsort(-score, kind="stable")[:FINAL]
    keep = keep[score[keep] >= score[keep[0]] - BEHIND]
    words, begins, ends = flat.tolist(), firsts[keep].tolist(), last[keep].tolist()
    return [
        (name, words[begin:end], of_this)
        for name, begin, end, of_this in zip(pool[keep].tolist(), begins, ends, figures.T[keep].tolist(), strict=True)
    ]
