"""`normalize explain`: what a rule does and why, or what is known about a name and what it may be a slip for."""

from __future__ import annotations

from typing import Annotated

import typer


def explain(what: Annotated[str, typer.Argument(metavar="RULE|NAME", help="A rule id, the last part of one, or a name.")]) -> None:
    """Explain a rule with its examples, or a name with what the gazetteer knows."""
    from normalize.errors import UsageError
    from normalize.gazetteer import open_gazetteer
    from normalize.packs import load_rules
    from normalize.visible import visible

    rules = load_rules()
    rule = rules.get(what)
    if rule is not None:
        from normalize.cli.rules import told

        typer.echo(told(rule))
        return
    gazetteer = open_gazetteer()
    found = gazetteer.search(what)
    near = gazetteer.near(what)
    if not found and not near:
        raise UsageError(f"neither a rule nor a known name: '{what}'{rules.hint(what)}")
    for entity in found:
        typer.echo("\n".join(visible(line) for line in gazetteer.describe(entity)) + "\n")
    if near:
        typer.echo("sounds like:")
        for entity, score in near:
            typer.echo(f"  {entity.name}  {score:.0%}  ({entity.role or entity.type or entity.kind})")
