"""Which of the names may be meant: near words by key, their bearers, and the hundred that hold most of what was written.

Nothing is decided here; what is lost here is lost. Every step works on whole arrays, so that a look-up costs the same few
dozen calls for sixty thousand names and for millions.
"""

from __future__ import annotations

import math
from typing import Any

from normalize.gazetteer.channel.index import Index
from normalize.gazetteer.channel.letters import PARTICLES, skeleton, symbols

#: Of the words sharing a key, how many lead on to their bearers.
KEPT_WORDS = 24
#: A word with more bearers leads to no candidates by itself; the other words of the name must.
TOO_COMMON = 1500
#: How many names are compared word by word.
POOL = 160
#: How many names go on to the exact comparison.
FINAL = 24
MOST_WORDS = 6


def units(parts: list[str]) -> list[str]:
    """What is sought: the words that say something, and neighbours joined.

    >>> units(["hassan", "nasr", "allah"])
    ['hassan', 'nasr', 'allah', 'hassannasr', 'nasrallah']
    >>> units(["al", "hakim"])
    ['hakim', 'alhakim']
    """
    telling = [p for p in parts if p not in PARTICLES and len(p) > 1] or parts
    glued = [a + b for a, b in zip(parts, parts[1:], strict=False) if len(a) + len(b) <= 18] if len(parts) < 5 else []
    return telling[:MOST_WORDS] + glued


def find(index: Index, parts: list[str]) -> list[int]:
    """The numbers of the names that may be meant, the likeliest first; at most `FINAL`."""
    np = index.np
    pool = _pool(index, units(parts))
    if pool is None or not len(pool):
        return []
    if len(pool) <= 2:
        return pool.tolist()  # type: ignore[no-any-return]
    return _compare(index, parts, pool, np)


def _pool(index: Index, sought: list[str]) -> Any:
    """Names by the near words they hold, rare words counting more."""
    np, a = index.np, index.arrays
    holder_at, holders = a["holder_at"], a["holders"]
    size = math.log(len(index) + 2)
    slices, weights, lengths = [], [], []
    for unit in sought:
        sound = symbols(unit)
        ids = index.near_words(sound)
        if not len(ids):
            continue
        spelled = index.spelled(ids)
        sims = likeness(index, [unit], [sound], spelled)[0]
        if len(ids) > KEPT_WORDS:
            best = np.argpartition(sims, len(ids) - KEPT_WORDS)[-KEPT_WORDS:]
            ids, sims = ids[best], sims[best]
        starts, ends = holder_at[ids], holder_at[ids + 1]
        counts = (ends - starts).astype(np.int64)
        weight = (sims * sims * (1.3 - np.log(counts + 1.0) / size) * 4000).astype(np.int64)
        for start, end, count, value in zip(starts.tolist(), ends.tolist(), counts.tolist(), weight.tolist(), strict=True):
            if 0 < count <= TOO_COMMON:
                slices.append(holders[start:end])
                weights.append(value)
                lengths.append(count)
    if not slices:
        return None
    packed = np.concatenate(slices).astype(np.int64) << 20
    packed |= np.repeat(np.array(weights, np.int64), lengths)
    packed.sort()
    names = packed >> 20
    starts = np.flatnonzero(np.concatenate((_ONE(np), names[1:] != names[:-1])))
    sums = np.add.reduceat(packed & 0xFFFFF, starts)
    names = names[starts]
    if len(names) > POOL:
        names = names[np.argpartition(sums, len(names) - POOL)[-POOL:]]
    return names


def _ONE(np: Any) -> Any:
    return np.array([True])


def likeness(index: Index, plain: list[str], sounds: list[str], spelled: tuple[list[str], list[str], list[str]]) -> Any:
    """How alike each sought word and each given word are, by letters, sounds and consonants; a matrix of 0 to 1."""
    from rapidfuzz.distance import Levenshtein
    from rapidfuzz.process import cdist

    np = index.np
    words, heard, bones = spelled
    sim = Levenshtein.normalized_similarity
    out = cdist(plain, words, scorer=sim, dtype=np.float32)
    out += cdist(sounds, heard, scorer=sim, dtype=np.float32)
    out += cdist([skeleton(s) for s in sounds], bones, scorer=sim, dtype=np.float32)
    out *= 1 / 3
    return out


def _compare(index: Index, parts: list[str], pool: Any, np: Any) -> list[int]:
    """The pool's names by their words against the written ones: each written word with its best, each unmatched part charged."""
    a = index.arrays
    telling = [p for p in parts if p not in PARTICLES and len(p) > 1] or parts
    telling = telling[:MOST_WORDS]
    part_at = a["part_at"]
    starts, ends = part_at[pool].astype(np.int64), part_at[pool + 1].astype(np.int64)
    counts = ends - starts
    firsts = np.concatenate((np.zeros(1, np.int64), np.cumsum(counts)[:-1]))
    flat = a["parts"][np.repeat(starts - firsts, counts) + np.arange(int(counts.sum()))]
    ids, place = np.unique(flat, return_inverse=True)
    spelled = index.spelled(ids)
    matrix = likeness(index, telling, [symbols(t) for t in telling], spelled)
    lengths = np.array([len(w) for w in spelled[0]], np.float32)
    mine = np.array([len(t) for t in telling], np.float32)
    by_part = matrix[:, place]
    best = np.maximum.reduceat(by_part, firsts, axis=1)
    score = (best * mine[:, None]).sum(axis=0) / mine.sum()
    part_best = by_part.max(axis=0) * lengths[place]
    score += np.add.reduceat(part_best, firsts) / np.add.reduceat(lengths[place], firsts)
    if len(pool) > FINAL:
        keep = np.argpartition(score, len(pool) - FINAL)[-FINAL:]
        keep = keep[np.argsort(-score[keep], kind="stable")]
    else:
        keep = np.argsort(-score, kind="stable")
    return pool[keep].tolist()  # type: ignore[no-any-return]
