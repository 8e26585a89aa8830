"""The rules of a run, made ready: which can match where, each built when first needed, each called for its stage."""

from __future__ import annotations

from collections.abc import Iterable
from time import perf_counter

from normalize import detectors
from normalize.context import Context
from normalize.edits import Edit
from normalize.errors import NormalizeError
from normalize.findings import Action, Finding, Hit
from normalize.matchers import KINDS, Matcher
from normalize.matchers.literals import LiteralIndex
from normalize.report import Problem
from normalize.rules import Rule, RuleSet
from normalize.text import Document, Line, Span

_WEIGHT: dict[Action, int] = {"flag": 0, "suggest": 1, "fix": 2}


class Workbench:
    """Runs the rules of one stage over a document and returns what they found, in no particular order."""

    def __init__(self, rules: RuleSet) -> None:
        self.rules = list(rules)
        self._literals = LiteralIndex([self._needs(rule) for rule in self.rules])
        self._built: dict[int, Matcher | detectors.Detector] = {}
        self._stage_of = [rule.stage for rule in self.rules]
        self._is_detector = [rule.kind == "detector" for rule in self.rules]
        self._always = {rule.stage: () for rule in self.rules} | self._by_stage(self._literals.always)

    @staticmethod
    def _needs(rule: Rule) -> tuple[str, ...]:
        return rule.needs if rule.kind == "detector" else KINDS[rule.kind].literals(rule)

    def _by_stage(self, rules: Iterable[int]) -> dict[str, tuple[int, ...]]:
        out: dict[str, list[int]] = {}
        for i in sorted(rules):
            out.setdefault(self._stage_of[i], []).append(i)
        return {stage: tuple(found) for stage, found in out.items()}

    def _can_match(self, line: Line) -> dict[str, tuple[int, ...]]:
        """The rules that can match in a line, by stage."""
        return self._by_stage((*self._literals.always, *self._literals.found(line.text)))

    def _detecting(self, doc: Document) -> dict[str, tuple[int, ...]]:
        """The detectors that a document needs, by stage."""
        found = {i for line in doc.known_lines for rules in line.once(self, self._can_match).values() for i in rules}
        if doc.is_cut and doc.known_lines:
            found |= self._literals.found(doc.text)
        return self._by_stage(i for i in found if self._is_detector[i])

    def findings(self, stage: str, doc: Document, context: Context) -> tuple[list[Finding], list[Problem]]:
        """Everything the rules of a stage have to say about a document.

        A rule that raises loses its findings for this document and is named in the problems; the others go on.
        """
        if stage not in self._always:
            return [], []
        found: list[tuple[int, Hit]] = []
        failed: dict[int, Problem] = {}
        for p, line in enumerate(doc.known_lines):
            hits = line.known.get((self, stage))
            if hits is None:
                hits = self._look(stage, line, failed, context.spent)
            if hits:
                paragraph = doc.paragraphs[p]
                found += [(i, _placed(hit, doc, paragraph)) for i, hit in hits]
        for i in context.shared(doc, "detectors", lambda: self._detecting(doc)).get(stage, ()):
            try:
                found += [(i, hit) for hit in self._detected(i, doc, context)]
            except NormalizeError:
                raise  # a file of the user's that cannot be used
            except Exception as error:  # the rule's findings are lost, the document is not
                failed[i] = self._problem(i, error)
        return [finding(self.rules[i], hit) for i, hit in found if i not in failed], [failed[i] for i in sorted(failed)]

    def _problem(self, i: int, error: Exception) -> Problem:
        return Problem("rule-failed", f"{self.rules[i].id}: {type(error).__name__}: {error}")

    def _look(self, stage: str, line: Line, failed: dict[int, Problem], spent: dict[str, float] | None = None) -> list[tuple[int, Hit]]:
        """What the rules of a stage that are no detectors find in a line; remembered unless one fails."""
        hits: list[tuple[int, Hit]] = []
        whole = True
        for i in line.once(self, self._can_match).get(stage, ()):
            if self._is_detector[i]:
                continue
            built = self._built.get(i)
            began = perf_counter() if spent is not None else 0.0
            try:
                if built is None:
                    built = self._built[i] = KINDS[self.rules[i].kind].build(self.rules[i])
                hits += [(i, hit) for hit in built.find(line.text)]  # type: ignore[union-attr]
            except Exception as error:
                failed[i] = self._problem(i, error)
                whole = False
            if spent is not None:
                spent[self.rules[i].id] = spent.get(self.rules[i].id, 0.0) + perf_counter() - began
        if whole:
            line.known[self, stage] = hits
        return hits

    def _detected(self, i: int, doc: Document, context: Context) -> tuple[Hit, ...]:
        """What a detector finds in a document; a text that it has seen in this run it is not shown again."""
        key = (i, doc.text, context.date)
        hits = context.seen.get(key)
        if hits is None:
            rule = self.rules[i]
            began = perf_counter()
            built = self._built.get(i)
            if built is None:
                built = self._built[i] = detectors.load(rule.body)
            options = {k.replace("-", "_"): v for k, v in rule.options.items()}
            hits = context.seen[key] = tuple(built(doc, context, **options))  # type: ignore[operator]
            if context.spent is not None:
                context.spent[rule.id] = context.spent.get(rule.id, 0.0) + perf_counter() - began
        return hits


def _placed(hit: Hit, doc: Document, paragraph: Span) -> Hit:
    """A paragraph's hit in places of the document; an edit that leaves nothing of the paragraph takes its line break along."""
    edits = tuple(Edit(e.start + paragraph.start, e.end + paragraph.start, e.after) for e in hit.edits)
    if len(edits) == 1 and not edits[0].after and edits[0][:2] == paragraph:
        edits = (Edit(*doc.without(*paragraph), ""),)
    return hit._replace(start=hit.start + paragraph.start, end=hit.end + paragraph.start, edits=edits)


def finding(rule: Rule, hit: Hit) -> Finding:
    """A hit with everything its rule says about it."""
    action = rule.action
    if hit.action is not None and _WEIGHT[hit.action] < _WEIGHT[action]:
        action = hit.action
    return Finding(
        start=hit.start,
        end=hit.end,
        rule=rule.id,
        cls=hit.cls or rule.cls,
        stage=rule.stage,
        action=action,
        message=hit.message or rule.message or rule.why,
        confidence=rule.confidence if hit.confidence is None else hit.confidence,
        evidence=hit.evidence,
        edits=hit.edits,
        suggestions=hit.suggestions,
        metadata=hit.metadata,
    )
