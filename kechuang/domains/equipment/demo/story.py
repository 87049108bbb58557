"""How the equipment of the demonstration came to where it is: every step through its action, on its own day."""

from __future__ import annotations

import calendar
import csv
import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

from kechuang.casework.parties.models import Organisation, Role, User
from kechuang.domains.equipment.models import Equipment, UsePeriod
from kechuang.domains.platforms.demo.history import History
from kechuang.domains.platforms.models import Platform

EQUIPMENT, PURCHASE = "equipment.equipment", "equipment.purchase"
SHEET = Path(__file__).with_name("equipment.csv")
FULLY = 12
"""Use is told from the January of last year on: so many months fully, those before in fewer rows. Of Binjiang, whose
evaluation is of last year, all of them fully."""
_USERS = (
    "绍兴越锦印染有限公司", "浙江恒旭新能源有限公司", "衢州澄源硅材料有限公司", "杭州滨芯微电子有限公司", "之江纺织大学", "浙西理工大学",
    "龙盛纸业有限公司", "三衢化工有限公司", "越城医疗器械有限公司",
)  # fmt: skip
_PURPOSES = ("新产品打样验证", "来料质量分析", "工艺参数摸底", "失效样品分析", "课题样品表征")


class EquipmentStory(History):
    """Uses the platforms' own history."""

    def tell_all(self) -> None:
        for serial, row in enumerate(csv.DictReader(SHEET.read_text(encoding="utf-8").splitlines())):
            platform = Platform.objects.filter(title=row["platform"]).select_related("owner", "region").first()
            if platform is not None:
                self._tell(serial, row, platform)
        self._stages()
        self._mistake()
        self._purchases()

    def _manager(self, unit: Organisation) -> User:
        rows = User.objects.filter(memberships__organisation=unit, memberships__role=Role.PLATFORM_MANAGER)
        return rows.order_by("pk")[0]

    def _tell(self, serial: int, row: dict[str, str], platform: Platform) -> None:
        by, acquired = self._manager(platform.owner), int(row["acquired_ago"])
        founded = (self.today - platform.founded_on).days
        ago = min(acquired, max(founded - 60, 30))
        registered = min(ago - 10, 760)
        made: Equipment = self.act(f"{EQUIPMENT}.register", None, {
            "platform": platform.pk, "title": row["title"], "model_name": row["model"], "maker": row["maker"],
            "category": row["category"], "asset_number": f"{(self.today - dt.timedelta(days=ago)).year}{serial + 11:04}",
            "value": row["value"], "acquired_on": self.day(ago), "place": f"{'ABC'[serial % 3]} 座 {101 + serial * 7 % 90}",
            "operator": self.office.name(), "contact": f"{platform.region_id[-3:]}-555-{1000 + serial * 37}",
            "openness": row["openness"], "openness_note": row["note"],
            "open_since": "" if row["openness"] == "not_shared" else self.day(ago - 5), "services": row["services"],
            "price_outside": row["price_outside"], "price_own": row["price_own"], "hours_available": row["hours"],
        }, by, registered)  # fmt: skip
        if row["openness"] != "not_shared" and serial % 7 != 4:
            clerk = f"{platform.region_id}-{Organisation.Department.ST}-clerk"
            self.act(f"{EQUIPMENT}.publish", made, {}, clerk, min(registered - 1, 25 + serial % 3 * 30))
        for first, last in self._months(platform, self.today - dt.timedelta(days=ago)):
            self._month(serial, row, made, by, first, last)

    def _months(self, platform: Platform, acquired: dt.date) -> Iterator[tuple[dt.date, dt.date]]:
        """The months that are told, each with its first and last day, the latest to yesterday."""
        yesterday = self.today - dt.timedelta(days=1)
        for n in range(self.today.month + 11, -1, -1):
            months = self.today.year * 12 + self.today.month - 1 - n
            year, month = divmod(months, 12)
            first = dt.date(year, month + 1, 1)
            last = min(dt.date(year, month + 1, calendar.monthrange(year, month + 1)[1]), yesterday)
            if acquired < first <= last:
                yield first, last

    def _month(
        self, serial: int, row: dict[str, str], made: Equipment, by: User, first: dt.date, last: dt.date
    ) -> None:
        """The platform's own use in one row, and each use by others on its day."""
        ago = max((self.today - last).days - 1, 0)
        share = Decimal((last - first).days + 1) / 31
        swing = Decimal(80 + (serial * 13 + first.month * 29) % 45) / 100
        own = (Decimal(row["own"]) * swing * share).quantize(Decimal("0.5"))
        if own > 0:
            self.act(f"{EQUIPMENT}.record_use", made, {
                "day_from": first.isoformat(), "day_to": last.isoformat(), "hours": str(own), "user": "own",
                "purpose": "本平台课题和检测任务", "charge": "",
            }, by, ago)  # fmt: skip
        times = int(Decimal(row["times"]) * share)
        fully = made.region_id == "330108" or ago < FULLY * 30
        rows = min(times, 2 if fully else 1)  # what more there were stands in the same rows, over some days
        for n in range(rows):
            length = (last - first).days + 1
            day = first + dt.timedelta(days=(serial * 5 + n * 13 + first.month) % length)
            until = min(day + dt.timedelta(days=2 * (times > rows)), last)
            swing = Decimal(80 + (serial + n * 17 + first.month) % 41) / 100
            hours = (Decimal(row["outside"]) * swing * times / rows).quantize(Decimal("0.5"))
            hours = min(hours, Decimal(20 * ((until - day).days + 1)))
            name = _USERS[(serial + n * 4 + first.month) % len(_USERS)]
            known = Organisation.objects.filter(name=name).first()
            self.act(f"{EQUIPMENT}.record_use", made, {
                "day_from": day.isoformat(), "day_to": until.isoformat(), "hours": str(hours), "user": "outside",
                "organisation": known.pk if known else "", "user_name": "" if known else name,
                "purpose": _PURPOSES[(serial + n + first.month) % len(_PURPOSES)],
                "charge": str((hours * Decimal(row["price_outside"])).quantize(Decimal("0.01"))),
                "voucher": f"{first.year % 100}{serial:02}{first.month:02}{n}" if n % 2 == 0 else "",
            }, by, max((self.today - until).days - 1, 0))  # fmt: skip

    def _stages(self) -> None:
        """In Keqiao, whose draft has four stages: some are monitored, one is supported as well, one is under repair."""
        rows = Equipment.objects.filter(region__code="330603").select_related("owner").order_by("pk")
        for n, one in enumerate(rows[:4]):
            by = self._manager(one.owner)
            data = {"code": "monitoring", "on": self.day(200 - n * 20), "note": "接入区级仪器共享平台在线监测"}
            self.act(f"{EQUIPMENT}.begin_stage", one, data, by, 200 - n * 20)
            if n == 0:
                data = {"code": "support", "on": self.day(90), "note": "核定上年开放共享补助"}
                self.act(f"{EQUIPMENT}.begin_stage", one, data, by, 90)
            if n == 3:
                self.act(f"{EQUIPMENT}.take_down", one, {"note": "喷头更换，备件月内到货"}, by, 3)

    def _mistake(self) -> None:
        """One use was written down wrongly, struck out and recorded anew."""
        wrong = UsePeriod.objects.filter(user="outside", day_to__lt=self.today - dt.timedelta(days=40)).last()
        if wrong is not None:
            by = self._manager(wrong.equipment.owner)
            data = {"use": wrong.pk, "reason": "机时按半天记，应按实际开机时间"}
            self.act(f"{EQUIPMENT}.strike_use", wrong.equipment, data, by, 20)
            again = {
                "day_from": wrong.day_from.isoformat(), "day_to": wrong.day_to.isoformat(),
                "hours": str(wrong.hours - Decimal("0.5")), "user": "outside",
                "organisation": wrong.organisation_id or "", "user_name": wrong.user_name, "purpose": wrong.purpose,
                "charge": str(wrong.charge), "voucher": wrong.voucher,
            }  # fmt: skip
            self.act(f"{EQUIPMENT}.record_use", wrong.equipment, again, by, 20)

    def _purchases(self) -> None:
        """In Binjiang, where the register is searched before buying: one under review, one bought; one declined in Keqiao."""
        self._purchase("滨江智能物联创新中心", "射频参数分析仪", "参数 分析仪", "1850000.00", 30, "submitted")
        self._purchase("滨江集成电路设计研究院", "低温探针台", "探针台", "2400000.00", 150, "bought")
        self._purchase("柯桥先进光电研究院", "台式扫描电子显微镜", "扫描 显微镜", "980000.00", 60, "declined")
        self._purchase("滨江生物医药概念验证中心", "高内涵成像系统", "成像", "3100000.00", 6, "draft")

    def _purchase(self, where: str, title: str, words: str, budget: str, ago: int, how: str) -> None:
        platform = Platform.objects.filter(title=where).select_related("owner", "region").first()
        if platform is None:
            return
        by, leader = self._manager(platform.owner), f"{platform.region_id}-{Organisation.Department.ST}-leader"
        made: Any = self.act(f"{PURCHASE}.request", None, {
            "platform": platform.pk, "title": title, "specification": "满足在研课题全年使用，留二成机时对外开放", "budget": budget,
            "need": "现有设备排队超过六周，影响课题进度",
        }, by, ago)  # fmt: skip
        self.act(f"{PURCHASE}.search_register", made, {"words": words}, by, ago - 1)
        if how == "draft":
            return
        why = "查到的仪器量程和温区不合，且机时已排满"
        made = self.settled(f"{PURCHASE}.submit", made, {"why_none_fits": why}, by, ago - 2)  # type: ignore[arg-type]
        if how == "declined":
            data = {"opinion": "同区已有同类开放仪器，机时有余，建议预约使用"}
            self.act(f"{PURCHASE}.decline", made, data, leader, ago - 8)
        elif how == "bought":
            data = {"need_reviewed": "true", "opinion": "温区确无同类，同意购置，到货后对外开放"}
            self.act(f"{PURCHASE}.approve", made, data, leader, ago - 9)
            self.act(f"{EQUIPMENT}.register", None, {
                "platform": platform.pk, "title": title, "model_name": "CP-77", "maker": "滨江微电", "category": "测试仪器",
                "asset_number": f"{self.today.year}0901", "value": "2365000.00", "acquired_on": self.day(ago - 80),
                "place": "B 座 110", "contact": "108-555-1900", "openness": "shared", "services": "低温电学测试",
                "price_outside": "560.00", "price_own": "180.00", "hours_available": "1500", "purchase": made.pk,
            }, by, ago - 85)  # fmt: skip
