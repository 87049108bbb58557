"""What case pages show, a file for each subject."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import Prefetch

from kechuang.domains.achievements.models import Completer, IdleReason, OwnershipShare, Screening


def read_at_once() -> Sequence[Any]:
    """What the page of an achievement reads of it, each kind of row once for all panels and facts."""
    return (
        "platform", "rights", "implementations", "uses", "reports",
        Prefetch("completers", Completer.objects.select_related("person", "organisation")),
        Prefetch("ownership", OwnershipShare.objects.select_related("person", "organisation")),
        Prefetch("idle_reasons", IdleReason.objects.select_related("decided_by")),
        Prefetch("screenings", Screening.objects.select_related("by")),
    )  # fmt: skip
