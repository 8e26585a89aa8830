"""`normalize clean`: texts in, cleaned texts out, with a report when asked."""

from __future__ import annotations

import dataclasses
import os
import sys
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from normalize.cli import settings

if TYPE_CHECKING:
    from normalize.tally import Tally

#: From so many texts on, the summary says what each rule did.
_MANY = 20


def clean(
    paths: settings.Paths = None,
    output: Annotated[str | None, typer.Option("-o", "--output", help="Write here: a file, or a folder for several texts.", metavar="FILE/DIR", show_default=False)] = None,
    in_place: Annotated[bool, typer.Option("--in-place", help="Write back into the files, whole or not at all.")] = False,
    report: Annotated[str | None, typer.Option(help="Also write a report: .json .jsonl .csv .html .md .sarif .diff", metavar="FILE", show_default=False)] = None,
    format: Annotated[str, typer.Option(help="What is written: text, json or jsonl.", metavar="FORMAT")] = "text",
    date: settings.Date = None,
    source_language: settings.Language = None,
    rules: settings.Rules = None,
    gazetteer: settings.Gazetteer = None,
    own: settings.Own = True,
    select: settings.Select = None,
    ignore: settings.Ignore = None,
    protect: settings.Protect = None,
    unsafe: settings.Unsafe = False,
    decisions: settings.Decisions = None,
    grammar: settings.Grammar = "off",
    field: settings.Field = None,
    html: settings.Html = False,
    rewrite: settings.Rewrite = None,
    rewrite_model: settings.RewriteModel = None,
    jobs: Annotated[int, typer.Option("-j", "--jobs", help="Processes to use.", min=1, metavar="N")] = 1,
    limit_seconds: Annotated[float | None, typer.Option("--limit-seconds", help="Pass a text through unchanged that takes longer.", min=0.001, metavar="N", show_default=False)] = None,
    limit_memory: Annotated[int | None, typer.Option("--limit-memory", help="Pass a text through unchanged that needs more than this.", min=1, metavar="MB", show_default=False)] = None,
    edits: Annotated[str | None, typer.Option(help="Also write the edits of each text, a line of JSON each.", metavar="FILE.jsonl", show_default=False)] = None,
    summary: Annotated[str | None, typer.Option(help="Also write what each rule did, as JSON.", metavar="FILE.json", show_default=False)] = None,
    resume: Annotated[bool, typer.Option("--resume", help="Write shards and a journal into the folder -o; after a kill, the same command goes on.")] = False,
    shard_size: Annotated[int, typer.Option("--shard-size", help="Texts of a shard, with --resume.", min=1, metavar="N")] = 1000,
    sample: Annotated[bool, typer.Option("--sample", help="Clean the bundled sample article.")] = False,
    profile: Annotated[bool, typer.Option("--profile", help="Tell on standard error what each stage and rule costs; also in `stats` of JSON.")] = False,
    quiet: settings.Quiet = False,
) -> int:
    """Clean texts: what is sure is repaired, the rest is reported (--report, --format json)."""
    from normalize import batch
    from normalize.cli import outputs, progress, sharding
    from normalize.cli.costs import Costs
    from normalize.errors import UsageError
    from normalize.limits import Limits
    from normalize.pipeline import Pipeline
    from normalize.report import unread
    from normalize.shards import Order
    from normalize.tally import Tally

    settings.choice("--format", format, ("text", "json", "jsonl"))
    if report:
        from normalize.formats import renderer

        renderer(Path(report).suffix)
    if in_place and (output or format != "text"):
        raise UsageError("--in-place writes the cleaned text back into the files: leave out -o and --format")
    given = paths or ["-"]
    if sample:
        given = [_sample()]
    files = batch.files(given)
    if in_place and any(path == "-" for path, _ in files):
        raise UsageError("--in-place needs files; standard input has no place to write back to")
    several = len(files) > 1 or any(os.path.isdir(p) for p in given)
    if any(os.path.isdir(p) for p in given) and not (in_place or output or format != "text"):
        raise UsageError("a folder is given: say where the cleaned texts go with -o DIR or --in-place, or use --format jsonl")
    if output and several and format == "text" and (twice := _twice(files)):
        raise UsageError(f"'{twice[0]}' and '{twice[1]}' would both be written to '{os.path.join(output, dict(files)[twice[1]])}': clean them one after the other")
    config = settings.config(date, source_language, rules, gazetteer, select, ignore, protect, unsafe, own, decisions, grammar)
    rewriter = settings.rewriter(rewrite, rewrite_model)
    limits = Limits(limit_seconds, limit_memory)
    pipeline = Pipeline(dataclasses.replace(config, profile=profile))
    if resume:
        if in_place or report or rewrite or format != "text" or not output:
            raise UsageError("--resume writes shards into a folder: name it with -o DIR, and leave out --in-place, --report, --rewrite and --format")
        order = Order(output, shard_size, field, html, bool(edits), limits)
        return _told(sharding.run(files, order, pipeline, jobs, edits, quiet), summary, quiet)
    tally, costs, results = Tally(), Costs(), []
    with progress.watched([path for path, _ in files], quiet) as watch, ExitStack() as stack:
        writer = outputs.Reports(stack, output, format) if format != "text" else outputs.Texts(stack, dict(files), output, in_place, several, field)
        listed = outputs.Edits(stack, edits)
        source = (item for path, _ in files for item in batch.items(path, field, html, watch.reading(path)))
        done = batch.run(source, pipeline, jobs, limits)
        for one in rewriter.offered(done, pipeline) if rewriter else done:
            outputs.name_faults(one.faults)
            writer.take(one)
            listed.take(one)
            tally.take(one)
            costs.take(one.result.stats if one.result else {})
            watch.done()
            if report:
                results.append(one.result or unread(one.name, one.faults))
        writer.finish()
    if report:
        from normalize.files import encode, write
        from normalize.formats import renderer

        write(report, encode(renderer(Path(report).suffix)(results)))
    if profile:
        sys.stderr.write(costs.table() + "\n")
    return _told(tally, summary, quiet)


def _told(tally: Tally, summary: str | None, quiet: bool) -> int:
    """Write the summaries that are wanted; the exit code."""
    if summary:
        import json

        from normalize.files import write

        write(summary, json.dumps(tally.as_dict(), indent=2).encode() + b"\n")
    if not quiet:
        table = tally.table() if tally.documents >= _MANY else ""
        sys.stderr.write((table and table + "\n") + tally.line() + "\n")
    return 3 if tally.faults else 0


def _twice(files: list[tuple[str, str]]) -> tuple[str, str] | None:
    """Two different files that would be written to one place."""
    seen: dict[str, str] = {}
    for path, name in files:
        first = seen.setdefault(name, path)
        if first != path:
            return first, path
    return None


def _sample() -> str:
    """The path of the bundled sample article."""
    from importlib.resources import as_file

    from normalize.data import folder

    with as_file(folder("corpora") / "sample" / "article.txt") as path:
        return str(path)
