"""`normalize gazetteer`: search, check, count and add to what is known."""

from __future__ import annotations

from typing import Annotated

import typer

from normalize.cli import gazetteer_making, settings

app = typer.Typer(help="Search, check, extend, import and build the gazetteer.", no_args_is_help=True, rich_markup_mode=None)
app.command("build")(gazetteer_making.build)
app.command("import")(gazetteer_making.import_)


@app.command()
def search(
    name: Annotated[str, typer.Argument(help="A name or a part of one, right or wrong.")],
    gazetteer: settings.Gazetteer = None,
) -> int:
    """Entities that bear a name, with what is known about them."""
    from normalize.gazetteer import open_gazetteer
    from normalize.visible import visible

    opened = open_gazetteer(tuple(gazetteer or ()))
    found = opened.search(name)
    for entity in found:
        typer.echo("\n".join(visible(line) for line in opened.describe(entity)) + "\n")
    if not found:
        near = opened.near(name)
        hint = f"; sounds like: {', '.join(e.name for e, _ in near)}" if near else ""
        typer.echo(f"no entity is called '{visible(name)}'{hint}")
    return 0 if found else 1


@app.command()
def check(
    gazetteer: settings.Gazetteer = None,
    warnings: Annotated[bool, typer.Option("--warnings/--no-warnings", help="Show warnings as well as errors.")] = True,
) -> int:
    """Look for entries that would make wrong repairs; exit with 2 when there are errors."""
    from normalize.gazetteer import open_gazetteer
    from normalize.gazetteer.checks import check as doubts
    from normalize.visible import visible

    counts = {"error": 0, "warning": 0}
    for doubt in doubts(open_gazetteer(tuple(gazetteer or ()))):
        counts[doubt.level] += 1
        if warnings or doubt.level == "error":
            typer.echo(visible(str(doubt)))
    typer.echo(f"{counts['error']} errors, {counts['warning']} warnings")
    return 2 if counts["error"] else 0


@app.command()
def stats(gazetteer: settings.Gazetteer = None) -> None:
    """How much the gazetteer holds, by kind."""
    from normalize.gazetteer import open_gazetteer
    from normalize.visible import visible

    opened = open_gazetteer(tuple(gazetteer or ()))
    for kind, count in opened.stats().items():
        typer.echo(f"{count:8,}  {kind}")
    for source, licence, said, count in opened.licences():
        if source or licence:
            typer.echo(visible(f"{count:8,}  from {source} ({licence}){': ' + said if said else ''}"))


@app.command()
def add(
    name: Annotated[str, typer.Argument(help="The right name.")],
    wrong: Annotated[list[str] | None, typer.Option(help="A wrong form to be repaired.", show_default=False)] = None,
    alias: Annotated[list[str] | None, typer.Option(help="Another right form, to be left alone.", show_default=False)] = None,
    kind: Annotated[str, typer.Option(help="person, organisation or place.")] = "person",
    affiliation: Annotated[list[str] | None, typer.Option(help="The id of an organisation the person belongs to.", show_default=False)] = None,
    country: Annotated[str, typer.Option(help="Two-letter code of the country.", show_default=False)] = "",
    role: Annotated[str, typer.Option(help="What the person is, in a few words.", show_default=False)] = "",
    to: Annotated[str | None, typer.Option("--to", help="Another folder than your own; give it to --gazetteer later.", metavar="FOLDER", show_default=False)] = None,
) -> None:
    """Add an entity, or new forms to one of that name, to a gazetteer of your own."""
    from normalize.gazetteer.additions import add as put
    from normalize.visible import visible

    settings.choice("--kind", kind, ("person", "organisation", "place"))
    from normalize.gazetteer.own import own_folder

    path = put(to or str(own_folder()), kind, name, wrong or [], alias or [], affiliation or [], country, role)
    use = f"use it with --gazetteer {to}" if to else "every command reads it"
    typer.echo(f"{visible(name)} is in {visible(str(path))}; {visible(use)}")
