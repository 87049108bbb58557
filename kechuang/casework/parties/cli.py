"""`kechuang regions`: the administrative divisions an office works in."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from kechuang.core.database import database_up
from kechuang.core.prepare import migrate, set_up

app = typer.Typer(help="Administrative divisions (GB/T 2260): load them, or take in a file.", no_args_is_help=True)


@app.command()
def load(
    under: Annotated[str, typer.Argument(help="The digits the codes begin with: 33 for Zhejiang, 3308 for Quzhou.")],
) -> None:
    """Take in the published divisions of a province or city, past ones with their dates. Again changes nothing."""
    if not under.isdigit() or not 2 <= len(under) <= 6:
        raise typer.BadParameter("two to six digits, e.g. 33")
    with database_up():
        set_up()
        migrate()
        from kechuang.casework.parties.divisions import published, take_in

        found = list(published(under))
        if not found:
            raise typer.BadParameter(f"no code begins with {under}")
        _say(*take_in([*(published(f"{under[:2]}0000") if under != under[:2] else ()), *found]))


@app.command("import")
def import_file(path: Annotated[Path, typer.Argument(help="CSV: code,name,name_en,valid_from,valid_to.")]) -> None:
    """Take in divisions from a file, for changes newer than this version; all or nothing."""
    with database_up():
        set_up()
        migrate()
        from django.db import transaction

        from kechuang.casework.parties.divisions import from_file, take_in

        with transaction.atomic():
            _say(*take_in(list(from_file(path))))


def _say(new: int, changed: int) -> None:
    typer.echo(f"{new} region(s) added, {changed} changed")
