"""`normalize review`: people decide about changes and suggestions, one at a time."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from normalize.cli import settings

if TYPE_CHECKING:
    from normalize.report import Result
    from normalize.review.session import Session


def review(
    paths: settings.Paths = None,
    decisions: Annotated[str, typer.Option(help="The file of decisions; made when there is none.", metavar="FILE")] = "decisions.jsonl",
    line: Annotated[bool, typer.Option("--line", help="Ask line by line, on any terminal.")] = False,
    only: Annotated[str, typer.Option("--filter", help="What is asked: rule:ID class:NAME action:fix,suggest,flag confidence<0.9", metavar="WORDS", show_default=False)] = "",
    user: Annotated[str | None, typer.Option(help="Whose decisions these are; else NORMALIZE_USER or the login's name.", show_default=False)] = None,
    color: settings.Colour = "auto",
    date: settings.Date = None,
    source_language: settings.Language = None,
    rules: settings.Rules = None,
    gazetteer: settings.Gazetteer = None,
    own: settings.Own = True,
    select: settings.Select = None,
    ignore: settings.Ignore = None,
    protect: settings.Protect = None,
    field: settings.Field = None,
    html: settings.Html = False,
) -> int:
    """Decide about each change and suggestion; the texts stay, `clean --decisions FILE` carries the decisions out."""
    from collections.abc import Sequence

    from normalize import batch
    from normalize.decisions.book import default_user, open_book
    from normalize.errors import UsageError
    from normalize.pipeline import Pipeline
    from normalize.review.filters import parsed
    from normalize.review.session import Session
    from normalize.visible import visible

    files = batch.files(paths or [])
    if not files or any(path == "-" for path, _ in files):
        raise UsageError("name the texts to look at; standard input is needed for the answers")
    if not line and not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise UsageError("this is no terminal; use --line to answer from a file or a pipe")
    pipeline = Pipeline(settings.config(date, source_language, rules, gazetteer, select, ignore, protect, own=own))
    faults: list[str] = []

    def load(path: str) -> Sequence[Result]:
        done = list(batch.run(batch.items(path, field, html), pipeline))
        faults.extend(f for one in done for f in one.faults)
        return [one.result for one in done if one.result is not None]

    session = Session([path for path, _ in files], load, open_book(decisions), pipeline.gazetteer, default_user() if user is None else user, parsed(only))
    if line:
        _by_line(session, color)
    else:
        _on_screen(session)
    for fault in faults:
        sys.stderr.write(f"normalize: {visible(fault)}\n")
    p = session.progress
    left = "nothing is left" if session.current is None else "more is left"
    typer.echo(f"{p.accepted} accepted, {p.rejected} rejected, {p.edited} written by hand; {left}; kept in {visible(decisions, breaks=False)}")
    return 3 if faults else 0


def _by_line(session: Session, color: str) -> None:
    from normalize.formats import terminal
    from normalize.review import line

    def ask(prompt: str) -> str | None:
        sys.stdout.write(prompt)
        sys.stdout.flush()
        answer = sys.stdin.readline()
        if not answer:
            sys.stdout.write("\n")
        return answer or None

    line.run(session, ask, typer.echo, terminal.COLOUR if settings.painted(color) else terminal.PLAIN)


def _on_screen(session: Session) -> None:
    from normalize.errors import UsageError

    try:
        from normalize.review.screen import ReviewApp
    except ImportError as error:
        if (error.name or "").partition(".")[0] != "textual":
            raise
        raise UsageError("the full screen needs Textual: pip install 'mt-normalize[review]'; or use --line") from None
    ReviewApp(session).run()
