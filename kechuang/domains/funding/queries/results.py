"""What the evaluation of the year before came to, for the budget that follows it."""

from __future__ import annotations

from kechuang.domains.evaluation.models import Evaluation


def last_result(platform: int, year: int) -> Evaluation | None:
    """The published yearly evaluation of the year before a budget's, which its money follows; None while there is none."""
    rows = Evaluation.objects.filter(
        platform_id=platform, campaign__year=year - 1, campaign__kind_of="yearly", state="published"
    )
    return rows.exclude(grade="").select_related("campaign").order_by("-pk").first()
