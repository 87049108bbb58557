"""The evaluation of a year as its people carry it: scheme, self-evaluations, experts, contest, joint review, notice, effects."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from django.core.files.uploadedfile import SimpleUploadedFile
from playwright.sync_api import expect

from kechuang.casework.notices.models import Notice, Objection
from kechuang.casework.reviews.models import Panel
from kechuang.core import clock
from kechuang.core.demo import demo_time
from kechuang.domains.evaluation.models import Campaign, Contest, Evaluation, Scheme, SchemeNode
from tests.browser import platform_year
from tests.browser.platform_year import to_day
from tests.browser.test_office import become, press
from tests.browser.year_stage import (
    BUREAU,
    CHIEF,
    FILE,
    FIRST,
    FOURTH,
    LAST,
    MANAGER,
    SECOND,
    SECOND_CHIEF,
    THIRD,
    TITLES,
    VETOED,
    Stage,
    attach,
    do,
    fill,
    look,
    new,
    says,
    send,
    waits,
)
from tests.casework.office import act
from tests.domains.evaluation.playing import co_departments
from tests.domains.platforms.admitting import user_of

if TYPE_CHECKING:
    from playwright.sync_api import Page

CLASS = "technology_innovation"
GRADED = ["excellent", "good", "good", "qualified", "unqualified", "unqualified"]
"""By platform, in their order: the fifth has the most points, and a veto."""
VETO = "integrity"
EVALUATION, CAMPAIGN = "evaluation.evaluation", "evaluation.campaign"
TOLD = {
    FIRST: (4, ("88", "96")), SECOND: (4, ("90", "90")), THIRD: (4, ("85", "85")), FOURTH: (3, ("80", "80")),
    VETOED: (4, ("95", "95")), LAST: (0, ("30", "30")),
}  # fmt: skip
"""By platform: firms incubated, and the points of every expert: for what all are judged by, and for what is set for it alone."""
OWN = {title: f"B2{n}" for n, title in enumerate(TITLES, 1)}
"""By platform: the code of its own indicator."""


def today() -> dt.date:
    with demo_time():
        return clock.today()


def of(title: str, kind: str = "yearly") -> Evaluation:
    return Evaluation.objects.get(platform__title=title, campaign__kind_of=kind)


def scheme_set(page: Page, stage: Stage) -> None:
    """The bureau sets indicators for the class: recorded, typed with evidence, judged by experts, for all and for each its own."""
    become(page, BUREAU)
    new(
        page,
        "/evaluation-schemes/",
        "起草指标体系",
        platform_class=CLASS,
        year=str(stage.year),
        document="滨科〔2026〕8 号",
    )
    for code, name, weight, kind, more in (
        ("A", "建设", "60", "group", {}),
        (
            "A1",
            "认定",
            "50",
            "record",
            {"parent": "A", "indicator": "recognitions", "measure": "fixed", "full_at": "2"},
        ),
        (
            "A2",
            "孵化企业",
            "50",
            "record",
            {"parent": "A", "indicator": "firms_incubated", "measure": "fixed", "full_at": "4"},
        ),
        ("B", "创新", "40", "group", {}),
        ("B1", "科研水平", "75", "scored", {"parent": "B", "criteria": "与国内同类比较"}),
        ("B2", "专设", "25", "group", {"parent": "B"}),
    ):
        do(page, "设置指标", code=code, name=name, weight=weight, kind=kind, **more)
    do(page, "设置指标", platform=stage.platforms[FIRST].number, **_own(FIRST))
    scheme = Scheme.objects.get()
    for title in TITLES[1:]:
        stage.act("evaluation.scheme.set_node", scheme, {"platform": stage.platforms[title].pk, **_own(title)}, BUREAU)
    number = page.url.rstrip("/").rsplit("/", 1)[-1]
    become(page, CHIEF, f"/case/{number}/")
    do(page, "审定指标体系")
    look(page, "scheme")


def _own(title: str) -> dict[str, str]:
    return {
        "code": OWN[title], "name": "首台样机", "weight": "100", "kind": "scored", "parent": "B2", "criteria": "协议约定的样机",
    }  # fmt: skip


def recognised(page: Page, stage: Stage) -> None:
    """What the bureau enters in its registry during the year is what the indicator counts."""
    day = f"{stage.year}-06-01"
    become(page, BUREAU)
    platform_year.do(
        page, stage.platforms[FIRST].number, "录入认定", 认定类型="重点实验室", 级别="市级", 认定机关="市科技局", 认定日=day,
    )  # fmt: skip
    data = {"name": "重点实验室", "level": "city", "authority": "市科技局", "valid_from": day}
    for title, name in ((SECOND, "重点实验室"), (VETOED, "重点实验室"), (VETOED, "工程研究中心")):
        stage.act("platforms.platform.recognise", stage.platforms[title], data | {"name": name}, BUREAU)


def opened(page: Page, stage: Stage) -> Campaign:
    """The round of the year is opened with its days; on the first of them all platforms are invited."""
    become(page, BUREAU)
    new(page, "/evaluation-campaigns/", "启动评价", document=f"滨科〔{stage.year}〕30 号")
    campaign = Campaign.objects.get()
    waits(page, "开始自评", "自评阶段还没有到")
    to_day(page, campaign.phases.get(phase="self_evaluation").starts_on)
    page.goto(f"/case/{campaign.number}/")
    do(page, "开始自评")
    look(page, "campaign")
    assert Evaluation.objects.filter(state="invited").count() == len(TITLES)
    return campaign


def self_evaluated(page: Page, stage: Stage) -> None:
    """One by hand: the record is there with its evidence a click away, only the rest is typed. The others by the way."""
    evaluation = of(FIRST)
    here = f"/case/{evaluation.number}/"
    become(page, MANAGER)
    press(page, "提交自评")
    page.goto(here)
    says(page, "还有 4 项没有填完")
    page.goto(f"/evaluation-evidence/{evaluation.number}/A1/")
    says(page, "重点实验室", "认定")
    attach(page, evaluation.number)
    press(page, "填写自评")
    look(page, "self-evaluation")
    platform_year.send(page, "填写自评", **{
        "A1 认定：说明": "另一项在办", "A2 孵化企业": "4", "A2 孵化企业：佐证材料": f"{FILE['name']} v1", "B1 科研水平：自评分": "88",
        "B21 首台样机：自评分": "90",
    })  # fmt: skip
    do(page, "提交自评", statement="完成年度任务，一项认定在办")
    look(page, "submitted")
    nodes = {node.code: node.pk for node in SchemeNode.objects.all()}
    for title in TITLES[1:]:
        with demo_time():
            hand_in(stage, title, nodes)


def hand_in(stage: Stage, title: str, nodes: dict[str, int], kind: str = "yearly") -> None:
    """What the manager of another platform fills in and submits."""
    by, firms = f"manager-{title}", TOLD[title][0]
    upload = SimpleUploadedFile(FILE["name"], FILE["buffer"], "text/plain")  # type: ignore[arg-type]  # of one dictionary
    stage.act(f"{EVALUATION}.attach", of(title, kind), {"document_kind": "佐证"}, by, files={"file": upload})
    typed = {
        f"value_{nodes['A2']}": str(firms), f"file_{nodes['A2']}": f"{FILE['name']} v1", f"explanation_{nodes['A1']}": "在办",
        f"explanation_{nodes['A2']}": "在谈", f"self_score_{nodes['B1']}": "80", f"self_score_{nodes[OWN[title]]}": "80",
    }  # fmt: skip
    stage.act(f"{EVALUATION}.fill_in", of(title, kind), typed, by)
    stage.act(f"{EVALUATION}.submit_self_evaluation", of(title, kind), {"statement": "完成年度任务"}, by)


def corrected(page: Page) -> None:
    """The bureau finds one firm too many and corrects the figure, with its reason and the file."""
    evaluation = of(FIRST)
    become(page, BUREAU, f"/case/{evaluation.number}/")
    value = evaluation.values.get(node__code="A2")
    do(page, "更正指标值", value_of=str(value.pk), value="3", reason="一家在区外注册", file=f"{FILE['name']} v1")
    says(page, "一家在区外注册")


def scored(page: Page, stage: Stage, campaign: Campaign) -> None:
    """Experts are drawn, one steps back, the next is asked; they score unseen by others and with reasons; the chair concludes."""
    become(page, BUREAU, f"/case/{campaign.number}/")
    day = today()
    days = {"reply_by": (day + dt.timedelta(10)).isoformat(), "score_by": (day + dt.timedelta(20)).isoformat()}
    press(page, "抽取专家，开始评分")
    look(page, "draw")
    fill(page, seats_scientific="2", **days)
    send(page, "抽取专家，开始评分")
    panel = Panel.objects.get(subject=of(FIRST))
    assert not panel.seats.filter(expert__title="expert-of-founder").exists(), "of the founding university"
    seat = panel.seats.filter(state="asked").order_by("label").first()
    assert seat is not None
    become(page, user_of(seat).username, f"/case/{seat.number}/")
    do(page, "申请回避", kind="coauthorship", note="去年合作发表论文")
    for seat in panel.seats.filter(state="asked").order_by("label"):
        become(page, user_of(seat).username, f"/case/{seat.number}/")  # they may be asked for other platforms as well
        press(page, "接受")
        for box in page.locator("main input[type=checkbox]").all():
            box.check()
        send(page, "接受")
    here = f"/case/{panel.number}/"
    become(page, BUREAU, f"/case/{campaign.number}/")
    do(page, "推进专家组", step="begin")  # of all panels those that are ready; the others are named with the reason
    says(page, "办成 1 项，没有办成 5 项，共 6 项", "还有 2 位专家没有确认")
    look(page, "panels-advanced")
    panel.refresh_from_db()
    assert panel.state == "scoring"
    for seat in panel.seats.filter(state="accepted").order_by("label"):
        become(page, user_of(seat).username, f"/case/{seat.number}/")
        press(page, "提交评分")
        boxes, reasons = page.locator("main input[type=number]"), page.locator("main textarea")
        expect(boxes).to_have_count(2)  # what all are judged by, and what is set for this one alone
        for n, (points, words) in enumerate(zip(TOLD[FIRST][1], ("两篇高水平论文", "样机指标领先"), strict=True)):
            boxes.nth(n).fill(points)
            reasons.nth(n).fill(words)
        look(page, "score")
        send(page, "提交评分")
    for who, address in ((BUREAU, here), (MANAGER, f"/case/{of(FIRST).number}/")):
        become(page, who, address)
        expect(page.locator("main")).not_to_contain_text("96.00")
    become(page, BUREAU, here)
    do(page, "开始讨论")
    says(page, "90.00", "96.00", "样机指标领先")
    do(page, "进入终评")
    chair = Panel.objects.get(pk=panel.pk).chair
    assert chair is not None
    become(page, user_of(chair).username, here)
    do(
        page,
        "出具结论",
        opinion_text="指标领先，继续支持。",
        met_on=today().isoformat(),
        place="三楼",
    )
    says(page, "评分意见")
    expect(page.locator("main")).not_to_contain_text("建议通过")
    look(page, "panel")
    for title in TITLES[1:]:
        panel_done(stage, title)
    become(page, BUREAU, f"/case/{campaign.number}/")
    to_day(page, campaign.phases.get(phase="contest").starts_on)
    page.goto(f"/case/{campaign.number}/")
    do(page, "汇总评分，转入申辩")


def panel_done(stage: Stage, title: str, kind: str = "yearly") -> None:
    """A panel from its first seat to its conclusion."""
    panel = Panel.objects.get(subject=of(title, kind))
    with demo_time():
        for seat in panel.seats.filter(state="asked"):
            act("reviews.seat.accept", seat, {"no_conflict": True, "confidential": True}, user_of(seat))
        act("reviews.panel.begin", panel, {}, stage.office[BUREAU])
        for seat in panel.seats.sitting():
            data = {}
            for criterion, points in zip(panel.criteria, TOLD[title][1], strict=True):
                data |= {f"points_{criterion['name']}": points, f"comment_{criterion['name']}": "见材料"}
            act("reviews.seat.submit", seat, data, user_of(seat))
        act("reviews.panel.discuss", panel, {}, stage.office[BUREAU])
        act("reviews.panel.settle", panel, {}, stage.office[BUREAU])
        chair = Panel.objects.get(pk=panel.pk).chair
        assert chair is not None
        last = {"opinion_text": "同意。", "met_on": clock.today(), "place": "三楼"}
        act("reviews.panel.conclude", panel, last, user_of(chair))


def contested(page: Page, campaign: Campaign) -> None:
    """The platform sees its score and contests one figure with a file; the bureau answers, and the score follows."""
    evaluation = of(FIRST)
    here = f"/case/{evaluation.number}/"
    become(page, MANAGER, here)
    says(page, "73.50")
    node = evaluation.values.get(node__code="A2").node_id
    do(page, "提出申辩", node=str(node), text="该企业已迁入本区，附营业执照", claimed="4", file=f"{FILE['name']} v1")
    become(page, BUREAU)
    press(page, "答复申辩")
    look(page, "contest")
    contest = Contest.objects.get()
    fill(page, contest=str(contest.pk), outcome="upheld", answer="核对营业执照，属实", value="4")
    send(page, "答复申辩")
    assert str(of(FIRST).score) == "81.0000", "88 and 96 at three to one: 90, as those who are judged by one indicator"
    page.goto(f"/case/{campaign.number}/")
    waits(page, "申辩结束，转入联合审定", "申辩到")
    to_day(page, campaign.phases.get(phase="joint_review").starts_on)
    page.goto(f"/case/{campaign.number}/")
    do(page, "申辩结束，转入联合审定")


def graded(page: Page, stage: Stage, campaign: Campaign) -> None:
    """Vetoes looked into, one found, lines set, departments heard, a tie at the quota decided, the simulator tried, grades settled."""
    here = f"/case/{campaign.number}/"
    page.goto("/evaluations/")
    page.get_by_label("全选本页").check()
    bar = page.get_by_role("toolbar", name="批量操作")
    bar.get_by_role("button", name="记录否决事项核查，6 件可办").click()
    page.locator("main [name=veto_note]").fill("已问纪委和应急部门，没有")
    page.locator("main form").get_by_role("button", name="记录否决事项核查").click()
    expect(page.locator(".k-said")).to_contain_text("办了 6 件")
    page.goto(f"/case/{of(VETOED).number}/")
    press(page, "记录否决事项核查")
    page.locator(f"main [name=veto_matters][value={VETO}]").check()
    fill(page, veto_note="纪委来函：主要负责人违反科研诚信，滨纪函〔12〕号")
    send(page, "记录否决事项核查")
    assert str(of(VETOED).score) == "98.0000", "the highest of all"
    page.goto(here)
    press(page, "拟定等次")
    look(page, "lines")
    fields = {f"good_{CLASS}": "60", f"qualified_{CLASS}": "40", "reason": "滨江区平台评价办法"}
    fill(page, **fields, failing="unqualified")
    send(page, "拟定等次")
    look(page, "proposal")
    page.goto(here)
    page.get_by_role("link", name="等次模拟").click()
    says(page, "同分待决", "优秀名额 1 家")
    page.locator(f"main [name=good_{CLASS}]").fill("85")
    page.locator("main form").get_by_role("button", name="试算").click()
    says(page, "3 家等次不同", "600,000.00", "不合格（一票否决）")
    look(page, "simulator")
    assert of(SECOND).proposed_grade == "good", "a simulation changes nothing"
    opinions(page, stage, campaign)
    become(page, CHIEF, here)
    settles = {
        "leader": "分管副区长",
        "district_leader": "on",
        "met_on": today().isoformat(),
        "document": "会议纪要〔3〕号",
    }
    says(page, "同分待决")
    waits(page, "联合审定", "同分跨过优秀名额，先决定先后")
    first = of(FIRST)
    do(page, "决定同分先后", evaluation=str(first.pk), place="1", reason="认定级别更高，三方投票一致")
    do(page, "联合审定", **settles)
    look(page, "settled")
    assert [of(title).proposed_grade for title in TITLES] == GRADED


def opinions(page: Page, stage: Stage, campaign: Campaign) -> None:
    """Every named department says what it thinks: one through its own clerk, one on paper, the others by the way."""
    here, day = f"/case/{campaign.number}/", today().isoformat()
    become(page, "bj-finance_department-clerk")
    press(page, "提出部门意见")
    look(page, "opinion")
    fill(page, department="finance_department", stance="agree", given_on=day)
    send(page, "提出部门意见")
    become(page, BUREAU, here)
    do(page, "提出部门意见", department="talent_office", stance="agree", source="滨才〔12〕号", given_on=day)
    for name in co_departments():
        if name not in ("finance_department", "talent_office"):
            data = {"department": name, "stance": "agree", "given_on": day}
            stage.act(f"{CAMPAIGN}.record_opinion", campaign, data, f"bj-{name}-clerk")


def published(page: Page, campaign: Campaign) -> None:
    """The grades stand for objections; a reader without an account objects and is answered; on the right day they are final."""
    here = f"/case/{campaign.number}/"
    until = today() + dt.timedelta(15)
    page.goto(here)
    do(page, "公示评价结果", notice_until=until.isoformat(), procedure="自评、专家评分、申辩、联合审定")
    notice = Notice.objects.get()
    page.context.clear_cookies()
    page.goto("/public/notices/")
    page.get_by_role("link", name=notice.title).click()
    says(page, FIRST, "优秀", LAST, "不合格")
    look(page, "notice")
    page.get_by_role("link", name="提出异议").first.click()
    for label, text in (
        ("异议理由", "孵化企业数有误"), ("请求", "重新核对"), ("姓名或者单位名称", "周某"), ("电话或者地址", "13800001111"),
    ):  # fmt: skip
        page.get_by_label(label).fill(text)
    page.get_by_role("button", name="提出异议").click()
    page.get_by_text("收到异议，回执编号").wait_for()
    objection = Objection.objects.get()
    to_day_as(page, SECOND_CHIEF, until + dt.timedelta(1))
    page.goto(here)
    waits(page, "公布结果")
    page.goto(f"/case/{objection.number}/")
    do(page, "受理")
    do(page, "答复异议", outcome="rejected", reasons="已按营业执照核对", summary="经核对无误")
    become(page, CHIEF, here)
    do(page, "公布结果")
    look(page, "published")
    assert of(FIRST).grade == "excellent"
    become(page, MANAGER, f"/case/{of(FIRST).number}/")
    says(page, "奖励")
    look(page, "result")


def to_day_as(page: Page, who: str, day: Any) -> None:
    become(page, who)
    to_day(page, day)
