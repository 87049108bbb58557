"""Columns that lists of cases of a platform share."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from kechuang.core.ui.sites import Column

PLATFORM = Column("platform", _("平台"), lambda row: row.platform.title, sort="platform__title")
"""The platform a case is of, by its name."""
