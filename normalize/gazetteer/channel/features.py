"""What speaks for and against one name being what was written, as numbers.

`Query` holds what is asked once per look-up. `compare` sets one candidate beside it: equal words first, then the nearest under the
channel's costs; what is left over was added or dropped. Words may also be glued or parted, so that then the whole is compared as
well. `weigh` adds, for the best candidate only, whether the written words are words that exist: what tells a stranger.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from normalize.gazetteer.channel.candidates import SIEVING, Found
from normalize.gazetteer.channel.costs import channel
from normalize.gazetteer.channel.index import MOST_SOUNDS, Index
from normalize.gazetteer.channel.known import chinese, known
from normalize.gazetteer.channel.letters import PARTICLES, symbols
from normalize.gazetteer.channel.naturalness import oddness

#: The numbers that rank the candidates, in order.
RANKING = (
    *SIEVING, "equal", "equal_weight", "changed", "cost", "cost_worst", "cost_per_sound", "left_written",
    "left_parts", "left_particles", "whole_cost", "moved", "first_sound", "initials", "bearers", "first_equal", "last_equal",
    "ends", "last_cost", "short", "bones", "parts",
)  # fmt: skip

#: The numbers that tell, with those above, whether the best candidate is right.
WEIGHING = (
    "written", "letters", "equal_letters", "known", "known_least", "seen", "seen_least", "all_exist", "none_exist", "exist_gain",
    "odd", "oddest", "right_known", "right_least", "cost_existing", "cost_strange", "chinese", "chinese_right", "chinese_all",
)  # fmt: skip

#: Words may be glued where the whole lengths differ by no more letters than this.
GLUED_GAP = 4


@dataclass(frozen=True)
class Pairing:
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
        self.channel = channel(source_language)
        self.plain = "".join(self.parts)
        self._glued: bytes | None = None
        ids = [index.word_id(p) for p in self.parts]
        self.seen = [math.log1p(index.bearers(i)) if i >= 0 else 0.0 for i in ids]
        self.all_seen = min(ids) >= 0
        self.rarity = [index.log_size - s for s in self.seen]

    @property
    def glued(self) -> bytes:
        if self._glued is None:
            self._glued = symbols(self.plain).encode("ascii", "replace")[:MOST_SOUNDS]
        return self._glued


class Draft:
    """One candidate beside what was written, its equal words set aside; `wanted` are the pairs whose distance must be known."""

    __slots__ = ("bearers", "equal", "equal_letters", "equal_weight", "figures", "ids", "name", "order", "plain", "rest_n", "rest_q", "sounds", "whole")

    def __init__(self, query: Query, found: Found) -> None:
        self.name, self.ids, self.figures = found
        self.plain, self.sounds, self.bearers = query.index.spelled(self.ids)
        plain = self.plain
        self.rest_q, self.rest_n = list(range(query.count)), list(range(len(plain)))
        self.order: list[tuple[int, int]] = []
        self.equal_letters, self.equal_weight = 0, 0.0
        for i, word in enumerate(query.parts):
            if word in plain:
                for j in self.rest_n:
                    if plain[j] == word:
                        self.rest_n.remove(j)
                        self.rest_q.remove(i)
                        self.order.append((i, j))
                        self.equal_letters += len(word)
                        self.equal_weight += query.rarity[i]
                        break
        self.equal = len(self.order)
        self.whole: bytes | None = None
        if len(self.rest_q) != len(self.rest_n) and abs(sum(map(len, plain)) - len(query.plain)) <= GLUED_GAP:
            self.whole = symbols("".join(plain)).encode("ascii", "replace")[:MOST_SOUNDS]

    def wanted(self, query: Query) -> tuple[list[bytes], list[bytes]]:
        """The right and the wrong words to be compared: all that are left on both sides, and the whole if words were glued."""
        rights = [self.sounds[j] for _ in self.rest_q for j in self.rest_n]
        wrongs = [query.sounds[i] for i in self.rest_q for _ in self.rest_n]
        if self.whole is not None:
            rights.append(self.whole)
            wrongs.append(query.glued)
        return rights, wrongs


def compare(query: Query, found: list[Found]) -> list[tuple[list[float], Pairing]]:
    """The numbers (`RANKING`) of each candidate, and how it was set beside what was written."""
    drafts = [Draft(query, one) for one in found]
    rights: list[bytes] = []
    wrongs: list[bytes] = []
    for draft in drafts:
        more_rights, more_wrongs = draft.wanted(query)
        rights += more_rights
        wrongs += more_wrongs
    distances = query.channel.distances(rights, wrongs)
    out = []
    at = 0
    for draft in drafts:
        size = len(draft.rest_q) * len(draft.rest_n)
        costs = distances[at : at + size]
        at += size
        whole = None
        if draft.whole is not None:
            whole = distances[at]
            at += 1
        out.append(_finish(query, draft, costs, whole))
    return out


def _finish(query: Query, draft: Draft, costs: list[float], whole: float | None) -> tuple[list[float], Pairing]:
    """The numbers of one candidate, once the distances of its words are known."""
    parts, plain = query.parts, draft.plain
    pairs, rest_q, rest_n = _assign(query, draft, costs)
    order = draft.order
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
        sound_count += len(draft.sounds[j])
        first_sound += draft.sounds[j][0] == query.sounds[i][0]
        bones += d < 2.5
        short = min(short, len(parts[i]))
        bearers += draft.bearers[j]
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
    if whole is not None and whole < whole_cost:
        whole_cost = whole
    n = len(pairs)
    values = [
        *draft.figures, draft.equal, draft.equal_weight, n, cost, worst_cost, cost / (sound_count + 1.0), left_written, left_parts,
        particles, whole_cost, places != sorted(places), first_sound / n if n else 1.0, initials, bearers / n if n else 3.0,
        plain[0] == parts[0], plain[-1] == parts[-1], plain[-1][-1:] == parts[-1][-1:], last_cost, short, bones / n if n else 1.0,
        len(plain),
    ]  # fmt: skip
    return values, Pairing(draft.name, draft.bearers, plain, pairs, rest_q, draft.equal_letters)


def _assign(query: Query, draft: Draft, costs: list[float]) -> tuple[list[tuple[int, int, float]], list[int], list[int]]:
    """The changed words of both sides, each with its nearest; what is too far from all stays alone."""
    rest_q, rest_n = draft.rest_q, draft.rest_n
    if not costs:
        return [], rest_q, rest_n
    parts, plain = query.parts, draft.plain
    grid = []
    at = 0
    for i in rest_q:
        word = parts[i]
        for j in rest_n:
            d = costs[at]
            at += 1
            if len(word) == 1 or len(plain[j]) == 1:
                d = 1.5 if word[0] == plain[j][0] else 9.0
            grid.append((d / (1.0 + 0.5 * (len(draft.sounds[j]) + len(query.sounds[i]))), d, i, j))
    if len(grid) == 1:
        return [(rest_q[0], rest_n[0], grid[0][1])], [], []
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
    odd = [oddness(index.triples, parts[i]) for i in changed]
    n, m = max(1, len(changed)), max(1, len(pairs))
    gain = cost_existing = cost_strange = right_known = 0.0
    right_least = 9.0
    for i, j, d in pairs:
        held, right = pairing.bearers[j], known(pairing.plain[j])
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
