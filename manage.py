#!/usr/bin/env python
"""Django's own commands (`python manage.py ...`); the project's commands are `kechuang ...`."""

import os
import sys

from kechuang.core.database import database_up
from kechuang.settings import default_module


def main() -> None:
    """Run the command named on the command line, with the database up."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", default_module())
    from django.core.management import execute_from_command_line

    with database_up():
        execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
