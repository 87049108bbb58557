"""`kechuang ledger`: derive every total anew and say what does not fit."""

from __future__ import annotations

import typer

from kechuang.core.database import database_up
from kechuang.core.prepare import set_up

app = typer.Typer(help="The ledger: derive every total anew.", no_args_is_help=True)


@app.callback()
def group() -> None:
    """The ledger."""


@app.command()
def verify() -> None:
    """Derive balances, months and earmarks from the postings; exit 1 and name what does not fit."""
    with database_up():
        set_up()
        from kechuang.casework.ledger import checking

        wrong = checking.verify()
        for line in wrong:
            typer.echo(line, err=True)
        if wrong:
            raise typer.Exit(1)
        typer.echo(f"whole: {checking.postings():,} postings")
