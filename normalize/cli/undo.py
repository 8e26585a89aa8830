"""`normalize undo`: one change of a report taken back, the others kept."""

from __future__ import annotations

import sys
from typing import Annotated

import typer


def undo(
    report: Annotated[str, typer.Argument(help="A report of `clean`: .json or .jsonl.", metavar="REPORT")],
    change: Annotated[list[str], typer.Option("--change", help="The id of a change, as c3; several may be given.", metavar="ID")],
    source: Annotated[str | None, typer.Option(help="Which text, when the report has several.", metavar="NAME", show_default=False)] = None,
    output: Annotated[str | None, typer.Option("-o", "--output", help="Write the text here; else to standard output.", metavar="FILE", show_default=False)] = None,
) -> int:
    """Write the cleaned text of a report without some of its changes; those that stand or fall with them go too."""
    from normalize.decisions.undoing import chosen, without
    from normalize.files import encode, read, write
    from normalize.visible import visible

    text, undone = without(chosen(read(report), report, source), change)
    if output:
        write(output, encode(text))
    else:
        sys.stdout.buffer.write(visible(text).encode() if sys.stdout.isatty() else encode(text))
        sys.stdout.buffer.flush()
    sys.stderr.write(f"taken back: {', '.join(undone)}\n")
    return 0
