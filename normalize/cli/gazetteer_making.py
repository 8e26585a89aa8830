"""`normalize gazetteer import` and `build`: from a data base to records, from records to one file that opens at once."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from normalize.gazetteer.records import Skipped

FORMATS = ("wikidata", "geonames", "ftm", "jrc", "csv")


def build(
    out: Annotated[str, typer.Argument(help="The file to build, as names.gaz.", metavar="OUT.gaz")],
    sources: Annotated[list[str], typer.Argument(help="Record files made by `import`, and tables or folders of your own; later ones win.", metavar="SOURCE...")],
    force: Annotated[bool, typer.Option("--force", help="Leave out aliases and wrong forms that are common English words, instead of refusing them.")] = False,
) -> int:
    """Build one gazetteer file from records and tables; what would do harm is refused with file and line."""
    from normalize.gazetteer import open_gazetteer, streams
    from normalize.gazetteer.building import build as make
    from normalize.gazetteer.records import sources as files
    from normalize.visible import visible

    began = time.perf_counter()
    with progress("reading", streams.size(files(sources))) as (tick, step):
        built = make(out, sources, open_gazetteer(own=False), force, tick, step)
    _tell_skipped(built.skipped)
    left = f"; {built.left_out:,} common words left out" if built.left_out else ""
    left += f"; {built.nameless:,} entries without a name left out" if built.nameless else ""
    typer.echo(f"{visible(out)}: {built.entities:,} entities with {built.names:,} names{left} ({time.perf_counter() - began:.1f} s)")
    return 0


def import_(
    format: Annotated[str, typer.Argument(help=f"{', '.join(FORMATS)}.", metavar="FORMAT")],
    files: Annotated[list[str], typer.Argument(help="The files, also .gz and .bz2.", metavar="FILE...")],
    output: Annotated[str, typer.Option("-o", "--output", help="Where the records go: a .jsonl file, also .gz and .bz2.", metavar="OUT.jsonl")],
    min_population: Annotated[int, typer.Option(help="geonames: only places with as many people; administrative areas always.", min=0)] = 0,
    column: Annotated[list[str] | None, typer.Option("--column", help="csv: which column holds what, as name='Full name'.", metavar="FIELD=HEADER", show_default=False)] = None,
    licence: Annotated[str | None, typer.Option(help="The licence to note where the format does not tell it.", show_default=False)] = None,
) -> int:
    """Read a published data set and write its names as records for `build`. Files are only read, nothing is fetched."""
    from normalize.cli import settings
    from normalize.gazetteer import importers, streams
    from normalize.visible import visible

    settings.choice("FORMAT", format, FORMATS)
    options = importers.Options(min_population=min_population, columns=importers.columns(column or []), licence=licence)
    began = time.perf_counter()
    with progress("importing", streams.size(files)) as (tick, _):
        done = importers.run(format, files, output, options, tick)
    _tell_skipped(done.skipped)
    odd = f"; {done.left_out:,} forms with odd characters left out" if done.left_out else ""
    typer.echo(f"{visible(output)}: {done.records:,} records from {done.source} ({done.licence}){odd} ({time.perf_counter() - began:.1f} s)")
    if done.attribution:
        typer.echo(visible(done.attribution))
    return 0


def _tell_skipped(skipped: Skipped) -> None:
    from normalize.visible import visible

    for fault in skipped.named:
        sys.stderr.write(f"normalize: {visible(str(fault))}\n")
    if skipped.count:
        more = f" (the first {len(skipped.named)} are named above)" if skipped.count > len(skipped.named) else ""
        sys.stderr.write(f"normalize: {skipped.count:,} lines skipped{more}\n")


@contextmanager
def progress(what: str, total: int) -> Iterator[tuple[Callable[[int], None], Callable[[str], None]]]:
    """A bar on a terminal over so many bytes: one function to move it, one to name the step; on anything else, nothing."""
    if not sys.stderr.isatty():
        yield lambda _: None, lambda _: None
        return
    from rich.console import Console
    from rich.progress import DownloadColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), *Progress.get_default_columns()[1:2], DownloadColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(what, total=total)
        yield lambda n: bar.advance(task, n), lambda step: bar.update(task, description=step)
