"""The only writers of notices and objections, besides what kechuang.casework.notices.services does for domain actions."""

from kechuang.casework.notices.actions import notices, objections

__all__ = ["notices", "objections"]
