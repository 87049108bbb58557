"""How each platform came to where it is: registered, recognised, its agreement drafted, discussed, signed and filed."""

from __future__ import annotations

import datetime as dt
from typing import Any

from kechuang.casework.cases.actions import find_action
from kechuang.casework.cases.engine import perform
from kechuang.casework.parties.models import Organisation, Role, UnitFact, User
from kechuang.core import clock
from kechuang.core.permissions import Ground, Refused
from kechuang.domains.platforms.demo import units
from kechuang.domains.platforms.demo.office import BUREAUS, Office
from kechuang.domains.platforms.demo.registry import Entry, platforms
from kechuang.domains.platforms.models import Agreement, Platform

Department = Organisation.Department
_KIND = {"b": "basic_research", "t": "technology_innovation", "s": "innovation_service"}
_MONEY = {"f": "publicly_funded", "s": "socially_founded", "m": "mixed"}
_FOUNDER = {"f": "government", "s": "social", "m": "mixed"}
_FORM = {"p": "public_institution", "n": "private_nonprofit", "e": "enterprise"}
_MODES = ("fixed_support", "base_plus_incentive", "matching", "purchased_service")
_RECOGNITIONS = {
    "b": "重点实验室", "t": "技术创新中心", "s": "公共技术服务平台",
}  # fmt: skip
_AUTHORITIES = {
    "county": "县级科技主管部门",
    "city": "市科学技术局",
    "province": "浙江省科学技术厅",
    "national": "科学技术部",
}
_CODES = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_TOPICS = {
    "support": "场地三年免租，建设经费按年度拨付，人才配套随项目落实",
    "construction": "两年内建成中试线一条，设备原值不低于三千万元",
    "talent": "全职科研人员不少于 25 人，博士占四成",
    "transformation": "每年转化成果不少于 4 项，横向合同不低于 600 万元",
    "incubation": "共建期内孵化企业不少于 8 家，其中规上 1 家",
}

# Days from drafting to each step; the last signature comes `signed` days before today in the plans that got so far.
SIGNED_AGO = {
    "filed": 420, "late": 210, "signed": 20, "overdue": 44, "due": 30, "long-overdue": 71, "signed-q": 16, "ended": 800, "renewed": 95,
}  # fmt: skip
LONG_STANDING = {"柯桥低碳纺织检测中心": 1400}
"""Platforms whose agreement was drafted so many days ago: long enough for several yearly evaluations."""
FILED_AFTER = {"filed": 18, "late": 52, "ended": 25, "renewed": 20}


def credit_code(serial: int, region: str) -> str:
    """An invented unified credit code whose check character is right."""
    body = f"12{region}{serial:08d}"
    body += "0"
    total = sum(_CODES.index(c) * pow(3, i, 31) for i, c in enumerate(body))
    return body + _CODES[(31 - total % 31) % 31]


def _established(entry: Entry, day: dt.date, serial: int) -> str:
    """The document that set a platform up: an approval where public money is in it, else its certificate of registration."""
    if entry.money == "s":
        return f"法人登记证书（{day.year}）第 {serial + 100} 号"
    return f"关于同意设立{entry.title}的批复（〔{day.year}〕{serial + 6} 号）"


class History:
    """Tells the registry's past. today: the day it is told on; every other day is counted from it."""

    def __init__(self, office: Office, today: dt.date) -> None:
        self.office, self.today, self._minute = office, today, 0

    def tell(self) -> None:
        units.open_files(self)
        for serial, entry in enumerate(platforms(), 1):
            platform = self.register(serial, entry)
            if entry.plan:
                self.agreement(serial, entry, platform)
            if entry.plan == "ended" and entry.region == "330881":
                self.act("platforms.platform.leave", platform, {"note": "共建期满，不再续签，资产已清查移交"},
                         f"{entry.region}-{Department.ST}-leader", 60)  # fmt: skip

    # -- steps ------------------------------------------------------------------------------------------

    def act(
        self, name: str, case: Any, data: dict[str, Any], by: str | User, ago: int, files: Any = None
    ) -> Any:  # fmt: skip
        """Carry out an action as somebody, so many days ago, at some time of the working day."""
        self._minute = (self._minute + 37) % 480
        day = self.today - dt.timedelta(days=ago)
        time = dt.datetime.combine(day, dt.time(9), clock.CHINA) + dt.timedelta(minutes=self._minute)
        time = min(time, clock.now() - dt.timedelta(minutes=1)) if ago == 0 else time
        user = self.office.users[by] if isinstance(by, str) else by
        user.__dict__.pop("_reach", None)
        kind, _, short = name.rpartition(".")
        with clock.moved_to(time):
            return perform(find_action(kind, short), getattr(case, "pk", None), data, by=user, files=files).case

    def settled(self, name: str, case: Any, data: dict[str, Any], by: str, ago: int) -> Any:
        """The same, after the leader of the science department determined what the law leaves open, if it does."""
        try:
            return self.act(name, case, data, by, ago)
        except Refused as refused:
            if refused.refusal.ground is not Ground.DETERMINATION:
                raise
            for question in refused.refusal.questions:
                self.act(f"{name.rpartition('.')[0]}.determine", case, {
                    "question": question, "answer": "true",
                    "basis": "设立经费中财政资金过半，按财政性资金设立的平台管理，见科技局专题会议纪要",
                }, f"{case.region_id}-{Department.ST}-leader", ago + 1)  # fmt: skip
            return self.act(name, case, data, by, ago)

    def day(self, ago: int) -> str:
        return (self.today - dt.timedelta(days=ago)).isoformat()

    def register(self, serial: int, entry: Entry) -> Platform:
        office, founded = self.office, int(entry.years * 365)
        st = f"{entry.region}-{Department.ST}-clerk"
        park = office.organisations[f"{entry.region}-{Department.PARK}"]
        platform: Platform = self.act("platforms.platform.register", None, {
            "title": entry.title, "name_en": entry.title_en, "region": entry.region,
            "credit_code": credit_code(10_000_000 + serial * 137, entry.region),
            "platform_class": _KIND[entry.kind], "origin": _MONEY[entry.money], "legal_form": _FORM[entry.form],
            "fields_of_industry": entry.fields, "directions": entry.direction,
            "introducing_entity": park.pk if entry.money != "s" or serial % 2 else "",
            "founders": [office.organisations[key].pk for key in entry.founders.split()],
            "founded_on": self.day(founded),
            "established_by": _established(entry, self.today - dt.timedelta(days=founded), serial),
            "address": f"创新路 {serial * 6 + 8} 号", "floor_area": 1800 + serial * 310 % 9200,
        }, st, max(founded - 30, 2))  # fmt: skip
        manager = office.person(f"platform-{serial}-manager", platform.owner, Role.PLATFORM_MANAGER)
        if serial % 4 == 1:
            office.person(f"platform-{serial}-researcher", platform.owner, Role.RESEARCHER)
        for name, value in (("unit.founder", _FOUNDER[entry.money]), ("unit.kind", "research_institution")):
            UnitFact.objects.create(
                organisation=platform.owner, name=name, value=value, valid_from=self.today - dt.timedelta(days=founded),
                evidence="设立批复和法人登记证书", recorded_by=manager,
            )  # fmt: skip
        units.employ(self, platform, st, founded)
        if entry.level:
            ago = max(founded - 400, 40)
            self.act("platforms.platform.recognise", platform, {
                "name": f"{_RECOGNITIONS[entry.kind]}", "level": entry.level, "authority": _AUTHORITIES[entry.level],
                "document": f"科发〔{(self.today - dt.timedelta(days=ago)).year}〕{serial + 20} 号", "valid_from": self.day(ago),
            }, st, ago - 5)  # fmt: skip
        return platform

    def agreement(self, serial: int, entry: Entry, platform: Platform) -> None:
        plan = entry.plan
        if plan == "renewed":
            first = self._through(serial, entry, platform, "filed", ago=5 * 365 + 200)
            self._through(serial, entry, platform, "renewed", ago=SIGNED_AGO["renewed"] + 62, renews=first)
        elif plan in SIGNED_AGO:
            ago = min(SIGNED_AGO[plan] + 62 + (serial * 29 % 70 if plan in ("filed", "late") else 0),
                      int(entry.years * 365) - 32)  # fmt: skip
            ago = LONG_STANDING.get(entry.title, ago)
            self._through(serial, entry, platform, plan, ago=ago)
        else:
            self._unfinished(serial, entry, platform)
        agreed = platform.agreements.filter(state__in=("signed", "filed")).exists() if plan in SIGNED_AGO else False
        if agreed:
            signed = platform.agreements.filter(signed_on__isnull=False).latest("signed_on")
            assert signed.signed_on is not None
            ago = (self.today - signed.signed_on).days
            fresh = Platform.objects.get(pk=platform.pk)
            if fresh.state == "preparing":
                self.settled("platforms.platform.start_operation", fresh, {"operating_since": self.day(max(ago - 3, 0))},
                         f"{entry.region}-{Department.ST}-clerk", max(ago - 4, 0))  # fmt: skip

    def _draft(self, serial: int, entry: Entry, platform: Platform, ago: int, *, topics: int = 5, years: int = 5,
               renews: Agreement | None = None) -> Agreement:  # fmt: skip
        start = self.today - dt.timedelta(days=ago - 70)
        data = {
            "title": f"{'续签' if renews else ''}共建{entry.title}协议", "platform": platform.pk,
            "support_mode": _MODES[serial % 4], "starts_on": start.isoformat(),
            "ends_on": (_years_on(start, years) - dt.timedelta(days=1)).isoformat(),
            **{f"topic_{name}": text for name, text in list(_TOPICS.items())[:topics]},
            **{f"amount_{n}": f"{(serial * 37 % 60 + 20) * 100_000 - n * 250_000 + 1_500_000:.2f}" for n in range(1, years + 1)},
            **({"renews": renews.pk} if renews else {}),
        }  # fmt: skip
        made: Agreement = self.act("platforms.agreement.draft", None, data, self._drafter(entry, platform), ago)
        return made

    def _drafter(self, entry: Entry, platform: Platform) -> str:
        """The introducing entity drafts; where none is named, the science department that found the platform."""
        function = Department.PARK if platform.introducing_entity_id else Department.ST
        return f"{entry.region}-{function}-clerk"

    def _consult(self, entry: Entry, agreement: Agreement, ago: int, *, days: int = 15, replies: int = 5) -> None:
        self.act("platforms.agreement.consult", agreement, {"reply_by": self.day(ago - days)},
                 self._drafter(entry, agreement.platform), ago)  # fmt: skip
        said = ("agree", "agree", "changes", "agree", "agree")
        for n, department in enumerate([d for d in BUREAUS if d != Department.PARK][:replies]):
            text = "年度拨付以考核结果为前提，建议写入" if said[n] == "changes" else ""
            self.act("platforms.agreement.reply", agreement, {"opinion": said[n], "text": text},
                     f"{entry.region}-{department}-clerk", max(ago - 3 - n * 2, 0))  # fmt: skip

    def _sign(self, entry: Entry, agreement: Agreement, ago: int, parties: int = 9) -> None:
        """Every party in turn, the last of them so many days ago."""
        from kechuang.casework.parties.models import Membership

        rows = list(agreement.signatures.select_related("organisation").order_by("pk"))
        rows.sort(key=lambda row: row.organisation_id == agreement.platform.owner_id)
        for n, row in enumerate(rows[:parties]):
            post = Membership.objects.filter(organisation=row.organisation).select_related("user").order_by("pk")[0]
            when = ago + 2 * (min(len(rows), parties) - 1 - n)
            self.act("platforms.agreement.sign", agreement, {"signatory": str(post.user), "signed_on": self.day(when)},
                     post.user, when)  # fmt: skip

    def _through(self, serial: int, entry: Entry, platform: Platform, plan: str, *, ago: int,
                 renews: Agreement | None = None) -> Agreement:  # fmt: skip
        """From draft to signature, and to filing where the plan says so."""
        signed = ago - 62
        agreement = self._draft(serial, entry, platform, ago, renews=renews)
        self._consult(entry, agreement, ago - 8)
        drafter = self._drafter(entry, platform)
        self.settled("platforms.agreement.open_signing", agreement, {}, drafter, ago - 30)
        self._sign(entry, Agreement.objects.get(pk=agreement.pk), signed)
        after = FILED_AFTER.get(plan)
        if after is not None:
            done = max(signed - after, 0)
            self.act("platforms.agreement.file", agreement, {"filed_on": self.day(done)}, drafter, done)
        if plan == "ended":
            leader = drafter.replace("-clerk", "-leader")
            self.act("platforms.agreement.end", agreement, {"note": "双方协商提前终止，已结清支持经费"}, leader, 90)
        return Agreement.objects.get(pk=agreement.pk)

    def _unfinished(self, serial: int, entry: Entry, platform: Platform) -> None:
        drafter, plan = self._drafter(entry, platform), entry.plan
        agreement = self._draft(
            serial, entry, platform, {"draft": 9, "draft-q": 6, "consulting": 16, "consulted": 24, "stuck": 34,
                                      "signing": 48, "withdrawn": 70}[plan],
            topics=3 if plan.startswith("draft") else 5,
        )  # fmt: skip
        if plan == "consulting":
            self._consult(entry, agreement, 8, replies=3)
        elif plan == "consulted":
            self._consult(entry, agreement, 18, replies=5)
        elif plan == "stuck":
            self._consult(entry, agreement, 26, replies=2)
        elif plan == "signing":
            self._consult(entry, agreement, 40)
            self.settled("platforms.agreement.open_signing", agreement, {}, drafter, 16)
            self._sign(entry, Agreement.objects.get(pk=agreement.pk), 5, parties=1)
        elif plan == "withdrawn":
            self.act("platforms.agreement.withdraw", agreement, {"note": "共建方内部调整，暂缓"}, drafter, 40)


def _years_on(day: dt.date, years: int) -> dt.date:
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)
