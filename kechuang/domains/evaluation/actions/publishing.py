"""Writers of results: put to notice, taken back where an objection is right, published, the campaign closed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kechuang.casework.cases.actions import action
from kechuang.casework.cases.direct import step_many
from kechuang.casework.cases.forms import NoteForm
from kechuang.casework.notices import services as notices
from kechuang.casework.notices.queries import cleared
from kechuang.core import clock
from kechuang.core.permissions import Ground, Refusal
from kechuang.core.words import in_chinese
from kechuang.domains.evaluation import consequences
from kechuang.domains.evaluation.actions.scoring import locked
from kechuang.domains.evaluation.actions.who import LEADER, evaluating_leader
from kechuang.domains.evaluation.forms import grading as forms
from kechuang.domains.evaluation.models import Campaign
from kechuang.domains.evaluation.notices import RESULT
from kechuang.domains.evaluation.queries.results import groups

Data = Mapping[str, Any]
RESULTS = ["binjiang-2023:s4.5.c", "quzhou-2024:art33.p1", "keqiao-2025-draft:s4.3.c"]


def _settled(campaign: Campaign, *, data: Data, by: Any) -> list[Refusal]:
    return [] if campaign.settled_on is not None else [Refusal(Ground.STATE, gettext("等次还没有联合审定"))]


@action(
    Campaign,
    label=_("公示评价结果"),
    moves={"joint_review": "in_notice"},
    by=evaluating_leader,
    who=LEADER,
    form=forms.PublicityForm,
    law=_settled,
    cites=RESULTS,
    main=True,
)
def publicise_results(campaign: Campaign, *, data: Data, by: Any) -> Callable[[], None]:
    """Put the settled grades to notice; anyone may object until its last day has ended."""

    def finish() -> None:
        with in_chinese():
            fields = {
                "campaign": campaign.title, "department": campaign.owner.name, "results": result_text(campaign),
                "procedure": data["procedure"],
                "simulation": gettext("所依据的文本尚未通过，本结果是模拟，不产生效力") if campaign.simulation else "",
            }  # fmt: skip
        notices.publish(campaign, RESULT, by=by, ends_on=data["notice_until"], fields=fields)

    return finish


def result_text(campaign: Campaign) -> str:
    """The platforms by class and grade, in the order of their names. Scores are not in it."""
    return "\n".join(f"{one.class_label} · {one.grade_label}：{'、'.join(one.platforms)}" for one in groups(campaign))


@action(
    Campaign,
    label=_("撤回审定，重新会商"),
    moves={"in_notice": "joint_review"},
    stays=("joint_review",),
    by=evaluating_leader,
    who=LEADER,
    form=NoteForm,
    law=_settled,
    hint=_("异议成立等情形：公示随之撤回"),
)
def take_back(campaign: Campaign, *, data: Data, by: Any) -> Callable[[], None]:
    """Take settled grades back, with the reason; a notice of them comes down."""
    campaign.settled_on = None

    def finish() -> None:
        notice = campaign.notices.filter(notice_kind=RESULT.name, live=True).first()
        if notice is not None:
            notices.withdraw(notice, by=by, reason=data["note"])
        rows = locked(campaign, "graded")
        for row in rows:
            row.graded_on = None
        step_many(rows, "take_back", to="reviewed", by=by, fields=("graded_on",), note=data["note"])

    return finish


@action(
    Campaign,
    label=_("公布结果"),
    moves={"in_notice": "published"},
    by=evaluating_leader,
    who=LEADER,
    law=cleared(RESULT.name),
    cites=RESULTS,
    main=True,
    hint=_("公示期满且异议都已答复；奖励、削减、整改等随之办理"),
)
def publish(campaign: Campaign, *, data: Data, by: Any) -> Callable[[], None]:
    """Make the grades final; what follows from them by law is made in the same step."""
    campaign.published_on = clock.today()

    def finish() -> None:
        rows = locked(campaign, "graded")
        for row in rows:
            row.grade = row.proposed_grade
        step_many(
            rows,
            "publish",
            to="published",
            by=by,
            fields=("grade",),
            data=lambda row: {"grade": row.grade},
            cites=RESULTS,
        )
        consequences.follow(campaign, by)

    return finish


def _nothing_owed(campaign: Campaign, *, data: Data, by: Any) -> list[Refusal]:
    """What the department itself has yet to do because of the results: it cannot be left behind."""
    if campaign.pk is None:
        return []
    return [Refusal(Ground.STATE, one.words) for one in consequences.left(campaign) if one.must][:1]


@action(
    Campaign,
    label=_("结束评价工作"),
    moves={"published": "closed"},
    by=evaluating_leader,
    who=LEADER,
    form=forms.CloseForm,
    law=_nothing_owed,
    cites=RESULTS,
    main=True,
    hint=_("效果都已作出、整改通知都已下达，才能结束；其余未了的写明怎样继续"),
)
def close_campaign(campaign: Campaign, *, data: Data, by: Any) -> None:
    """The work of the year is over; what still goes on in cases of its own was named, with how it goes on."""
