"""What speaks for and against one name being what was written, as numbers.

`Query` holds what is asked once per look-up. `compare` sets one candidate beside it: equal words first, then the nearest under the
channel's costs; what is left over was added or dropped. Words may also be glued or parted, so that then the whole is compared as
well. `weigh` adds, for the best candidate only, whether the written words are words that exist: what tells a stranger.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from normalize.gazetteer.channel.costs import channel
from normalize.gazetteer.channel.index import Index
from normalize.gazetteer.channel.known import chinese, known
from normalize.gazetteer.channel.letters import PARTICLES, symbols
from normalize.gazetteer.channel.naturalness import oddness

#: The numbers that rank the candidates, in order.
RANKING = (
    "found", "held", "worst", "equal", "equal_weight", "changed", "cost", "cost_worst", "cost_per_sound", "left_written",
    "left_parts", "left_particles", "whole_cost", "moved", "first_sound", "initials", "bearers", "first_equal", "last_equal",
    "ends", "last_cost", "short", "bones", "parts", "length_gap",
)  # fmt: skip

#: The numbers that tell, with those above, whether the best candidate is right.
WEIGHING = (
    "written", "letters", "equal_letters", "known", "known_least", "seen", "seen_least", "all_exist", "none_exist", "exist_gain",
    "odd", "oddest", "right_known", "right_least", "cost_existing", "cost_strange", "chinese", "chinese_right", "chinese_all",
)  # fmt: skip

_DIGITS = b"0123456789"
#: Letters beyond ASCII are one unknown sound.
_SOUNDS = bytes(i if i < 127 else 127 for i in range(256))


def sound_bytes(code: bytes) -> bytes:
    """The symbols of a word out of its code.

    >>> sound_bytes(b"4ru5te")
    b'rute'
    """
    return code.translate(_SOUNDS, _DIGITS)


@dataclass(frozen=True)
class Pairing:
    """How a candidate was set beside what was written."""

    name: int
    ids: list[int]
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
        self.sounds = [symbols(p).encode("ascii", "replace") for p in self.parts]
        self.first_sounds = [s[:1] for s in self.sounds]
        self.channel = channel(source_language)
        self.plain = "".join(self.parts)
        self._glued: bytes | None = None
        ids = [index.word_id(p) for p in self.parts]
        self.seen = [math.log1p(index.bearers(i)) for i in ids]
        self.rarity = [index.log_size - s for s in self.seen]

    @property
    def glued(self) -> bytes:
        if self._glued is None:
            self._glued = symbols(self.plain).encode("ascii", "replace")
        return self._glued


def compare(query: Query, name: int, figures: tuple[float, float, float]) -> tuple[list[float], Pairing]:
    """The numbers (`RANKING`) of one candidate."""
    index, parts, wrong = query.index, query.parts, query.sounds
    ids, plain, sounds = index.spelled(name)
    rest_q, rest_n = list(range(query.count)), list(range(len(plain)))
    equal = equal_letters = initials = 0
    equal_weight = 0.0
    order: list[tuple[int, int]] = []
    for i, word in enumerate(parts):
        if word in plain:
            for j in rest_n:
                if plain[j] == word:
                    rest_n.remove(j)
                    rest_q.remove(i)
                    order.append((i, j))
                    equal += 1
                    equal_letters += len(word)
                    equal_weight += query.rarity[i]
                    break
    distance = query.channel.distance
    pairs: list[tuple[int, int, float]] = []
    if len(rest_q) == 1 and len(rest_n) == 1:
        i, j = rest_q[0], rest_n[0]
        if len(parts[i]) == 1 or len(plain[j]) == 1:
            pairs = [(i, j, 1.5 if parts[i][0] == plain[j][0] else 9.0)]
        else:
            pairs = [(i, j, distance(sounds[j], wrong[i]))]
        rest_q, rest_n = [], []
    elif rest_q and rest_n:
        pairs, rest_q, rest_n = _assign(query, plain, sounds, rest_q, rest_n)
    cost = worst_cost = last_cost = bearers = 0.0
    sound_count = first_sound = bones = 0
    short = 9
    for i, j, d in pairs:
        if len(parts[i]) == 1 or len(plain[j]) == 1:
            initials += 1
        order.append((i, j))
        cost += d
        if d > worst_cost:
            worst_cost = d
        sound_count += len(sounds[j])
        first_sound += sounds[j][:1] == query.first_sounds[i]
        bones += d < 2.5
        short = min(short, len(parts[i]))
        bearers += index.log_bearers(ids[j])
        if (i == query.count - 1 or j == len(plain) - 1) and d > last_cost:
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
    moved = places != sorted(places)
    whole_cost = cost
    if rest_q or rest_n:
        by_order = [plain[j] for j in places] + [plain[j] for j in rest_n] if moved else plain
        whole = symbols("".join(by_order)).encode("ascii", "replace")
        whole_cost = min(distance(whole, query.glued), cost + 1.2 * left_written + 0.8 * left_parts + 0.3 * particles)
    n = len(pairs)
    length = sum(map(len, plain))
    values = [
        *figures, equal, equal_weight, n, cost, worst_cost, cost / (sound_count + 1.0), left_written, left_parts, particles,
        whole_cost, moved, first_sound / n if n else 1.0, initials, bearers / n if n else 3.0, plain[0] == parts[0], plain[-1] == parts[-1],
        plain[-1][-1:] == parts[-1][-1:], last_cost, short, bones / n if n else 1.0, len(plain), abs(length - len(query.plain)),
    ]  # fmt: skip
    return values, Pairing(name, ids, plain, pairs, rest_q, equal_letters)


def _assign(
    query: Query, plain: list[str], sounds: list[bytes], rest_q: list[int], rest_n: list[int]
) -> tuple[list[tuple[int, int, float]], list[int], list[int]]:
    """The changed words of both sides, each with its nearest; what is too far from all stays alone."""
    grid = []
    distance = query.channel.distance
    for i in rest_q:
        word, wrong = query.parts[i], query.sounds[i]
        for j in rest_n:
            if len(word) == 1 or len(plain[j]) == 1:
                d = 1.5 if word[0] == plain[j][0] else 9.0
            else:
                d = distance(sounds[j], wrong)
            grid.append((d / (1.0 + 0.5 * (len(sounds[j]) + len(wrong))), d, i, j))
    grid.sort()
    pairs = []
    left_q, left_n = set(rest_q), set(rest_n)
    for ratio, d, i, j in grid:
        if ratio > 1.6:
            break
        if i in left_q and j in left_n:
            left_q.remove(i)
            left_n.remove(j)
            pairs.append((i, j, d))
    return pairs, sorted(left_q), sorted(left_n)


def weigh(query: Query, pairing: Pairing) -> list[float]:
    """The further numbers (`WEIGHING`) of the best candidate: are the written words words that exist, and the right ones?"""
    index, parts, pairs = query.index, query.parts, pairing.pairs
    changed = [i for i in [p[0] for p in pairs] + pairing.rest_written if parts[i] not in PARTICLES]
    is_known = {i: known(parts[i]) for i in changed}
    exist = sum(is_known[i] > 0 or query.seen[i] > 0 for i in changed)
    odd = [oddness(index.arrays["triples"], parts[i]) for i in changed]
    n, m = max(1, len(changed)), max(1, len(pairs))
    gain = cost_existing = cost_strange = right_known = 0.0
    right_least = 9.0
    for i, j, d in pairs:
        held, right = index.log_bearers(pairing.ids[j]), known(pairing.plain[j])
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
        min((query.seen[i] for i in changed), default=5.0), bool(changed) and exist == len(changed), bool(changed) and not exist,
        gain / m, sum(o[0] for o in odd) / n, max((o[1] for o in odd), default=0.0), right_known / m, min(right_least, 5.0),
        cost_existing, cost_strange, sum(chinese(parts[i]) for i, _, _ in pairs) / m,
        sum(chinese(pairing.plain[j]) for _, j, _ in pairs) / m, all(map(chinese, parts)),
    ]  # fmt: skip
