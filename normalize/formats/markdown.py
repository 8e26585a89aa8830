"""A report in Markdown: a table of changes, a table of findings, the metadata. Text from the document is escaped."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence

from normalize.patterns import compiled
from normalize.report import Change, Remark, Result
from normalize.text import Document
from normalize.visible import visible

_SPECIAL = compiled(r"([\\`*_{}\[\]<>()#+!|~&])")


def render(results: Sequence[Result]) -> str:
    """One section a text; before those of several texts a table of the rules."""
    sections = [_section(r) for r in results]
    return "\n".join([_overview(results), *sections] if len(results) > 1 else sections)


def _overview(results: Sequence[Result]) -> str:
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    texts: dict[str, set[int]] = defaultdict(set)
    for n, result in enumerate(results):
        both: list[Change | Remark] = [*result.changes, *result.findings]
        for item in both:
            counts[item.rule][item.action] += 1
            texts[item.rule].add(n)
    out = [f"# {len(results)} texts", "", f"{sum(bool(r.changes) for r in results)} of them changed.", ""]
    out += ["| rule | fix | suggest | flag | texts |", "| --- | ---: | ---: | ---: | ---: |"]
    for rule in sorted(counts, key=lambda r: (-counts[r].total(), r)):
        c = counts[rule]
        out.append(f"| {_escaped(rule)} | {c['fix']} | {c['suggest']} | {c['flag']} | {len(texts[rule])} |")
    return "\n".join(out) + "\n"


def _section(result: Result) -> str:
    doc = Document(result.raw)
    out = [f"# {_escaped(result.source or 'text')}", ""]
    out.append(f"{len(result.changes)} changes, {len(result.findings)} findings.")
    for key, value in sorted(result.metadata.items()):
        out.append(f"- {_escaped(key)}: {_escaped(', '.join(value) if isinstance(value, list) else str(value))}")
    if result.changes:
        out += ["", "| line | before | after | rule | confidence | why |", "| ---: | --- | --- | --- | ---: | --- |"]
        for c in result.changes:
            why = "; ".join([c.message, *(e.text for e in c.evidence)])
            cells = (_escaped(c.before), _escaped(c.after), _escaped(c.rule), f"{c.confidence:.2f}", _escaped(why))
            out.append(f"| {doc.position(c.start)[0]} | {' | '.join(cells)} |")
    if result.findings:
        out += ["", "| line | text | action | suggestion | rule | why |", "| ---: | --- | --- | --- | --- | --- |"]
        for f in result.findings:
            cells = (_escaped(f.before), f.action, _escaped(" / ".join(f.suggestions)), _escaped(f.rule), _escaped(f.message))
            out.append(f"| {doc.position(f.start)[0]} | {' | '.join(cells)} |")
    for p in result.problems:
        out += ["", f"**{_escaped(p.kind)}**: {_escaped(p.message)}"]
    return "\n".join(out) + "\n"


def _escaped(text: str) -> str:
    return str(_SPECIAL.sub(r"\\\1", visible(text, breaks=False)))
