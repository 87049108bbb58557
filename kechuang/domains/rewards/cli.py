"""`kechuang rewards`: the plans of a region measured anew."""

from __future__ import annotations

from typing import Annotated

import typer

from kechuang.core.database import database_up
from kechuang.core.money import yuan
from kechuang.core.prepare import set_up

app = typer.Typer(help="Reward plans: measure those of a region anew.", no_args_is_help=True)


@app.callback()
def group() -> None:
    """Reward plans."""


@app.command()
def recompute(
    region: Annotated[
        str, typer.Argument(help="The digits region codes begin with: 3308 for Quzhou, 33 for Zhejiang.")
    ],
    reading: Annotated[list[str] | None, typer.Option(help="Another reading of the law: A04=contract_day.")] = None,
    simulate: Annotated[bool, typer.Option(help="Count drafts of the law as if in force.")] = False,
    apply: Annotated[
        bool, typer.Option(help="Give plans still drafted their new floor; tell who plans of the rest.")
    ] = False,
) -> None:
    """Say which plans would have another floor by the law as it stands. Nothing settled is changed, whatever is asked."""
    readings = dict(_pair(text) for text in reading or ())
    if not region.isdigit() or not 2 <= len(region) <= 6:
        raise typer.BadParameter("two to six digits, e.g. 3308")
    if apply and (readings or simulate):
        raise typer.BadParameter("only the law as it stands is applied, not another reading or a draft")
    with database_up():
        set_up()
        from kechuang.domains.rewards import recomputing
        from kechuang.law import Context, LawError

        context = Context(interpretations=readings, simulate=simulate) if readings or simulate else None
        try:
            found = list(recomputing.differing(region, context))
        except LawError as error:
            raise typer.BadParameter(str(error)) from error
        for one in found:
            typer.echo(
                f"{one.plan.number}  {one.plan.state:<9} {_fen(one.before, False)} -> {_fen(one.after, one.open)}"
                + (f"  lacks {yuan(one.lacking)}" if one.lacking else "")
            )
        typer.echo(f"{len(found)} plan(s) would have another floor")
        if apply:
            changed, told = recomputing.bring_up_to_date(found)
            typer.echo(f"{changed} draft(s) brought up to date, {told} on notice told of; settled plans are left alone")


def _pair(text: str) -> tuple[str, str]:
    name, sign, choice = text.partition("=")
    if not sign or not name or not choice:
        raise typer.BadParameter(f"{text}: write a reading as A04=contract_day")
    return name, choice


def _fen(amount: int | None, waits: bool) -> str:
    return "open" if waits else "none" if amount is None else yuan(amount)
