"""Rounds of the demonstration that are over: one with an award and a cut, one with a rectification, two failing years."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from kechuang.casework.parties.models import Organisation, User
from kechuang.casework.reviews.demo_pool import make_pool
from kechuang.casework.reviews.models import Expert, Panel
from kechuang.core import clock
from kechuang.domains.evaluation.actions.grading import co_departments
from kechuang.domains.evaluation.demo.story import (
    CAMPAIGN,
    EVALUATION,
    FILE,
    PHASES,
    SCHEME,
    STATEMENT,
    EvaluationStory,
)
from kechuang.domains.evaluation.models import Assessment, Campaign, Contest, Evaluation, Rectification, SchemeNode
from kechuang.domains.platforms.models import Platform

SEATS = 2
POOL = 12
REASONS = ("对照协议任务逐项核对，完成质量好", "成果与本地产业结合不够，转化合同偏少")
SIMPLE = (
    {"code": "A", "name": "孵化企业", "name_en": "Firms incubated", "weight": "60", "kind": "record",
     "indicator": "firms_incubated", "measure": "fixed", "full_at": "4"},
    {"code": "B", "name": "有效认定", "name_en": "Recognitions in force", "weight": "40", "kind": "record",
     "indicator": "recognitions", "measure": "fixed", "full_at": "1"},
)  # fmt: skip
"""Indicators of the rounds that no expert scores."""


class ResultStory(EvaluationStory):
    """Goes on where the self-evaluations are in."""

    def tell_all(self) -> None:
        year = (self.today - dt.timedelta(days=130)).year - 1
        self._by_experts()
        self._counted("330803", year, {0: 0}, failing=1)
        for back in (1, 0):
            self._counted("330603", year - back, {0: 0}, failing=1)
        self._rectification()

    # -- Binjiang: experts, a contest, departments, a notice; what follows is money --------------------------------

    def _by_experts(self) -> None:
        campaign = Campaign.objects.filter(place="330108", state="self_evaluation").first()
        if campaign is None:
            return
        clerk = f"330108-{Organisation.Department.ST}-clerk"
        begun = (self.today - campaign.phases.get(phase="self_evaluation").starts_on).days
        scoring = begun - PHASES[0][1]
        if not Expert.objects.filter(owner__region="330108").exists():
            with clock.moved_to(clock.now() - dt.timedelta(days=begun + 10)):
                make_pool(self.office.users[clerk], POOL)
        days = {"reply_by": self.day(scoring - 10), "score_by": self.day(scoring - 30)}
        self.act(f"{CAMPAIGN}.start_scoring", campaign, {"seats_scientific": SEATS, **days}, clerk, scoring)
        rows = list(Evaluation.objects.filter(campaign=campaign).order_by("pk"))
        loser = next((row for row in rows if row.platform_class == rows[0].platform_class and row != rows[0]), rows[-1])
        for n, row in enumerate(rows):
            self._scored(row, 24 if row == loser else 88 - 3 * n, clerk, scoring - 12)
        contest = scoring - PHASES[1][1]
        self.act(f"{CAMPAIGN}.finish_scoring", campaign, {"missing_is_zero": "on"}, clerk, contest)
        self._contested(loser, clerk, contest - 3)
        review = contest - PHASES[2][1]
        self.act(f"{CAMPAIGN}.close_contest", campaign, {}, clerk, review)
        self._rounding(campaign, review - 1)
        self._graded(campaign, review - 2, failing=1)

    def _scored(self, row: Evaluation, points: int, clerk: str, ago: int) -> None:
        panel = Panel.objects.get(subject=row)
        seats = list(panel.seats.filter(state="asked").select_related("expert__person__user").order_by("label"))
        for seat in seats:
            self.act(
                "reviews.seat.accept", seat, {"no_conflict": True, "confidential": True}, self._expert(seat), ago + 6
            )
        self.act("reviews.panel.begin", panel, {}, clerk, ago + 5)
        for n, seat in enumerate(seats):
            data = {}
            for one in panel.criteria:
                data[f"points_{one['name']}"] = str(points + n)
                data[f"comment_{one['name']}"] = REASONS[0 if points > 60 else 1]
            self.act("reviews.seat.submit", seat, data, self._expert(seat), ago + 2)
        self.act("reviews.panel.discuss", panel, {}, clerk, ago + 1)
        self.act("reviews.panel.settle", panel, {}, clerk, ago + 1)
        chair = Panel.objects.get(pk=panel.pk).chair
        assert chair is not None
        words = "任务完成好，建议继续支持。" if points > 60 else "任务完成不足，建议限期改进。"
        data = {"opinion_text": words, "met_on": self.day(ago), "place": "区科技局三楼会议室"}
        self.act("reviews.panel.conclude", panel, data, self._expert(chair), ago)

    @staticmethod
    def _expert(seat: Any) -> User:
        found: User = seat.expert.person.user
        return found

    def _contested(self, row: Evaluation, clerk: str, ago: int) -> None:
        data = {"node": "", "text": "专家组没有计入在谈的两份合同，请复核", "file": f"{FILE} v1"}
        self.act(f"{EVALUATION}.contest", row, data, self._manager(row.owner), ago)
        contest = Contest.objects.get(evaluation=row)
        data = {"contest": str(contest.pk), "outcome": "rejected", "answer": "在谈合同没有签订，不计入本年度"}
        self.act(f"{EVALUATION}.answer_contest", row, data, clerk, ago - 3)

    def _rounding(self, campaign: Campaign, ago: int) -> None:
        """Fewer than five of a class: how a fifth of them is rounded is for the leader to determine."""
        data = {
            "question": "A23.rounding", "answer": "ceil",
            "basis": "本区参评平台少于五家，名额向上取整，见区科技局专题会议纪要",
        }  # fmt: skip
        self.act(f"{CAMPAIGN}.determine", campaign, data, f"330108-{Organisation.Department.ST}-leader", ago)

    # -- rounds by figures alone ------------------------------------------------------------------------------------

    def _counted(self, region: str, year: int, firms: dict[int, int], *, failing: int) -> None:
        """A round of a class by recorded and typed figures. firms: by place among those who take part; three if not said."""
        held = dt.date(year + 1, 1, 20)
        ago = (self.today - held).days
        rows = Platform.objects.filter(
            region_id=region, state="operating", operating_since__lte=held - dt.timedelta(days=366 if region == "330603" else 0)
        )  # fmt: skip
        platforms = list(rows.order_by("pk")[:3])
        if not platforms:
            return
        clerk, leader = (f"{region}-{Organisation.Department.ST}-{role}" for role in ("clerk", "leader"))
        for name in dict.fromkeys(one.platform_class for one in platforms):
            data = {"platform_class": name, "year": year, "document": f"科〔{year}〕31 号"}
            scheme = self.act(f"{SCHEME}.draft_scheme", None, data, clerk, ago + 30)
            for node in SIMPLE:
                self.act(f"{SCHEME}.set_node", scheme, node, clerk, ago + 30)
            self.act(f"{SCHEME}.adopt_scheme", scheme, {}, leader, ago + 28)
        days: dict[str, Any] = {"kind_of": "yearly", "year": year, "held_on": held.isoformat()}
        start = held + dt.timedelta(days=1)
        for name, length in (("self_evaluation", 15), ("scoring", 5), ("contest", 5), ("joint_review", 10)):
            end = start + dt.timedelta(days=length - 1)
            days |= {f"{name}_from": start.isoformat(), f"{name}_to": end.isoformat()}
            start = end + dt.timedelta(days=1)
        campaign: Campaign = self.act(f"{CAMPAIGN}.open_campaign", None, days, clerk, ago)
        self.act(f"{CAMPAIGN}.start_self_evaluation", campaign, {}, clerk, ago - 1)
        for n, row in enumerate(Evaluation.objects.filter(campaign=campaign).order_by("pk")):
            self._figures(row, firms.get(n, 3), ago - 6)
        self.act(f"{CAMPAIGN}.start_scoring", campaign, self._no_experts(ago - 16), clerk, ago - 16)
        self.act(f"{CAMPAIGN}.finish_scoring", campaign, {"missing_is_zero": "on"}, clerk, ago - 21)
        self.act(f"{CAMPAIGN}.close_contest", campaign, {}, clerk, ago - 26)
        self._graded(campaign, ago - 27, failing=failing)
        self._settled(campaign, leader, ago - 50)

    def _settled(self, campaign: Campaign, leader: str, ago: int) -> None:
        """Whether a platform is one the text means is determined where no record says so; what follows then follows."""
        for row in Evaluation.objects.filter(campaign=campaign, effects__open=True).distinct():
            data = {
                "question": "unit.cobuilt_platform", "answer": "true",
                "basis": "区政府与高校签订共建协议设立，属于共建科创平台，见区科技局专题会议纪要",
            }  # fmt: skip
            self.act(f"{EVALUATION}.determine_effects", row, data, leader, ago)

    def _no_experts(self, ago: int) -> dict[str, str]:
        return {"seats_scientific": "1", "reply_by": self.day(ago), "score_by": self.day(ago)}

    def _figures(self, row: Evaluation, firms: int, ago: int) -> None:
        by = self._manager(row.owner)
        upload = SimpleUploadedFile(FILE, "企业名单和注册登记".encode(), "text/plain")
        self.act(f"{EVALUATION}.attach", row, {"document_kind": "佐证"}, by, ago, {"file": upload})
        data = {}
        for node in SchemeNode.objects.filter(scheme=row.scheme):
            data[f"explanation_{node.pk}"] = "在孵企业两家年后落户，其余在谈"
            if node.indicator == "firms_incubated":
                data |= {f"value_{node.pk}": str(firms), f"file_{node.pk}": f"{FILE} v1"}
        self.act(f"{EVALUATION}.fill_in", row, data, by, ago)
        self.act(f"{EVALUATION}.submit_self_evaluation", row, {"statement": STATEMENT}, by, ago)

    # -- what every round ends with ---------------------------------------------------------------------------------

    def _graded(self, campaign: Campaign, ago: int, *, failing: int) -> None:
        """Vetoes, lines between the last `failing` of them and the others, departments, meeting, notice, publication."""
        region, leader = campaign.region_id, f"{campaign.region_id}-{Organisation.Department.ST}-leader"
        clerk = f"{region}-{Organisation.Department.ST}-clerk"
        rows = list(Evaluation.objects.filter(campaign=campaign, state="reviewed").order_by("score"))
        for row in rows:
            data = {"veto_matters": [], "staff_veto_matters": [], "veto_note": "问了纪委、应急管理和市场监管部门，没有"}
            self.act(f"{EVALUATION}.record_veto", row, data, clerk, ago)
        lines: dict[str, Any] = {"failing": "unqualified", "reason": f"{campaign.region.name}平台评价办法"}
        low = rows[failing].score if len(rows) > failing else Decimal(60)
        assert low is not None
        line = min(low, Decimal(60)).quantize(Decimal("0.01"))
        for name in dict.fromkeys(row.platform_class for row in rows):
            best = max(row.score or line for row in rows if row.platform_class == name).quantize(Decimal("0.01"))
            good = max(line, min(best, Decimal(75)))  # within reach of the best, who may then be excellent
            lines |= {f"good_{name}": str(good), f"qualified_{name}": str(line), f"tie_{name}": ""}
            lines[f"excellent_{name}"] = ""
            if sum(row.platform_class == name for row in rows) == 1:
                lines[f"wanted_{name}"] = "0"  # one alone is compared with nobody
        self.act(f"{CAMPAIGN}.propose_grades", campaign, lines, clerk, ago - 1)
        for n, name in enumerate(co_departments()):
            data = {
                "department": name, "stance": "agree", "text": "", "source": f"复函〔{n + 3}〕号", "given_on": self.day(ago - 3)
            }  # fmt: skip
            self.act(f"{CAMPAIGN}.record_opinion", campaign, data, clerk, ago - 3)
        data = {"leader": "分管副区长", "district_leader": "on", "met_on": self.day(ago - 5), "document": "会议纪要〔6〕号",
                "opinion": "同意按名额和分数线确定等次"}  # fmt: skip
        self.act(f"{CAMPAIGN}.settle_grades", campaign, data, leader, ago - 5)
        data = {"notice_until": self.day(ago - 20), "procedure": "平台自评、评分、申辩、联合审定"}
        self.act(f"{CAMPAIGN}.publicise_results", campaign, data, leader, ago - 5)
        self.act(f"{CAMPAIGN}.publish", campaign, {}, leader, ago - 21)

    def _rectification(self) -> None:
        """Ordered with a day that is still to come; the platform has said how. The assessment waits for opinions."""
        case = Rectification.objects.filter(simulation=False, state="pending").first()
        if case is not None:
            clerk = f"{case.department.region_id}-{Organisation.Department.ST}-clerk"
            data = {
                "requirements": "补齐年度转化目标，完善企业孵化台账", "document": "衢江科〔2〕号",
                "due_on": (self.today + dt.timedelta(days=45)).isoformat(),
            }  # fmt: skip
            self.act("evaluation.rectification.order_rectification", case, data, clerk, 40)
            plan = {"plan": "一、引进技术经理人两名；二、与三家企业签订转化合同；三、每月报送进度。"}
            self.act("evaluation.rectification.file_plan", case, plan, self._manager(case.owner), 30)
        assessment = Assessment.objects.filter(state="opened").first()
        if assessment is not None:
            data = {"statement": "团队换届影响两个年度，新负责人已到岗，愿意按计划改进"}
            self.act(
                "evaluation.assessment.state_views", assessment, data, self._manager(assessment.platform.owner), 20
            )
