"""Sentences that do not read like English: words in a wrong order, cut off, lost or put in, loops.

No rule can rewrite them, so they are found, ranked and told apart (`normalize.fluency`). The score that a sentence must reach is high in a clean text and falls in
one of which much is garbled. Left alone: what is not prose, sentences of fewer than five tokens. How much of the text is garbled goes into the report's ``stats``.
"""

from __future__ import annotations

from collections.abc import Iterator
from math import log

from normalize.context import Context
from normalize.findings import Evidence, Hit
from normalize.fluency.texts import density, judge
from normalize.text import Document

#: How much of what a text's density adds to the odds of a sentence counts for its flag; found on texts of `corpora/golden` and clean prose.
_WORSE = 0.75


def garbled_sentences(doc: Document, context: Context, score: float = 0.85, clean: float = 0.02, fragment: float = 0.93) -> Iterator[Hit]:
    """Garbled sentences, over the stretch that is wrong.

    ``score`` must be reached in a text of which the part ``clean`` is garbled, and in one that is better; in a worse text less will do. A line
    without a mark at its end (a headline, an item, a verse) must reach ``fragment``.

    >>> doc = Document("The talks went on until late. The said minister on that talks Monday the would on go.")
    >>> [(h.cls, h.message) for h in garbled_sentences(doc, Context(lambda: None))]
    [('garbled-sentence', 'a verb stands where a noun belongs: “the would”')]
    """
    found = judge(doc, context.kept.setdefault("garble", {}))
    if not found:
        return
    told = density(doc, found, context.kept.get("torn", 0))
    context.kept["stats"] = {"garble": told}
    worse = max(0.0, _odds(told["density"]) - _odds(clean))
    for span, f in found:
        if f.cls and _odds(f.score) + _WORSE * worse >= _odds(score if f.whole else fragment):
            reached = Evidence("garble", f"score {f.score:.2f}; one clean sentence of a hundred reaches 0.50")
            yield Hit(span.start + f.start, span.start + f.end, message=f.reason, confidence=f.score, cls=f.cls, evidence=(reached,))


def _odds(chance: float) -> float:
    return log(max(chance, 1e-4) / max(1 - chance, 1e-4))
