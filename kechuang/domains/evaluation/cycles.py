"""Cycle evaluations before a round of cooperation ends: the clock on the agreement, and the gate to the next round."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from kechuang.casework.cases.law import ask, breach
from kechuang.casework.inbox import services as inbox
from kechuang.casework.obligations import services as obligations
from kechuang.casework.obligations.models import Obligation
from kechuang.casework.parties.models import Organisation
from kechuang.core.permissions import Refusal
from kechuang.domains.evaluation.following import Published
from kechuang.domains.evaluation.models import Campaign, CycleDecision, Evaluation
from kechuang.domains.platforms.facts import agreement_facts, unit_facts
from kechuang.domains.platforms.models import Agreement, Platform
from kechuang.domains.platforms.queries.offices import departments_over
from kechuang.law import Finding, Verdict

CLOCK, EXIT = "cycle_evaluation", "platform_exit"
RUNNING = ("signed", "filed")


def watch(agreement: Agreement, given: Mapping[str, Any]) -> bool:
    """Start the clock of the cycle evaluation for a signed agreement, where a text of its place asks for one."""
    if ask(agreement, CLOCK, given).verdict in (Verdict.NOT_APPLICABLE, Verdict.NO_LAW_FOUND):
        return False
    offices = departments_over(agreement.region_id, Organisation.Department.ST)
    if not offices:
        return False
    obligations.start(
        case_id=agreement.pk, rule=CLOCK, territory=agreement.region_id, owner=offices[0], facts=given
    )  # fmt: skip
    return True


def watch_all(day: dt.date) -> str:
    """The same for running agreements that have no such clock yet (signed before the text, or taken over)."""
    known = Obligation.objects.filter(rule=CLOCK).values("case_id")
    rows = Agreement.objects.filter(state__in=RUNNING, ends_on__gte=day).exclude(pk__in=known)
    started = sum(
        watch(one, agreement_facts(one)) for one in rows.select_related("platform__owner", "region").order_by("pk")
    )
    return f"{started} cycle evaluations to come"


def ending_agreement(platform: Platform, day: dt.date) -> Agreement | None:
    """The agreement whose round a cycle evaluation on a day is about: the running one that ends first from then on."""
    rows = platform.agreements.filter(state__in=RUNNING, starts_on__lte=day)
    found: Agreement | None = (
        rows.filter(ends_on__gte=day).order_by("ends_on").first() or rows.order_by("-ends_on").first()
    )
    return found


def held(published: Published) -> None:
    """A published cycle evaluation meets the clock of the agreement; its department is asked for the decision."""
    campaign = published.campaign
    if campaign.kind_of != Campaign.Kind.CYCLE:
        return
    rows = campaign.evaluations.filter(state="published")
    if published.evaluations is not None:
        rows = rows.filter(pk__in=published.evaluations)
    for row in rows.select_related("platform"):
        agreement = ending_agreement(row.platform, campaign.held_on)
        if agreement is not None:
            obligations.meet(agreement.pk, CLOCK, campaign.held_on)
        words = _("根据周期综合评价，决定是否开展下一轮合作及其形式和支持内容")
        inbox.open_todo(row, "decide_next_round", [campaign.owner], words, ("leader",))


def cycle_facts(evaluation: Evaluation, *, passed: bool, other: bool) -> dict[str, Any]:
    return {
        **unit_facts(evaluation.platform, evaluation.campaign.held_on),
        "evaluation.cycle_passed": passed,
        "evaluation.other_exit_case": other,
    }


def exit_finding(evaluation: Evaluation, *, passed: bool, other: bool) -> Finding:
    """What the law says of a next round after this evaluation: its value is whether the platform exits."""
    return ask(evaluation, EXIT, cycle_facts(evaluation, passed=passed, other=other))


def gate(agreement: Agreement, signing: bool) -> Iterable[Finding | Refusal]:
    """No next round where the law allows none; and none is signed before the cycle evaluation was decided on.

    Where no text of the place speaks of it, nothing stands against a renewal.
    """
    given: dict[str, Any] = unit_facts(agreement.platform)
    made = CycleDecision.objects.filter(agreement=agreement.renews).order_by("-pk").first()
    if made is not None:
        given |= {"evaluation.cycle_passed": made.passed, "evaluation.other_exit_case": made.other_exit_case}
    finding = ask(agreement, EXIT, given)
    if finding.value is True and not finding.simulation:
        return [breach(finding)]
    if finding.verdict is Verdict.NEEDS_DETERMINATION and signing:
        return [finding]
    return []
