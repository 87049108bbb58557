"""Run a slow command and show how far it is: one line that counts on a terminal, one line at the end elsewhere."""

import os
import re
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path


def watched(
    title: str,
    command: Sequence[str],
    *,
    log: Path,
    cwd: Path,
    count: str = "",
    total: int = 0,
    env: Mapping[str, str] | None = None,
) -> tuple[int, str]:
    """Run `command`; its exit code and all it printed, which is also added to `log`.

    `count` is a pattern of the lines to count, its first group what is being done; `total` how many are expected.
    """
    live = sys.stdout.isatty() and os.environ.get("TERM") != "dumb"
    print(f"{title} ...", end="" if live else "\n", flush=True)
    started, done, said = time.perf_counter(), 0, []
    with (
        open(log, "a") as out,
        subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
            errors="replace", cwd=cwd, env=env,
        ) as process,
    ):  # fmt: skip
        assert process.stdout is not None
        for line in process.stdout:
            said.append(line)
            out.write(line)
            found = re.match(count, line) if count else None
            if found:
                done += 1
                if live:
                    name = re.split(r"[<>=\[;]", found.group(1))[0]
                    print(f"\r\033[K{title} [{min(done, total)}/{total}] {name}"[:200], end="", flush=True)
    seconds = time.perf_counter() - started
    if process.returncode == 0:
        print(f"\r\033[K{title}: done in {seconds:.0f} s" if live else f"  done in {seconds:.0f} s", flush=True)
    elif live:
        print(flush=True)
    return process.returncode, "".join(said)
