"""`kechuang reviews`: draw a panel again from what was recorded."""

from __future__ import annotations

from typing import Annotated

import typer

from kechuang.core.database import database_up
from kechuang.core.prepare import set_up

app = typer.Typer(help="Reviews: draw a panel again.", no_args_is_help=True)


@app.callback()
def group() -> None:
    """Reviews."""


@app.command()
def redraw(panel: Annotated[str, typer.Argument(help="Number of the panel, e.g. PS-2026-000001.")]) -> None:
    """Draw a panel again from its recorded seed and pool; exit 1 and name what differs, 2 when there is no such draw."""
    with database_up():
        set_up()
        from kechuang.casework.reviews import redrawing
        from kechuang.casework.reviews.models import Panel

        found = redrawing.of(panel)
        if found is None:
            typer.echo(f"{panel}: no such draw", err=True)
            raise typer.Exit(2)
        typer.echo(f"seed {found.seed}\npool {found.pool_hash}")
        for stratum in found.strata:
            for one in stratum.candidates[: stratum.wanted + 5]:
                typer.echo(f"{stratum.name}\t{one.place + 1}\t{one.key}\t{one.outcome or '-'}")
        differences = list(found.differences)
        if not redrawing.keys_right(Panel.objects.get(number=panel)):
            differences.append("keys")
        if differences:
            typer.echo(f"different: {', '.join(differences)}", err=True)
            raise typer.Exit(1)
        typer.echo("same")
