"""`tools/bootstrap.py GROUP... [--port N]`: .venv and node_modules, as the lock files say.

Does nothing, quickly, when both stand as the lock files say. Standard library only: nothing is installed yet.
"""

import argparse
import sys

from kechuang.core.failures import Mendable
from kechuang.core.ports import listen
from tools.environment import Environment


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
