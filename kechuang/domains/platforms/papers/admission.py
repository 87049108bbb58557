"""The decision on an application for admission as a paper: what was decided, why, by which clauses, with which money."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from kechuang.casework.documents.papers import Paper, Table, Text
from kechuang.casework.parties.models import Organisation
from kechuang.core import clock
from kechuang.core.money import money_capitals
from kechuang.domains.platforms.models import Admission, AdmissionBudget
from kechuang.domains.platforms.queries.offices import departments_over
from kechuang.law.library import load
from kechuang.law.model import Citation
from kechuang.law.present import citation_words

_GOVERNING = ("quzhou-2024:art9.p1", "quzhou-2024:art11.p1", "keqiao-2025-draft:s1.3.a", "keqiao-2025-draft:s1.3.c")


def decision_paper(admission: Admission) -> Paper:
    """Raises ValueError before there is a decision."""
    if admission.decided_on is None:
        raise ValueError("nothing is decided yet")
    admitted = admission.decision == Admission.Decision.ADMIT
    library = load()
    office = _office(admission)
    verb = "准入" if admitted else "不予准入"
    body: list[Text | Table] = [
        Text(f"你单位{_day(admission.submitted_on)}提出的{admission.title}准入申请（{admission.number}）收悉。"),
        Text("一、决定", level=1),
        Text(f"经研究，决定{verb}{admission.title}。" if admitted else f"经研究，决定对{admission.title}{verb}。"),
        Text("二、理由", level=1),
        Text(admission.reasons),
    ]
    if admission.exception_reason:
        body.append(Text(f"例外理由：{admission.exception_reason}"))
    if admitted:
        body += [Text("三、预算安排", level=1), *_budget(admission), Text("四、后续", level=1), Text(
            "公示期满无异议的，登记为筹建平台并起草共建协议；有异议的，办结异议后再定。"
        )]  # fmt: skip
    else:
        body += [Text("三、依据", level=1), Text("依据的条款见文末。补齐条件后可以重新申请。")]
    shelf = library.instruments
    places = [Citation.parse(c) for c in (admission.grounds or _GOVERNING)]
    cites = [c for c in places if shelf[c.instrument].governs(admission.region.prefix)]
    draft = bool(cites) and all(not shelf[c.instrument].binding for c in cites)
    return Paper(
        title=f"关于{verb}{admission.title}的决定", addressee=admission.owner.name, body=body, issuer=office,
        number=admission.number, signed_by=[office], dated=_day(admission.decided_on),
        notes=[citation_words(c, "zh", library) for c in cites],
        foot=f"{admission.number}　{clock.today()} 生成　法规版本 {library.fingerprint[:12]}",
        mark="征求意见稿，模拟" if draft else "",
    )  # fmt: skip


def _office(admission: Admission) -> str:
    """The department that decided: where the one who decided holds office, else that of the call."""
    if admission.call is not None:
        return admission.call.owner.name
    found = departments_over(admission.region_id, Organisation.Department.ST)
    return found[0].name if found else ""


def _budget(admission: Admission) -> list[Text | Table]:
    rows = list(admission.budget.all())
    if not rows:
        return [Text("预算尚未安排。")]
    labels = dict(AdmissionBudget.Source.choices)
    total = sum((row.amount for row in rows), Decimal(0))
    lines = [[str(row.year), str(labels[row.source]), f"{row.amount:,.2f}"] for row in rows]
    return [
        Table(("年度", "来源", "金额（元）"), [*lines, ["合计", "", f"{total:,.2f}"]], figures=frozenset({2})),
        Text(f"合计人民币{money_capitals(int(total * 100))}。"),
    ]


def _day(day: dt.date | None) -> str:
    return f"{day.year}年{day.month}月{day.day}日" if day is not None else ""
