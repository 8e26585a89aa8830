"""The sentences of a whole text, judged together; each is judged once, also when the text is looked at again."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np

from normalize.fluency.density import chances, share
from normalize.fluency.judging import judged, judgement
from normalize.fluency.model import model
from normalize.fluency.reasons import place
from normalize.fluency.signs import unknown
from normalize.fluency.tokens import TOKEN
from normalize.patterns import compiled
from normalize.text import Document, Span
from normalize.words import sentences

#: Words a sentence must have to be judged, and tokens it may have: fewer say nothing, more are no sentence.
LEAST, MOST = 5, 400
#: Sentences read together.
_BATCH = 500
#: Below this score nobody asks where the fault is.
_ASKED = 0.3
#: What looks like no prose: columns, addresses, code.
_NO_PROSE = compiled(r"\S {3,}\S|\t|\p{L}[_@]\p{L}|://|\)\(|[{}\\^<>|=]|::|\(\)")
_ENDS = compiled(r"[.!?…:;,][\"”’»)\]]{0,3}\s*$")
#: From this part of unknown words on a sentence is in another language, in dialect or in code.
_STRANGE = 0.2
#: Paragraphs told in the stats: those of which at least this part is garbled, the worst first.
_TOLD, _TELLING = 20, 0.2


class Judged(NamedTuple):
    """What is thought of one sentence: its score, the likelihood ratio of garbled to clean, where it goes wrong (code points of the sentence) and why, and whether it is
    ``whole``, with a mark at its end."""

    score: float
    ratio: float
    whole: bool
    start: int = 0
    end: int = 0
    cls: str = ""
    reason: str = ""


def judge(doc: Document, known: dict[str, Judged | None]) -> list[tuple[Span, Judged]]:
    """The sentences of a text with what is thought of them; what is not prose is left out.

    ``known`` remembers sentences by their text and is added to.
    """
    spans = [s for s in sentences(doc) if not _NO_PROSE.search(doc.text, s.start, s.end)]
    texts = [doc.text[s.start : s.end] for s in spans]
    new: dict[str, list[str]] = {}
    for text in texts:
        if text not in known and text not in new:
            tokens = TOKEN.findall(text)
            if len(tokens) <= MOST and sum(t[0].isalpha() for t in tokens) >= LEAST:
                new[text] = tokens
            else:
                known[text] = None
    batch = list(new)
    for i in range(0, len(batch), _BATCH):
        _judge({text: new[text] for text in batch[i : i + _BATCH]}, known)
    return [(span, found) for span, text in zip(spans, texts, strict=True) if (found := known[text]) is not None]


def _judge(new: dict[str, list[str]], known: dict[str, Judged | None]) -> None:
    """Judge some sentences, given with their tokens."""
    reading, scores = judged(list(new.values()))
    strange = np.add.reduceat(unknown(reading), reading.starts, dtype=float) >= np.maximum(2.5, _STRANGE * reading.sizes)
    ratios = judgement().ratios(scores).tolist()
    for i, (text, score) in enumerate(zip(new, scores.tolist(), strict=True)):
        whole = _ENDS.search(text) is not None
        if strange[i]:
            known[text] = None
        elif score < _ASKED:
            known[text] = Judged(score, ratios[i], whole)
        else:
            where = place(model(), reading.one(i), new[text])
            words = [m.span() for m in TOKEN.finditer(text)]
            known[text] = Judged(score, ratios[i], whole, words[where.start][0], words[where.end - 1][1], where.cls, where.reason)


def density(doc: Document, found: Sequence[tuple[Span, Judged]], torn: int = 0) -> dict[str, Any]:
    """How large a part of a text is garbled, for the report's stats: of the whole, and of its worst paragraphs (numbered from 1).

    ``torn`` says how many places of it were cut at tags and have been repaired (`normalize.stages.TORN`).
    """
    ratios = [f.ratio for _, f in found]
    part = share(ratios, torn)
    starts = [p.start for p in doc.paragraphs]
    each: dict[int, list[float]] = {}
    for (span, _), chance in zip(found, chances(ratios, part).tolist(), strict=True):
        each.setdefault(bisect_right(starts, span.start), []).append(chance)
    mean = {n: round(sum(c) / len(c), 3) for n, c in each.items()}
    worst = sorted((n for n, m in mean.items() if m >= _TELLING), key=lambda n: (-mean[n], n))[:_TOLD]
    return {"density": round(part, 3), "sentences": len(found), "paragraphs": [{"paragraph": n, "density": mean[n]} for n in worst]}
