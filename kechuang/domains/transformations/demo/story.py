"""How each deal of the demonstration came to where it is."""

from __future__ import annotations

import csv
import datetime as dt
from pathlib import Path
from typing import Any

from kechuang.casework.notices import services as notices
from kechuang.casework.notices.models import Notice
from kechuang.casework.parties.models import Organisation, User
from kechuang.core import clock
from kechuang.domains.achievements.demo.story import Story, patent_number
from kechuang.domains.platforms.models import Platform
from kechuang.domains.transformations.models import Transformation

DEAL = "transformations.transformation"
ACHIEVEMENT = "achievements.achievement"
SHEET = Path(__file__).with_name("deals.csv")
_NAMES = ("宋砚秋", "白景行", "尹若川", "程望舒", "方知远", "梁怀谷", "叶承舟", "秦疏影", "段云起", "许听澜")
_KIND = {"transfer": "transfer", "licence": "licence", "equity": "transfer"}


class DealStory(Story):
    """Uses the history of achievements: each action on its day, by someone who may."""

    def tell_all(self) -> None:
        platforms = [p for p in self._platforms() if p.region_id.startswith("3308")] or self._platforms()
        firms = list(Organisation.objects.filter(kind=Organisation.Kind.ENTERPRISE).order_by("pk")[:8])
        for serial, row in enumerate(csv.DictReader(SHEET.read_text(encoding="utf-8").splitlines()), 1):
            platform = platforms[serial % min(len(platforms), 4)]
            self._deal(serial, row, platform, firms[serial % len(firms)] if firms else None)

    # -- what it is about ---------------------------------------------------------------------------------

    def _achievement(self, serial: int, row: dict[str, str], platform: Platform, by: User, ago: int) -> Any:
        names = [_NAMES[(serial * 3 + n) % len(_NAMES)] for n in range(3)]
        case = self.act(f"{ACHIEVEMENT}.disclose", None, {
            "title": row["achievement"], "owner": platform.owner_id, "platform": platform.pk,
            "completers": f"*{names[0]} 60%；{names[1]} 25%；{names[2]} 15%", "kind_of_achievement": "applied",
            "form": "technology", "attribute": "original", "stage": "mature", "trl": "7", "keywords": row["keywords"],
            "industries": row["industries"], "abstract": row["abstract"], "completed_on": self.day(ago + 90),
            "service": "true", "fiscal": "true", "government_project": "true", "state_rule": "false",
            "project_agreement": "false", "programme": "市重大科技攻关计划", "level": "national_advanced",
        }, by, ago + 60)  # fmt: skip
        self.act(f"{ACHIEVEMENT}.submit", case, {}, by, ago + 50)
        self._screen(case, "registered", by, ago + 45)
        self.act(f"{ACHIEVEMENT}.record_right", case, {
            "kind": "invention", "number": patent_number("20221", 300 + serial), "applied_on": self.day(ago + 80),
            "granted_on": self.day(ago + 40), "fee_due_on": self.day(-(serial * 31 % 200) - 70),
        }, by, ago + 35)  # fmt: skip
        return self.act(f"{ACHIEVEMENT}.register", case, {"registered_on": self.day(ago + 30)}, by, ago + 30)

    # -- the deal -----------------------------------------------------------------------------------------

    def _deal(self, serial: int, row: dict[str, str], platform: Platform, firm: Organisation | None) -> None:
        by, ago, mode = self._manager(platform.owner), int(row["ago"]), row["mode"]
        made = self._achievement(serial, row, platform, by, ago)
        partner: dict[str, Any] = (
            {"partner_name": row["partner"]} if row["partner"] else {"partner": firm.pk if firm else ""}
        )
        deal = self.settled(f"{DEAL}.plan", None, {
            "owner": platform.owner_id, "achievements": [made.pk], "mode": mode, "licence": row["licence"], **partner,
            "relation": row["relation"], "relation_text": row["relation_text"],
            "terms": self._terms(row["terms"]),
        }, by, ago)  # type: ignore[arg-type]  # a user as well as a name  # fmt: skip
        if row["plan"] == "planned":
            return
        if mode in Transformation.BY_THE_UNIT:
            self.act(f"{DEAL}.start_implementation", deal, {"on": self.day(ago - 10), **partner}, by, ago - 10)
            return
        agreed = row["method"] == "agreed_price"
        if agreed:
            self._agree(deal, row, by, ago - 5)
        else:
            self._sale(deal, row, partner, by, ago - 25)
        if row["plan"] == "withdrawn":
            note = "两次挂牌无人应价，成果转入中试基地继续熟化"
            self.act(f"{DEAL}.withdraw", deal, {"note": note}, by, ago - 40)
        if row["plan"] in ("priced", "withdrawn"):
            return
        if agreed and not self._publicise(deal, row, by, ago - 7):
            return
        signed = ago - 30
        if mode == "transfer":
            self._ask(deal, by, ago - 12, all_answer=row["plan"] != "asked")
        if row["plan"] in ("in_notice", "asked"):
            return
        self._contract(deal, row, partner, by, signed)
        self._perform(serial, deal, row, by, signed)

    def _terms(self, text: str) -> str:
        """Terms whose days are written as so many days ago: {30} was a month ago, {-30} comes in a month."""
        parts = text.split("{")
        return parts[0] + "".join(self.day(int(p.split("}")[0])) + p.split("}", 1)[1] for p in parts[1:])

    def _agree(self, deal: Any, row: dict[str, str], by: User, ago: int) -> None:
        self.act(f"{DEAL}.price_by_agreement", deal, {
            "price": row["price"], "price_words": row["price_words"], "priced_on": self.day(ago),
            "basis": "三家询价比较，院务会集体决定，会议纪要 〔2025〕7 号", "evidence": f"资产评估报告 QZ-{deal.pk:04d}",
        }, by, ago)  # fmt: skip

    def _sale(self, deal: Any, row: dict[str, str], partner: dict[str, Any], by: User, ago: int) -> None:
        sold = row["plan"] != "withdrawn"
        base = str(int(int(row["price"]) * 0.9))
        data = {
            "base_price": base, "base_reasons": "评估值下浮不超过一成，院务会核定", "venue": "浙江知识产权交易中心",
            "priced_on": self.day(ago), "sold": "true" if sold else "false", "bidders": "3" if sold else "0",
            "relation": "none" if sold else "", "basis": "公告二十日，网络竞价" if sold else "公告二十日，无人应价",
            "evidence": f"交易凭证 ZJ-{deal.pk:05d}" if sold else "流拍通知",
        }  # fmt: skip
        if sold:
            data |= {"price": row["price"], **partner}
        name = "record_auction" if row["method"] == "auction" else "record_listing"
        self.act(f"{DEAL}.{name}", deal, data, by, ago)

    def _publicise(self, deal: Any, row: dict[str, str], by: User, ago: int) -> bool:
        """Put the notice up; on the market a day later. Whether its days are over by now."""
        data = {
            "notice_summary": row["abstract"], "notice_unit_on": self.day(ago), "notice_unit_evidence": "院务公开栏照片",
            "relation": row["relation"], "relation_text": row["relation_text"], "secret": "false", "answer_days": "15",
            "procedure": "公示期内以书面提出，单位在十五日内书面答复；与成果有利害关系的人员回避",
        }  # fmt: skip
        self.act(f"{DEAL}.publicise_price", deal, data, by, ago)
        notice = Notice.objects.get(subject_id=deal.pk, live=True)
        first = self.today - dt.timedelta(days=ago - 1)
        with clock.moved_to(dt.datetime.combine(first, dt.time(10), clock.CHINA)):
            notices.post(notice, "market", first, f"https://market.example/notices/{notice.number}", by=by)
        return ago > 17

    def _ask(self, deal: Any, by: User, ago: int, *, all_answer: bool) -> None:
        data = {"offered_on": self.day(ago), "answer_by": self.day(ago - 15), "terms": "与受让方同等价格和支付方式"}
        self.act(f"{DEAL}.offer_preemption", deal, data, by, ago)
        rows = list(Transformation.objects.get(pk=deal.pk).preemptions.order_by("pk"))
        for row in rows if all_answer else rows[:1]:
            answer = {
                "preemption": row.pk,
                "answer": "waived",
                "answered_on": self.day(ago - 3),
                "evidence": "书面声明",
            }
            self.act(f"{DEAL}.answer_preemption", deal, answer, by, ago - 3)

    def _contract(self, deal: Any, row: dict[str, str], partner: dict[str, Any], by: User, ago: int) -> None:
        self.settled(f"{DEAL}.sign_contract", deal, {
            "contract_on": self.day(ago), "contract_kind": _KIND[row["mode"]], **partner, "relation": row["relation"],
            "relation_text": row["relation_text"],
            "equity_manager": "资产经营与成果转化中心" if row["mode"] == "equity" else "",
        }, by, ago)  # type: ignore[arg-type]  # fmt: skip

    def _perform(self, serial: int, deal: Any, row: dict[str, str], by: User, signed: int) -> None:
        if signed > 25 and row["plan"] != "unregistered":
            self.act(f"{DEAL}.register_contract", deal, {
                "contract_number": f"2025330800{serial:06d}", "contract_registered_on": self.day(signed - 20),
            }, by, signed - 20)  # fmt: skip
        for condition, text in (
            ("exemption.pricing_conditions:diligence", "询价记录、评估报告和院务会表决单，合订一册"),
            ("exemption.pricing_conditions:no_illegal_gain", "经办人和决策人无利益往来声明，五份"),
        )[: 2 if row["plan"] == "completed" else serial % 3]:
            data = {"condition": condition, "text": text, "on": self.day(signed)}
            self.act(f"{DEAL}.add_evidence", deal, data, by, max(signed - 2, 0))
        if row["plan"] == "completed":
            data = {"on": self.day(60), "note": "技术资料移交完毕，双方验收"}
            self.act(f"{DEAL}.complete", deal, data, by, 60)
        elif row["plan"] == "ended":
            data = {"on": self.day(45), "note": "被许可方停产，双方解除合同"}
            self.act(f"{DEAL}.end", deal, data, by, 45)
