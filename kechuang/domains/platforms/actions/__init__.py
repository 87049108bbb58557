"""The only writers, a file for each subject."""

from kechuang.domains.platforms.actions import agreements, registry

__all__ = ["agreements", "registry"]
