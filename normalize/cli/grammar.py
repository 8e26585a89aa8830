"""`normalize grammar`: what rules of LanguageTool may do, measured."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(help="Rules of LanguageTool: measure which may repair.", no_args_is_help=True, rich_markup_mode=None)


@app.callback()
def options() -> None:
    """Rules of LanguageTool: measure which may repair."""


@app.command("calibrate")
def calibrate(
    corpus: Annotated[list[str], typer.Argument(help="Good texts, golden folders, or JSON lines with text and gold.")],
    output: Annotated[str, typer.Option("-o", "--output", help="Write the table here; - is standard output.", metavar="FILE.tsv")] = "-",
    paragraphs: Annotated[int, typer.Option(help="Paragraphs of good prose to take.", min=1, metavar="N")] = 2000,
    slips: Annotated[str | None, typer.Option(help="Marks of alarms in good prose that a person judged to be right.", metavar="FILE", show_default=False)] = None,
    alarms: Annotated[str | None, typer.Option(help="Write the other alarms in good prose, with their marks.", metavar="FILE", show_default=False)] = None,
    grammar: Annotated[str, typer.Option(help="local, or the URL of a server.", metavar="local|URL")] = "local",
) -> int:
    """Measure every rule of LanguageTool on good prose, on the same with faults put in, and on texts whose right form is known."""
    from normalize.config import Config
    from normalize.corpora import stream
    from normalize.files import write
    from normalize.languagetool import opened
    from normalize.languagetool.table import written

    Config(grammar=grammar)  # tells what is wrong with it
    judged = frozenset(Path(slips).read_text("utf-8").splitlines()) if slips else frozenset()
    seen: list[str] = []

    def told(done: int) -> None:
        if sys.stderr.isatty() and done % 20 == 0:
            sys.stderr.write(f"\r{done:,} texts")

    with opened(grammar) as client:
        from normalize.languagetool.calibration import calibrate as measure
        from normalize.languagetool.calibration import sample

        good, pairs = sample((case for name in corpus for case in stream(name)), paragraphs)
        table = written(measure(client, good, pairs, judged, lambda mark, around: seen.append(f"{mark}\t{around}\n"), told))
    if alarms:
        write(alarms, "".join(seen).encode("utf-8", "backslashreplace"))
    if output == "-":
        typer.echo(table, nl=False)
    else:
        write(output, table.encode())
    return 0
