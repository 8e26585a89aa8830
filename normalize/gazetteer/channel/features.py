"""What speaks for and against one name being what was written, as numbers.

`Query` holds what is asked once per look-up. `compare` sets one candidate beside it: equal words first, then those
most alike, with the channel's cost; what is left over was added or dropped. Words may also be glued or parted, so
that then the whole is compared as well. `weigh` adds, for the best candidate only, whether the written words are
words that exist: what tells a stranger.
"""

from __future__ import annotations

import math
from typing import NamedTuple

from rapidfuzz.distance import JaroWinkler, Levenshtein

from normalize.gazetteer.channel.candidates import EMPTY, SIEVING, Found, telling_words
from normalize.gazetteer.channel.changes import KINDS, kinds, pinyin
from normalize.gazetteer.channel.costs import channel
from normalize.gazetteer.channel.index import MOST_SOUNDS, Index
from normalize.gazetteer.channel.known import chinese, known
from normalize.gazetteer.channel.letters import PARTICLES, symbols
from normalize.gazetteer.channel.naturalness import oddness

#: The numbers that rank the candidates, in order.
RANKING = (
    *SIEVING, "equal", "equal_weight", "changed", "cost", "cost_worst", "cost_per_sound", "left_written",
    "left_parts", "left_particles", "whole_cost", "moved", "first_sound", "initials", "bearers", "first_equal",
    "last_equal",
    "ends", "last_cost", "short", "bones", "parts", "whole_plain", "whole_jaro", "whole_sounds", "sounds_held",
)  # fmt: skip

#: The numbers that tell, with those above, whether the best candidate is right.
WEIGHING = (
    "written", "letters", "equal_letters", "known", "known_least", "seen", "seen_least", "all_exist", "none_exist",
    "exist_gain", "odd", "oddest", "right_known", "right_least", "cost_existing", "cost_strange", "chinese",
    "chinese_right", "chinese_all", *KINDS,
)  # fmt: skip

#: Words may be glued where the whole lengths differ by no more letters than this.
GLUED_GAP = 4
#: Up to so many pairs of changed words, each is compared in full; beyond, each word only with the one most like it.
ALL_PAIRS = 4


class Pairing(NamedTuple):
    """How a candidate was set beside what was written."""

    name: int
    bearers: list[float]
    plain: list[str]
    pairs: list[tuple[int, int, float]]
    rest_written: list[int]
    equal_letters: int


class Query:
    """A written name, taken apart once."""

    def __init__(self, index: Index, parts: list[str], source_language: str | None) -> None:
        self.index = index
        self.parts = parts[:8]
        self.count = len(self.parts)
        self.sounds = [symbols(p).encode("ascii", "replace")[:MOST_SOUNDS] for p in self.parts]
        telling = telling_words(self.parts)
        self.rows = [telling.index(p) if p in telling else -1 for p in self.parts]
        self.channel = channel(source_language)
        self.plain = "".join(self.parts)
        self.together = b"".join(self.sounds)
        self.crowd = EMPTY
        self._glued: bytes | None = None
        ids = [index.word_id(p) for p in self.parts]
        self.seen = [math.log1p(index.bearers(i)) if i >= 0 else 0.0 for i in ids]
        self.all_seen = min(ids) >= 0
        self.rarity = [index.log_size - s for s in self.seen]

    @property
    def glued(self) -> bytes:
        """The sounds of all the words in one run, for names whose words were joined or split."""
        if self._glued is None:
            self._glued = symbols(self.plain).encode("ascii", "replace")[:MOST_SOUNDS]
        return self._glued


def compare(query: Query, found: Found) -> tuple[list[float], Pairing]:
    """The numbers (`RANKING`) of one candidate, and how it was set beside what was written."""
    name, ids, figures, alike = found
    parts = query.parts
    plain, sounds, all_bearers = query.index.spelled(ids)
    rest_q, rest_n = list(range(query.count)), list(range(len(plain)))
    order: list[tuple[int, int]] = []
    equal_letters, equal_weight = 0, 0.0
    for i, word in enumerate(parts):
        if word in plain:
            for j in rest_n:
                if plain[j] == word:
                    rest_n.remove(j)
                    rest_q.remove(i)
                    order.append((i, j))
                    equal_letters += len(word)
                    equal_weight += query.rarity[i]
                    break
    equal = len(order)
    length = sum(map(len, plain))
    glued = len(rest_q) != len(rest_n) and abs(length - len(query.plain)) <= GLUED_GAP
    pairs, rest_q, rest_n = _pair(query, plain, sounds, alike, rest_q, rest_n)
    cost = worst_cost = last_cost = bearers = 0.0
    sound_count = first_sound = bones = initials = 0
    short = 9
    for i, j, d in pairs:
        if len(parts[i]) == 1 or len(plain[j]) == 1:
            initials += 1
        order.append((i, j))
        cost += d
        if d > worst_cost:
            worst_cost = d
        sound_count += len(sounds[j])
        first_sound += sounds[j][0] == query.sounds[i][0]
        bones += d < 2.5
        short = min(short, len(parts[i]))
        bearers += all_bearers[j]
        if d > last_cost and (i == query.count - 1 or j == len(plain) - 1):
            last_cost = d
    left_written = left_parts = particles = 0
    for i in rest_q:
        if parts[i] in PARTICLES:
            particles += 1
        else:
            left_written += len(parts[i])
    for j in rest_n:
        if plain[j] in PARTICLES:
            particles += 1
        else:
            left_parts += len(plain[j])
    order.sort()
    places = [j for _, j in order]
    whole_cost = cost + 1.2 * left_written + 0.8 * left_parts + 0.3 * particles
    if glued:
        whole = symbols("".join(plain)).encode("ascii", "replace")[:MOST_SOUNDS]
        whole_cost = min(whole_cost, query.channel.distance(whole, query.glued))
    if places != sorted(places):
        in_order = [*places, *rest_n]
        whole_plain, whole_sounds = "".join([plain[j] for j in in_order]), b"".join([sounds[j] for j in in_order])
    else:
        whole_plain, whole_sounds = "".join(plain), b"".join(sounds)
    n = len(pairs)
    values = [
        *figures, equal, equal_weight, n, cost, worst_cost, cost / (sound_count + 1.0), left_written, left_parts,
        particles, whole_cost,
        places != sorted(places), first_sound / n if n else 1.0, initials, bearers / n if n else 3.0,
        plain[0] == parts[0],
        plain[-1] == parts[-1], plain[-1][-1:] == parts[-1][-1:], last_cost, short, bones / n if n else 1.0, len(plain),
        Levenshtein.normalized_similarity(query.plain, whole_plain), JaroWinkler.similarity(query.plain, whole_plain),
        Levenshtein.normalized_similarity(query.together, whole_sounds),
        sum([d < 1.5 for _, _, d in pairs]) + equal - query.count,
    ]  # fmt: skip
    return values, Pairing(name, all_bearers, plain, pairs, rest_q, equal_letters)


def _pair(
    query: Query, plain: list[str], sounds: list[bytes], alike: list[list[float]], rest_q: list[int], rest_n: list[int]
) -> tuple[list[tuple[int, int, float]], list[int], list[int]]:
    """The changed words of both sides, each with the one most like it; what is unlike all stays alone."""
    if not rest_q or not rest_n:
        return [], rest_q, rest_n
    parts, distance = query.parts, query.channel.distance
    few = len(rest_q) * len(rest_n) <= ALL_PAIRS
    grid = []
    for i in rest_q:
        word, wrong = parts[i], query.sounds[i]
        row = alike[query.rows[i]] if query.rows[i] >= 0 else None
        for j in rest_n:
            size = 1.0 + 0.5 * (len(sounds[j]) + len(wrong))
            if len(word) == 1 or len(plain[j]) == 1:
                d = 1.5 if word[0] == plain[j][0] else 9.0
                grid.append((d / size, d, i, j))
            elif few and (row is None or row[j] > 0.25 or len(rest_q) * len(rest_n) == 1):
                d = distance(sounds[j], wrong)
                grid.append((d / size, d, i, j))
            elif row and row[j] > 0.25:
                grid.append((1.6 - row[j], -1.0, i, j))
    if len(grid) == 1 and few:
        return [(rest_q[0], rest_n[0], grid[0][1])], [], []
    grid.sort()
    pairs = []
    left_q, left_n = rest_q[:], rest_n[:]
    for ratio, d, i, j in grid:
        if ratio > 1.6:
            break
        if i in left_q and j in left_n:
            left_q.remove(i)
            left_n.remove(j)
            pairs.append((i, j, d if d >= 0 else distance(sounds[j], query.sounds[i])))
    return pairs, left_q, left_n


def weigh(query: Query, pairing: Pairing) -> list[float]:
    """The further numbers (`WEIGHING`) of the best candidate: do the written words exist, and the right ones?"""
    index, parts, pairs = query.index, query.parts, pairing.pairs
    changed = [i for i in [p[0] for p in pairs] + pairing.rest_written if parts[i] not in PARTICLES]
    least = int(pinyin(parts))
    is_known = {i: max(known(parts[i]), least) for i in changed}
    exist = sum(is_known[i] > 0 or query.seen[i] > 0 for i in changed)
    odd = [oddness(index.triples, parts[i]) for i in changed]
    n, m = max(1, len(changed)), max(1, len(pairs))
    gain = cost_existing = cost_strange = right_known = 0.0
    right_least = 9.0
    for i, j, d in pairs:
        held, right = pairing.bearers[j], max(known(pairing.plain[j]), least)
        right_known += right
        right_least = min(right_least, held)
        gain += held - query.seen[i] + 0.7 * (right - is_known.get(i, 2))
        if is_known.get(i, 2) or query.seen[i]:
            cost_existing += d
        else:
            cost_strange += d
    return [
        query.count, len(query.plain), pairing.equal_letters,
        sum(is_known.values()) / n, min(is_known.values(), default=2), sum(query.seen[i] for i in changed) / n,
        min((query.seen[i] for i in changed), default=5.0), bool(changed) and exist == len(changed),
        bool(changed) and not exist,
        gain / m, sum(o[0] for o in odd) / n, max((o[1] for o in odd), default=0.0), right_known / m,
        min(right_least, 5.0),
        cost_existing, cost_strange, sum(chinese(parts[i]) for i, _, _ in pairs) / m,
        sum(chinese(pairing.plain[j]) for _, j, _ in pairs) / m, all(map(chinese, parts)),
        *kinds(parts, pairing.plain, pairs, pairing.rest_written),
    ]  # fmt: skip
