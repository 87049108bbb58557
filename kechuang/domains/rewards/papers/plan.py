"""The reward plan as a paper: what was obtained, each floor and its clause, what is given, who gets what."""

from __future__ import annotations

from kechuang.casework.documents.papers import Paper, Table, Text
from kechuang.core import clock
from kechuang.core.money import fen_of, money_capitals, yuan
from kechuang.domains.achievements.completing import percent
from kechuang.domains.rewards import planning
from kechuang.domains.rewards.models import RewardPlan, RewardShare
from kechuang.domains.rewards.people import titles_of
from kechuang.domains.rewards.planning import Whole
from kechuang.law.library import load
from kechuang.law.present import citation_words
from kechuang.law.words import words

NONE = "–"


def plan_paper(plan: RewardPlan) -> Paper:
    """The plan as it stands, with the clauses it rests on as notes."""
    found = planning.whole(plan)
    body: list[Text | Table] = [Text("一、成果转化和收入", level=1), Table(("项目", "内容"), _about(plan, found))]
    body += [Text("二、奖励总额", level=1), _incomes(plan, found), Text(_pool_words(found))]
    n = 3
    if found.measured.classes:
        body += [Text("三、各类人员下限", level=1), _classes(plan, found)]
        n = 4
    body += [Text(f"{'〇一二三四五'[n]}、奖励人员", level=1), _people(plan)]
    leaders = [share for share in plan.shares.select_related("person") if share.leader and share.amount]
    if leaders:
        rows = [[s.person.name, _ground(s), s.proof or "（未附）"] for s in leaders]
        body += [Text(f"{'〇一二三四五'[n + 1]}、单位负责人的奖励", level=1), Table(("姓名", "依据", "证明"), rows)]
    cites = list(
        dict.fromkeys(c for finding in (*found.measured.findings, *found.checked.findings) for c in finding.citations)
    )
    return Paper(
        title="科技成果转化收益分配方案", body=body, number=plan.number, issuer=plan.owner.name,
        notes=[citation_words(c, "zh", load()) for c in cites],
        foot=f"{plan.number}　{clock.today()} 生成　法规版本 {load().fingerprint[:12]}",
    )  # fmt: skip


def _about(plan: RewardPlan, found: Whole) -> list[list[str]]:
    deal = plan.transformation
    rows = [["科技成果", "、".join(titles_of(plan)) or NONE], ["奖励来源", str(plan.get_source_display())]]
    if deal is not None:
        rows += [["成果转化", f"{deal.number} {deal.title}"], ["转化方式", str(deal.get_mode_display())]]
    if plan.contract_fund is not None:
        rows.append(["横向项目经费", f"{plan.contract_fund.number} {plan.contract_fund.title}"])
    rows += [
        ["收入取得日", str(plan.obtained_on)], ["净收入合计", f"{yuan(found.measured.income)} 元"],
        ["最迟支付日", str(plan.due_on or NONE)], ["状态", str(plan.state_label)],
    ]  # fmt: skip
    return rows


def _incomes(plan: RewardPlan, found: Whole) -> Table:
    rows = []
    for floor, part in zip(found.measured.floors, found.measured.parts, strict=True):
        facts = floor.income.facts
        when = (
            facts.get("deal.received_on")
            or facts.get("deal.equity_registered_on")
            or facts.get("deal.profit_year")
            or NONE
        )
        outputs = floor.finding.outputs if floor.finding else ()
        rate = next((o for o in outputs if o.name in ("pool_share", "share") and o.value is not None), None)
        rows.append([
            str(when), yuan(floor.income.fen), words(rate.value, rate.type, "zh", load()) if rate else NONE,
            NONE if floor.fen is None else yuan(floor.fen), yuan(part),
        ])  # fmt: skip
    return Table(
        ("取得日（年度）", "净收入（元）", "比例下限", "奖励下限（元）", "对应奖励（元）"),
        rows,
        figures=frozenset({1, 2, 3, 4}),
    )


def _pool_words(found: Whole) -> str:
    measured = found.measured
    parts = [f"奖励总额 {yuan(measured.pool)} 元（人民币{money_capitals(measured.pool)}）"]
    if measured.floor is not None:
        parts.append(f"下限 {yuan(measured.floor)} 元")
    parts.append(f"单位留存 {yuan(measured.income - measured.pool)} 元")
    text = "，".join(parts) + "。"
    return text if not found.lacking else f"{text}比下限少 {yuan(found.lacking)} 元。"


def _classes(plan: RewardPlan, found: Whole) -> Table:
    least = {"main_contributor": found.measured.main_floor, "transfer_staff": found.measured.staff_floor}
    rows = []
    for code, label in RewardShare.Group.choices:
        own = [fen_of(share.amount) for share in plan.shares.all() if share.group == code]
        floor = least.get(code)
        rows.append([str(label), str(len(own)), NONE if floor is None else yuan(floor), yuan(sum(own))])
    return Table(("类别", "人数", "至少（元）", "所得（元）"), rows, figures=frozenset({1, 2, 3}))


def _people(plan: RewardPlan) -> Table:
    rows = []
    for share in plan.shares.select_related("person").order_by("position"):
        amount = yuan(fen_of(share.amount))
        if share.stake is not None:
            amount = f"{amount}（股权 {percent(share.stake)}）"
        rows.append([
            str(share.position), share.person.name, str(share.get_group_display()), str(share.get_part_display()), amount,
            "已取得权属份额，不参加分配" if share.title_share_taken and not share.reward_chosen else share.contribution or NONE,
        ])  # fmt: skip
    return Table(("序号", "姓名", "类别", "身份", "奖励（元）", "贡献"), rows, figures=frozenset({0, 4}))


def _ground(share: RewardShare) -> str:
    grounds = [word for word, holds in (("主要完成人", share.main), ("对转化做出直接重要贡献", share.direct)) if holds]
    return "、".join(grounds) or NONE
