"""How each achievement of the demonstration came to where it is."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

from django.db.models import Q

from kechuang.casework.parties.models import Organisation, Role, User
from kechuang.domains.platforms.demo.history import History
from kechuang.domains.platforms.models import Platform
from kechuang.law.library import load

KIND = "achievements.achievement"
SHEET = Path(__file__).with_name("achievements.csv")
_NAMES = (
    "沈知行", "陆怀川", "顾清和", "钟意远", "苏慕云", "潘景初", "丁若谷", "魏思源", "卢静远", "蔡明哲", "彭望之", "韩以宁",
)  # fmt: skip
_REGISTERED_AGO = {
    "registered": 120, "empowered": 400, "idle1": 520, "idle2": 880, "idle3": 1290, "reasoned": 1260, "used": 700,
    "own": 640, "separate": 300, "neutral": 210, "soft": 150,
}  # fmt: skip
_MATTERS = {
    "share_or_term": "见赋权份额（期限）",
    "income": "转化净收入按份额分配，到账后三十日内支付",
    "deadline": "两年内完成首次转化",
    "costs": "中试费用由单位垫付，从首笔收入中扣回",
    "reporting": "每年十一月底前书面报告转化进展",
}
_CHECK = (2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5)


def patent_number(start: str, serial: int) -> str:
    """An invented application number whose check character is right: year and kind, then a serial."""
    digits = f"{start}{serial * 7919 % 10_000_000:07d}"
    check = sum(int(d) * w for d, w in zip(digits, _CHECK, strict=True)) % 11
    return f"{digits}.{'X' if check == 10 else check}"


class Story(History):
    """Uses the platforms' own history: each action on its day, by someone who may."""

    def tell_all(self) -> None:
        rows = list(csv.DictReader(SHEET.read_text(encoding="utf-8").splitlines()))
        platforms = self._platforms()
        city = [p for p in platforms if p.region_id.startswith("3308")] or platforms
        for serial, row in enumerate(rows, 1):
            ladder = row["plan"] in ("empowered", "idle2", "idle3", "separate", "reasoned", "own", "idle1")
            among = city if ladder else platforms
            self._tell(serial, row, among[serial % len(among)])
        self._rules(city[:2])

    def _platforms(self) -> list[Platform]:
        """Platforms set up with fiscal funds that have a manager, those of longest standing first."""
        fiscal = Platform.objects.filter(origin="publicly_funded").exclude(state="exited").exclude(recognitions=None)
        rows = (
            fiscal.filter(owner__memberships__role=Role.PLATFORM_MANAGER).distinct().select_related("owner", "region")
        )
        return list(rows.order_by("founded_on", "pk"))[:12]

    def _manager(self, unit: Organisation) -> User:
        rows = User.objects.filter(memberships__organisation=unit)
        return rows.filter(Q(memberships__role=Role.PLATFORM_MANAGER)).order_by("pk")[0]

    def _tell(self, serial: int, row: dict[str, str], platform: Platform) -> None:
        plan, unit = row["plan"], platform.owner
        by = self._manager(unit)
        ago = _REGISTERED_AGO.get(plan, 20)
        names = [_NAMES[(serial * 5 + n) % len(_NAMES)] for n in range(3)]
        case = self.act(f"{KIND}.disclose", None, {
            "title": row["title"], "owner": unit.pk, "platform": platform.pk,
            "completers": f"*{names[0]} 50%；{names[1]} 30%；{names[2]} 20%", "kind_of_achievement": row["kind"],
            "form": row["form"], "attribute": row["attribute"], "stage": row["stage"], "trl": row["trl"],
            "keywords": row["keywords"], "industries": row["fields"], "abstract": row["abstract"],
            "completed_on": self.day(ago + 60), "service": "true", "fiscal": "true", "government_project": "true",
            "state_rule": "false", "project_agreement": "false", "programme": "省重点研发计划", "level": "national_leading",
        }, by, ago + 40)  # fmt: skip
        if plan == "fresh":
            return
        self.act(f"{KIND}.submit", case, {}, by, ago + 30)
        if plan == "screening":
            return
        self._screen(case, plan, by, ago + 20)
        if plan == "restricted":
            return
        if row["patent"]:
            granted = self.day(ago + 25)
            self.act(f"{KIND}.record_right", case, {
                "kind": "invention", "number": patent_number(row["patent"], serial), "applied_on": self.day(ago + 55),
                "granted_on": granted, "fee_due_on": self.day(-(serial * 23 % 300) - 5),
            }, by, ago + 10)  # fmt: skip
        self.act(f"{KIND}.register", case, {"registered_on": self.day(ago)}, by, ago)
        if row["kind"] != "soft":
            self.act(f"{KIND}.record_report", case, {
                "title": row["title"][:18], "keywords": f"{row['keywords']}；{row['fields'].split('；')[0]}",
                "openness": "open", "materials": ["sci_tech_report", "achievement_information", "ip_information"],
                "submitted_on": self.day(max(ago - 20, 1)),
            }, by, max(ago - 20, 1))  # fmt: skip
        self._go_on(case, plan, by, names)

    def _screen(self, case: Any, plan: str, by: User, ago: int) -> None:
        answers = dict.fromkeys(
            ("state_secrets", "national_security", "national_interest", "public_interest", "trade_secrets"), "false"
        )
        if plan == "restricted":
            answers["state_secrets"] = "true"
        if plan == "neutral":
            answers |= {
                "trade_secrets": "true",
                "neutral_abstract": "一种低温密封用弹性体材料，使用温度可到零下五十五度",
            }
        self.act(f"{KIND}.screen", case, {**answers, "basis": "定密责任人和学术委员会会签"}, by, ago)

    def _go_on(self, case: Any, plan: str, by: User, names: list[str]) -> None:
        office = f"{case.region_id}-st_department-clerk"
        if plan == "empowered":
            matters = {
                f"matter_{i.id}": _MATTERS.get(i.id, "已约定") for i in load().checklist_items("empowerment.matters")
            }
            self.settled(f"{KIND}.empower", case, {
                "right": "ownership", "holders": f"{names[0]} 40%\n{names[1]} 20%\n{names[2]} 奖励", "eligible": True,
                "starts_on": self.day(200), "written": True, "agreed_on": self.day(210), **matters,
            }, by, 205)  # type: ignore[arg-type]  # a user as well as a name  # fmt: skip
        elif plan in ("idle2", "idle3"):
            self.act(f"{KIND}.put_on_use_first", case, {"on": self.day(90)}, office, 90)
            self.act(f"{KIND}.tell_completers", case, {"on": self.day(60)}, by, 60)
            if plan == "idle3" and case.pk % 2:
                self.act(f"{KIND}.record_idle_reason", case, {"reason": "配套设备停产，正在更换供应商"}, by, 12)
        elif plan == "reasoned":
            self.act(f"{KIND}.record_idle_reason", case, {"reason": "应用标准尚未发布，已列入当年立项计划"}, by, 100)
            data = {"accepted": "true", "answer": "标准发布前可不实施，发布后三个月内报转化安排"}
            self.act(f"{KIND}.judge_idle_reason", case, data, office, 80)
        elif plan == "used":
            self.act(
                f"{KIND}.record_use", case, {"mode": "licence", "on": self.day(300), "note": "普通许可，三年"}, by, 299
            )
        elif plan == "own":
            self.settled(f"{KIND}.implement_alone", case, {"on": self.day(30), "note": "与本地企业合作试用"}, by, 30)  # type: ignore[arg-type]
        elif plan == "separate":
            self.settled(f"{KIND}.list_separately", case, {"on": self.day(40)}, by, 40)  # type: ignore[arg-type]

    def _rules(self, platforms: list[Platform]) -> None:
        """One unit whose management system is in force and whole, one whose draft lacks a part."""
        items = [item.id for item in load().checklist_items("management_system.contents")]
        for n, platform in enumerate(platforms):
            by = self._manager(platform.owner)
            texts = {f"content_{name}": "见本办法相应章节" for name in items}
            if n:
                texts.pop("content_objections", None)
            made = self.act("achievements.managementsystem.draft", None, {
                "title": f"{platform.title}职务科技成果管理办法", "owner": platform.owner_id, **texts,
            }, by, 380 - n * 300)  # fmt: skip
            if not n:
                self.act("achievements.managementsystem.put_in_force", made, {"in_force_on": self.day(370)}, by, 372)
