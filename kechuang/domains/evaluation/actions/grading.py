"""Writers of grades: lines set and grades proposed, ties decided, departments heard, grades settled within the quota."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from kechuang.casework.cases.actions import Ask, action
from kechuang.casework.cases.direct import step_many
from kechuang.casework.cases.law import ask
from kechuang.casework.cases.predicates import in_office
from kechuang.casework.parties.models import Organisation, Role
from kechuang.core import bulk, clock
from kechuang.core.permissions import Ground, Refusal
from kechuang.core.words import listed
from kechuang.domains.evaluation.actions.scoring import locked
from kechuang.domains.evaluation.actions.who import EVALUATOR, LEADER, evaluating_leader, evaluator
from kechuang.domains.evaluation.facts.grading import campaign_facts, joint_review_facts, round_facts
from kechuang.domains.evaluation.forms import grading as forms
from kechuang.domains.evaluation.models import Campaign, ClassLine, Evaluation, JointOpinion, JointReview, TieDecision
from kechuang.domains.evaluation.queries.grading import Round, graded, lines_of
from kechuang.law import Finding, Verdict
from kechuang.law.library import load
from kechuang.law.model import Citation

Data = Mapping[str, Any]
QUOTA, JOINT = "binjiang-2023:s4.5.c", "binjiang-2023:s5.2"
GRADING = [QUOTA, "binjiang-2023:s4.5.f", "quzhou-2024:art33.p1", "keqiao-2025-draft:s4.3.c"]


def co_departments() -> tuple[str, ...]:
    """The departments that the law's list of the joint review names."""
    return tuple(item.id for item in load().checklist_items(forms.DEPARTMENTS))


co_reviewer = in_office(Role.CLERK, Role.LEADER, departments=co_departments())


def _not_settled(campaign: Campaign, *, data: Data, by: Any) -> list[Refusal]:
    if campaign.settled_on is None:
        return []
    return [Refusal(Ground.STATE, gettext("等次已于 %(day)s 审定，要改先撤回审定") % {"day": campaign.settled_on})]


def _departments(campaign: Campaign, data: Data) -> Iterable[Organisation]:
    """The named departments of the region; nobody where no text of the place has them heard."""
    said = ask(campaign, "joint_review", joint_review_facts(campaign, [{"unit.iur_platform": True}]))
    if said.verdict in (Verdict.NOT_APPLICABLE, Verdict.NO_LAW_FOUND):
        return ()
    return Organisation.objects.filter(department__in=co_departments(), region_id=campaign.region_id)


@action(
    Campaign,
    label=_("拟定等次"),
    stays=("joint_review",),
    by=evaluator,
    who=EVALUATOR,
    form=forms.LinesForm,
    law=_not_settled,
    cites=GRADING,
    main=True,
    behind=lambda campaign: ClassLine.objects.filter(campaign=campaign).exists(),
    asks=(Ask("record_opinion", to=_departments, text=_("对拟定的评价等次提出意见"), roles=(Role.CLERK, Role.LEADER)),),
    hint=_("先一票否决，再按名额取优秀，其余按分数线；可以反复拟定"),
)
def propose_grades(campaign: Campaign, *, data: Data, by: Any) -> Callable[[], None]:
    """Set the lines of each class and grade everyone by them; nothing is final."""

    def finish() -> None:
        for name, line in data["lines"].items():
            ClassLine.objects.update_or_create(campaign=campaign, platform_class=name, defaults=line)
        write_proposal(campaign)

    return finish


def write_proposal(campaign: Campaign) -> Round:
    """Grade a campaign by its lines and keep what comes of it. Quotas first: the database holds grades to them."""
    told = graded(campaign, lines_of(campaign))
    classes = {row["class"]: row for row in told.classes}
    bulk.update(Evaluation, "proposed_grade", dict.fromkeys(told.evaluations, ""))
    for line in ClassLine.objects.filter(campaign=campaign):
        row = classes.get(line.platform_class)
        if row is not None:
            line.evaluated, line.registered = row["evaluated"], row["registered"]
            line.quota, line.open = row["quota"], row["open"]
        else:  # everyone of the class was left out
            line.evaluated, line.quota = 0, None if line.quota is None else 0
        line.save()
    rows = {row["platform"]: row for row in told.rows}
    tied = {
        pk for pk, row in rows.items() if row["undecided"] or row["decided"] is not None or row.get("tie_1") is not None
    }
    bulk.update(Evaluation, "rank", {pk: row["rank"] for pk, row in rows.items()})
    bulk.update(Evaluation, "tie_rule", {pk: _tie_words(rows[pk]) if pk in tied else "" for pk in rows})
    bulk.update(Evaluation, "proposed_grade", {pk: row["grade"] or "" for pk, row in rows.items()})
    return told


def _tie_words(row: Mapping[str, Any]) -> str:
    """How an equal score was decided: by a recorded decision, or by the rule of the class; or that it still waits."""
    if row["undecided"]:
        return Evaluation.UNDECIDED
    return "decision" if row["decided"] is not None else "rule"


@action(
    Campaign,
    label=_("决定同分先后"),
    stays=("joint_review",),
    by=evaluating_leader,
    who=LEADER,
    form=forms.TieForm,
    law=_not_settled,
    cites=QUOTA,
    hint=_("记录的比较规则分不出先后时，逐家写明次序和理由"),
)
def decide_tie(campaign: Campaign, *, data: Data, by: Any) -> Callable[[], None]:
    """Give one of those with an equal score its place, with the reason; grades are proposed anew."""

    def finish() -> None:
        TieDecision.objects.update_or_create(
            evaluation=data["evaluation"],
            defaults={
                "campaign": campaign, "place": data["place"], "reason": data["reason"], "decided_on": clock.today(), "by": by,
            },
        )  # fmt: skip
        if campaign.lines.exists():
            write_proposal(campaign)

    return finish


@action(
    Campaign,
    label=_("提出部门意见"),
    stays=("joint_review",),
    by=co_reviewer | evaluator,
    who=_("由参加联合审定的部门办理，或者由科技主管部门按书面意见代录"),
    form=forms.OpinionForm,
    law=_not_settled,
    cites=JOINT,
)
def record_opinion(campaign: Campaign, *, data: Data, by: Any) -> Callable[[], None]:
    """What one department says of the proposal; said again, it takes the place of the first."""

    def finish() -> None:
        office = Organisation.objects.filter(department=data["department"], region_id=campaign.region_id).first()
        JointOpinion.objects.update_or_create(
            campaign=campaign, department=data["department"],
            defaults={
                "organisation": office, "stance": data["stance"], "text": data["text"], "source": data["source"],
                "given_on": data["given_on"], "by": by,
            },
        )  # fmt: skip

    return finish


def _settles(campaign: Campaign, *, data: Data, by: Any) -> list[Finding | Refusal]:
    """Everyone graded as the law has it today, no tie left open, every department heard, every quota kept."""
    found: list[Finding | Refusal] = [*_not_settled(campaign, data=data, by=by), *_too_early(campaign)]
    if found or not data:
        return found
    told = graded(campaign, lines_of(campaign))
    if refusal := _unsettled(told):
        return [refusal]
    regime = {"unit.iur_platform": True}
    found.append(
        ask(campaign, "joint_review", joint_review_facts(campaign, [regime], leader=data.get("district_leader")))
    )
    return found + quota_findings(campaign, told.classes)


def _too_early(campaign: Campaign) -> list[Refusal]:
    """What the campaign's own page tells before anything is typed: nothing proposed yet, or a tie at the quota."""
    if campaign.pk is None:
        return []
    if not campaign.lines.exists():
        return [Refusal(Ground.LAW, gettext("等次还没有拟定"), (Citation.parse(QUOTA),))]
    waiting = campaign.evaluations.filter(tie_rule=Evaluation.UNDECIDED).select_related("platform")
    names = [row.platform.title for row in waiting.order_by("pk")[:5]]
    if not names:
        return []
    words = gettext("同分跨过优秀名额，先决定先后：%(names)s") % {"names": listed(names)}
    return [Refusal(Ground.LAW, words, (Citation.parse(QUOTA),))]


def quota_findings(campaign: Campaign, classes: Iterable[Mapping[str, Any]]) -> list[Finding]:
    """The law on the quota of each class, and on the round as a whole."""
    rows = list(classes)
    given = campaign_facts(campaign)
    found = [
        ask(
            campaign, "evaluation_quota_kept",
            {
                **given, "evaluation.class_count": row["evaluated"], "evaluation.class_registered": row["registered"],
                "evaluation.class_excellent": row["excellent"],
            },
        )
        for row in rows
    ]  # fmt: skip
    return [*found, ask(campaign, "evaluation_round_closable", {**given, **round_facts(rows)})]


def _unsettled(told: Round) -> Refusal | None:
    """Why the grades cannot be settled as they are."""
    rows = told.rows
    open_ones = [told.evaluations[r["platform"]].platform.title for r in rows if r["open"]]
    if open_ones:
        names = listed(open_ones[:5])
        return Refusal(Ground.STATE, gettext("否决事项还没有核查或者待认定：%(names)s") % {"names": names})
    ties = [told.evaluations[r["platform"]].platform.title for r in rows if r["undecided"]]
    if ties:
        return Refusal(Ground.STATE, gettext("同分跨过优秀名额，先决定先后：%(names)s") % {"names": listed(ties[:5])})
    without = sum(1 for r in rows if r["grade"] is None)
    if without:
        text = ngettext("还有 %(n)d 家没有等次", "还有 %(n)d 家没有等次", without) % {"n": without}
        return Refusal(Ground.STATE, text)
    stale = sum(1 for r in rows if (r["grade"] or "") != told.evaluations[r["platform"]].proposed_grade)
    if stale:
        text = ngettext(
            "%(n)d 家的等次与现在的得分、否决事项或者规定不符，先重新拟定",
            "%(n)d 家的等次与现在的得分、否决事项或者规定不符，先重新拟定", stale,
        ) % {"n": stale}  # fmt: skip
        return Refusal(Ground.STATE, text)
    return None


@action(
    Campaign,
    label=_("联合审定"),
    stays=("joint_review",),
    by=evaluating_leader,
    who=LEADER,
    form=forms.SettleForm,
    law=_settles,
    cites=[JOINT, QUOTA],
    settles=("record_opinion",),
    main=True,
    behind=lambda campaign: campaign.settled_on is not None,
    hint=_("各部门都提过意见、名额不超，才能审定"),
)
def settle_grades(campaign: Campaign, *, data: Data, by: Any) -> Callable[[], None]:
    """The joint review settles the grades; they are final once published."""
    campaign.settled_on = clock.today()

    def finish() -> None:
        meeting = {name: data[name] for name in ("leader", "district_leader", "met_on", "document")}
        JointReview.objects.update_or_create(campaign=campaign, defaults={**meeting, "note": data["opinion"], "by": by})
        rows = locked(campaign, "reviewed")
        for row in rows:
            row.graded_on = clock.today()
        step_many(rows, "settle", to="graded", by=by, fields=("graded_on",), cites=[JOINT, QUOTA])

    return finish
