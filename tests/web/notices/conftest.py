"""The same kinds of notice and platform, for pages and the API."""

from tests.casework.notices.kit import office, own_kinds, platform

__all__ = ["office", "own_kinds", "platform"]
