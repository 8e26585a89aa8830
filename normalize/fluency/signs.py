"""The signs of a garbled sentence: what the network says of its tokens, and what no window of nine tokens can see (loops, no verb, marks without partner).

All sentences of a text are measured at once; `SIGNS` names the columns, and ``rules/fluency/judgement.json`` weighs them.
"""

from __future__ import annotations

from functools import cache
from itertools import combinations_with_replacement
from typing import Any

import numpy as np

from normalize.fluency.model import Model, Reading
from normalize.fluency.network import FAULTS
from normalize.fluency.tokens import SHAPES

#: The signs themselves.
PLAIN = (
    "worst", "second", "third", "sum", "mean",
    *FAULTS[1:],
    "unknown", "looped", "loop", "loop-share", "verbless", "unpaired", "scripts", "capitals", "hanging", "length",
)  # fmt: skip
#: Signs whose products with each other count too: an unknown word says more where the words around it do not fit.
_CROSSED = ("worst", "second", "sum", "mean", "order", "gap", "wrong", "unknown", "verbless", "length")
_PAIRS = [(PLAIN.index(a), PLAIN.index(b)) for a, b in combinations_with_replacement(_CROSSED, 2)]
#: The columns of `measured`: the signs and the products.
SIGNS = (*PLAIN, *(f"{PLAIN[a]}*{PLAIN[b]}" for a, b in _PAIRS))

#: Verbs that the word classes leave out.
_VERBS = """is are was were be been being am has have had do does did will would can could may might must shall should ought i'm he's she's it's
    that's there's what's who's let's you're we're they're i've we've you've they've i'll we'll you'll he'll she'll they'll it'll i'd you'd he'd she'd
    we'd they'd don't doesn't didn't isn't aren't wasn't weren't won't wouldn't can't couldn't shouldn't hasn't haven't hadn't cannot""".split()
#: Words after which a sentence cannot end, nor a comma stand.
HANGING = """the a an its their our your my every of to with from into and or nor at by for as than whose although because if unless whether
    during among between""".split()
#: Little words that have a capital only in titles and at the beginning.
_LITTLE = "The A An Of To In On At By For With From As And Or But That Which Who Is Are Was Were Be Been It He She They His Her Its Their This These".split()
_CLOSES = list(".!?;:,)”")
_OPENS = list(".:“\"‘?!—–-(•*|/…'")
_UNKNOWN = np.isin(np.array(SHAPES), ["unknown", "unknown-short", "unknown-possessive"])
#: Loops are looked for up to this many words apart.
_LONGEST_LOOP = 12


@cache
def _tables(model: Model) -> dict[str, Any]:
    lists = {"verbs": _VERBS + [v.capitalize() for v in _VERBS], "hanging": HANGING, "little": _LITTLE, "closes": _CLOSES, "opens": _OPENS, "and": ["and", "or"]}
    return {name: model.table_of(words) for name, words in lists.items()} | {mark: model.table_of([mark]) for mark in '“”"()'}


def measured(model: Model, reading: Reading) -> Any:
    """The signs of each sentence, a row each."""
    starts, size, word = reading.starts, reading.sizes, reading.word
    table = _tables(model)
    odds = odds_of(reading)

    def count(mask: Any) -> Any:
        return np.add.reduceat(mask, starts, dtype=np.float64)

    owner = np.repeat(np.arange(len(size)), size)
    begins = np.zeros(len(word), bool)
    begins[starts] = True
    before = np.concatenate([[0], word[:-1]])
    tops = _tops(odds, starts, owner, 3)
    soft = np.add.reduceat(-np.log(reading.chances[:, 0] + 1e-5), starts)
    long = np.log(size)
    unpaired = abs(count(table["“"][word]) - count(table["”"][word])) + count(table['"'][word]) % 2 + abs(count(table["("][word]) - count(table[")"][word]))
    looped, tandem = loops(model, reading)
    again = count(looped)
    foreign = count(reading.shape == SHAPES.index("foreign"))
    columns = {name: np.log(np.maximum.reduceat(reading.chances[:, i], starts) + 1e-4) for i, name in enumerate(FAULTS) if i}
    columns |= {
        "worst": tops[0], "second": tops[1], "third": tops[2], "sum": soft / np.sqrt(size), "mean": soft / size,
        "unknown": np.minimum(3, count(unknown(reading))),
        "looped": np.log1p(again), "loop": np.minimum(1, count(tandem)), "loop-share": count(tandem) / size,
        "verbless": (count(model.verbs[reading.tag] | table["verbs"][word]) == 0) * 1.0,
        "unpaired": np.minimum(1, unpaired),
        "scripts": ((foreign > 0) & (foreign < size)) * 1.0,
        "capitals": np.minimum(3, count(table["little"][word] & ~table["opens"][before] & ~begins)),
        "hanging": np.minimum(2, count(table["closes"][word] & table["hanging"][before] & ~begins)),
        "length": long,
    }  # fmt: skip
    plain = np.stack([columns[name] for name in PLAIN], axis=1)
    left, right = zip(*_PAIRS, strict=True)
    return np.concatenate([plain, plain[:, left] * plain[:, right]], axis=1)


def odds_of(reading: Reading) -> Any:
    """For each token the logarithm of the odds that it stands wrong."""
    right = reading.chances[:, 0]
    return np.log((1 - right + 1e-5) / (right + 1e-5))


def unknown(reading: Reading) -> Any:
    """The tokens in small letters that no list has."""
    return _UNKNOWN[reading.shape]


def loops(model: Model, reading: Reading) -> tuple[Any, Any]:
    """The tokens that say again what stood within twelve words before them; and those of them that repeat a whole phrase at once.

    The first are runs of three; speakers do that too. The second are loops: the phrase follows itself (``to the sea to the sea``), a single word twice more.
    ``on and on and on`` is neither.
    """
    n, same = len(reading.same), reading.same
    joined = _tables(model)["and"][reading.word]
    owner = np.repeat(np.arange(len(reading.sizes)), reading.sizes)
    mark = reading.shape == SHAPES.index("mark")
    again, tandem = np.zeros(n, bool), np.zeros(n, bool)
    key = np.concatenate([np.full(_LONGEST_LOOP, -1), owner << 32 | same])
    earlier = np.lib.stride_tricks.sliding_window_view(key, _LONGEST_LOOP)[:n]
    equals = earlier == key[_LONGEST_LOOP:, None]
    often = equals.sum(axis=0)[::-1]
    for apart in (i + 1 for i in np.flatnonzero(often >= 2).tolist()):
        equal = equals[:, _LONGEST_LOOP - apart]
        if apart < 3:
            equal = equal & ~mark
        if apart == 2:
            equal &= ~joined & ~np.concatenate([joined[:1], joined[:-1]])
        so_far = np.concatenate([[0], np.cumsum(equal)])
        for length, out in ((3, again), (max(2, apart), tandem)):
            for i in np.flatnonzero(so_far[length:] - so_far[:-length] == length).tolist():
                out[i : i + length] = True
    return again & ~mark, tandem & ~mark


def _tops(values: Any, starts: Any, owner: Any, how_many: int) -> list[Any]:
    """The largest, second largest ... value of each sentence; a sentence that has too few tokens repeats its last."""
    rest = values.copy()
    out: list[Any] = []
    for _ in range(how_many):
        top = np.maximum.reduceat(rest, starts)
        top = np.where(np.isfinite(top), top, out[-1] if out else 0.0)
        out.append(top)
        rest[rest == top[owner]] = -np.inf
    return out
