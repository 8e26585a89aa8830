"""The options that several commands share, and the `Config` they make."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from normalize.config import Config
    from normalize.rewriting import Rewriter

Paths = Annotated[list[str] | None, typer.Argument(help="Texts, folders, or - for standard input (the default).", show_default=False)]
Date = Annotated[str | None, typer.Option(help="Date of the articles, YYYY-MM-DD; else each one's own time stamp.", metavar="DAY", show_default=False)]
Language = Annotated[str | None, typer.Option("--source-language", help="Language they were translated from, as ar.", metavar="CODE", show_default=False)]
Rules = Annotated[list[str] | None, typer.Option("--rules", help="A rule file or pack of your own, beside the shipped ones.", metavar="PATH", show_default=False)]
Gazetteer = Annotated[list[str] | None, typer.Option("--gazetteer", help="A gazetteer file or folder of your own; later ones win.", metavar="FILE", show_default=False)]
Own = Annotated[bool, typer.Option("--own-gazetteer/--no-own-gazetteer", help="Read the folder that `normalize gazetteer add` fills.")]
Select = Annotated[list[str] | None, typer.Option("--select", help="Only rules with this id prefix or class.", metavar="ID-PREFIX", show_default=False)]
Ignore = Annotated[list[str] | None, typer.Option("--ignore", help="Not the rules with this id prefix or class.", metavar="ID-PREFIX", show_default=False)]
Protect = Annotated[list[str] | None, typer.Option("--protect", help="A text that must stay as it is.", metavar="TEXT", show_default=False)]
Unsafe = Annotated[bool, typer.Option("--unsafe", help="Apply suggestions as well.")]
Decisions = Annotated[str | None, typer.Option("--decisions", help="Carry out what people decided in `normalize review`.", metavar="FILE", show_default=False)]
Grammar = Annotated[str, typer.Option("--grammar", help="LanguageTool: off, local, or a URL that texts are then sent to.", metavar="off|local|URL")]
Field = Annotated[str | None, typer.Option("--field", help="The field of JSON lines, or the column of a table, that holds the text.", metavar="NAME", show_default=False)]
Html = Annotated[bool, typer.Option("--html", help="Read HTML: only words between tags change.")]
Rewrite = Annotated[str | None, typer.Option("--rewrite", help="Ask a model on this machine to reword flagged sentences: http://127.0.0.1:8080/v1. Only suggestions come of it.", metavar="URL", show_default=False)]
RewriteModel = Annotated[str | None, typer.Option("--rewrite-model", help="The model's name there.", metavar="NAME", show_default=False)]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="No summary.")]
Colour = Annotated[str, typer.Option("--color", help="Colours: auto, always or never.", metavar="WHEN")]


def config(
    date: str | None = None,
    source_language: str | None = None,
    rules: list[str] | None = None,
    gazetteer: list[str] | None = None,
    select: list[str] | None = None,
    ignore: list[str] | None = None,
    protect: list[str] | None = None,
    unsafe: bool = False,
    own: bool = True,
    decisions: str | None = None,
    grammar: str = "off",
) -> Config:
    """The settings that the options stand for; UsageError for a value that does not fit."""
    from normalize.config import Config

    return Config(
        date=date,
        source_language=source_language,
        rules=tuple(rules or ()),
        gazetteer=tuple(gazetteer or ()),
        select=tuple(select or ()),
        ignore=tuple(ignore or ()),
        protect=tuple(protect or ()),
        unsafe=unsafe,
        own=own,
        decisions=decisions,
        grammar=grammar,
    )


def rewriter(url: str | None, model: str | None) -> Rewriter | None:
    """What asks the model at an address, if one was typed; UsageError when it is not on this machine."""
    if url is None:
        if model is not None:
            from normalize.errors import UsageError

            raise UsageError("--rewrite-model names a model of an endpoint: say which with --rewrite URL")
        return None
    from normalize.rewriting import Rewriter
    from normalize.rewriting.endpoint import endpoint

    return Rewriter(endpoint(url, model))


def choice(option: str, value: str, known: tuple[str, ...]) -> str:
    """The value, or UsageError when it is none of those known."""
    if value not in known:
        from difflib import get_close_matches

        from normalize.errors import UsageError

        near = get_close_matches(value, known, n=1)
        hint = f": did you mean '{near[0]}'?" if near else ""
        raise UsageError(f"{option} takes {', '.join(known)}; not '{value}'{hint}")
    return value


def painted(when: str) -> bool:
    """Whether to colour: asked for, or standard output is a terminal and NO_COLOR is not set."""
    import os
    import sys

    choice("--color", when, ("auto", "always", "never"))
    return when == "always" or (when == "auto" and sys.stdout.isatty() and "NO_COLOR" not in os.environ)
