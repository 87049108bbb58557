"""Which budget, which programme: the ones a year starts from."""

from __future__ import annotations

from kechuang.domains.funding.models import Budget, SupportProgramme
from kechuang.domains.platforms.models import Agreement


def previous_budget(platform: int, year: int) -> Budget | None:
    """The latest budget of an earlier year."""
    rows = Budget.objects.filter(platform_id=platform, year__lt=year, withdrawn_on=None)
    return rows.order_by("-year").first()


def programme_of(platform: int, year: int) -> SupportProgramme | None:
    """The support programme in force that arranges money for a year; not one whose agreement was amended from then on."""
    rows = SupportProgramme.objects.filter(platform_id=platform, state="in_force", years__year=year)
    return next((row for row in rows.order_by("-pk") if not amended(row.agreement_id, year)), None)


def amended(agreement: int, year: int) -> bool:
    """Whether a signed amendment has put other amounts in the place of an agreement's for a year."""
    rows = Agreement.objects.filter(amends_id=agreement, signed_on__isnull=False, starts_on__year__lte=year)
    return rows.exists()
