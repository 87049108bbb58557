"""The `kechuang` command.

Each command imports what it needs when it runs, so that `kechuang law` starts without Django.
"""

import os
from importlib import import_module
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from kechuang.core.failures import Mendable
from kechuang.settings import default_module

_LAZY = {
    "law": "kechuang.law.cli",
    "accounts": "kechuang.casework.accounts.cli",
    "audit": "kechuang.core.audit.cli",
    "ledger": "kechuang.casework.ledger.cli",
    "reviews": "kechuang.casework.reviews.cli",
    "papers": "kechuang.casework.documents.cli",
    "regions": "kechuang.casework.parties.cli",
    "rewards": "kechuang.domains.rewards.cli",
}


def _load_actions() -> None:
    """Everything above the law floor: apps made ready define their actions, forms and notices. Needs no database."""
    from kechuang.core.prepare import set_up

    set_up()


class LazyGroup(TyperGroup):
    """A command group some of whose members are imported when first named."""

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """The command called `cmd_name`, or None."""
        if cmd_name in _LAZY:
            if cmd_name == "law":
                from kechuang.law.coverage import learn_from

                learn_from(_load_actions)
            command = typer.main.get_command(import_module(_LAZY[cmd_name]).app)
            command.name = cmd_name
            return command
        return super().get_command(ctx, cmd_name)

    def list_commands(self, ctx: Any) -> list[str]:
        """Names in the order the help shows them."""
        return [*super().list_commands(ctx), *_LAZY]


app = typer.Typer(
    name="kechuang",
    cls=LazyGroup,
    help="Kechuang: the law of sci-tech innovation platforms, computed and cited.",
    no_args_is_help=True,
    pretty_exceptions_show_locals=False,
)
demo = typer.Typer(help="Demonstration data.", no_args_is_help=True)
app.add_typer(demo, name="demo")

Port = Annotated[int, typer.Option(envvar="PORT", help="Port to serve on.")]
Host = Annotated[str, typer.Option(help="Address to serve on. Others than localhost need KECHUANG_HOSTS as well.")]


def main() -> None:
    """Entry point of the console command: failures a person can mend are told plainly, without a traceback."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", default_module())
    try:
        app()
    except Mendable as failure:
        from rich.console import Console

        console = Console(stderr=True, highlight=False, soft_wrap=True)
        console.print(failure.what, style="bold red", markup=False)
        console.print(failure.mend, markup=False)
        raise SystemExit(1) from None


@app.command()
def run(port: Port = 8000, host: Host = "localhost") -> None:
    """Start the database, migrate, collect static files and serve."""
    from kechuang.core.serve import serve

    serve(host, port)


@app.command()
def migrate() -> None:
    """Bring the database to this version."""
    from kechuang.core.database import database_up
    from kechuang.core.prepare import migrate as apply
    from kechuang.core.prepare import set_up

    with database_up():
        set_up()
        apply()


@demo.command("load")
def demo_load() -> None:
    """Load the demonstration data. Doing it again changes nothing."""
    from kechuang.core.database import database_up
    from kechuang.core.prepare import load_demo, migrate, set_up

    with database_up():
        set_up()
        migrate()
        load_demo()


@app.command()
def backup(target: Annotated[Path, typer.Argument(help="The file to write, e.g. kechuang-2026-11-21.tar.")]) -> None:
    """Write the database, the files of cases and the keys into one file. Keep it safe: it opens sealed data."""
    from kechuang.core.backup import backup as write
    from kechuang.core.database import database_up
    from kechuang.core.prepare import set_up

    with database_up():
        set_up()
        made = write(target, say=_progress)
    typer.echo(f"{target}: {made.files} file(s) of cases, {made.size:,} bytes")


@app.command()
def restore(source: Annotated[Path, typer.Argument(help="A file that kechuang backup wrote.")]) -> None:
    """Put a backup back, into an empty database."""
    from kechuang.core.backup import restore as read
    from kechuang.core.database import database_up
    from kechuang.core.prepare import set_up

    with database_up():
        set_up()
        put = read(source, say=_progress)
    typer.echo(f"restored: {put.files} file(s) of cases")


def _progress(line: str) -> None:
    typer.echo(line, err=True)


@app.command()
def daily() -> None:
    """All of a day's work at once: obligations, the seal of finished days, mail. A worker does it by itself."""
    from kechuang.core.database import database_up
    from kechuang.core.prepare import set_up

    with database_up():
        set_up()
        from kechuang.core import clock
        from kechuang.core.daily import NotDone, work
        from kechuang.core.demo import demo_time

        with demo_time():
            try:
                for line in work(clock.today()):
                    typer.echo(line)
            except NotDone as failed:
                typer.echo(f"failed: {failed} (see the log); the rest is done", err=True)
                raise typer.Exit(1) from None


@app.command()
def worker(
    jobs: Annotated[int, typer.Option(help="Jobs at the same time.", min=1)] = 3,
    once: Annotated[bool, typer.Option("--once", help="Stop when nothing waits any more.")] = False,
    with_parent: Annotated[bool, typer.Option("--with-parent", hidden=True)] = False,
) -> None:
    """Carry out queued work: imports, mail, the day's work. As many workers as wanted may run, on any machine."""
    from kechuang.core.database import database_up
    from kechuang.core.prepare import set_up

    with database_up():
        set_up()
        from kechuang.core import worker as one

        if with_parent:
            one.stop_with_parent()
        one.work(wait=not once, concurrency=jobs)


@app.command()
def states(
    check: Annotated[bool, typer.Option("--check", help="Write nothing; exit 1 when the files differ.")] = False,
) -> None:
    """Draw the states of every kind of case from the definitions of its actions, into docs/states."""
    from kechuang.core.prepare import set_up

    set_up()
    from kechuang.casework.cases import diagrams

    changed = diagrams.differing() if check else diagrams.write()
    for name in changed:
        typer.echo(f"docs/states/{name} {'differs from the actions' if check else 'written'}")
    if check and changed:
        typer.echo("Run `kechuang states` and commit what it writes.", err=True)
        raise typer.Exit(1)


@app.command()
def doctor(port: Port = 8000) -> None:
    """Look at this machine: versions, database, disk, port, fonts. Exit code 1 when something needs mending."""
    from kechuang.core.doctor import examine

    raise typer.Exit(0 if examine(port) else 1)
