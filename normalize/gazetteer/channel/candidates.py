"""Which of the names may be meant: near words by key, their bearers, and the few that hold most of what was written.

Nothing is decided here; what is lost here is lost. Every step works on whole arrays, so that a look-up costs the same
few dozen calls for sixty thousand names and for millions.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from rapidfuzz.distance import Levenshtein
from rapidfuzz.process import cdist

from normalize.gazetteer.channel.build import joins
from normalize.gazetteer.channel.index import Index
from normalize.gazetteer.channel.letters import PARTICLES, code, symbols

#: Of the words sharing a key with a written one, how many lead on to their bearers.
KEPT_WORDS = 12
#: A word with more bearers leads to no candidates by itself; the other words of the name must.
TOO_COMMON = 1500
#: A word with as many bearers is not mangled as long as another word of the surface has none: only its own bearers
#: are taken.
USUAL = 3
#: How many names are compared word by word.
POOL = 96
#: Less alike than this is not alike at all.
UNLIKE = 0.2
#: How many names go on to the exact comparison.
FINAL = 8
#: If even the best of them is poor, fewer will do.
FAIR, FINAL_OF_POOR = 17.5, 3
#: How far behind the best of them a name may be.
BEHIND = 5.5
#: The figures by which the names are sieved: how well the written words are found in the name, how well the name's
#: words are held,
#: the worst written word, letters in words that sound the same, the first and the last words of both, the difference
#: in length.
SIEVING = ("found", "held", "worst", "same", "first", "last", "length_gap")
MOST_WORDS = 5
#: How many written words are remembered with their near ones.
_REMEMBERED = 8192


#: How crowded it is about the likeliest name: its score, its lead over the second and the third, how many are near
#: and around it
#: (logarithms).
CROWD = ("sieve_top", "sieve_gap", "sieve_gap_third", "crowd_near", "crowd_around")
Crowd = list[float]
EMPTY: Crowd = [0.0, 9.0, 9.0, 0.0, 0.0]

#: A name by number, its words by number, its `SIEVING` figures, and how alike each telling word and each of its words
#: are.
Found = tuple[int, list[int], list[float], list[list[float]]]


def units(parts: list[str]) -> list[str]:
    """What is sought: the words that say something, and neighbours that are often joined.

    >>> units(["hassan", "nasr", "allah"])
    ['hassan', 'nasr', 'allah', 'hassannasr', 'nasrallah']
    >>> units(["al", "hakim"])
    ['hakim', 'alhakim']
    """
    return telling_words(parts) + joins(parts)


def telling_words(parts: list[str]) -> list[str]:
    """The words that are neither particles nor initials, all if there are no others."""
    return ([p for p in parts if p not in PARTICLES and len(p) > 1] or parts)[:MOST_WORDS]


def find(
    index: Index, parts: list[str], weights: Sequence[float], skip: Sequence[int] = ()
) -> tuple[list[Found], Crowd]:
    """The names that may be meant, the likeliest first, at most `FINAL`, without those to skip; and how crowded it is.

    The weights are the model's: how the figures make the order.
    """
    pool = _pool(index, units(parts))
    if pool is not None and len(skip):
        pool = pool[~index.np.isin(pool, skip)]
    if pool is None or not len(pool):
        return [], EMPTY
    return _sieve(index, telling_words(parts), pool, weights)


def _learn_near(index: Index, sought: list[str]) -> None:
    """Remembers for each written word the words most like it, and what each one's bearers get for it."""
    np = index.np
    sounds = [symbols(unit) for unit in sought]
    found = index.near_words(sounds)
    together = np.concatenate(found)
    matrix = likeness(index, sounds, together)
    sizes = [len(ids) for ids in found]
    sims = matrix[np.repeat(np.arange(len(sought)), sizes), np.arange(len(together))]
    starts = index.arrays["holder_at"][together].astype(np.int64)
    counts = index.arrays["holder_at"][together + 1] - starts
    worth = sims * sims * (1.3 - np.log(counts + 1.0) / index.log_size)
    counts[counts > TOO_COMMON] = 0
    packed_worth = (worth * 4000).astype(np.int64)
    end = 0
    for unit, size in zip(sought, sizes, strict=True):
        begin, end = end, end + size
        if size > KEPT_WORDS:
            best = sims[begin:end].argpartition(size - KEPT_WORDS)[-KEPT_WORDS:] + begin
            index.remembered[unit] = starts[best], counts[best], packed_worth[best]
        else:
            index.remembered[unit] = starts[begin:end], counts[begin:end], packed_worth[begin:end]


def _itself(index: Index, number: int) -> tuple[Any, Any, Any]:
    """A word that needs no near ones: its own bearers only, as `_learn_near` would give them."""
    np, at = index.np, index.arrays["holder_at"]
    start = int(at[number])
    count = int(at[number + 1]) - start
    worth = int((1.3 - math.log(count + 1.0) / index.log_size) * 4000)
    return np.array([start]), np.array([count if count <= TOO_COMMON else 0]), np.array([worth])


def _pool(index: Index, sought: list[str]) -> Any:
    """Names by the near words they hold, rare words counting more."""
    np, holders = index.np, index.arrays["holders"]
    remembered = index.remembered
    if len(remembered) > _REMEMBERED:
        remembered.clear()
    numbers = [index.word_id(unit) for unit in sought]
    borne = [index.bearers(number) for number in numbers]
    near, new = [], []
    for unit, number, bearers in zip(sought, numbers, borne, strict=True):
        if bearers >= USUAL and min(borne) == 0:
            near.append(_itself(index, number))
        elif unit not in remembered:
            new.append(unit)
    if new:
        _learn_near(index, new)
    near += [remembered[unit] for unit in sought if unit in remembered]
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
    heard = [code(s).encode("utf-8", "surrogatepass") for s in sounds]
    return cdist(
        heard, index.codes(ids), scorer=Levenshtein.normalized_similarity, score_cutoff=UNLIKE, dtype=index.np.float32
    )


def _sieve(index: Index, telling: list[str], pool: Any, weights: Sequence[float]) -> tuple[list[Found], Crowd]:
    """The pool's names against the written words: each word with its best part, each part with its best word."""
    np, a = index.np, index.arrays
    starts, ends = a["part_at"][pool].astype(np.int64), a["part_at"][pool + 1].astype(np.int64)
    counts = ends - starts
    last = counts.cumsum()
    firsts = last - counts
    flat = a["parts"][np.repeat(starts - firsts, counts) + np.arange(int(last[-1]))]
    matrix = likeness(index, [symbols(t) for t in telling], flat)
    lengths = a["letters"][flat].astype(np.float32)
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
    keep = (-score).argsort(kind="stable")
    first = score[keep[:3]].tolist()
    top = first[0]
    near, around = ((score > top - 2).sum(), (score > top - 5).sum())
    crowd = [
        top, min(top - first[1], 9.0) if len(first) > 1 else 9.0, min(top - first[2], 9.0) if len(first) > 2 else 9.0,
        math.log(near), math.log(around),
    ]  # fmt: skip
    keep = keep[: FINAL if top >= FAIR or len(telling) == 1 else FINAL_OF_POOR]
    keep = keep[score[keep] >= top - BEHIND]
    spans = zip(pool[keep].tolist(), firsts[keep].tolist(), last[keep].tolist(), figures.T[keep].tolist(), strict=True)
    return [(name, flat[i:j].tolist(), of_this, matrix[:, i:j].tolist()) for name, i, j, of_this in spans], crowd
