"""How some platforms of the demonstration are run: councils and their meetings, rules, plans filed in time, late or not
at all, the care of introducing entities, parks and enclaves. Told by day of the calendar, as far as today has come."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from decimal import Decimal
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from kechuang.casework.cases.actions import find_action
from kechuang.casework.cases.engine import perform
from kechuang.casework.parties.models import Membership, Organisation, Region, User
from kechuang.core import clock
from kechuang.core.permissions import Ground, Refused
from kechuang.domains.platforms.demo.office import Office
from kechuang.domains.platforms.demo.year_texts import (
    DUTIES,
    HALF_YEAR,
    HORIZONS,
    RULES,
    STAFF,
    TARGETS,
    WORK,
)
from kechuang.domains.platforms.facts.governance import cofounders_of
from kechuang.domains.platforms.models import Agreement, Council, Meeting, Platform, Resolution, YearPlan
from kechuang.domains.platforms.queries.indicators import find, period

PROFILES = ("steady", "late", "stuck", "forming", "steady")
"""What becomes of the platforms that are told about, in the order of their numbers."""
MANY = 5
RESERVED = ["development_plan", "major_matters", "budget_accounts", "appointments"]


class NotYet(Exception):
    """The day of a step has not come."""


class Governance:
    """Tells how platforms were run up to today."""

    def __init__(self, office: Office, today: dt.date) -> None:
        self.office, self.today, self._minute = office, today, 0

    def tell(self) -> None:
        year = self.today.year
        self._rounds(year)
        for n, platform in enumerate(self._chosen()):
            self._story(platform, PROFILES[n % len(PROFILES)], n, year)
        self._parks()
        self._documents(year)

    def _chosen(self) -> list[Platform]:
        """Platforms that run under an agreement and are old enough to have a history, one of each place in turn."""
        signed = Agreement.objects.filter(signed_on__isnull=False).values("platform")
        old = self.today - dt.timedelta(days=900)
        rows = Platform.objects.filter(state="operating", pk__in=signed, founded_on__lte=old)
        found = list(rows.exclude(introducing_entity=None).select_related("owner", "region").order_by("pk"))
        before: Counter[str] = Counter()
        turns = []
        for platform in found:
            turns.append((before[platform.region_id], platform.pk, platform))
            before[platform.region_id] += 1
        return [platform for _turn, _pk, platform in sorted(turns)[:MANY]]

    # -- one step ----------------------------------------------------------------------------------------------

    def act(self, name: str, case: Any, data: dict[str, Any], by: User, day: dt.date, files: Any = None) -> Any:
        """An action on a day of the past, after a leader of the science department determined what the law leaves open.

        Raises NotYet for a day that has not come.
        """
        try:
            return self._act(name, case, data, by, day, files)
        except Refused as refused:
            if refused.refusal.ground is not Ground.DETERMINATION or case is None:
                raise
            leader = self.office.users[f"{case.region_id}-{Organisation.Department.ST}-leader"]
            for question in refused.refusal.questions:
                self._act(f"{name.partition('.')[0]}.determine", case, {
                    "question": question, "answer": "true",
                    "basis": "设立经费中财政资金过半，按财政性资金设立的平台管理，见科技局专题会议纪要",
                }, leader, day)  # fmt: skip
            return self._act(name, case, data, by, day, files)

    def _act(self, name: str, case: Any, data: dict[str, Any], by: User, day: dt.date, files: Any = None) -> Any:
        if day > self.today:
            raise NotYet
        self._minute = (self._minute + 23) % 480
        at = dt.datetime.combine(day, dt.time(9), clock.CHINA) + dt.timedelta(minutes=self._minute)
        at = min(at, clock.now() - dt.timedelta(minutes=1))
        by.__dict__.pop("_reach", None)
        kind, _dot, short = name.rpartition(".")
        with clock.moved_to(at):
            return perform(
                find_action(f"platforms.{kind}", short), getattr(case, "pk", None), data, by=by, files=files
            ).case

    def _manager(self, platform: Platform) -> User:
        return self._person(platform.owner)

    def _person(self, organisation: Organisation) -> User:
        """Somebody of an organisation who may act for it: its leader or clerk where there is one."""
        rows = Membership.objects.filter(organisation=organisation).select_related("user")
        order = {"platform_manager": 0, "leader": 1, "clerk": 2}
        return min(rows, key=lambda m: (order.get(m.role, 9), m.pk)).user

    # -- rounds of filing --------------------------------------------------------------------------------------

    def _rounds(self, year: int) -> None:
        for place in ("330800", "330603"):
            clerk = self.office.users[f"{place}-{Organisation.Department.ST}-clerk"]
            for one in (year - 1, year, year + 1):
                data = {
                    "year": one, "plan_due_on": f"{one}-03-31", "evaluation_due_on": f"{one + 1}-01-31",
                    "document": f"科〔{one}〕{one % 10 + 3} 号",
                }  # fmt: skip
                day = dt.date(one - 1, 11, 9) if one > year else dt.date(one, 1, 6)
                if day <= self.today:
                    self.act("filinground.issue", None, data, clerk, day)

    # -- one platform ------------------------------------------------------------------------------------------

    def _story(self, platform: Platform, profile: str, n: int, year: int) -> None:
        try:
            council = self._council(platform, profile, n, dt.date(year - 1, 1, 8))
            self._care(platform, profile, year)
            if profile == "forming":
                return
            self._staff(platform, dt.date(year - 1, 2, 2))
            self._first_year(platform, council, profile, n, year - 1)
            self._second_year(platform, council, profile, n, year)
            self._next_year(platform, year + 1)
        except NotYet:
            return

    def _council(self, platform: Platform, profile: str, n: int, day: dt.date) -> Council:
        manager = self._manager(platform)
        council: Council = self.act("council.form", None, {
            "platform": platform.pk, "title": f"{platform.title}理事会", "purpose": "面向产业需要开展应用研究，促进成果转化",
            "scope": "应用研究、技术攻关、成果转化、企业孵化、人才培养", "charter": f"{platform.title}章程",
            "charter_on": (day - dt.timedelta(days=5)).isoformat(), "notice_days": 10, "quorum": "two_thirds",
            "majority": "half_present", "reserved_majority": "two_thirds_all", "term_years": 3, "reserved": RESERVED,
            "autonomy": ["team", "funds", "route", "pay"][: 3 + n % 2],
            "provisions": ["start_up_funds", "running_funds", "premises_equipment"][: 2 + n % 2],
        }, manager, day)  # fmt: skip
        founders = cofounders_of(platform)
        silent = founders[-1:] if profile in ("late", "forming") and len(founders) > 1 else []
        for place, organisation in enumerate(one for one in founders if one not in silent):
            self._delegates(council, organisation, first=place == 0, day=day)
        if profile != "forming":
            self.act("council.seat", council, {}, manager, day)
        return Council.objects.get(pk=council.pk)

    def _delegates(self, council: Council, organisation: Organisation, *, first: bool, day: dt.date) -> None:
        manager = self._manager(council.platform)
        posts = Membership.objects.filter(organisation=organisation).select_related("user").order_by("pk")[:2]
        for number, post in enumerate(posts):
            position = "chair" if first and not number else "vice_chair" if not number else "member"
            self.act("council.delegate", council, {
                "delegated_by": organisation.pk, "name": str(post.user), "account": post.user_id, "position": position,
                "document": f"{organisation.name}委派函", "valid_from": day.isoformat(),
            }, manager, day)  # fmt: skip

    def _staff(self, platform: Platform, day: dt.date) -> None:
        manager = self._manager(platform)
        for number, capacity in enumerate(STAFF):
            since = day + dt.timedelta(days=37 * number)
            if since <= self.today:
                data = {"name": self.office.name(), "capacity": capacity, "valid_from": since.isoformat()}
                self.act("platform.employ", platform, data, manager, since)

    def _meeting(self, council: Council, title: str, items: list[dict[str, Any]], day: dt.date) -> list[Resolution]:
        """A meeting called in time and held on a day, with all in favour but one; the minutes follow."""
        manager = self._manager(council.platform)
        meeting: Meeting = self.act("meeting.plan", None, {
            "council": council.pk, "title": title, "held_on": day.isoformat(), "mode": "mixed", "place": "平台会议室，线上同步",
        }, manager, day - dt.timedelta(days=16))  # fmt: skip
        for item in items:
            self.act("meeting.add_item", meeting, item, manager, day - dt.timedelta(days=15))
        self.act("meeting.call", meeting, {}, manager, day - dt.timedelta(days=14))
        members = list(council.members_on(day))
        for n, member in enumerate(members):
            data = {"member": member.pk, "attend": "in_person" if n % 3 else "remote"}
            self.act("meeting.attend", meeting, data, manager, day)
        self.act("meeting.convene", meeting, {"presided_by": members[0].pk}, manager, day)
        for n, member in enumerate(members):
            choice = "abstain" if n == len(members) - 1 and n > 2 else "for"
            ballot = {f"item_{item.pk}": choice for item in meeting.items.all()}
            by = member.account or manager
            self.act("meeting.vote", meeting, {"member": member.pk, **ballot}, by, day)
        said = "会议听取平台负责人汇报，逐项审议并表决。"
        self.act("meeting.conclude", meeting, {"summary": said}, manager, day)
        after = day + dt.timedelta(days=5)
        if after <= self.today:
            self.act("meeting.issue_minutes", meeting, {"summary": said}, manager, after)
        return list(Resolution.objects.filter(item__meeting=meeting).order_by("item__position"))

    # -- years -------------------------------------------------------------------------------------------------

    def _draft(self, platform: Platform, year: int, n: int, day: dt.date) -> YearPlan:
        manager = self._manager(platform)
        plan: YearPlan = self.act("yearplan.draft", None, {
            "platform": platform.pk, "year": year, "work": WORK, "budget": f"{(n % 5 + 4) * 1_500_000}.00",
        }, manager, day)  # fmt: skip
        if plan.previous is None:
            for indicator, goal in TARGETS.items():
                self.act("yearplan.set_target", plan, {"indicator": indicator, "goal": goal}, manager, day)
        return plan

    def _first_year(self, platform: Platform, council: Council, profile: str, n: int, year: int) -> None:
        manager, day = self._manager(platform), dt.date(year, 1, 10)
        plan = self._draft(platform, year, n, day)
        parts = {
            f"{name}_{horizon}": value.format(start=year, near=year + 2, mid=year + 5, far=year + 10)
            for horizon, fields in HORIZONS.items()
            for name, value in fields.items()
            if profile == "steady" or horizon != "long_term"
        }
        scheme = self.act(
            "developmentplan.draft",
            None,
            {"platform": platform.pk, "title": f"{platform.title}建设方案", **parts},
            manager,
            day,
        )
        kept = RULES if profile == "steady" else RULES[:3]
        drafts = [
            self.act("internalrule.draft", None, {"platform": platform.pk, **rule}, manager, day) for rule in kept
        ]
        items = [
            {
                "title": f"审定{year}年度工作计划和绩效目标",
                "matter": "major_matters",
                "motion": WORK,
                "subject": plan.number,
            },
            {"title": f"审定{year}年度经费预算", "matter": "budget_accounts", "motion": f"预算 {plan.budget:,.2f} 元"},
            {
                "title": "审定建设方案",
                "matter": "development_plan",
                "motion": "近、中、远期规划",
                "subject": scheme.number,
            },
            {"title": "任命院长", "matter": "appointments", "motion": "任命院长，任期三年"},
            *[
                {"title": f"通过{d.title}", "matter": "major_matters", "motion": d.text[:200], "subject": d.number}
                for d in drafts
            ],
        ]
        held = dt.date(year, 1, 28)
        found = self._meeting(council, f"{year}年第 1 次理事会会议", items, held)
        self._adopt(plan, found, manager, held)
        self.act("developmentplan.adopt", scheme, {"resolution": found[2].pk}, manager, held)
        self.act("council.appoint_director", council, {
            "resolution": found[3].pk, "name": self.office.name(), "valid_from": held.isoformat(),
            "fields_of_duty": ["personnel", "finance", "pay", "assets"],
        }, manager, held)  # fmt: skip
        for rule, resolution in zip(drafts, found[4:], strict=True):
            data = {"resolution": resolution.pk, "in_force_on": dt.date(year, 3, 1).isoformat()}
            self.act("internalrule.adopt", rule, data, manager, held + dt.timedelta(days=2))
        filed = dt.date(year, 3, 18) if profile == "steady" else dt.date(year, 4, 13)
        self.act("yearplan.file", plan, {"filed_on": filed.isoformat()}, manager, filed)
        self._look_back(plan, manager, dt.date(year, 7, 8))
        self._evaluate(plan, manager, dt.date(year, 12, 18))
        closed = dt.date(year + 1, 1, 20) if profile == "steady" else dt.date(year + 1, 2, 20)
        if profile != "stuck":
            self.act("yearplan.file_evaluation", plan, {"filed_on": closed.isoformat()}, manager, closed)

    def _second_year(self, platform: Platform, council: Council, profile: str, n: int, year: int) -> None:
        manager = self._manager(platform)
        plan = self._draft(platform, year, n, dt.date(year, 1, 12))
        if profile == "stuck":
            return
        items = [
            {
                "title": f"审定{year}年度工作计划和绩效目标",
                "matter": "major_matters",
                "motion": WORK,
                "subject": plan.number,
            },
            {"title": f"审定{year}年度经费预算", "matter": "budget_accounts", "motion": f"预算 {plan.budget:,.2f} 元"},
        ]
        held = dt.date(year, 2, 26)
        found = self._meeting(council, f"{year}年第 1 次理事会会议", items, held)
        self._adopt(plan, found, manager, held)
        if profile == "late":
            return
        filed = dt.date(year, 3, 16)
        self.act("yearplan.file", plan, {"filed_on": filed.isoformat()}, manager, filed)
        self._look_back(plan, manager, dt.date(year, 7, 6))

    def _next_year(self, platform: Platform, year: int) -> None:
        if platform.pk % 2 == 0:
            self._draft(platform, year, 0, dt.date(year - 1, 11, 16))

    def _adopt(self, plan: YearPlan, found: list[Resolution], manager: User, day: dt.date) -> None:
        chosen = {"resolution": found[0].pk, "budget_resolution": found[1].pk}
        self.act("yearplan.adopt", plan, chosen, manager, day)

    def _values(self, plan: YearPlan, until: dt.date, part: Decimal) -> dict[str, Any]:
        """Own data as it is, typed values a little above or below their goals, and the explanations these need."""
        data: dict[str, Any] = {}
        for n, target in enumerate(plan.targets.all()):
            known = find(target.indicator)
            assert known is not None
            value = known.value(plan.platform, *period(plan.year, until))
            if value is None:
                value = (target.goal * part * (Decimal("1.04") if n % 2 else Decimal("0.92"))).quantize(Decimal(1))
                data[f"value_{target.pk}"] = str(value)
                data[f"evidence_{target.pk}"] = "佐证材料.txt v1"
            if value < target.goal:
                data[f"explanation_{target.pk}"] = "受进度影响，差额部分已列入下一阶段工作"
        return data

    def _look_back(self, plan: YearPlan, manager: User, day: dt.date) -> None:
        values = self._values(plan, dt.date(plan.year, 6, 30), Decimal("0.5"))
        self.act("yearplan.look_back", plan, {"half_year_note": HALF_YEAR, **values}, manager, day)

    def _evaluate(self, plan: YearPlan, manager: User, day: dt.date) -> None:
        files = {"file": SimpleUploadedFile("佐证材料.txt", "到账凭证和证书清单".encode(), "text/plain")}
        self.act("yearplan.attach", plan, {"document_kind": "佐证"}, manager, day, files)
        self.act("yearplan.evaluate", plan, {
            "evaluation": "年度主要目标基本完成，差异见各项说明。", "income_total": "8200000", "income_fiscal": "5600000",
            "costs_total": "7900000", **self._values(plan, day, Decimal(1)),
        }, manager, day)  # fmt: skip

    # -- care, parks -------------------------------------------------------------------------------------------

    def _care(self, platform: Platform, profile: str, year: int) -> None:
        entity = platform.introducing_entity
        assert entity is not None
        clerk, start = self._person(entity), dt.date(year - 1, 2, 10)
        care = self.act("stewardship.take_charge", None, {"platform": platform.pk}, clerk, start)
        for code, task in DUTIES.items():
            due = dt.date(year, 6, 30) if code == "funds" else dt.date(year, 9, 30)
            self.act(
                "stewardship.agree_duty", care, {"code": code, "task": task, "due_on": due.isoformat()}, clerk, start
            )
            done = due - dt.timedelta(days=9)
            if (profile == "steady" or code == "funds") and done <= self.today:
                duty = care.duties.get(code=code)
                told = {"duty": duty.pk, "done_on": done.isoformat(), "account": "已办结，台账随附"}
                self.act("stewardship.discharge", care, told, clerk, done)
        st = self.office.organisations.get(f"{platform.region_id}-{Organisation.Department.ST}")
        if st is None:
            return
        for kind, organisation in (("leader", entity), ("department", st)):
            self.act("stewardship.assign_liaison", care, {
                "kind": kind, "name": self.office.name(), "organisation": organisation.pk, "valid_from": start.isoformat(),
            }, clerk, start)  # fmt: skip
        liaison = care.liaisons.first()
        for month, raised in ((5, "中试场地不足"), (9, ""), (10, "设备采购周期长")):
            day = dt.date(year, month, 14)
            if day <= self.today:
                self.act("stewardship.record_visit", care, {
                    "liaison": liaison.pk, "visited_on": day.isoformat(), "raised": raised,
                    "agreed": "两个月内协调解决" if raised else "",
                }, clerk, day)  # fmt: skip
        first = care.visits.exclude(raised="").order_by("visited_on").first()
        if first is not None:
            day = first.visited_on + dt.timedelta(days=25)
            self.act("stewardship.settle", care, {"visit": first.pk, "settled_on": day.isoformat()}, clerk, day)

    def _parks(self) -> None:
        Region.objects.get_or_create(code="310115", defaults={"name": "浦东新区", "name_en": "Pudong"})
        park = self.office.organisations[f"330802-{Organisation.Department.PARK}"]
        clerk, day = self._person(park), self.today - dt.timedelta(days=75)
        silicon = self.office.organisations["silicon"]
        base = {"owner": park.pk, "established_on": (day - dt.timedelta(days=40)).isoformat()}
        self.act("parkunit.register", None, {
            **base, "title": "柯城科创园一号楼", "unit_kind": "park", "region": "330802", "address": "创新路 2 号",
        }, clerk, day)  # fmt: skip
        for title, region, address in (
            ("衢州海创园滨江研发室", "330108", "滨江区科技大道 16 号"), ("衢州浦东科创飞地研发室", "310115", "浦东新区海科路 8 号"),
        ):  # fmt: skip
            unit = self.act("parkunit.register", None, {
                **base, "title": title, "unit_kind": "enclave", "region": region, "home_region": "330800",
                "enterprise": silicon.pk, "address": address,
            }, clerk, day)  # fmt: skip
            asked = {"needed_area": 480, "note": "材料实验室，需排风和二层承重"}
            self.act("parkunit.request_premises", unit, asked, clerk, day + dt.timedelta(days=6))
            if region == "330108":
                done = day + dt.timedelta(days=41)
                told = {"secured_on": done.isoformat(), "secured_area": 500}
                self.act("parkunit.secure", unit, told, clerk, done)

    def _documents(self, year: int) -> None:
        """The city's plan outline names platforms; this year's report to the congress is being written."""
        clerk = self.office.users[f"330800-{Organisation.Department.ST}-clerk"]
        first = year - year % 5 + 1 - (5 if year % 5 == 0 else 0)
        written = self.today - dt.timedelta(days=200)
        outline = self.act("governmentdocument.draft", None, {
            "title": "国民经济和社会发展规划纲要（科技创新部分）", "document_kind": "outline", "year_from": first,
            "year_to": first + 4, "platforms_section": "围绕主导产业布局科创平台，健全建设、运行和评价机制。",
            "transformation_section": "健全科技成果转化机制，转化成效列入政府绩效考核。", "in_assessment": True,
        }, clerk, written)  # fmt: skip
        issued = written + dt.timedelta(days=30)
        number = {"document": f"政发〔{issued.year}〕6 号", "issued_on": issued.isoformat()}
        self.act("governmentdocument.issue", outline, number, clerk, issued)
        self.act("governmentdocument.draft", None, {
            "title": f"{year}年科技创新工作情况报告", "document_kind": "congress_report", "year_from": year, "year_to": year,
            "transformation_section": "全年转化成果稳步增长。",
        }, clerk, self.today - dt.timedelta(days=12))  # fmt: skip
