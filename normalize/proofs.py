"""Whether rules do what their examples say: the tests that every rule carries in its own file.

For each example, alone the rule turns ``bad`` into ``good`` (a flag: speaks over ``found``), alone it leaves ``good`` alone, and with all packs
loaded ``good`` still comes out unchanged and at rest: rules that undo each other are named. Each ``keep`` must come out unchanged, alone and with all packs, and a flag must not
speak in it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from normalize.config import Config
from normalize.errors import Fault
from normalize.pipeline import Pipeline
from normalize.report import Result
from normalize.rules import Example, Rule, RuleSet


def check_rules(rules: RuleSet, config: Config | None = None, everything: RuleSet | None = None) -> Iterator[Fault]:
    """Every example or keep that does not hold, with the file and line of its rule.

    ``everything`` is the set of rules that must leave the good sentences alone; by default ``rules`` itself.
    """
    config = replace(config or Config(), unsafe=False, select=(), ignore=())
    together = Pipeline(config, rules=everything or rules)
    for rule in rules:
        alone = Pipeline(replace(config, unsafe=rule.action == "suggest"), rules=RuleSet([rule]))
        for message in _check(rule, alone, together):
            yield Fault(rule.file, rule.line, f"{rule.id}: {message}")


def pumped(rules: RuleSet) -> Iterator[Fault]:
    """Every pattern whose time grows faster than the text, with the file and line of its rule and the proof (`normalize.pumps`)."""
    from normalize import pumps

    for rule in rules:
        for key, steep in pumps.faults(rule):
            yield Fault(rule.file, rule.line, f"{rule.id}: '{key}' {steep}")


def _check(rule: Rule, alone: Pipeline, together: Pipeline) -> Iterator[str]:
    files = {r.id: r.file for r in together.rules}
    for example in rule.examples:
        got = _run(alone, example.bad, example)
        if example.good is not None:
            if got.text != example.good:
                yield f"alone, {example.bad!r} became {got.text!r}, not {example.good!r}"
            again = _run(alone, example.good, example)
            if again.text != example.good:
                yield f"alone, the good {example.good!r} became {again.text!r}"
            spoiled = _run(together, example.good, example)
            if spoiled.text != example.good:
                yield f"with all packs, the good {example.good!r} became {spoiled.text!r} ({_writers(spoiled)})"
            yield from _restless(spoiled, files)
        elif example.found is not None:
            place = example.bad.find(example.found)
            hits = [f for f in got.findings if f.start < place + len(example.found) and f.end > place]
            if place < 0:
                yield f"'found' {example.found!r} is not in {example.bad!r}"
            elif not hits:
                yield f"alone, nothing was said over {example.found!r} in {example.bad!r}"
        yield from _problems(got)
    for sentence in rule.keep:
        kept = alone.run(sentence)
        if kept.text != sentence:
            yield f"alone, the keep {sentence!r} became {kept.text!r}"
        if rule.action == "flag" and kept.findings:
            yield f"alone, it speaks in the keep {sentence!r} ({kept.findings[0].before!r})"
        spoiled = together.run(sentence)
        if spoiled.text != sentence:
            yield f"with all packs, the keep {sentence!r} became {spoiled.text!r} ({_writers(spoiled)})"
        yield from _restless(spoiled, files)


def _restless(result: Result, files: Mapping[str, str]) -> Iterator[str]:
    """Rules that undo each other's work in a text until the pipeline gives up; the text comes back as it was, so nothing else would show it."""
    for problem in result.problems:
        if problem.kind == "did-not-settle":
            rules = problem.message.rpartition("rules: ")[2].split(", ")
            named = " and ".join(f"{r} ({files.get(r, '?')})" for r in rules)
            yield f"with all packs, {result.raw!r} does not come to rest: {named} undo each other"


def _run(pipeline: Pipeline, text: str, example: Example) -> Result:
    given = example.given
    return pipeline.run(text, date=given.get("published"), source_language=given.get("source-language"))


def _writers(result: Result) -> str:
    return ", ".join(sorted({c.rule for c in result.changes}))


def _problems(result: Result) -> Iterator[str]:
    for problem in result.problems:
        yield f"{problem.kind}: {problem.message}"
