#!/usr/bin/env python
"""Django's own commands (`python manage.py ...`); the project's commands are `kechuang ...`."""

import os
import sys

from kechuang.settings import default_module


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", default_module())
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
