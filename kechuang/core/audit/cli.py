"""`kechuang audit`: seal finished days, verify the chain."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

import typer

from kechuang.core.database import database_up
from kechuang.core.prepare import set_up

app = typer.Typer(help="The history of every change: seal finished days, verify the chain.", no_args_is_help=True)


@app.command()
def seal(until: Annotated[str, typer.Option(help="Last day to seal (default: yesterday).")] = "") -> None:
    """Seal every finished day that is not sealed yet."""
    with database_up():
        set_up()
        from kechuang.core import clock
        from kechuang.core.audit.seal import seal_until

        day = dt.date.fromisoformat(until) if until else clock.today() - dt.timedelta(days=1)
        made = seal_until(day)
        for one in made:
            typer.echo(f"{one.day}  {one.rows} rows  {one.digest}")
        typer.echo(f"{len(made)} day(s) sealed")


@app.command()
def verify() -> None:
    """Walk the chain; exit 1 and name the first row that was altered, removed or slipped in."""
    with database_up():
        set_up()
        from kechuang.core.audit.models import Seal
        from kechuang.core.audit.seal import verify as walk

        broken = walk()
        if broken is not None:
            typer.echo(f"BROKEN at {broken}", err=True)
            raise typer.Exit(1)
        typer.echo(f"whole: {Seal.objects.count()} day(s) sealed, nothing altered")
