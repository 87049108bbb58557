"""`kechuang papers`: templates of official papers of one's own: where to begin, and whether they can be filled."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Annotated

import typer

from kechuang.core.prepare import set_up

app = typer.Typer(help="Official papers: templates of one's own, and whether they can be filled.", no_args_is_help=True)


@app.command()
def templates(
    folder: Annotated[Path | None, typer.Argument(help="Where to (default: where they are looked for).")] = None,
) -> None:
    """Copy the templates that come with the program, to be edited in Word (.docx) or by hand (.typ)."""
    set_up()
    from django.conf import settings

    from kechuang.casework.documents.papers.templates import SHIPPED

    to = folder or Path(settings.PAPERS_DIR)
    to.mkdir(parents=True, exist_ok=True)
    for path in sorted((*SHIPPED.glob("*.docx"), *SHIPPED.glob("*.typ"))):
        if (to / path.name).exists():
            typer.echo(f"{to / path.name} is already there; it was left alone")
            continue
        shutil.copyfile(path, to / path.name)
        typer.echo(f"{to / path.name}")


@app.command()
def check() -> None:
    """Fill every template of this installation with a sample; exit 1 when one cannot be filled."""
    set_up()
    from kechuang.casework.documents.papers.sample import unfillable
    from kechuang.casework.documents.papers.templates import own_templates

    own = own_templates()
    wrong = unfillable()
    for path in own:
        typer.echo(f"{path}: {wrong.get(path, 'can be filled')}")
    if not own:
        typer.echo("No templates of one's own; the papers are set by those that come with the program.")
    raise typer.Exit(1 if wrong else 0)
