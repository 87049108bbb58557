#!/usr/bin/env python3
"""Make the environment: .venv from the hash-locked requirements, node_modules from the npm lock file.

    python3 tools/bootstrap.py GROUP... [--port N]      GROUP: runtime, dev, spark

Does nothing, quickly, when both stand as the lock files say. Standard library only. The first lines run on any
Python 3.7 or newer, so that a wrong version is told as such; what follows may use what 3.11 has.
"""

from __future__ import annotations

import os
import shutil
import sys

OLDEST, NEWEST = (3, 11), (3, 14)


def right_python() -> None:
    """Go on under a Python from OLDEST to NEWEST: this one, else another on the path; explain when there is none."""
    if OLDEST <= sys.version_info[:2] <= NEWEST:
        return
    for minor in range(NEWEST[1], OLDEST[1] - 1, -1):
        other = shutil.which(f"python3.{minor}")
        if other:
            os.execv(other, [other, *sys.argv])
    sys.exit(
        "Kechuang needs Python {}.{} to {}.{}; this is {}.{}.\n".format(*OLDEST, *NEWEST, *sys.version_info[:2])
        + "Install one (Debian 12: apt-get install python3 python3-venv), then: make PYTHON=/path/to/python3 run"
    )


right_python()

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))

import argparse  # noqa: E402

from kechuang.core.failures import Mendable  # noqa: E402
from kechuang.core.ports import listen  # noqa: E402
from tools.environment import Environment  # noqa: E402


def main() -> None:
    parser = argparse.ArgumentParser(description="Make .venv and node_modules as the lock files say.")
    parser.add_argument("groups", nargs="+", choices=["runtime", "dev", "spark"])
    parser.add_argument("--port", type=int, help="say now, before the slow work, when this port is taken")
    options = parser.parse_args()
    try:
        if options.port is not None:
            for one in listen("localhost", options.port):
                one.close()
        Environment().make(options.groups)
    except Mendable as failure:
        sys.exit(f"\n{failure.what}\n{failure.mend}")
    except KeyboardInterrupt:
        sys.exit("\nInterrupted. Start again to go on.")


if __name__ == "__main__":
    main()
