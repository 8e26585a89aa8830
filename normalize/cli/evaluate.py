"""`normalize eval`: precision, recall and false edits over corpora, by class and by rule, and what a change of rules altered."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Annotated

import typer

from normalize.cli import settings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from normalize.baselines import Altered
    from normalize.evaluation import Evaluation, Noted, Score


def evaluate(
    corpus: Annotated[list[str], typer.Argument(help="Golden folders, clean texts, or JSON lines with text and gold.")],
    format: Annotated[str, typer.Option(help="text or json.", metavar="FORMAT")] = "text",
    verbose: Annotated[bool, typer.Option("-v", "--verbose", help="List every miss and every wrong change.")] = False,
    baseline: Annotated[str | None, typer.Option(help="Compare with what --format json wrote before; exit 1 when a finding differs.", metavar="OLD.json", show_default=False)] = None,
    judged: Annotated[list[str] | None, typer.Option(help="A store of judged edits; others on clean texts count as unjudged.", metavar="FILE", show_default=False)] = None,
    unjudged: Annotated[str | None, typer.Option(help="Write the edits that wait for a verdict.", metavar="FILE", show_default=False)] = None,
    table: Annotated[str | None, typer.Option(help="Write the figures of these corpora into this table.", metavar="FILE.json", show_default=False)] = None,
    jobs: Annotated[int, typer.Option("-j", "--jobs", min=1, help="Processes.")] = 1,
    rules: settings.Rules = None,
    gazetteer: settings.Gazetteer = None,
    select: settings.Select = None,
    ignore: settings.Ignore = None,
) -> int:
    """Measure the rules on texts whose right form is known; clean texts beside golden ones are counted too."""
    from normalize import baselines, judgements
    from normalize.corpora import stream
    from normalize.evaluation import measure
    from normalize.files import write
    from normalize.packs import load_rules
    from normalize.pipeline import Pipeline

    settings.choice("--format", format, ("text", "json"))
    old = baselines.read(baseline) if baseline else None
    store = judgements.read(judged or ()) if judged or unjudged else None
    config = settings.config(rules=rules, gazetteer=gazetteer, select=select, ignore=ignore, own=False)
    # what a table has taken away is measured as the rule files ask, or it would never be seen again
    pipeline = Pipeline(config, load_rules(config, as_asked=True) if table else None)
    measured = {name: measure(stream(name), pipeline, store, jobs) for name in _with_clean(corpus)}
    if unjudged:
        waiting = [row for parts in measured.values() for row in parts[""].waiting]
        write(unjudged, "".join(json.dumps(row, ensure_ascii=True) + "\n" for row in waiting).encode())
    if table:
        _put(table, measured, store is not None)
    altered = None if old is None else baselines.compare(old, [n for parts in measured.values() for n in parts[""].noted])
    if format == "json":
        tree = {_title(name, part): e.as_dict() | ({} if part else {"noted": e.noted}) for name, parts in measured.items() for part, e in parts.items()}
        if altered is not None:
            tree["altered"] = altered._asdict()
        typer.echo(json.dumps(tree, ensure_ascii=True, indent=1))
    else:
        for line in _told(measured, verbose, altered):
            typer.echo(line)
    return int(altered is not None and not altered.nothing)


def _with_clean(corpora: list[str]) -> list[str]:
    """The corpora, and the clean texts that lie beside golden ones."""
    from pathlib import Path

    beside = [str(Path(c).parent / "clean") for c in corpora if Path(c).name == "golden" and (Path(c).parent / "clean").is_dir()]
    return list(dict.fromkeys([*corpora, *beside]))


def _title(name: str, part: str) -> str:
    return f"{name} ({part})" if part else name


def _put(file: str, measured: dict[str, dict[str, Evaluation]], judged: bool) -> None:
    """Write the figures of the corpora into a table, under the names of their folders; edits that a store has judged are only counted there."""
    from pathlib import Path

    from normalize import precision
    from normalize.files import write

    table = precision.read(file)
    for place, parts in measured.items():
        name = Path(place).resolve().name.partition(".")[0]
        for part, e in parts.items():
            counts = {} if part else {rule: [s.right, s.wrong, s.unjudged] for rule, s in e.rules.items()}
            wrong = [] if part or judged else [{"corpus": name, "text": n.text, "rule": n.rule, "before": n.before, "after": n.after} for n in e.noted if n.verdict == "wrong"]
            table.put(_title(name, part), e.totals(), counts, wrong)
    write(file, precision.written(table).encode())


def _told(measured: dict[str, dict[str, Evaluation]], verbose: bool, altered: Altered | None) -> Iterator[str]:
    from normalize.visible import visible

    for name, parts in measured.items():
        for part, evaluation in parts.items():
            yield from _figures(_title(name, part), evaluation)
            if not part:
                yield from _by_rule(evaluation)
            if verbose:
                yield from ("  " + visible(miss, breaks=False) for miss in evaluation.misses)
    if altered is not None:
        yield f"against the baseline: {len(altered.added)} added, {len(altered.gone)} gone, {len(altered.changed)} changed"
        yield from (_line("+", noted) for noted in altered.added)
        yield from (_line("-", noted) for noted in altered.gone)
        for was, now in altered.changed:
            yield _line("<", was)
            yield _line(">", now)


def _line(mark: str, n: Noted) -> str:
    from normalize.visible import visible

    verdict = f" ({n.verdict})" if n.verdict else ""
    return visible(f"  {mark} {n.text}:{n.start} {n.rule} {n.action} {n.before!r} -> {n.after!r}{verdict}", breaks=False)


def _figures(name: str, e: Evaluation) -> Iterator[str]:
    yield f"{name}: {e.texts} texts, {e.words:,} words, {e.exact} come out exactly as wanted"
    if any(s.right or s.missed or s.flagged or s.unflagged for s in e.classes.values()):
        yield f"  {'class':26} {'right':>6} {'missed':>6} {'wrong':>6} {'prec.':>6} {'recall':>6} {'F0.5':>6} {'reported':>9}"
        yield from (_row(cls, s) for cls, s in sorted(e.classes.items()))
        yield _row("all", e.total)
    waits = f" ({e.total.unjudged} of them wait for a verdict)" if e.total.unjudged else ""
    yield f"  {e.total.wrong + e.total.unjudged} false edits, {e.false_per_100k:.2f} per 100,000 words{waits}"
    yield f"  {e.remarks} suggestions and flags, {1e5 * e.remarks / max(1, e.words):.1f} per 100,000 words"


def _by_rule(e: Evaluation) -> Iterator[str]:
    from normalize.precision import lower_bound

    if e.rules:
        width = max(map(len, e.rules))
        yield f"  {'rule':{width}} {'firings':>7} {'right':>6} {'wrong':>6} {'unjudged':>8} {'at least':>8}"
    for rule, s in sorted(e.rules.items()):
        yield f"  {rule:{width}} {s.firings:7} {s.right:6} {s.wrong:6} {s.unjudged:8} {lower_bound(s.right, s.firings):8.3f}"


def _row(cls: str, s: Score) -> str:
    def figure(x: float | None) -> str:
        return "     -" if x is None else f"{x:6.3f}"

    told = f"{s.flagged}/{s.flagged + s.unflagged}" if s.flagged + s.unflagged else "-"
    return f"  {cls:26} {s.right:6} {s.missed:6} {s.wrong:6} {figure(s.precision)} {figure(s.recall)} {figure(s.f_half)} {told:>9}"
