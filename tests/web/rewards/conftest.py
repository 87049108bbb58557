"""The office of the tests, for these pages."""

from tests.casework.conftest import office

__all__ = ["office"]
