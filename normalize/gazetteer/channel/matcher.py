"""Asking: which of the known names was meant by this surface?"""

from __future__ import annotations

import math
from collections.abc import Iterable

from normalize.gazetteer.channel.build import build_arrays
from normalize.gazetteer.channel.candidates import find
from normalize.gazetteer.channel.costs import channel
from normalize.gazetteer.channel.exact import EXACT, beside, reordered
from normalize.gazetteer.channel.features import RANKING, Pairing, Query, compare, weigh
from normalize.gazetteer.channel.index import Index
from normalize.gazetteer.channel.judgement import Model, models, standing
from normalize.gazetteer.channel.known import chinese, known
from normalize.gazetteer.channel.letters import words

#: How many names are given at most.
MOST = 8
#: A name whose whole cost is more than this for each of its letters is not near.
FAR = 4.0

#: How many words of the text around are looked at, and what a differing word found there adds to the logarithm of the odds.
CONTEXT_WORDS, TOLD = 400, 2.0

_WHOLE_COST = RANKING.index("whole_cost")
#: A candidate: its rate, its numbers, how it was set beside what was written.
Rated = tuple[float, list[float], Pairing]


class Matcher:
    """Finds the names that a mangled surface may stand for.

    >>> m = Matcher.of(["Mark Rutte", "Marc Roth", "Joe Root", "Pitso Mosimane"])
    >>> m.lookup("Mark Rote", source_language="ar")[0][0]
    'Mark Rutte'
    >>> m.lookup("Pizzo Mosimani", source_language="ar")[0][0], m.lookup("Pitso Mosimane")[0][1] > 0.9
    ('Pitso Mosimane', True)
    >>> m.lookup("Wolfgang Schlüter")
    []
    """

    def __init__(self, index: Index) -> None:
        self.index = index
        warm()

    @classmethod
    def of(cls, names: Iterable[str]) -> Matcher:
        """A matcher for these names, kept in memory."""
        return cls(Index(build_arrays(names)))

    def __len__(self) -> int:
        return len(self.index)

    def lookup(
        self, surface: str, source_language: str | None = None, context: str | None = None
    ) -> list[tuple[str, float]]:
        """The names that may be meant, the best first, each with the probability that it is the right reading.

        ``source_language`` chooses the channel. It is no evidence that the surface is mangled. ``context`` is the text
        around: a name whose differing words all stand there in their right spelling is likelier. A surface that is
        itself one of the names comes first, the less sure the nearer another name is; what else it may be is behind it.
        """
        parts = words(surface)
        if not parts or not len(self.index.arrays["key"]):  # nothing asked, or no name with a letter
            return []
        query = Query(self.index, parts, source_language)
        exact = self.index.same(parts) if query.all_seen else []
        rated = self.rate(query, exact)
        best = self.model(parts).probability(judging(query, rated)) if rated else 0.0
        if context and rated:
            rated, best = heeding(context, rated, best)
        out: dict[str, float] = {}
        ceiling = 1.0
        for number in exact:
            name = self.index.name(number)
            own = words(name)
            sure = EXACT if own == parts else reordered(self.index, parts, own)
            out[name] = max(out.get(name, 0.0), round(beside(sure, best), 6))
            if own == parts:
                ceiling = out[name]
        for rate, _, pairing in rated:
            score = best * math.exp(max(rate - rated[0][0], -30.0))
            out.setdefault(self.index.name(pairing.name), round(min(ceiling, score), 6))
        return sorted(out.items(), key=lambda pair: -pair[1])[:MOST]

    @staticmethod
    def model(parts: list[str]) -> Model:
        """The weights for a query of one word, or of more."""
        return models()["one" if len(parts) == 1 else "more"]

    def rate(self, query: Query, skip: Iterable[int] = ()) -> list[Rated]:
        """The candidates with their rate and their numbers, best first."""
        model = self.model(query.parts)
        found, query.crowd = find(self.index, query.parts, model.sieve, tuple(skip))
        rated = [
            (model.rate(values), values, pairing)
            for values, pairing in [compare(query, one) for one in found]
            if values[_WHOLE_COST] <= FAR * len(query.plain)
        ]
        rated.sort(key=lambda entry: -entry[0])
        return rated


def warm() -> None:
    """Reads the weights, so that the first look-up is as fast as the others."""
    channel(None)
    models()
    known("")
    chinese("")


def heeding(context: str, rated: list[Rated], best: float) -> tuple[list[Rated], float]:
    """The candidates and the probability of the best, after a look at the text around.

    A name that differs in words which all stand in the text, rightly spelled, was probably meant ("Mark Root ... Rutte
    said"). How much that says is set by hand: the data learned from has no texts.
    """
    heard = {w for piece in context.split()[:CONTEXT_WORDS] for w in words(piece)}
    told = [bool(r[2].pairs) and all(len(r[2].plain[j]) > 2 and r[2].plain[j] in heard for _, j, _ in r[2].pairs) for r in rated]
    if not any(told):
        return rated, best
    raised = [(rate + TOLD * t, values, pairing) for t, (rate, values, pairing) in zip(told, rated, strict=True)]
    raised.sort(key=lambda entry: -entry[0])
    if told[0] or raised[0][2] is not rated[0][2]:
        best = 1.0 / (1.0 + (1.0 - best) / max(best, 1e-9) * math.exp(-TOLD))
    return raised, best


def judging(query: Query, rated: list[Rated]) -> list[float]:
    """All numbers that the verdict about the best candidate rests on (`judgement.JUDGING`)."""
    _, values, pairing = rated[0]
    return [
        *values,
        *weigh(query, pairing),
        *standing([r[0] for r in rated], [r[1][_WHOLE_COST] for r in rated]),
        *query.crowd,
    ]
