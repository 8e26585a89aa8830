"""The rules of a run, made ready: which can match where, each built when first needed, each called for its stage."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from normalize import detectors
from normalize.context import Context
from normalize.edits import Edit
from normalize.errors import NormalizeError
from normalize.findings import Action, Finding, Hit
from normalize.matchers import KINDS, Matcher
from normalize.matchers.literals import LiteralIndex
from normalize.report import Problem
from normalize.rules import Rule, RuleSet
from normalize.text import Document, Span

_WEIGHT: dict[Action, int] = {"flag": 0, "suggest": 1, "fix": 2}


class Workbench:
    """Runs the rules of one stage over a document and returns what they found, in no particular order."""

    def __init__(self, rules: RuleSet) -> None:
        self.rules = list(rules)
        self._literals = LiteralIndex([self._needs(rule) for rule in self.rules])
        self._built: dict[int, Matcher | detectors.Detector] = {}
        self.stages = {
            stage: [i for i, _ in group] for stage, group in groupby(enumerate(self.rules), key=lambda pair: pair[1].stage)
        }

    @staticmethod
    def _needs(rule: Rule) -> tuple[str, ...]:
        return rule.needs if rule.kind == "detector" else KINDS[rule.kind].literals(rule)

    def findings(self, stage: str, doc: Document, context: Context) -> tuple[list[Finding], list[Problem]]:
        """Everything the rules of a stage have to say about a document.

        A rule that raises loses its findings for this document and is named in the problems; the others go on.
        """
        hits = context.shared(doc, "literals", lambda: self._literals.hits(doc))
        found: list[Finding] = []
        problems: list[Problem] = []
        for i in self.stages.get(stage, ()):
            paragraphs = hits.get(i)
            if not paragraphs:
                continue
            rule = self.rules[i]
            try:
                found.extend([finding(rule, hit) for hit in self._hits(i, rule, doc, context, paragraphs)])
            except NormalizeError:
                raise  # a file of the user's that cannot be used
            except Exception as error:  # the rule's findings are lost, the document is not
                problems.append(Problem("rule-failed", f"{rule.id}: {type(error).__name__}: {error}"))
        return found, problems

    def _hits(self, i: int, rule: Rule, doc: Document, context: Context, paragraphs: list[int]) -> Iterator[Hit]:
        built = self._built.get(i)
        if built is None:
            built = detectors.load(rule.body) if rule.kind == "detector" else KINDS[rule.kind].build(rule)
            self._built[i] = built
        if rule.kind == "detector":
            options = {k.replace("-", "_"): v for k, v in rule.options.items()}
            yield from built(doc, context, **options)  # type: ignore[operator]
            return
        for p in paragraphs:
            line = doc.lines[p]
            found = context.seen_lines.get((i, line))
            if found is None:
                found = context.seen_lines[i, line] = tuple(built.find(line))  # type: ignore[union-attr]
            for hit in found:
                yield _placed(hit, doc, doc.paragraphs[p])


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
