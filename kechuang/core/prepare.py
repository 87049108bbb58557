"""What must be done before serving: translations, migrations, static files, demonstration data.

Each step is quick when there is nothing to do, so that a second start is quick as well.
"""

import hashlib
import os
from collections.abc import Callable
from importlib import import_module
from pathlib import Path

from rich.console import Console

from kechuang.core.failures import Mendable
from kechuang.core.places import PROJECT_DIR, free_bytes

NEEDED_BYTES = 300 * 1024 * 1024
NOT_SERVED = ["*.map", "redoc*"]  # source maps, and the API viewer we do not show

console = Console(highlight=False)


def check_disk(folder: Path) -> None:
    """Raise Mendable when the disk of `folder` is too full to start on."""
    free = free_bytes(folder)
    if free < NEEDED_BYTES:
        raise Mendable(
            f"Only {free // 1024**2} MB are free on the disk of {folder}; {NEEDED_BYTES // 1024**2} MB are needed.",
            "Free some space, or name a folder on another disk with KECHUANG_VAR.",
        )


def set_up() -> None:
    """Make Django ready, with the translations compiled. The database need not run."""
    compile_translations()
    import django

    django.setup()


def compile_translations(root: Path = PROJECT_DIR / "kechuang" / "locale") -> int:
    """Compile each .po under `root` that is newer than its .mo; how many were. Needs no gettext on the machine."""
    compiled = 0
    for source in sorted(root.glob("*/LC_MESSAGES/*.po")):
        target = source.with_suffix(".mo")
        if not target.exists() or target.stat().st_mtime <= source.stat().st_mtime:
            import polib

            draft = target.with_suffix(f".mo.{os.getpid()}")
            polib.pofile(str(source)).save_as_mofile(str(draft))
            draft.replace(target)
            compiled += 1
    return compiled


def migrate() -> None:
    """Apply the migrations not applied yet. Raises Mendable when the database does not answer or is too old."""
    from django.core.management import call_command
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    from kechuang.core.database import check_connection

    check_connection()
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if plan:
        new = not executor.loader.applied_migrations
        console.print(f"Applying {len(plan)} migrations{'; a new database takes some minutes' if new else ''} ...")
        with console.status(f"Applying {len(plan)} migrations"):
            call_command("migrate", interactive=False, verbosity=0)
        console.print(f"Applied {len(plan)} migrations.")


def collect_static() -> None:
    """Gather, name by content and compress the static files, unless none has changed since the last time."""
    from django.conf import settings
    from django.contrib.staticfiles.finders import get_finders
    from django.core.management import call_command

    state = hashlib.sha256(repr(settings.NPM_FILES).encode())
    for finder in get_finders():
        for name, storage in sorted(finder.list([]), key=lambda found: found[0]):
            info = os.stat(storage.path(name))
            state.update(f"{name}\0{info.st_size}\0{info.st_mtime_ns}\n".encode())
    stamp = Path(str(settings.STATIC_ROOT)) / ".collected"
    if stamp.exists() and stamp.read_text() == state.hexdigest():
        return
    with console.status("Collecting static files"):
        call_command("collectstatic", interactive=False, clear=True, verbosity=0, ignore_patterns=NOT_SERVED)
    stamp.write_text(state.hexdigest())
    console.print("Collected static files.")


def load_demo() -> None:
    """Call `load()` of every installed app whose module `demo` has one.

    `load() -> str | None` makes what is missing and leaves alone what is there; it returns a line to show, or None.
    """
    from django.apps import apps
    from django.utils.module_loading import module_has_submodule

    for config in apps.get_app_configs():
        if config.module is not None and module_has_submodule(config.module, "demo"):
            load: Callable[[], str | None] | None = getattr(import_module(f"{config.name}.demo"), "load", None)
            line = load() if load else None
            if line:
                console.print(f"Demo data: {line}")
