"""`normalize doctor`: whether this installation is whole, and what is missing for the optional parts."""

from __future__ import annotations

import typer


def doctor() -> int:
    """Check the installation: versions, packs, gazetteer, cache, optional parts. Exit with 2 when something needed is broken."""
    from normalize.health import examine

    broken = 0
    for line in examine():
        broken += line.level == "broken"
        typer.echo(f"{line.level:8} {line.what}: {line.told}")
    return 2 if broken else 0
