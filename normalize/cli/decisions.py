"""`normalize decisions`: what people decided, as a list, as a table, and as lessons."""

from __future__ import annotations

from typing import Annotated

import typer

app = typer.Typer(help="List, export and learn from the decisions of `normalize review`.", no_args_is_help=True, rich_markup_mode=None)
Book = Annotated[str, typer.Argument(help="The file of decisions.", metavar="FILE")]


@app.command("list")
def list_(file: Book = "decisions.jsonl") -> None:
    """The decisions that hold, one line each, then how each rule fared, those rejected most often first."""
    from normalize.decisions.book import open_book
    from normalize.decisions.tuning import tallies
    from normalize.visible import visible

    book = open_book(file, must_exist=True).standing()
    for d in book:
        wording = f" → “{d.text}”" if d.verdict != "reject" else ""
        typer.echo(visible(f"{d.verdict:6}  “{d.before}”{wording}  {d.rule}  {d.told}", breaks=False))
    for t in tallies(book):
        typer.echo(f"{t.rejected:5} rejected {t.edited:5} written {t.accepted:5} accepted  {visible(t.rule, breaks=False)}")


@app.command()
def export(
    file: Book = "decisions.jsonl",
    output: Annotated[str, typer.Option("-o", "--output", help="Where it goes: .csv, or .jsonl for a book with nothing taken back.", metavar="FILE")] = "decisions.csv",
) -> None:
    """Write the decisions that hold as a table for spreadsheets, or as a smaller book."""
    from pathlib import Path

    from normalize.cli.settings import choice
    from normalize.decisions.book import open_book
    from normalize.decisions.exporting import table
    from normalize.files import write
    from normalize.visible import visible

    choice("--output", Path(output).suffix, (".csv", ".jsonl"))
    standing = open_book(file, must_exist=True).standing()
    write(output, table(standing).encode() if output.endswith(".csv") else b"".join(d.line() for d in standing))
    typer.echo(f"{len(standing)} decisions in {visible(output, breaks=False)}")


@app.command()
def learn(
    file: Book = "decisions.jsonl",
    to: Annotated[str | None, typer.Option("--to", help="Another gazetteer folder than your own.", metavar="FOLDER", show_default=False)] = None,
    write: Annotated[bool, typer.Option("--write", help="Put them into the gazetteer; else they are only shown.")] = False,
    least: Annotated[int, typer.Option(help="Only forms accepted as often.", min=1)] = 1,
) -> int:
    """Make accepted repairs of names wrong forms in your gazetteer; what would do harm there is refused and named."""
    from normalize.decisions.book import open_book
    from normalize.decisions.names import wrong_forms
    from normalize.errors import NormalizeError
    from normalize.gazetteer.additions import add
    from normalize.gazetteer.own import own_folder
    from normalize.visible import visible

    refused = 0
    for pair, count in wrong_forms(open_book(file, must_exist=True).standing()):
        if count < least:
            continue
        told = visible(f"“{pair.wrong}” → {pair.right} ({pair.kind}, accepted {count} time{'' if count == 1 else 's'})", breaks=False)
        if not write:
            typer.echo(f"would learn {told}")
            continue
        try:
            add(to or str(own_folder()), pair.kind, pair.right, [pair.wrong], [], [], "", "")
            typer.echo(f"learned {told}")
        except NormalizeError as error:
            refused += 1
            typer.echo(f"refused {told}: {visible(str(error), breaks=False)}")
    return 2 if refused else 0
