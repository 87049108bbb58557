"""Rounds of recognition: one closed, one running, one under notice, one that cannot open yet; and one that runs out soon."""

from __future__ import annotations

from typing import Any

from kechuang.casework.parties.models import Membership, User
from kechuang.domains.platforms.demo.history import History
from kechuang.domains.platforms.models import Platform, RecognitionApplication, RecognitionRound

_CONDITIONS = {
    "key_laboratory": "一、从事基础或者应用基础研究；二、全职科研人员不少于二十人；三、上年研发投入不低于五百万元。",
    "new_type_rd_institution": "一、独立法人，主要从事研发和成果转化；二、全职科研人员占职工总数四成以上；三、上年研发投入不低于八百万元。",
    "innovation_centre": "一、面向产业共性技术；二、有三家以上企业参与；三、上年研发投入不低于六百万元。",
}
_PROCEDURE = "网上申报，形式审查，现场核查，认定机关审定，结果公开并公示七日，无异议的发文认定。"
_STATEMENT = "全职科研人员 {staff} 人，上年研发投入 {spending} 万元；固定场所 4200 平方米；近两年转化成果 7 项，对照条件逐条符合。"


class Recognitions:
    def __init__(self, history: History) -> None:
        self.history, self.office = history, history.office

    def tell(self) -> None:
        self._closed()
        self._running()
        self._noticed()
        self._not_open()
        self._running_out()

    def _round(
        self, region: str, kind: str, name: str, title: str, opens: int, closes: int, **more: Any
    ) -> RecognitionRound:
        """Prepared a week before it opened, and published."""
        act, clerk = self.history.act, f"{region}-st_department-clerk"
        made: RecognitionRound = act("platforms.recognitionround.prepare", None, {
            "title": title, "region": region, "recognition_type": kind, "type_name": name, "level": "city",
            "opens_on": self.history.day(opens), "closes_on": self.history.day(closes), "valid_years": "3", **more,
        }, clerk, opens + 9)  # fmt: skip
        act(
            "platforms.recognitionround.publish",
            made,
            {"item": "conditions", "text": _CONDITIONS[kind]},
            clerk,
            opens + 7,
        )
        act("platforms.recognitionround.publish", made, {"item": "procedure", "text": _PROCEDURE}, clerk, opens + 7)
        found: RecognitionRound = act("platforms.recognitionround.open_round", made, {}, clerk, opens)
        return found

    def _platforms(self, prefix: str, *names: str) -> list[Platform]:
        return list(Platform.objects.filter(region__code__startswith=prefix, title__in=names).order_by("pk"))

    def _manager(self, platform: Platform) -> User:
        return Membership.objects.filter(organisation=platform.owner_id).select_related("user").order_by("pk")[0].user

    def _application(self, batch: RecognitionRound, platform: Platform, ago: int, staff: int, spending: int) -> Any:
        data = {
            "round": batch.pk, "platform": platform.pk, "staff_count": str(staff), "research_spending": f"{spending}0000",
            "statement": _STATEMENT.format(staff=staff, spending=spending),
        }  # fmt: skip
        made = self.history.act("platforms.recognitionapplication.apply", None, data, self._manager(platform), ago + 2)
        return self.history.act("platforms.recognitionapplication.submit", made, {}, self._manager(platform), ago)

    def _proposed(self, application: RecognitionApplication, region: str, ago: int) -> None:
        name = "platforms.recognitionapplication"
        act = self.history.act
        act(f"{name}.accept", application, {"complete": True}, f"{region}-st_department-clerk", ago + 6)
        self.history.settled(f"{name}.propose", application, {"reasons": "现场核查属实，条件全部符合。"},
                             f"{region}-st_department-leader", ago)  # fmt: skip

    def _closed(self) -> None:
        region, act = "330800", self.history.act
        leader = f"{region}-st_department-leader"
        batch = self._round(
            region, "key_laboratory", "衢州市重点实验室", "衢州市重点实验室认定（上半年）", 190, 160, needs_review=""
        )
        chosen = self._platforms("3308", "衢州储能系统联合研究中心", "柯城光纤传感实验室", "开化硅基负极中试平台")
        rows = [self._application(batch, p, 170 - n * 3, 26 - n * 6, 1200 - n * 380) for n, p in enumerate(chosen)]
        act("platforms.recognitionround.start_review", batch, {}, leader, 159)
        for row in rows[:-1]:
            self._proposed(row, region, 146)
        act("platforms.recognitionapplication.refuse", rows[-1], {
            "reasons": "全职科研人员不足二十人，上年研发投入低于五百万元，条件二、三不符合。", "grounds": ["quzhou-2024:art10.p3"],
        }, leader, 145)  # fmt: skip
        act("platforms.recognitionround.publish_results", batch, {"notice_until": self.history.day(133)}, leader, 140)
        act("platforms.recognitionround.close", batch, {
            "document": f"衢科发〔{self.history.today.year}〕17 号", "valid_from": self.history.day(131),
        }, leader, 131)  # fmt: skip

    def _running(self) -> None:
        region, act = "330800", self.history.act
        batch = self._round(
            region, "new_type_rd_institution", "衢州市新型研发机构", "衢州市新型研发机构认定（下半年）", 12, -18
        )
        chosen = self._platforms("3308", "衢州生命健康研究院", "衢江空气动力装备研究院", "柯城数字经济研究院")
        for n, platform in enumerate(chosen):
            row = self._application(batch, platform, 8 - n * 2, 31 + n * 4, 1500 + n * 220)
            if n == 0:
                act("platforms.recognitionapplication.send_back", row, {"note": "请补上年研发投入的专项审计报告"},
                    f"{region}-st_department-clerk", 5)  # fmt: skip

    def _noticed(self) -> None:
        region, act = "330108", self.history.act
        leader = f"{region}-st_department-leader"
        batch = self._round(region, "innovation_centre", "滨江区技术创新中心", "滨江区技术创新中心认定", 60, 30, needs_review="",
                            level="county")  # fmt: skip
        for n, platform in enumerate(self._platforms("330108", "滨江先进储能材料研究院", "滨江量子精密测量研究院")):
            row = self._application(batch, platform, 40 - n * 2, 28 + n * 5, 1900 + n * 300)
            self._proposed(row, region, 12)
        act("platforms.recognitionround.start_review", batch, {}, leader, 29)
        act("platforms.recognitionround.publish_results", batch, {"notice_until": self.history.day(-4)}, leader, 4)

    def _not_open(self) -> None:
        region, act = "330603", self.history.act
        clerk = f"{region}-st_department-clerk"
        made = act("platforms.recognitionround.prepare", None, {
            "title": "柯桥区重点实验室认定", "region": region, "recognition_type": "key_laboratory",
            "type_name": "柯桥区重点实验室", "level": "county", "opens_on": self.history.day(-5),
            "closes_on": self.history.day(-40), "valid_years": "3", "needs_review": "on",
        }, clerk, 6)  # fmt: skip
        text = _CONDITIONS["key_laboratory"]
        act("platforms.recognitionround.publish", made, {"item": "conditions", "text": text}, clerk, 3)

    def _running_out(self) -> None:
        platform = self._platforms("330603", "柯桥工业互联网创新中心")[0]
        year = self.history.today.year
        self.history.act("platforms.platform.recognise", platform, {
            "name": "绍兴市公共技术服务平台", "level": "city", "authority": "绍兴市科学技术局",
            "document": f"绍市科〔{year - 2}〕8 号", "valid_from": self.history.day(600), "valid_to": self.history.day(-45),
        }, "330603-st_department-clerk", 8)  # fmt: skip
