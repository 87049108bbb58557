"""A budget on its page: its lines, sums by source with what is spent, what the law says, its editions and its result."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from kechuang.casework.cases.law import ask
from kechuang.casework.ledger.panels import earmark_link, still_to_come
from kechuang.core.money import fen_of, yuan
from kechuang.core.ui.findings import badge
from kechuang.core.ui.parts import Badge
from kechuang.core.ui.sites import Fact, Sheet
from kechuang.core.words import either, in_clauses
from kechuang.domains.evaluation.models import Evaluation
from kechuang.domains.funding.facts.budgets import agreed_for, agreed_income, budget_facts, result_facts
from kechuang.domains.funding.models import Budget, BudgetLine, EditionLine
from kechuang.domains.funding.queries.lines import by_source, lacking, lines_of, source_words, total
from kechuang.domains.funding.queries.results import last_result
from kechuang.domains.platforms.panels.governance import chips, verdicts
from kechuang.domains.platforms.panels.words import day, link
from kechuang.law import Verdict

LAW = ("annual_budget", "budget_within_plan", "basic_research_share", "lump_sum_rules", "budget_binding")
MOST = 300


def money(amount: Decimal | None) -> str:
    """Yuan as read, a dash for none."""
    return "–" if amount is None else yuan(fen_of(amount))


def about(budget: Budget, user: Any) -> Sheet:
    """Whose budget it is, of which year, and what it starts from."""
    sums = total(lines_of(budget))
    facts = [
        Fact(_("平台"), budget.platform.title, url=reverse("case", args=[budget.platform.number])),
        Fact(_("年度"), str(budget.year)),
        Fact(_("收入合计"), fen_of(sums.income), kind="money"),
        Fact(_("支出合计"), fen_of(sums.spending), kind="money"),
        Fact(_("批准版次"), _("第 %(n)d 版") % {"n": budget.edition} if budget.edition else _("还没有批准")),
        Fact(_("批准日"), day(budget.approved_on)),
        Fact(_("支出标准"), {None: _("未定"), True: _("已建立"), False: _("没有建立")}[budget.standards]),
    ]
    if budget.resolution is not None:
        facts.append(Fact(_("审定预算的决议"), budget.resolution.number))
    if budget.previous is not None:
        facts.append(Fact(_("上年预算"), budget.previous.number, url=reverse("case", args=[budget.previous.number])))
    if budget.programme is not None:
        facts.append(Fact(_("保障方案"), budget.programme.number, url=reverse("case", args=[budget.programme.number])))
    return Sheet(_("预算"), facts=facts, text=budget.note)


def _table(budget: Budget, side: str, title: str) -> Sheet:
    lines = [line for line in lines_of(budget) if line.side == side]
    before = {}
    if budget.previous is not None:
        for old in budget.previous.lines.all():
            before[old.category, old.title] = old.amount if old.approved is None else old.approved
    rows = []
    for line in lines[:MOST]:
        changed = budget.edition and line.approved != line.amount
        name = line.title if not line.basic_research else _("%(title)s（基础研究）") % {"title": line.title}
        rows.append([
            str(line.position), str(line.get_category_display()), name, source_words(line),
            money(before.get((line.category, line.title))), money(line.amount),
            Badge("open", _("待批准")) if changed else money(line.approved), line.note or "–",
        ])  # fmt: skip
    whole = sum((line.amount for line in lines), Decimal(0))
    note = _("%(n)d 项，合计 %(sum)s 元") % {"n": len(lines), "sum": yuan(fen_of(whole))}
    if not rows:
        return Sheet(title, badge=Badge("open", _("还没有")), text=_("还没有填写项目；可以逐项填，也可以从表格导入。"))
    return Sheet(
        title, note=note, rows=rows, numeric=frozenset({0, 4, 5, 6}),
        head=[_("序号"), _("科目"), _("内容"), _("来源"), _("上年（元）"), _("金额（元）"), _("批准（元）"), _("测算依据")],
    )  # fmt: skip


def income(budget: Budget, user: Any) -> Sheet:
    """The income lines, beside last year's."""
    return _table(budget, BudgetLine.Side.INCOME, _("收入"))


def spending(budget: Budget, user: Any) -> Sheet:
    """The spending lines, beside last year's."""
    return _table(budget, BudgetLine.Side.SPENDING, _("支出"))


def sources(budget: Budget, user: Any) -> Sheet | None:
    """Source by source: what comes in, what is to be spent, what was set aside, came and is spent in the books."""
    lines = lines_of(budget)
    if not lines:
        return None
    marks = {(m.money, m.source_id): m for m in budget.marks.select_related("earmark__use")}
    rows = []
    for key, sums in by_source(lines).items():
        mark = marks.get(key)
        if sums.short:
            standing: Any = Badge("breach", _("支出多出 %(n)s 元") % {"n": yuan(fen_of(sums.short))})
        elif mark is None:
            standing = Badge("na", _("未设专款"))
        else:
            standing = earmark_link(mark.earmark)
        use = mark.earmark.use if mark is not None else None
        rows.append([
            source_words(sums.lines[0]), money(sums.income), money(sums.spending), standing,
            money(use.received if use else None), money(use.spent if use else None),
            money(use.received - use.spent if use else None),
            yuan(still_to_come(mark.earmark)) if mark is not None else "–", money(mark.rest if mark else None),
        ])  # fmt: skip
    why = lacking(budget)
    return Sheet(
        _("按来源"), rows=rows, numeric=frozenset({1, 2, 4, 5, 6, 7, 8}),
        head=[
            _("来源"), _("收入（元）"), _("支出（元）"), _("专款"), _("到账（元）"), _("已支出（元）"), _("到账结余（元）"),
            _("未到账（元）"), _("年末结余（元）"),
        ],
        badge=Badge("open", _("还不完整")) if why and not budget.edition else None, text="" if budget.edition else why,
        cites=chips(["keqiao-2025-draft:s3.2.a"], budget.region_id),
    )  # fmt: skip


def agreement(budget: Budget, user: Any) -> Sheet | None:
    """What the agreement promises for the year against what the budget plans of it."""
    promised = agreed_for(budget)
    if promised is None:
        return None
    planned = agreed_income(lines_of(budget))
    return Sheet(_("协议约定的支持"), facts=[
        Fact(_("%(year)d 年约定") % {"year": budget.year}, fen_of(promised), kind="money"),
        Fact(_("预算列入"), fen_of(planned), kind="money"),
        Fact(_("余额"), fen_of(promised - planned), kind="money",
             badge=Badge("breach", _("超出")) if planned > promised else Badge("met", _("在约定之内"))),
    ])  # fmt: skip


def in_law(budget: Budget, user: Any) -> Sheet | None:
    """What the law of the place asks of a budget."""
    facts = budget_facts(budget)
    growth = ask(budget, "budget_growth", facts) if "budget.this_year" in facts else None
    told = growth is not None and growth.verdict in (Verdict.MET, Verdict.BREACHED)
    sheet = verdicts(budget, LAW if not told else (*LAW, "budget_growth"), facts, _("法规怎么要求"))
    if sheet is None or not told:
        return sheet
    words = _(
        "“预算支持力度加大”说的是%(region)s全部平台的财政预算（本年 %(this)s 元，上年 %(last)s 元）：只作提示，不约束这一份预算。"
    )
    return replace(sheet, foot=words % {
        "region": either(budget.region.name, budget.region.name_en), "this": yuan(facts["budget.this_year"]),
        "last": yuan(facts["budget.last_year"]),
    })  # fmt: skip


def result(budget: Budget, user: Any) -> Sheet | None:
    """What the evaluation of the year before says, and what it does to this budget."""
    last = last_result(budget.platform_id, budget.year)
    if last is None:
        return None
    facts = [
        Fact(_("评价"), last.number, url=reverse("case", args=[last.number])),
        Fact(_("等次"), str(last.get_grade_display())),
    ]
    given = result_facts(budget, last)
    assert given is not None
    finding = ask(budget, "next_year_budget", given)
    text = ""
    if finding.verdict not in (Verdict.NOT_APPLICABLE, Verdict.NO_LAW_FOUND):
        done = budget.editions.filter(evaluation=last).exists()
        cut = finding.output("cut")
        if isinstance(cut, int):
            badge_ = Badge("met", _("已执行")) if done else _undone(budget, last) if cut else None
            facts.append(Fact(_("削减"), cut, kind="money", badge=badge_))
        if not done and isinstance(finding.value, int):
            facts.append(Fact(_("削减后的预算"), finding.value, kind="money"))
        text = in_clauses(either(r.zh, r.en) for r in finding.remarks)
    shown = badge(finding) if text else None
    return Sheet(
        _("上年评价结果"), facts=facts, text=text, badge=shown, cites=chips(finding.citations, budget.region_id)[:4]
    )


def _undone(budget: Budget, last: Evaluation) -> Badge:
    """A cut not made of this budget: still to be, or, once the year is settled, to be dealt with on its evaluation."""
    if budget.state != "closed":
        return Badge("open", _("待执行"))
    if last.effects.filter(kind="cut", done_on__isnull=False).exists():
        return Badge("met", _("已另行处理"))
    return Badge("open", _("已决算，不能再削减"))


def editions(budget: Budget, user: Any) -> Sheet | None:
    """Every time it was approved: by which procedure, why, and what it came to."""
    rows = [
        [
            str(e.number), str(e.get_procedure_display()), day(e.approved_on), str(e.approved_by), money(e.income),
            money(e.spending), e.document or "–", e.reason or "–",
        ]
        for e in budget.editions.select_related("approved_by")
    ]  # fmt: skip
    if not rows:
        return None
    return Sheet(
        _("批准的版次"), rows=rows, numeric=frozenset({0, 4, 5}),
        head=[_("版次"), _("程序"), _("批准日"), _("批准人"), _("收入（元）"), _("支出（元）"), _("文号"), _("理由")],
    )  # fmt: skip


def changes(budget: Budget, user: Any) -> Sheet | None:
    """Lines that came to different amounts in different editions, side by side."""
    if budget.edition < 2:
        return None
    numbers = [e.number for e in budget.editions.all()][-5:]
    amounts: dict[int, dict[int, Decimal]] = {}
    history = EditionLine.objects.filter(edition__budget=budget, edition__number__in=numbers)
    for of, number, amount in history.values_list("line", "edition__number", "amount"):
        amounts.setdefault(of, {})[number] = amount
    rows = []
    for line in lines_of(budget):
        of_line = amounts.get(line.pk, {})
        if len({of_line.get(n, Decimal(0)) for n in numbers}) > 1:
            rows.append([f"{line.position} {line.title}", *(money(of_line.get(n)) for n in numbers)])
    if not rows:
        return None
    head = [_("项目"), *(_("第 %(n)d 版（元）") % {"n": n} for n in numbers)]
    return Sheet(_("各版变化"), head=head, rows=rows, numeric=frozenset(range(1, len(head))))


def of_platform(platform: Any, user: Any) -> Sheet | None:
    """The budgets of a platform, the newest first."""
    rows = Budget.objects.visible_to(user).filter(platform=platform, withdrawn_on=None).order_by("-year")[:6]
    lines = []
    for budget in rows.prefetch_related("lines"):
        sums = total(budget.lines.all())
        lines.append(
            [
                link(budget.number, budget),
                str(budget.year),
                money(sums.income),
                money(sums.spending),
                budget.state_label,
            ]
        )
    if not lines:
        return None
    return Sheet(
        _("年度预算"), rows=lines, numeric=frozenset({2, 3}),
        head=[_("编号"), _("年度"), _("收入（元）"), _("支出（元）"), _("状态")],
    )  # fmt: skip
