"""Rewrites of flagged sentences by a model that the user runs: always suggestions, never a change of the text.

Begin with `Rewriter.offered`. It stands behind the pipeline and looks at finished results: the pipeline itself knows no network, and what was cleaned stays
cleaned whatever the model does. `endpoint` speaks with the model, `refusals` says why a rewrite may not be offered.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from normalize.findings import Evidence
from normalize.items import Done
from normalize.pipeline import Pipeline
from normalize.report import Problem, Remark, Result
from normalize.rewriting.endpoint import Endpoint, EndpointError
from normalize.rewriting.refusals import refusal, unasked
from normalize.text import Document, Span
from normalize.words import sentence_around

#: Only sentences with a finding of these classes are put to the model.
CLASSES = frozenset({"garbled-sentence", "truncated-sentence", "word-order", "missing-word"})
#: The id that stands where other findings have their rule's.
RULE = "model.rewrite"
#: Nobody has measured how often the user's model is right.
_CONFIDENCE = 0.5
#: Longer sentences are not sent, nor more than so many of one text.
_LONGEST, _MOST = 1_000, 50
#: After so many faults in succession the endpoint is not asked again in this run.
_PATIENCE = 3


class Rewriter:
    """Asks one endpoint about the flagged sentences of many texts, and gives up on it when it keeps failing."""

    def __init__(self, endpoint: Endpoint) -> None:
        self.endpoint = endpoint
        self._failed = 0

    def offered(self, documents: Iterator[Done], pipeline: Pipeline) -> Iterator[Done]:
        """The same documents in the same order, with suggestions beside the flags. Their bytes are not touched; a fault of the endpoint is named in ``faults``."""
        for one in documents:
            if one.result is not None:
                result = self.suggested(one.result, pipeline)
                new = result.problems[len(one.result.problems) :]
                yield replace(one, result=result, faults=one.faults + tuple(f"{one.name}: {p.kind}: {p.message}" for p in new))
            else:
                yield one

    def suggested(self, result: Result, pipeline: Pipeline) -> Result:
        """The result with a finding more for each flagged sentence: a suggestion, or what the model said in vain and why (status ``refused``).

        The text and the changes stay as they are. When the endpoint fails the result has a problem more, and no suggestion from there on.
        """
        flagged = [f for f in result.findings if f.cls in CLASSES and f.status == "open"]
        if not flagged:
            return result
        doc = Document(result.text)
        asked: set[Span] = set()
        new: list[Remark] = []
        problems: tuple[Problem, ...] = ()
        for flag in flagged:
            place = result.offsets.to_source(sentence_around(doc, flag.clean_start, flag.clean_end))
            if place in asked:
                continue
            asked.add(place)
            try:
                new.append(self._remark(f"f{len(result.findings) + len(new) + 1}", flag, place, result, doc, pipeline, len(asked)))
            except EndpointError as error:
                self._failed += 1
                problems = (Problem("rewrite-failed", f"{error}; the text is cleaned as without --rewrite"),)
                break
        return replace(result, findings=result.findings + tuple(new), problems=result.problems + problems)

    def _remark(self, name: str, flag: Remark, place: Span, result: Result, doc: Document, pipeline: Pipeline, number: int) -> Remark:
        """What the model says to one sentence, judged."""
        clean = result.offsets.to_target(place)
        sentence = result.text[clean.start : clean.end]
        paragraph = doc.paragraph_at(clean.start)
        rewrite = ""
        if clean.end > paragraph.end:
            reason = "a change crosses the sentence's border"
        elif len(sentence) > _LONGEST:
            reason = f"longer than {_LONGEST:,} characters"
        elif number > _MOST:
            reason = f"only {_MOST} sentences of a text are sent"
        else:
            reason = unasked(result.text[paragraph.start : paragraph.end], clean.start - paragraph.start, clean.end - paragraph.start)
        if reason:
            message = f"not put to the model: {reason}"
        else:
            if self._failed >= _PATIENCE:
                raise EndpointError(f"{self.endpoint}: not asked again after {_PATIENCE} faults in succession")
            rewrite = self.endpoint.answer(sentence)
            self._failed = 0
            reason = refusal(sentence, rewrite, pipeline.gazetteer, pipeline.config.protect)
            message = f"a rewrite by the model was refused: {reason}" if reason else "a model would write it so; it may be wrong: compare before you accept"
        return replace(
            flag,
            id=name,
            rule=RULE,
            stage="sentences",
            action="flag" if reason else "suggest",
            start=place.start,
            end=place.end,
            before=result.raw[place.start : place.end],
            clean_start=clean.start,
            clean_end=clean.end,
            message=message,
            confidence=_CONFIDENCE,
            evidence=(Evidence("model", self.endpoint.model), Evidence("flag", f"{flag.rule}: {flag.message}")),
            suggestions=() if reason else (rewrite,),
            status="refused" if reason else "open",
            by=reason,
        )
