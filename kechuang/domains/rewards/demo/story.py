"""How each plan of the demonstration came to where it is: income first, then its plan, notice, payment, and the year's report."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from kechuang.casework.parties.models import Membership, Organisation, Role, User
from kechuang.core.money import fen_of, yuan
from kechuang.domains.achievements.models import Completer
from kechuang.domains.platforms.demo.office import SINCE
from kechuang.domains.platforms.models import Platform
from kechuang.domains.rewards.models import RewardPlan
from kechuang.domains.transformations.demo.story import DEAL, DealStory
from kechuang.domains.transformations.models import Transformation

PLAN, REPORT = "rewards.rewardplan", "rewards.transformationreport"
BROKER, CASHIER = "闻人青禾", "江映雪"
FIRST = 100
"""The first serial number of these deals; each tenth has the same completers, so that one researcher has several rewards."""
DRAFTED, NOTICE, SETTLED, PAID = 8, 12, 29, 45
"""Days after the income on which a plan is drafted, put on notice, settled and paid."""


@dataclass(frozen=True, slots=True)
class Line:
    """A licence whose income was shared out. ago: days since the income; to: the state its plan is in; yuan: the income."""

    title: str
    keywords: str
    industries: str
    abstract: str
    partner: str
    yuan: int
    ago: int
    to: str


def lines(last_year: int) -> list[Line]:
    """The licences. last_year: so many days ago the income of the year came that was reported last."""
    return [
        Line("高镍三元前驱体连续合成技术", "前驱体；三元材料", "新能源；新材料", "连续共沉淀合成高镍前驱体，粒径分布收窄三成",
             "浙江某新能源材料有限公司", 1_000_000, last_year, "paid"),
        Line("柔性薄膜电极卷对卷涂布工艺", "电极；涂布", "新能源；装备制造", "卷对卷干法涂布薄膜电极，单位能耗下降四成",
             "衢州某储能科技有限公司", 860_000, 240, "settled"),
        Line("烟气低温脱硝催化剂再生方法", "脱硝；催化剂", "环境治理；化工", "失活催化剂在线再生，活性恢复到新剂的九成五",
             "某环保科技公司", 480_000, 75, "settled"),
        Line("胶原肽定向酶解制备技术", "胶原肽；酶解", "生物医药；农产品加工", "定向酶解制备低分子量胶原肽，得率提高两成",
             "开化某生物科技有限公司", 620_000, NOTICE + 6, "in_notice"),
        Line("轴承微振动在线诊断算法", "轴承；诊断", "智能制造；工业软件", "由微振动信号提前两周判断轴承失效",
             "江山某轴承有限公司", 350_000, 10, "drafted"),
        Line("竹纤维增强聚乳酸薄壁制品成型技术", "竹纤维；聚乳酸", "新材料；循环经济", "竹纤维增强可降解薄壁制品，成型周期缩短两成",
             "龙游某新材料有限公司", 280_000, 50, "void"),
    ]  # fmt: skip


class RewardStory(DealStory):
    """Uses the history of deals: each action on its day, by someone who may."""

    def tell_all(self) -> None:
        platform = next((p for p in self._platforms() if p.region_id.startswith("3308")), self._platforms()[0])
        unit = platform.owner
        self.cashier = self._member("reward-finance", CASHIER, unit, Role.FINANCE)
        year = self.today.year - 1 if self.today >= dt.date(self.today.year, 3, 25) else self.today.year - 2
        autumn = (self.today - dt.date(year, 11, 2)).days
        for n, line in enumerate(lines(autumn)):
            deal = self._earned(FIRST + 10 * n, line, platform)
            if n == 0:
                self._researcher(deal, unit)
            self._plan(deal, line)
        self._reports(unit, year)

    # -- people -------------------------------------------------------------------------------------------

    def _member(self, key: str, name: str, unit: Organisation, role: str) -> User:
        made = User(username=key, display_name=name)
        made.set_unusable_password()
        made.save()
        Membership.objects.create(user=made, organisation=unit, role=role, valid_from=SINCE)
        return made

    def _researcher(self, deal: Transformation, unit: Organisation) -> None:
        """The first completer gets an account, and so sees what every plan gives them."""
        part = Completer.objects.filter(achievement__transformed__transformation=deal).order_by("pk")[0]
        made = self._member("reward-researcher", part.person.name, unit, Role.RESEARCHER)
        made.person = part.person
        made.save()

    # -- income and plan ----------------------------------------------------------------------------------

    def _earned(self, serial: int, line: Line, platform: Platform) -> Transformation:
        """A licence sold on the market two months before its income, and the income with its costs."""
        row = {
            "achievement": line.title, "keywords": line.keywords, "industries": line.industries,
            "abstract": line.abstract, "plan": "performing", "mode": "licence", "licence": "ordinary",
            "method": "listing", "ago": str(line.ago + 70), "price": str(line.yuan), "price_words": "",
            "partner": line.partner, "relation": "none", "relation_text": "",
            "terms": f"一次 {line.yuan / 10_000:g}万元 {{{line.ago}}} 合同价款",
        }  # fmt: skip
        self._deal(serial, row, platform, None)
        deal = Transformation.objects.latest("pk")
        costs = {"appraisal": line.yuan // 100, "agency": line.yuan // 50} if serial > FIRST else {}
        self.act(f"{DEAL}.record_receipt", deal, {
            "received_on": self.day(line.ago), "amount": line.yuan, "payer": line.partner,
            "reference": f"QZ{serial:08d}", "evidence": f"发票 {serial:06d}", **costs,
        }, self.cashier, line.ago)  # fmt: skip
        return deal

    def _plan(self, deal: Transformation, line: Line) -> None:
        by, ago = self._manager(deal.owner), line.ago
        plan = self.act(f"{PLAN}.draft_plan", None, {
            "source": "receipts", "transformation": deal.pk, "staff": BROKER, "agreed": "false",
        }, by, ago - DRAFTED)  # fmt: skip
        if line.to == "void":
            note = "项目组对贡献份额有不同意见，重新协商以后再拟"
            self.act(f"{PLAN}.void_plan", plan, {"note": note}, by, ago - DRAFTED - 10)
        if line.to in ("drafted", "void"):
            return
        self.act(f"{PLAN}.propose_shares", plan, {"shares": self._shares(plan)}, by, ago - NOTICE + 1)
        self.settled(f"{PLAN}.publicise_plan", plan, {
            "notice_unit_on": self.day(ago - NOTICE), "notice_unit_evidence": "院务公开栏照片",
        }, by, ago - NOTICE)  # type: ignore[arg-type]  # a user as well as a name  # fmt: skip
        if line.to == "in_notice":
            return
        self.settled(f"{PLAN}.settle_plan", plan, {}, by, ago - SETTLED)  # type: ignore[arg-type]
        if line.to == "paid":
            self._pay(plan, ago - PAID)

    def _shares(self, plan: RewardPlan) -> str:
        """What the law suggests, with what each contributed."""
        done = {"main_contributor": "方案设计和中试放大", "transfer_staff": "寻找受让方、谈判和签约"}
        kind = {"main_contributor": "主要贡献", "transfer_staff": "转移"}
        part = {"main_contributor": "完成人", "transfer_staff": "转移人员"}
        return "\n".join(
            f"{s.person.name} {kind[s.group]} {yuan(fen_of(s.amount)).replace(',', '')} {part[s.group]} {done[s.group]}"
            for s in plan.shares.select_related("person").order_by("position")
        )

    def _pay(self, plan: RewardPlan, ago: int) -> None:
        shares = list(plan.shares.select_related("person").filter(amount__gt=0).order_by("position"))
        accounts = "\n".join(f"{s.person.name}，工商银行衢州分行，62220812{s.pk:011d}" for s in shares)
        first = shares[0].person.name
        self.act(f"{PLAN}.pay", plan, {
            "paid_on": self.day(ago), "people": [str(s.pk) for s in shares], "accounts": accounts,
            "withheld": f"{first} 9,900.00", "preferential": [],
        }, self.cashier, ago)  # fmt: skip

    # -- the year -----------------------------------------------------------------------------------------

    def _reports(self, unit: Organisation, year: int) -> None:
        """The report of a year, filed in time; that of the next is begun."""
        by = self._manager(unit)
        opened, filed = dt.date(year + 1, 1, 5), dt.date(year + 1, 3, 20)
        report = self.act(
            f"{REPORT}.draft_report", None, {"unit": unit.pk, "year": year}, by, (self.today - opened).days
        )
        self.act(f"{REPORT}.refresh_report", report, {
            "remarks": "全年签约以许可为主；两项成果正在中试，预计下一年度签约。",
        }, by, (self.today - opened).days - 10)  # fmt: skip
        ago = (self.today - filed).days
        data = {"filed_on": self.day(ago), "receipt": f"科技局收文〔{year + 1}〕37 号"}
        self.act(f"{REPORT}.file_report", report, data, by, ago)
        self.act(f"{REPORT}.draft_report", None, {"unit": unit.pk, "year": year + 1}, by, 3)
