"""How large a part of a text is garbled: the share that explains its sentences' scores best.

Each score says how many times likelier it is of a garbled sentence than of a clean one. The share of garbled sentences is then found by a few rounds of
expectation and maximisation, held near nought by `_CLEAN` clean sentences that every text is given, so that one odd sentence in a short text means little.
"""

from __future__ import annotations

from typing import Any

import numpy as np

#: Sentences every text is given beforehand: clean ones, and garbled ones.
_CLEAN, _GARBLED = 20.0, 0.4
_ROUNDS = 12
#: A place that was torn at a tag and repaired counts as this much of a garbled sentence, up to this part of the sentences.
_TORN, _MOST_TORN = 0.5, 0.25


def share(ratios: Any, torn: int = 0) -> float:
    """The share of garbled sentences, from the likelihood ratios of garbled to clean, and from how many places of the text were ``torn`` at tags and repaired.

    A bad translation has hundreds of periods in mid-sentence in 100,000 words, edited prose one: where sentences are torn, they are garbled too.

    >>> share([0.1] * 50) < 0.02
    True
    >>> share([50.0] * 50) > 0.6
    True
    """
    ratios = np.asarray(ratios, float)
    garbled = _GARBLED + min(_TORN * torn, _MOST_TORN * len(ratios))
    out = 0.05
    for _ in range(_ROUNDS):
        out = float((chances(ratios, out).sum() + garbled) / (len(ratios) + _CLEAN + garbled))
    return out


def chances(ratios: Any, part: float) -> Any:
    """The chance of each sentence to be garbled in a text of which this part is."""
    ratios = np.asarray(ratios, float)
    return part * ratios / (part * ratios + 1 - part)
