"""`kechuang accounts`: the first person of an office, and people who cannot get in any more."""

from __future__ import annotations

import datetime as dt
import getpass
import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated, Any

import typer

from kechuang.core.database import database_up
from kechuang.core.failures import Mendable
from kechuang.core.prepare import migrate, set_up

if TYPE_CHECKING:
    from kechuang.casework.parties.models import Organisation, User

app = typer.Typer(
    help="People who sign in. There are no default accounts and no default passwords.", no_args_is_help=True
)
Username = Annotated[str, typer.Argument(help="What the person types to sign in.")]
FromInput = Annotated[bool, typer.Option("--password-stdin", help="Read the password from standard input.")]


@app.command()
def create(
    username: Username,
    name: Annotated[str, typer.Option(help="The person's name, as others see it.")],
    organisation: Annotated[str, typer.Option(help="Its name, credit code or number.")],
    role: Annotated[str, typer.Option(help="clerk, leader, finance, auditor, system_admin, security_admin, ...")],
    email: Annotated[str, typer.Option(help="Where messages go.")] = "",
    language: Annotated[str, typer.Option(help="zh-hans or en.")] = "",
    since: Annotated[str, typer.Option(help="First day in the role (default: today).")] = "",
    new: Annotated[bool, typer.Option("--new-organisation", help="Make the organisation; needs --region.")] = False,
    region: Annotated[str, typer.Option(help="GB/T 2260 code of a new organisation, e.g. 330603.")] = "",
    kind: Annotated[str, typer.Option(help="Kind of a new organisation.")] = "department",
    department: Annotated[str, typer.Option(help="Function of a new department.")] = "st_department",
    password_stdin: FromInput = False,
) -> None:
    """Make an account with a role in an organisation, and print the link by which its owner sets the password."""
    with _office("accounts.create"):
        from kechuang.casework.accounts import services
        from kechuang.casework.parties.models import Role

        if role not in Role.values:
            raise Mendable(f"There is no role {role}.", f"Choose one of: {', '.join(Role.values)}.")
        place = _new(organisation, region, kind, department) if new else _organisation(organisation)
        try:
            day = dt.date.fromisoformat(since) if since else None
        except ValueError:
            raise Mendable(f"{since} is no day.", "Write it as 2026-11-21.") from None
        user = services.create(
            username, name=name, organisation=place, role=role, email=email, language=language, since=day
        )
        typer.echo(f"{username}: {user.memberships.get()}")
        _give_way_in(user, password_stdin)


@app.command()
def reset(
    username: Username,
    second_factor: Annotated[bool, typer.Option("--second-factor", help="Remove the second factor too.")] = False,
    revoke_tokens: Annotated[bool, typer.Option("--revoke-tokens", help="Revoke API tokens too.")] = False,
    password_stdin: FromInput = False,
) -> None:
    """End the password and every session, and print a link by which the owner sets a new password."""
    with _office("accounts.reset"):
        from kechuang.casework.accounts import services

        user = _user(username)
        services.reset(user, second_factor=second_factor, revoke_tokens=revoke_tokens)
        _give_way_in(user, password_stdin)


@app.command()
def unlock(username: Username) -> None:
    """Let someone try again who is locked out after too many failures."""
    with _office("accounts.unlock"):
        from kechuang.casework.accounts.lockout import unlock as forget

        typer.echo(f"{username}: {'unlocked' if forget(_user(username)) else 'was not locked'}")


@app.command()
def link(
    username: Username,
    subject: Annotated[str, typer.Argument(help="What the identity provider calls the person (the claim `sub`).")],
    remove: Annotated[bool, typer.Option("--remove", help="Let that subject no longer in.")] = False,
) -> None:
    """Let a subject of the OpenID Connect provider in as this account."""
    with _office("accounts.link"):
        from django.conf import settings

        from kechuang.casework.accounts import links

        user = _user(username)
        if remove:
            gone = links.unlink_subject(user, settings.OIDC_PROVIDER_ID, subject)
            typer.echo(f"{username}: {'no longer' if gone else 'was not'} linked to {subject}")
            return
        links.link_subject(user, settings.OIDC_PROVIDER_ID, subject)
        typer.echo(f"{username}: linked to {subject}")


@app.command("list")
def list_accounts(
    organisation: Annotated[str, typer.Option(help="Only its members.")] = "",
    as_json: Annotated[bool, typer.Option("--json", help="As JSON.")] = False,
) -> None:
    """Accounts with their roles today, and how each gets in."""
    with _office("accounts.list"):
        from kechuang.casework.accounts.people import accounts

        rows = accounts(_organisation(organisation) if organisation else None)
        if as_json:
            typer.echo(json.dumps(rows, ensure_ascii=False, indent=1))
            return
        from rich.console import Console
        from rich.table import Table

        table = Table(box=None, pad_edge=False)
        for head in ("account", "name", "roles", "gets in by", "last in", ""):
            table.add_column(head, overflow="fold")
        for row in rows:
            marks = [word for word in ("locked", "inactive") if row[word]]
            table.add_row(
                row["username"], row["name"], "\n".join(row["roles"]), ", ".join(row["ways"]), row["last_login"] or "–",
                ", ".join(marks),
            )  # fmt: skip
        Console(highlight=False).print(table)


# -- helpers -----------------------------------------------------------------------------------------------


@contextmanager
def _office(action: str) -> Iterator[None]:
    """The database up to date; what is changed within is kept in history with the name of who typed the command."""
    with database_up():
        set_up()
        migrate()
        from django.core.exceptions import ValidationError

        from kechuang.core.audit.tracking import acting

        try:
            with acting(action=action, command_by=getpass.getuser()):
                yield
        except ValidationError as error:
            lines = [f"{name}: {'; '.join(said)}" for name, said in getattr(error, "message_dict", {}).items()]
            raise Mendable("; ".join(lines or error.messages), "Nothing was changed.") from None


def _user(username: str) -> User:
    from kechuang.casework.parties.models import User

    user = User.objects.filter(username=username).first()
    if user is None:
        raise Mendable(f"There is no account {username}.", "`kechuang accounts list` shows all.")
    return user


def _organisation(text: str) -> Organisation:
    from django.db.models import Q

    from kechuang.casework.parties.models import Organisation

    ways = Q(name=text) | Q(credit_code=text.upper()) if text else Q(pk=None)
    if text.isdigit() and len(text) < 18:
        ways |= Q(pk=int(text))
    found = list(Organisation.objects.filter(ways).select_related("region")[:10])
    if len(found) == 1:
        return found[0]
    if not found:
        raise Mendable(f"There is no organisation {text}.", "Make it: --new-organisation --region 330603.")
    names = "; ".join(f"{one.pk} {one.name} ({one.region})" for one in found)
    raise Mendable(f"Several organisations are called {text}.", f"Name it by its number: {names}.")


def _new(name: str, region: str, kind: str, department: str) -> dict[str, Any]:
    from kechuang.casework.parties.models import Organisation, Region

    if Organisation.objects.filter(name=name, region_id=region).exists():
        raise Mendable(f"{name} is there already.", "Leave --new-organisation away.")
    if not Region.objects.filter(pk=region).exists():
        raise Mendable(f"There is no region {region or '(none named)'}.", "Load it first: kechuang regions load 33.")
    return {
        "name": name, "region_id": region, "kind": kind,
        "department": department if kind == Organisation.Kind.DEPARTMENT else "",
    }  # fmt: skip


def _give_way_in(user: User, from_input: bool) -> None:
    """A password from standard input, or else the link, which is as good as a password until it is used."""
    from django.conf import settings

    from kechuang.casework.accounts import services

    if from_input:
        services.set_password(user, sys.stdin.readline().rstrip("\r\n"))
        typer.echo("The password is set.")
        return
    hours = settings.PASSWORD_RESET_TIMEOUT // 3600
    typer.echo(f"Give this to the person alone; it works once, within {hours} hours:\n{services.password_link(user)}")
