"""How the evaluations of the demonstration came to where they are: every step through its action, on its own day."""

from __future__ import annotations

import csv
import datetime as dt
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from kechuang.casework.parties.models import Organisation, User
from kechuang.core import clock
from kechuang.domains.achievements.demo.story import Story
from kechuang.domains.evaluation.forms.values import FillInForm
from kechuang.domains.evaluation.models import Campaign, Evaluation, Scheme
from kechuang.domains.evaluation.queries.participation import standings
from kechuang.domains.platforms.models import CLASSES, Platform

SCHEME, CAMPAIGN, EVALUATION = "evaluation.scheme", "evaluation.campaign", "evaluation.evaluation"
SHEET = Path(__file__).with_name("indicators.csv")
PHASES = (("self_evaluation", 30), ("scoring", 40), ("contest", 10), ("joint_review", 20))
FILE = "自评佐证材料.txt"
STATEMENT = """一、年度计划的各项任务基本完成，中试线投入运行，服务本地企业三十余家。
二、成果登记和专利授权达到预期；横向经费到账集中在下半年，个别合同顺延。
三、下一年重点补足技术经理人力量，扩大设备开放共享。"""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a campaign is held, and how far it has come. begins: days from today to the first day of self-evaluation;
    back: how many years before the present one it evaluates; told: which platforms hand in, all or one in three."""

    region: str
    begins: int
    back: int
    told: str


PLACES = (
    Place("330603", -15, 0, "some"),  # in the middle of self-evaluation; a simulation, its text is a draft
    Place("330108", -150, 1, "all"),  # every self-evaluation is in; its results are told in results.py
    Place("330800", 6, 0, "none"),  # prepared, with the days set
)


class EvaluationStory(Story):
    """Uses the platforms' own history."""

    def tell_all(self) -> None:
        for place in PLACES:
            self._place(place)

    def _place(self, place: Place) -> None:
        prefix = place.region.rstrip("0")
        rows = Platform.objects.filter(region__code__startswith=prefix, state="operating").select_related("owner")
        platforms = list(rows.order_by("pk"))
        if not platforms:
            return
        opened = max(8, 10 - place.begins)
        year = (self.today - dt.timedelta(days=opened)).year - place.back
        for name, _label in CLASSES:
            mine = [one for one in platforms if one.platform_class == name]
            if mine:
                self._scheme(place, name, year, mine, opened + 12)
        campaign = self._campaign(place, year, opened)
        if place.begins > 0:
            return
        begun = -place.begins
        for one in standings(campaign):
            if one.place == "open":
                data = {"platform": one.platform.pk, "note": "是否属于共建科创平台还没有认定，本年度不参评"}
                self.act(f"{CAMPAIGN}.leave_out", campaign, data, self._clerk(place), begun + 1)
        self.act(f"{CAMPAIGN}.start_self_evaluation", campaign, {}, self._clerk(place), begun)
        evaluations = list(
            Evaluation.objects.filter(campaign=campaign).select_related("platform__owner").order_by("pk")
        )
        for n, evaluation in enumerate(evaluations):
            self._evaluate(place, n, evaluation, begun)
        if place.told == "some" and len(evaluations) > 2:
            data = {"platform": evaluations[-1].platform_id, "note": "场地搬迁，全年没有实质运行，经局务会研究不参评"}
            self.act(f"{CAMPAIGN}.leave_out", campaign, data, self._clerk(place), max(begun - 12, 0))

    def _clerk(self, place: Place) -> str:
        return f"{place.region}-{Organisation.Department.ST}-clerk"

    def _leader(self, place: Place) -> str:
        return f"{place.region}-{Organisation.Department.ST}-leader"

    def _scheme(self, place: Place, name: str, year: int, platforms: list[Platform], ago: int) -> Scheme:
        clerk = self._clerk(place)
        data = {"platform_class": name, "year": year, "document": f"科〔{year}〕{12 + ago % 9} 号"}
        scheme: Scheme = self.act(f"{SCHEME}.draft_scheme", None, data, clerk, ago)
        for row in csv.DictReader(SHEET.read_text(encoding="utf-8").splitlines()):
            if not row[name]:
                continue
            wanted = ("code", "parent", "name", "name_en", "kind", "indicator", "measure", "full_at", "criteria")
            node = {key: row[key] for key in wanted} | {"weight": row[name]}
            self.act(f"{SCHEME}.set_node", scheme, node, clerk, ago)
        for n, platform in enumerate(platforms, 1):
            own = {
                "code": f"D{n}", "parent": "D", "name": f"{platform.directions or platform.title}任务完成情况"[:100],
                "weight": 100, "kind": "scored", "platform": platform.pk, "criteria": "对照共建协议约定的年度任务",
            }  # fmt: skip
            self.act(f"{SCHEME}.set_node", scheme, own, clerk, ago)
        adopted: Scheme = self.act(f"{SCHEME}.adopt_scheme", scheme, {}, self._leader(place), ago - 2)
        return adopted

    def _campaign(self, place: Place, year: int, opened: int) -> Campaign:
        start = self.today + dt.timedelta(days=place.begins)
        data: dict[str, Any] = {"kind_of": "yearly", "year": year, "held_on": start.isoformat()}
        for name, length in PHASES:
            end = start + dt.timedelta(days=length - 1)
            data |= {f"{name}_from": start.isoformat(), f"{name}_to": end.isoformat()}
            start = end + dt.timedelta(days=1)
        made: Campaign = self.act(f"{CAMPAIGN}.open_campaign", None, data, self._clerk(place), opened)
        return made

    def _evaluate(self, place: Place, n: int, evaluation: Evaluation, begun: int) -> None:
        """One in three hands in, one is in the middle, one has not begun; or all have handed in."""
        if place.told == "some" and n % 3 == 2:
            return
        by, ago = self._manager(evaluation.owner), max(begun - 5 - n % 6, 1)
        upload = SimpleUploadedFile(FILE, "企业名单、合同和到账凭证清单".encode(), "text/plain")
        data = {"document_kind": "佐证"}
        self.act(f"{EVALUATION}.attach", evaluation, data, by, ago + 1, {"file": upload})
        whole = place.told == "all" or n % 3 == 0
        self.act(
            f"{EVALUATION}.fill_in",
            evaluation,
            self._typed(evaluation, by, n, ago, whole=whole, done=place.told == "all"),
            by,
            ago,
        )
        if not whole:
            return
        self.act(f"{EVALUATION}.submit_self_evaluation", evaluation, {"statement": STATEMENT}, by, ago)
        if place.told == "some" and n == 3:
            note = "横向经费的到账凭证不全，补齐后再报"
            self.act(f"{EVALUATION}.return_self_evaluation", evaluation, {"note": note}, self._clerk(place), ago - 1)
        elif place.told == "all" and n == 0:
            self._correct(place, evaluation, ago - 2)

    def _typed(self, evaluation: Evaluation, by: User, n: int, ago: int, *, whole: bool, done: bool) -> dict[str, Any]:
        """What a manager types into the form as it stands: what the records know is left as it is. done: targets were modest."""
        noon = dt.datetime.combine(self.today - dt.timedelta(days=ago), dt.time(12), clock.CHINA)
        with clock.moved_to(noon):
            names = list(FillInForm(case=evaluation, by=by).fields)
        data: dict[str, Any] = {}
        for place, name in enumerate(names):
            kind, _, node = name.rpartition("_")
            if kind == "target":
                data[name] = "1" if done else str(3 + (n + place) % 4)
            elif kind == "value" and f"reason_{node}" not in names:
                data |= {name: str((9 if done else 1) + (n + place) % 3), f"file_{node}": f"{FILE} v1"}
            elif kind == "self_score":
                data[name] = str(72 + (n * 7 + place) % 24)
            elif kind == "explanation" and whole:
                data[name] = "个别项目顺延，已在下一年计划中安排"
        return data

    def _correct(self, place: Place, evaluation: Evaluation, ago: int) -> None:
        row = evaluation.values.filter(node__indicator="firms_incubated").first()
        if row is not None:
            data = {"value_of": row.pk, "value": "1", "reason": "一家在区外注册，不计", "file": f"{FILE} v1"}
            self.act(f"{EVALUATION}.correct_indicator", evaluation, data, self._clerk(place), ago)
