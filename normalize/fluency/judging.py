"""How badly a sentence is garbled: its signs, weighed, and set against clean sentences of like length.

A score of 0.5 is reached by one clean sentence of a hundred, whatever its length; the middle clean sentence has 0.02. Weights and the two curves
are in ``rules/fluency/judgement.json``, made by ``benchmarks/weigh_garble.py``.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import cache
from typing import Any

import numpy as np

from normalize import data
from normalize.fluency.model import Reading, model, tokens
from normalize.fluency.signs import SIGNS, measured
from normalize.text import Document
from normalize.words import sentences

#: Longer sentences are read in pieces of this many tokens.
_LONGEST = 400
#: Where there are several sentences, shorter ones are not asked.
_LEAST = 5


class Judgement:
    """The weights of the signs, and what clean sentences of each length reach: the middle one, and one of a hundred."""

    def __init__(self, stored: dict[str, Any]) -> None:
        self.weights = np.array([stored["weights"][name] for name in SIGNS])
        self.bias = float(stored["bias"])
        self._odds = stored["odds"]
        curve = stored["clean"]
        self._length, self._middle, self._hundredth = (np.array([point[k] for point in curve]) for k in ("length", "middle", "hundredth"))

    def raw(self, signs: Any) -> Any:
        """The weighed sum of the signs."""
        return signs @ self.weights + self.bias

    def scores(self, signs: Any) -> Any:
        """The scores of sentences, 0 to 1."""
        length = signs[:, SIGNS.index("length")]
        middle = np.interp(length, self._length, self._middle)
        width = np.interp(length, self._length, self._hundredth) - middle
        return 1 / (1 + np.exp(np.clip(-4 * ((self.raw(signs) - middle) / width - 1), -50, 50)))

    def ratios(self, scores: Any) -> Any:
        """How many times likelier each score is of a garbled sentence than of a clean one."""
        reached = 1 + np.log(np.clip(scores, 1e-4, 1 - 1e-4) / np.clip(1 - scores, 1e-4, 1)) / 4
        return np.exp(self._odds["bias"] + self._odds["weight"] * reached)


@cache
def judgement() -> Judgement:
    """The shipped judgement, read once."""
    return Judgement(json.loads((data.folder("rules") / "fluency" / "judgement.json").read_text("utf-8")))


def judged(sentences: Sequence[Sequence[str]]) -> tuple[Reading, Any]:
    """The reading and the scores of sentences given as tokens (none of them empty)."""
    reading = model().read(sentences)
    return reading, np.round(judgement().scores(measured(model(), reading)), 4)


def garble(sentence: str) -> float:
    """How badly one sentence is garbled, from 0 (reads like edited prose) to 1.

    Words in the wrong order, a middle that was cut out, words missing or put in, loops. 0.5 is what one clean sentence of a hundred reaches, and the score
    does not lean on the length. A sentence that is fluent and wrong stays near 0; so does one of fewer than three tokens, where there is nothing to read.
    A text of several sentences gets the score of its worst one.

    >>> garble("The minister said on Monday that the talks would go on.") < 0.2
    True
    >>> garble("The said minister on that talks Monday the would on go.") > 0.9
    True
    >>> garble("")
    0.0
    """
    doc = Document(sentence)
    parts = [found for a, b in sentences(doc) if (found := tokens(sentence[a:b]))]
    if parts:
        most = min(_LEAST, max(map(len, parts)))
        parts = [found[i : i + _LONGEST] for found in parts if len(found) >= most for i in range(0, len(found), _LONGEST)]
    parts = [found for found in parts if len(found) > 2]
    return float(judged(parts)[1].max()) if parts else 0.0
