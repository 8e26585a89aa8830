"""`normalize check`: what is wrong with a text, as lines that editors and build servers read."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from normalize.cli import settings


def check(
    paths: settings.Paths = None,
    format: Annotated[str, typer.Option(help="text, json, sarif or github.", metavar="FORMAT")] = "text",
    date: settings.Date = None,
    source_language: settings.Language = None,
    rules: settings.Rules = None,
    gazetteer: settings.Gazetteer = None,
    own: settings.Own = True,
    select: settings.Select = None,
    ignore: settings.Ignore = None,
    protect: settings.Protect = None,
    decisions: settings.Decisions = None,
    grammar: settings.Grammar = "off",
    field: settings.Field = None,
    rewrite: settings.Rewrite = None,
    rewrite_model: settings.RewriteModel = None,
) -> int:
    """List everything found as path:line:column: rule message; exit with 1 when there is anything."""
    from normalize.cli.reading import results
    from normalize.decisions.replay import without_rejected
    from normalize.formats import as_json, lines, sarif

    settings.choice("--format", format, ("text", "json", "sarif", "github"))
    config = settings.config(date, source_language, rules, gazetteer, select, ignore, protect, own=own, decisions=decisions, grammar=grammar)
    render = {"text": lines.render, "json": as_json.render, "sarif": sarif.render, "github": lines.render_github}[format]
    found, faults = [], 0
    for result, problems in results(paths, config, field, settings.rewriter(rewrite, rewrite_model)):
        faults += problems
        if result is not None:
            found.append(without_rejected(result) if format in ("text", "github") else result)
    if found or format in ("json", "sarif"):
        sys.stdout.buffer.write(render(found).encode())
        sys.stdout.buffer.flush()
    return 3 if faults else int(any(r.changes or without_rejected(r).findings for r in found))
