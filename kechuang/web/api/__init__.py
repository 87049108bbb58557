"""The REST API: the law under /law, and every kind of case with its actions, all from the same declarations."""

from kechuang.web.api.house import api

__all__ = ["api"]
