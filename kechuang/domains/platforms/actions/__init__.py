"""The only writers, a file for each subject."""

from kechuang.domains.platforms.actions import agreements, registry, staff

__all__ = ["agreements", "registry", "staff"]
