"""Which budget, which programme: the ones a year starts from."""

from __future__ import annotations

from kechuang.domains.funding.models import Budget, SupportProgramme


def previous_budget(platform: int, year: int) -> Budget | None:
    """The latest budget of an earlier year."""
    rows = Budget.objects.filter(platform_id=platform, year__lt=year, withdrawn_on=None)
    return rows.order_by("-year").first()


def programme_of(platform: int, year: int) -> SupportProgramme | None:
    """The support programme in force that arranges money for a year."""
    rows = SupportProgramme.objects.filter(platform_id=platform, state="in_force", years__year=year)
    return rows.order_by("-pk").first()
