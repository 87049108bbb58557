#!/usr/bin/env python3
"""Make the environment; see tools/install.py, which does the work under a Python that can.

This file alone must be readable to any Python, even 2.7, so that a wrong version is told as such.
"""

import os
import subprocess
import sys

OLDEST, NEWEST = (3, 11), (3, 14)


def another():
    """A Python on the path from NEWEST down to OLDEST that really starts (a pyenv shim may not), or None."""
    for minor in range(NEWEST[1], OLDEST[1] - 1, -1):
        name = "python3.%d" % minor
        try:
            with open(os.devnull, "w") as nowhere:
                if subprocess.call([name, "-c", ""], stdout=nowhere, stderr=nowhere) == 0:
                    return name
        except OSError:
            pass
    return None


if not OLDEST <= sys.version_info[:2] <= NEWEST:
    other = another()
    if other:
        os.execvp(other, [other] + sys.argv)
    sys.exit(
        "Kechuang needs Python %d.%d to %d.%d; this is %d.%d.\n" % (OLDEST + NEWEST + sys.version_info[:2])
        + "Install one (Debian 12: apt-get install python3 python3-venv), then: make PYTHON=/path/to/python3 run"
    )

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))

from tools.install import main  # noqa: E402

main()
