"""Kinds of notice of the tests, and a platform they serve."""

from tests.casework.notices.kit import office, own_kinds, platform

__all__ = ["office", "own_kinds", "platform"]
