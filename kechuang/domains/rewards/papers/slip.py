"""The slip of one person's reward as a paper: the same lines as the page."""

from __future__ import annotations

from kechuang.casework.documents.papers import Paper, Table, Text
from kechuang.core import clock
from kechuang.core.money import money_capitals, yuan
from kechuang.domains.achievements.completing import percent
from kechuang.domains.rewards.models import RewardShare
from kechuang.domains.rewards.slips import Slip, slip_of
from kechuang.law import Verdict
from kechuang.law.library import load
from kechuang.law.present import citation_words
from kechuang.law.rules.reward_tax import CONDITIONS


def slip_paper(share: RewardShare) -> Paper:
    """What a person gets by a plan, line by line with the clauses, the days, and the estimate of tax."""
    slip = slip_of(share)
    plan = slip.plan
    cites = list(
        dict.fromkeys(c for step in slip.steps for c in step.cites)
        | dict.fromkeys(c for d in slip.dates for c in d.cites)
    )
    place = {c: n for n, c in enumerate(cites, 1)}
    body: list[Text | Table] = [
        Text(
            f"{share.person.name}：按《{plan.title}》，本人所得奖励 {yuan(slip.fen)} 元（人民币{money_capitals(slip.fen)}）。"
        ),
        Text("一、为什么是这个数", level=1),
        Table(
            ("步骤", "说明", "金额（元）", "依据"),
            [
                [step.label, step.note or "–", yuan(step.fen), "、".join(f"注{place[c]}" for c in step.cites) or "–"]
                for step in slip.steps
            ],
            figures=frozenset({2}),
        ),
        Text("二、日期", level=1),
        Table(("日期", "事项"), [[str(date.day or "–"), date.text] for date in slip.dates]),
    ]
    if slip.payment is not None:
        body += [Text("三、支付", level=1), _payment(slip)]
    body += _tax(slip, 4 if slip.payment is not None else 3)
    return Paper(
        title="科技成果转化奖励条", body=body, number=f"{plan.number}-{share.position}", issuer=plan.owner.name,
        notes=[citation_words(c, "zh", load()) for c in cites],
        foot=f"{plan.number}　{clock.today()} 生成　法规版本 {load().fingerprint[:12]}",
    )  # fmt: skip


def _payment(slip: Slip) -> Table:
    assert slip.payment is not None
    if slip.paid is None:
        return Table(
            ("登记日", "股权", "凭证"),
            [[str(slip.payment.paid_on), percent(slip.payment.stake or 0), slip.payment.evidence]],
        )
    fen, kept, out = slip.paid
    return Table(
        ("支付日", "应发（元）", "代扣个人所得税（元）", "实发（元）"),
        [[str(slip.payment.paid_on), yuan(fen), "–" if kept is None else yuan(kept), yuan(out)]],
        figures=frozenset({1, 2, 3}),
    )


def _tax(slip: Slip, n: int) -> list[Text | Table]:
    """The conditions and what counts as wages; marked as an estimate."""
    taxed = slip.taxed
    if taxed is None or taxed.fen is None:
        return []
    marks = {True: "具备", False: "不具备", None: "没有弄清"}
    outputs = {o.name: o for o in taxed.relief.outputs}
    rows = [[outputs[name].zh, marks[outputs[name].value]] for name in CONDITIONS if name in outputs]
    counts = "减半" if taxed.relief.verdict is Verdict.MET else "全额"
    return [
        Text(f"{'一二三四五'[n - 1]}、个人所得税（估算，不是申报）", level=1),
        Text(f"按现在所知的条件，{counts}计入发放当月工资薪金：{yuan(taxed.fen)} 元。由单位代扣，税额以财务申报为准。"),
        Table(("财税〔2018〕58号的条件", "现在所知"), rows),
    ]
