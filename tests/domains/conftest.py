"""The office of the tests, for every domain."""

from tests.casework.conftest import office

__all__ = ["office"]
