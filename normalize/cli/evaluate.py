"""`normalize eval`: precision, recall and false edits over a corpus."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Annotated

import typer

from normalize.cli import settings

if TYPE_CHECKING:
    from normalize.evaluation import Evaluation, Score


def evaluate(
    corpus: Annotated[str, typer.Argument(help="Golden folders, clean texts, or JSON lines with text and gold.")],
    format: Annotated[str, typer.Option(help="text or json.", metavar="FORMAT")] = "text",
    verbose: Annotated[bool, typer.Option("-v", "--verbose", help="List every miss and every wrong change.")] = False,
    rules: settings.Rules = None,
    gazetteer: settings.Gazetteer = None,
    select: settings.Select = None,
    ignore: settings.Ignore = None,
) -> None:
    """Measure the rules on texts whose right form is known; clean texts beside golden ones are counted too."""
    from pathlib import Path

    from normalize.evaluation import evaluate as measure
    from normalize.evaluation import load
    from normalize.pipeline import Pipeline
    from normalize.visible import visible

    settings.choice("--format", format, ("text", "json"))
    pipeline = Pipeline(settings.config(rules=rules, gazetteer=gazetteer, select=select, ignore=ignore, own=False))
    cases = load(corpus)
    measured = {corpus: measure(cases, pipeline)}
    for part in sorted({c.part for c in cases if c.part}):
        measured[f"{corpus} ({part})"] = measure([c for c in cases if c.part == part], pipeline)
    beside = Path(corpus).parent / "clean"
    if Path(corpus).name == "golden" and beside.is_dir():
        measured[str(beside)] = measure(load(str(beside)), pipeline)
    if format == "json":
        typer.echo(json.dumps({k: v.as_dict() for k, v in measured.items()}, ensure_ascii=True, indent=1))
        return
    for name, evaluation in measured.items():
        for line in _told(name, evaluation):
            typer.echo(line)
        if verbose:
            for miss in evaluation.misses:
                typer.echo("  " + visible(miss, breaks=False))


def _told(name: str, e: Evaluation) -> list[str]:
    lines = [f"{name}: {e.texts} texts, {e.words:,} words, {e.exact} come out exactly as wanted"]
    if any(s.right or s.missed or s.flagged or s.unflagged for s in e.classes.values()):
        lines.append(f"  {'class':26} {'right':>6} {'missed':>6} {'wrong':>6} {'prec.':>6} {'recall':>6} {'F0.5':>6} {'reported':>9}")
        lines += [_row(cls, s) for cls, s in sorted(e.classes.items())]
        lines.append(_row("all", e.total))
    lines.append(f"  {e.total.wrong} false edits, {e.false_per_100k:.2f} per 100,000 words")
    return lines


def _row(cls: str, s: Score) -> str:
    def figure(x: float | None) -> str:
        return "     -" if x is None else f"{x:6.3f}"

    told = f"{s.flagged}/{s.flagged + s.unflagged}" if s.flagged + s.unflagged else "-"
    return f"  {cls:26} {s.right:6} {s.missed:6} {s.wrong:6} {figure(s.precision)} {figure(s.recall)} {figure(s.f_half)} {told:>9}"
