"""`normalize diff`: what `clean` would change, shown in place and with its reasons."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from normalize.cli import settings

if TYPE_CHECKING:
    from normalize.formats.terminal import Paint
    from normalize.report import Result


def diff(
    paths: settings.Paths = None,
    unified: Annotated[bool, typer.Option("--unified", "-u", help="A patch that `patch -p1` accepts.")] = False,
    side_by_side: Annotated[bool, typer.Option("--side-by-side", "-y", help="Changed lines in two columns.")] = False,
    width: Annotated[int | None, typer.Option(help="Cells of the two columns together; else the terminal's.", min=40, show_default=False)] = None,
    exit_code: Annotated[bool, typer.Option("--exit-code", help="Exit with 1 when something would change.")] = False,
    color: settings.Colour = "auto",
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
    rewrite: settings.Rewrite = None,
    rewrite_model: settings.RewriteModel = None,
) -> int:
    """Show every change in its place, word by word, with rule, confidence and evidence."""
    from normalize.cli.reading import results
    from normalize.errors import UsageError
    from normalize.formats import terminal
    from normalize.formats.unified import patch
    from normalize.visible import visible

    if unified and side_by_side:
        raise UsageError("--unified and --side-by-side are two ways of showing it: choose one")
    config = settings.config(date, source_language, rules, gazetteer, select, ignore, protect, unsafe, own, decisions, grammar)
    paint = terminal.COLOUR if settings.painted(color) else terminal.PLAIN
    faults = changed = 0
    for result, problems in results(paths, config, field, settings.rewriter(rewrite, rewrite_model)):
        faults += problems
        if result is None:
            continue
        changed += bool(result.changes)
        shown = patch(result) if unified else _columns(result, paint, width) if side_by_side else terminal.render(result, paint)
        if unified and sys.stdout.isatty():
            shown = visible(shown)
        if shown:
            sys.stdout.buffer.write(shown.encode("utf-8", "surrogatepass") + (b"" if unified else b"\n"))
    sys.stdout.buffer.flush()
    return 3 if faults else int(bool(exit_code and changed))


def _columns(result: Result, paint: Paint, width: int | None) -> str:
    import shutil

    from normalize.formats.columns import render

    return render(result, paint, width or shutil.get_terminal_size((100, 24)).columns)
