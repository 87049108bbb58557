"""How the money of the demonstration came to where it is: every step through its action, on its own day."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef

from kechuang.casework.parties.models import Organisation, Role
from kechuang.domains.achievements.demo.story import Story
from kechuang.domains.evaluation.models import Effect
from kechuang.domains.funding.models import Budget, FundRequest, FundSource, Income, Inspection, MatchingRatio
from kechuang.domains.funding.queries.requests import awards_to_plan
from kechuang.domains.platforms.models import Council, Platform

SOURCE, BUDGET, REQUEST = FundSource.kind_name(), Budget.kind_name(), FundRequest.kind_name()


@dataclass(frozen=True, slots=True)
class Place:
    """Where money moves: its ST bureau's short name, how many platforms plan a year, how much (yuan), by matching or not."""

    region: str
    platforms: int
    fiscal: int
    matching: bool = False


PLACES = (Place("330603", 2, 3_000_000, matching=True), Place("330802", 2, 2_000_000), Place("330108", 2, 5_000_000))
LINES = (("staff", "科研人员薪酬", 40), ("research", "工艺研究试验", 35), ("operation", "水电物业", 25))
"""Heading, words, and per cent of the fiscal money."""
_SINCE_PAID = ((34, 0.3), (32, 0.2), (20, 0.1))
"""When an award is brought into a budget, approved there and spent: days back, or shares of the year while it is young."""


class FundingStory(Story):
    """Uses the platforms' own history. Nothing is dated before this year began."""

    def tell_all(self) -> None:
        for place in PLACES:
            self._place(place)
        for place in PLACES:
            self._results(place)

    def ago(self, share: float) -> int:
        """Days back to a point of this year: 1 is its first day."""
        return int((self.today - dt.date(self.today.year, 1, 1)).days * share)

    def _place(self, place: Place) -> None:
        rows = Platform.objects.filter(
            region_id=place.region, state="operating", owner__memberships__role=Role.PLATFORM_MANAGER
        )
        rows = rows.exclude(pk__in=Council.objects.values("platform"))  # whose council would decide on the budget first
        awarded = FundRequest.objects.filter(platform=OuterRef("pk"), request_kind="award", state="checked")
        rows = rows.distinct().annotate(awarded=Exists(awarded)).order_by("-awarded", "pk")
        platforms = list(rows.select_related("owner", "region")[: place.platforms])
        users = self.office.users
        st, paying = users[f"{place.region}-st_department-clerk"], users[f"{place.region}-finance_department-finance"]
        clerk, auditor = (
            users[f"{place.region}-finance_department-clerk"],
            users[f"{place.region}-audit_department-auditor"],
        )
        if not platforms:
            return
        treasury = Organisation.objects.get(region_id=place.region, department=Organisation.Department.FINANCE)
        running = self._source(place, treasury, "科创平台运行专项", "operating", paying)
        match = self._source(place, treasury, "引入资金配套", "matching", paying) if place.matching else None
        for of, yuan in ((running, place.fiscal * len(platforms)), (match, place.fiscal)):
            if of is not None:
                data = {"year": self.today.year, "amount": str(yuan), "document": f"财指〔{self.today.year}〕12 号"}
                self.act(f"{SOURCE}.appropriate", of, data, clerk, self.ago(0.95))
        if match is not None:
            for kind, ratio in (("company_investment", "50%"), ("research_funds", "1/3")):
                self.act(f"{MatchingRatio.kind_name()}.set_ratio", None, {
                    "region": place.region, "source_kind": kind, "ratio": ratio, "document": "科〔2025〕3 号",
                    "valid_from": dt.date(self.today.year - 1, 1, 1).isoformat(),
                }, st, self.ago(0.96))  # fmt: skip
        for n, platform in enumerate(platforms):
            budget = self._budget(place, platform, running, match, st, paying)
            self._paid(budget, running, place.fiscal // 2, st, paying, clerk)
            self._spent(budget, n)
            self._brought_in(budget, place, match, st)
        self._inspected(platforms[0], auditor)

    def _source(self, place: Place, treasury: Organisation, title: str, use: str, by: Any) -> Any:
        return self.act(f"{SOURCE}.register_source", None, {
            "title": title, "region": place.region, "use": use, "money": "fiscal", "level": "county", "funder": treasury.pk,
            "valid_from": dt.date(self.today.year - 1, 1, 1).isoformat(), "document": f"财科〔{self.today.year - 1}〕8 号",
        }, by, self.ago(0.97))  # fmt: skip

    def _budget(self, place: Place, platform: Platform, running: Any, match: Any, st: Any, paying: Any) -> Any:
        by, when = self._manager(platform.owner), self.ago(0.94)
        data = {"platform": platform.pk, "year": self.today.year, "start": "empty", "note": ""}
        budget = self.act(f"{BUDGET}.draft_budget", None, data, by, when)

        def line(category: str, title: str, yuan: int, source: Any = None, money: str = "") -> None:
            self.act(f"{BUDGET}.set_line", budget, {
                "category": category, "title": title, "amount": str(yuan), "source": source.pk if source else "", "money": money,
                "note": "按上年实际测算",
            }, by, when)  # fmt: skip

        line("fiscal", "财政运行补助", place.fiscal, running)
        for category, title, part in LINES:
            line(category, title, place.fiscal * part // 100, running)
        line("earned", "技术服务收入", 400_000, money="own")
        line("incubation", "企业服务活动", 300_000, money="own")
        if match is not None:
            line("fiscal", "引入资金配套", 600_000, match)
            line("equipment", "小试设备", 600_000, match)
        self.act(f"{BUDGET}.set_conditions", budget, {"standards": "true"}, by, when)
        self.act(f"{BUDGET}.submit", budget, {}, by, when)
        self.act(f"{BUDGET}.check", budget, {}, st, self.ago(0.92))
        self.act(f"{BUDGET}.approve", budget, {"document": f"财预〔{self.today.year}〕20 号"}, paying, self.ago(0.9))
        return Budget.objects.get(pk=budget.pk)

    def _paid(self, budget: Budget, of: Any, yuan: int, st: Any, paying: Any, clerk: Any) -> None:
        """Half the year's money is paid; another quarter waits for the treasury."""
        mark, by = budget.marks.get(source_id=of.pk), self._manager(budget.owner)
        data = {"mark": mark.pk, "amount": str(yuan), "purpose": "上半年运行和工艺研究"}
        request = self.act(f"{REQUEST}.request_funds", None, data, by, self.ago(0.85))
        self.act(f"{REQUEST}.check_request", request, {"note": "与预算一致"}, st, self.ago(0.84))
        self.act(f"{REQUEST}.approve_request", request, {"note": "同意"}, paying, self.ago(0.83))
        self.act(f"{REQUEST}.pay_request", request, {}, clerk, self.ago(0.82))
        data = {"mark": mark.pk, "amount": str(yuan // 2), "purpose": "三季度运行"}
        request = self.act(f"{REQUEST}.request_funds", None, data, by, self.ago(0.1))
        self.act(f"{REQUEST}.check_request", request, {"note": ""}, st, self.ago(0.08))

    def _spent(self, budget: Budget, n: int) -> None:
        by = self._manager(budget.owner)
        titles = {line.title: line for line in budget.lines.filter(side="spending")}
        for k, (title, purpose, payee, yuan, share) in enumerate((
            ("科研人员薪酬", "一季度薪酬", "全体科研人员", 210_000, 0.7),
            ("工艺研究试验", "试剂和耗材", "浙西分析试剂有限公司", 86_420, 0.6),
            ("工艺研究试验", "委托测试", "绍兴检验检测中心", 45_000, 0.5),
            ("水电物业", "上半年物业", "科创园物业公司", 120_000, 0.45),
        )):  # fmt: skip
            data = {
                "line": str(titles[title].pk), "amount": str(yuan), "spent_on": self.day(self.ago(share)), "purpose": purpose,
                "payee": payee, "voucher": f"2533{n}{budget.pk:06d}{k:04d}", "meant": "on", "negative": "",
            }  # fmt: skip
            self.act(f"{BUDGET}.record_spending", budget, data, by, self.ago(share))

    def _brought_in(self, budget: Budget, place: Place, match: Any, st: Any) -> None:
        by = self._manager(budget.owner)
        rows = [("service", "本地企业", 150_000, 0.5), ("donation", "校友基金会", 50_000, 0.4)]
        if match is not None:
            rows += [
                ("company_investment", "产业投资公司", 800_000, 0.6),
                ("research_funds", "省科技厅", 300_000, 0.55),
            ]
        for k, (kind, payer, yuan, share) in enumerate(rows):
            agreement = "投资协议 1 号" if kind in Income.MATCHED else ""
            data = {
                "kind": kind, "received_on": self.day(self.ago(share)), "amount": str(yuan), "payer": payer,
                "reference": f"{self.today.year}{budget.pk:08d}{k:02d}", "agreement": agreement,
            }  # fmt: skip
            self.act(f"{BUDGET}.record_income", budget, data, by, self.ago(share))

    def _results(self, place: Place) -> None:
        """What published results do to money: awards approved and paid, the budget of one that failed cut."""
        users = self.office.users
        paying, clerk = (users[f"{place.region}-finance_department-{role}"] for role in ("finance", "clerk"))
        treasury = Organisation.objects.get(region_id=place.region, department=Organisation.Department.FINANCE)
        awards = list(FundRequest.objects.filter(request_kind="award", state="checked", region_id=place.region))
        if awards:
            of = self._source(place, treasury, "平台评价奖励", "incentive", paying)
            year, total = awards[0].year, sum(award.amount for award in awards)
            data = {"year": year, "amount": str(total), "document": f"财指〔{year}〕31 号"}
            self.act(f"{SOURCE}.appropriate", of, data, clerk, 44)
            for award in awards:
                data = {"note": "按公布的评价结果", "source": of.pk}
                self.act(f"{REQUEST}.approve_request", award, data, paying, 42)
                self.act(f"{REQUEST}.pay_request", award, {}, clerk, 40)
                self._planned(award, paying)
        for cut in Effect.objects.filter(kind="cut", open=False, done_on=None, platform__region_id=place.region):
            budget = Budget.objects.filter(platform_id=cut.platform_id, year=cut.year, state="approved").first()
            if budget is not None and not cut.simulation:
                self.act(f"{BUDGET}.apply_result", budget, {}, paying, 36)

    def _planned(self, award: FundRequest, paying: Any) -> None:
        """An award paid to a platform with a budget of the year: brought in by an adjustment, and spent from with a voucher."""
        award.refresh_from_db()
        budget = Budget.objects.filter(platform_id=award.platform_id, year=self.today.year, state="approved").first()
        by, asked, agreed, spent = self._manager(award.owner), *(min(d, self.ago(s)) for d, s in _SINCE_PAID)
        if budget is None or not awards_to_plan(award.platform_id, budget.year).filter(pk=award.pk).exists():
            return
        self.act(f"{BUDGET}.adjust", budget, {"note": "评价奖励已到账，列入预算购置设备"}, by, asked)
        self.act(f"{BUDGET}.bring_award", budget, {}, by, asked)
        self.act(f"{BUDGET}.set_line", budget, {
            "category": "equipment", "title": "奖励购置检测设备", "amount": str(award.amount), "source": award.source_id,
            "note": f"评价奖励 {award.number}",
        }, by, asked)  # fmt: skip
        given = {"note": "奖励资金用于设备", "document": f"财预〔{self.today.year}〕46 号"}
        self.act(f"{BUDGET}.approve_adjustment", budget, given, paying, agreed)
        line = budget.lines.get(title="奖励购置检测设备")
        self.act(f"{BUDGET}.record_spending", budget, {
            "line": str(line.pk), "amount": "286500.00", "spent_on": self.day(spent), "purpose": "荧光光谱仪",
            "payee": "钱塘仪器有限公司", "voucher": f"2533{award.pk:010d}", "meant": "on", "negative": "",
        }, by, spent)  # fmt: skip

    def _inspected(self, platform: Platform, by: Any) -> None:
        """One inspection done, which another department would repeat."""
        kind = Inspection.kind_name()
        case = self.act(f"{kind}.plan_inspection", None, {
            "platform": platform.pk, "subject": "use_of_funds", "planned_on": self.day(self.ago(0.3)), "interval_months": "12",
            "interval_document": "科〔2025〕6 号", "repeats": "",
        }, by, self.ago(0.32))  # fmt: skip
        data = {"done_on": self.day(self.ago(0.3)), "result": "抽查十二笔凭证，用途与预算一致，资料齐全。"}
        self.act(f"{kind}.record_result", case, data, by, self.ago(0.3))
