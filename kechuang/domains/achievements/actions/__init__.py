"""The only writers, a file for each subject."""

from kechuang.domains.achievements.actions import assets, empowerment, idle, registry, rights, system

__all__ = ["assets", "empowerment", "idle", "registry", "rights", "system"]
