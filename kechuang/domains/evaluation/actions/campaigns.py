"""Writers of campaigns: opened for a region and year, its phases set, who takes part and who is left out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kechuang.casework.cases import direct
from kechuang.casework.cases.actions import action, step_words
from kechuang.casework.cases.forms import NoteForm
from kechuang.casework.cases.law import ask
from kechuang.casework.cases.standard import attachment_for, determination_for, paper_filing_for
from kechuang.casework.inbox import services as inbox
from kechuang.casework.reviews import services as reviews
from kechuang.core import clock
from kechuang.core.permissions import Ground, Refusal
from kechuang.core.words import in_chinese, listed
from kechuang.domains.evaluation import starting
from kechuang.domains.evaluation.actions.grading import write_proposal
from kechuang.domains.evaluation.actions.who import EVALUATOR, evaluator
from kechuang.domains.evaluation.facts.campaigns import platform_facts
from kechuang.domains.evaluation.forms import campaigns as forms
from kechuang.domains.evaluation.models import Campaign, CampaignPhase, Evaluation, Exclusion
from kechuang.domains.evaluation.queries import participation
from kechuang.domains.evaluation.queries.participation import Standing
from kechuang.domains.platforms.models import CLASSES
from kechuang.domains.platforms.queries.filing import department_of
from kechuang.law import Finding
from kechuang.law.model import Citation

Data = Mapping[str, Any]
NAMED = 5
"""How many platforms a refusal names before it only counts."""
EVALUATE = ["quzhou-2024:art33.p1", "keqiao-2025-draft:s4.3.b", "binjiang-2023:s4.5.b"]


@action(
    Campaign,
    label=_("启动评价"),
    creates=True,
    by=evaluator,
    who=EVALUATOR,
    form=forms.CampaignForm,
    cites=EVALUATE,
)
def open_campaign(campaign: Campaign, *, data: Data, by: Any) -> Callable[[], None]:
    """Begin the evaluation of a region's platforms: which year, on what day, and when each phase lasts."""
    department = department_of(by)
    if department is not None:
        campaign.owner, campaign.region, campaign.place = department, department.region, department.region_id
    for name in ("kind_of", "year", "held_on", "document"):
        setattr(campaign, name, data[name])
    with in_chinese():
        campaign.title = gettext("%(place)s %(year)d 年平台%(kind)s") % {
            "place": campaign.region.name if department is not None else "", "year": campaign.year,
            "kind": campaign.get_kind_of_display(),
        }  # fmt: skip
    campaign.simulation = participation.simulated(campaign) if department is not None else False
    return lambda: write_phases(campaign, data)


def write_phases(campaign: Campaign, data: Data) -> None:
    """The days of every phase, in place of those before."""
    for name, _words in CampaignPhase.Phase.choices:
        days = {"starts_on": data[f"{name}_from"], "ends_on": data[f"{name}_to"]}
        CampaignPhase.objects.update_or_create(campaign=campaign, phase=name, defaults=days)


@action(
    Campaign,
    label=_("调整阶段"),
    stays=("prepared", "self_evaluation", "scoring", "contest", "joint_review"),
    by=evaluator,
    who=EVALUATOR,
    form=forms.PhasesForm,
    cites=EVALUATE,
)
def set_phases(campaign: Campaign, *, data: Data, by: Any) -> Callable[[], None]:
    """Other days for the phases."""
    return lambda: write_phases(campaign, data)


# -- who takes part ------------------------------------------------------------------------------------------


def _exclusion(campaign: Campaign, *, data: Data, by: Any) -> list[Finding | Refusal]:
    """That the law has every platform evaluated binds for those that are still there: who has left is left out by decision."""
    if campaign.settled_on is not None:
        words = gettext("等次已于 %(day)s 审定，要改先撤回审定") % {"day": campaign.settled_on}
        return [Refusal(Ground.STATE, words)]
    if campaign.state not in ("", "prepared", "self_evaluation") and not participation.gone(campaign).exists():
        return [Refusal(Ground.STATE, gettext("评分已经开始：只有已登记退出的平台才可以记为不参评"))]
    platform = data.get("platform")
    if platform is None or platform.state == "exited":
        return []
    others = Evaluation.objects.filter(
        platform=platform, campaign__year=campaign.year, campaign__kind_of=Campaign.Kind.YEARLY
    )
    times = others.exclude(state="left_out").exclude(campaign=campaign).count()
    given = platform_facts(platform, campaign) | {
        "evaluation.exclusion_recorded": True, "evaluation.times_in_year": times,
    }  # fmt: skip
    del given["evaluation.held_on"]  # it is not evaluated on that day
    yearly = campaign.kind_of == Campaign.Kind.YEARLY
    rules = ("evaluation_regular", "evaluation_yearly") if yearly else ()
    return [ask(platform, rule, given) for rule in rules]


@action(
    Campaign,
    label=_("记为不参评"),
    stays=("prepared", "self_evaluation", "scoring", "contest", "joint_review", "in_notice"),
    by=evaluator,
    who=EVALUATOR,
    form=forms.LeaveOutForm,
    law=_exclusion,
    law_needs_data=True,
    cites=["quzhou-2024:art33.p1", "binjiang-2023:s4.5.b"],
    hint=_("记录理由；依规定每年都要评价的不能这样办；评分开始以后只用于已登记退出的平台"),
)
def leave_out(campaign: Campaign, *, data: Data, by: Any) -> Callable[[], None]:
    """A platform takes no part, for a recorded reason. If it had been invited, its evaluation is closed with its panel: what
    was filled in and scored stays to be read, and the quota counts without it."""

    def finish() -> None:
        Exclusion.objects.create(campaign=campaign, platform=data["platform"], reason=data["note"], recorded_by=by)
        for row in campaign.evaluations.filter(platform=data["platform"]).select_for_update(of=("self",)):
            row.proposed_grade, row.rank, row.tie_rule = "", None, ""
            direct.step(row, "be_left_out", by=by, to="left_out", note=data["note"])
            inbox.close_todos(row, (starting.ASKED, "answer_contest"))
            reviews.end_panels(row, reason=data["note"])
            if campaign.lines.exists():
                write_proposal(campaign)

    return finish


@action(
    Campaign,
    label=_("恢复参评"),
    stays=("prepared",),
    by=evaluator,
    who=EVALUATOR,
    form=forms.BringInForm,
    hint=_("撤销记录的不参评"),
)
def bring_in(campaign: Campaign, *, data: Data, by: Any) -> Callable[[], None]:
    """A platform that had been left out by decision takes part after all."""
    return lambda: data["exclusion"].delete() and None


def _beginning(campaign: Campaign, *, data: Data, by: Any) -> list[Refusal]:
    cites = tuple(Citation.parse(c) for c in EVALUATE)
    phase = campaign.phases.filter(phase="self_evaluation").first()
    if phase is not None and clock.today() < phase.starts_on:
        return [Refusal(Ground.LAW, gettext("自评阶段还没有到"), cites, opens_on=phase.starts_on)]
    found = participation.standings(campaign)
    taking_part = [one for one in found if one.place == "in"]
    return _unfit(found) or ([] if taking_part else [Refusal(Ground.LAW, gettext("没有参评的平台"), cites)])


def _unfit(found: list[Standing]) -> list[Refusal]:
    """Why platforms cannot be invited as they stand: something to be determined first, no indicators."""
    cites = tuple(Citation.parse(c) for c in EVALUATE)
    taking_part = [one for one in found if one.place == "in"]
    words = {str(code): str(label) for code, label in CLASSES}
    for wrong, text in (
        ([one for one in found if one.place == "open"], gettext("先要认定是否参评：%(names)s")),
        ([one for one in taking_part if one.empty], gettext("指标体系里没有这些平台的专设指标：%(names)s")),
    ):
        if wrong:
            return [Refusal(Ground.LAW, text % {"names": _named(wrong)}, cites)]
    bare = {one.platform.platform_class for one in taking_part if one.scheme is None}
    if bare:
        names = listed(words[name] for name in sorted(bare))
        text = gettext("还没有可用的指标体系：%(names)s") % {"names": names}
        return [Refusal(Ground.LAW, text, tuple(Citation.parse(c) for c in ("binjiang-2023:s4.5.g",)))]
    return []


def _named(found: list[Standing]) -> str:
    names = [one.platform.title for one in found[:NAMED]]
    if len(found) > NAMED:
        names.append(gettext("等 %(n)d 家") % {"n": len(found)})
    return listed(names)


@action(
    Campaign,
    label=_("开始自评"),
    moves={"prepared": "self_evaluation"},
    by=evaluator,
    who=EVALUATOR,
    law=_beginning,
    cites=[*EVALUATE, "binjiang-2023:s4.5.g"],
    main=True,
    hint=_("逐家判断是否参评，给参评平台发出自评；系统数据自动填好"),
)
def start_self_evaluation(campaign: Campaign, *, data: Data, by: Any) -> Callable[[], None]:
    """Every platform that takes part is invited; who does not is recorded with the law's answer."""

    def finish() -> None:
        found = participation.standings(campaign)
        for one in found:
            if one.place == "out":
                starting.leave_out(campaign, one)
        starting.invite(campaign, [one for one in found if one.place == "in"], by)

    return finish


def _may_join(campaign: Campaign, *, data: Data, by: Any) -> list[Finding | Refusal]:
    """The same grounds as at the beginning, for one platform."""
    platform = data.get("platform")
    if platform is None:
        return []
    one = participation.standing_of(campaign, platform)
    if one.place == "out":
        text = gettext("依规定还没有到可以评价的日期")
        return [Refusal(Ground.LAW, text, one.finding.citations, finding=one.finding)]
    return [one.finding] if one.place == "open" else list(_unfit([one]))


@action(
    Campaign,
    label=_("补充参评"),
    stays=("self_evaluation",),
    by=evaluator,
    who=EVALUATOR,
    form=forms.JoinForm,
    law=_may_join,
    law_needs_data=True,
    cites=EVALUATE,
    hint=_("自评开始以后，漏掉的平台或者误记为不参评的平台照样参评；填过的自评还在"),
)
def invite_later(campaign: Campaign, *, data: Data, by: Any) -> Callable[[], None]:
    """A platform takes part after all: one that was left out by mistake, or whose facts were put right meanwhile."""

    def finish() -> None:
        platform = data["platform"]
        for exclusion in campaign.exclusions.filter(platform=platform):
            exclusion.delete()
        row = campaign.evaluations.filter(platform=platform).select_for_update(of=("self",)).first()
        if row is None:
            starting.invite(campaign, [participation.standing_of(campaign, platform)], by)
        else:
            direct.step(row, "be_brought_in", by=by, to="invited", note=data["note"])
            starting.ask(row)

    return finish


@action(
    Campaign,
    label=_("撤回评价"),
    moves={"prepared": "withdrawn", "self_evaluation": "withdrawn"},
    by=evaluator,
    who=EVALUATOR,
    form=NoteForm,
    hint=_("评分开始以前，启动错了的可以撤回；已经发出的自评随之结束，这一年可以重新启动"),
)
def withdraw_campaign(campaign: Campaign, *, data: Data, by: Any) -> Callable[[], None]:
    """Give the campaign up before anything is scored, with the reason; the year is free for another."""
    campaign.withdrawn_on = clock.today()

    def finish() -> None:
        rows = campaign.evaluations.exclude(state="left_out").select_for_update(of=("self", "case_ptr"))
        open_ones = list(rows.select_related("owner", "region", "platform").order_by("pk"))
        direct.step_many(open_ones, "be_left_out", to="left_out", by=by, note=data["note"])
        for row in open_ones:
            inbox.close_todos(row, (starting.ASKED,))

    return finish


step_words(Evaluation, invite=_("参评"), be_left_out=_("不参评"), be_brought_in=_("恢复参评"))
determine_campaign = determination_for(Campaign)
attach_to_campaign = attachment_for(Campaign, evaluator)
keep_paper_of_campaign = paper_filing_for(Campaign, evaluator)
