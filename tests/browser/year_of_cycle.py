"""The cycle evaluation before a round of cooperation ends, and what its result does to the next round."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from playwright.sync_api import expect

from kechuang.casework.obligations.models import Obligation
from kechuang.domains.evaluation.models import Campaign, CycleDecision, Effect, SchemeNode
from kechuang.domains.platforms.models import Agreement
from tests.browser.platform_year import to_day
from tests.browser.test_office import become, press
from tests.browser.year_of_judging import CAMPAIGN, CLASS, EVALUATION, hand_in, of, panel_done, to_day_as, today
from tests.browser.year_stage import BUREAU, CHIEF, FOURTH, PARK, PROFESSOR, TITLES, Stage, do, fill, look, new, says
from tests.casework.office import AGREEMENT, agreement_data
from tests.domains.evaluation.playing import co_departments

if TYPE_CHECKING:
    from playwright.sync_api import Page

NOTE = "本轮合作没有到期"
EXIT = "binjiang-2023:s2.p1.b"


def agreed(stage: Stage) -> Agreement:
    """The round of one platform ends with the year after this one; signed by all, its clock runs."""
    term = {"starts_on": f"{stage.year - 2}-01-01", "ends_on": f"{stage.year + 1}-12-31"}
    made = stage.act(f"{AGREEMENT}.draft", None, agreement_data(stage.platforms[FOURTH], **term), PARK)
    stage.act(f"{AGREEMENT}.open_signing", made, {}, PARK)
    for who in (PARK, f"manager-{FOURTH}", PROFESSOR):
        stage.act(f"{AGREEMENT}.sign", made, {"signed_on": today().isoformat(), "signatory": "王某"}, who)
    return Agreement.objects.get()


def judged(page: Page, stage: Stage) -> Campaign:
    """Opened for the one platform whose round ends; the others are left out with the reason; scored, graded, published."""
    become(page, BUREAU)
    new(page, "/evaluation-campaigns/", "启动评价", kind_of="cycle", year=str(stage.year))
    campaign = Campaign.objects.get(kind_of="cycle")
    others = [title for title in TITLES if title != FOURTH]
    do(page, "记为不参评", platform=stage.platforms[others[0]].number, note=NOTE)
    for title in others[1:]:
        stage.act(f"{CAMPAIGN}.leave_out", campaign, {"platform": stage.platforms[title].pk, "note": NOTE}, BUREAU)
    to_day(page, campaign.phases.get(phase="self_evaluation").starts_on)
    page.goto(f"/case/{campaign.number}/")
    do(page, "开始自评")
    says(page, NOTE)
    hand_in(stage, FOURTH, {node.code: node.pk for node in SchemeNode.objects.all()}, "cycle")
    days = {"reply_by": today() + dt.timedelta(10), "score_by": today() + dt.timedelta(20)}
    stage.act(f"{CAMPAIGN}.start_scoring", campaign, {"seats_scientific": "2", **days}, BUREAU)
    panel_done(stage, FOURTH, "cycle")
    stage.act(f"{CAMPAIGN}.finish_scoring", campaign, {}, BUREAU)
    to_day(page, campaign.phases.get(phase="joint_review").starts_on)
    stage.act(f"{CAMPAIGN}.close_contest", campaign, {}, BUREAU)
    _graded(stage, campaign)
    become(page, CHIEF, f"/case/{campaign.number}/")
    until = today() + dt.timedelta(15)
    do(page, "公示评价结果", notice_until=until.isoformat(), procedure="自评、专家评分、申辩、联合审定")
    to_day_as(page, CHIEF, until + dt.timedelta(1))
    page.goto(f"/case/{campaign.number}/")
    do(page, "公布结果")
    result = of(FOURTH, "cycle")
    assert (result.grade, str(result.score)) == ("unqualified", "54.5000")
    assert not Effect.objects.filter(evaluation=result, kind="cut").exists(), "money follows yearly results alone"
    clock = Obligation.objects.get(case_id=Agreement.objects.get().pk, rule="cycle_evaluation")
    assert (clock.status, clock.done_on) == ("met", campaign.held_on)
    return campaign


def _graded(stage: Stage, campaign: Campaign) -> None:
    none_found = {"veto_note": "已问纪委和应急部门，没有", "veto_matters": []}
    stage.act(f"{EVALUATION}.record_veto", of(FOURTH, "cycle"), none_found, BUREAU)
    lines = {f"good_{CLASS}": "80", f"qualified_{CLASS}": "60", "failing": "unqualified", "reason": "周期评价办法"}
    stage.act(f"{CAMPAIGN}.propose_grades", campaign, lines, BUREAU)
    for name in co_departments():
        said = {"department": name, "stance": "agree", "given_on": today()}
        stage.act(f"{CAMPAIGN}.record_opinion", campaign, said, f"bj-{name}-clerk")
    settles = {"leader": "分管副区长", "district_leader": True, "met_on": today(), "document": "会议纪要〔5〕号"}
    stage.act(f"{CAMPAIGN}.settle_grades", campaign, settles, CHIEF)


def ended(page: Page, stage: Stage) -> None:
    """Its leader decides; a next round is refused with the clause; the round that runs goes on to its last day."""
    agreement, result = Agreement.objects.get(), of(FOURTH, "cycle")
    become(page, CHIEF, f"/case/{result.number}/")
    do(page, "决定下一轮合作", passed="no", reasons="三年目标完成不到六成")
    look(page, "next-round")
    assert CycleDecision.objects.get().barred
    assert EXIT in Effect.objects.get(kind="exit").clauses
    become(page, PARK, f"/case/{agreement.platform.number}/")
    press(page, "起草共建协议")
    first = f"{stage.year + 2}-01-01"
    following = agreement_data(
        agreement.platform, starts_on=first, ends_on=f"{stage.year + 5}-12-31", title="下一轮共建协议"
    )
    del following["platform"]  # filled in already
    fill(page, **following, renews=agreement.number)
    page.locator("main form").get_by_role("button", name="起草共建协议", exact=True).click()
    refusal = page.locator("main").get_by_role("alert")
    expect(refusal).to_contain_text("不能起草共建协议，没有写入")
    expect(refusal.locator(f"a[href='/law/{EXIT.replace(':', '/')}/']").first).to_be_visible()
    look(page, "renewal-refused")
    assert Agreement.objects.get().state == "signed"


__all__ = ["agreed", "ended", "judged"]
