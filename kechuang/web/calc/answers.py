"""The answer above the tree: the sentence, the figure and the picture, one builder a calculator."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from kechuang.core.money import yuan
from kechuang.core.ui.findings import COUNTED, STATE_WORDS, VERDICT_WORDS, Notes, badge, value_words
from kechuang.core.ui.parts import Badge, Cite, split_bar
from kechuang.core.words import day_words, either, in_clauses
from kechuang.law import Finding, Verdict
from kechuang.law.calendar import Shift
from kechuang.law.parameters import State
from kechuang.law.types import Kind
from kechuang.web.calc.pictures import Mark, notice_ruler, scale
from kechuang.web.calc.results import Result
from kechuang.web.law import shelf


def answer(name: str, result: Result) -> dict[str, Any]:
    """What the answer template of a calculator shows; `name` is its url name, empty for a single rule."""
    return _BUILDERS.get(name, any_rule)(result)


def any_rule(result: Result) -> dict[str, Any]:
    """One rule: its value, else its verdict in a word, then what is told with it."""
    main = result.main
    is_money = main.type.kind is Kind.FEN and isinstance(main.value, int)
    has_value = main.value is not None and main.type.kind is not Kind.FLAG
    words = value_words(main.value, main.type, shelf.library()) if has_value else str(VERDICT_WORDS[main.verdict])
    if isinstance(main.value, dt.date):
        words = day_words(main.value, year=True)
    return {
        "label": either(main.zh, main.en),
        "fen": main.value if is_money else None,
        "words": words,
        "word": not is_money,
        "law_day": law_day(result),
        "outputs": outputs(main),
    }


def outputs(finding: Finding) -> list[tuple[str, str]]:
    """The further values of a finding as label and words."""
    return [
        (
            str(COUNTED.get(o.name, either(o.zh, o.en))),
            value_words(o.value, o.type, shelf.library()) if o.state is State.KNOWN else str(STATE_WORDS[o.state]),
        )
        for o in finding.outputs
        if o.name not in COUNTED or o.value
    ]


def law_day(result: Result) -> dt.date | None:
    """The day whose law was applied, when the case names one."""
    facts = result.case.facts
    if result.case.readings.get("A04") == "contract_day":
        return facts.get("deal.contract_on") or result.case.on
    return facts.get("deal.received_on") or result.case.on


# -- reward -------------------------------------------------------------------------------------------


def reward(result: Result) -> dict[str, Any]:
    """The floor, and for a known net income the bar of who gets what of it."""
    shown = any_rule(result)
    main = result.main
    if main.type.kind is not Kind.FEN or main.value is None:
        return shown
    shown["label"] = _("奖励总额不得低于")
    net = next((o.value for o in main.outputs if o.name == "net_income"), None)
    if main.rule != "reward_pool_floor" or net is None:
        return shown
    paid, floor = result.case.facts.get("reward.paid"), main.value
    pool = floor if paid is None else paid
    shares = {name: (f.value if (f := result.of(name)) is not None else None) for name in _CLASSES}
    most, staff = (shares[name] or 0 for name in _CLASSES)
    rest = pool - most - staff
    parts = []
    if shares[_CLASSES[0]] is not None:
        parts.append(("a", _("主要贡献人员 不低于"), most, _("主要贡献人员")))
    if shares[_CLASSES[1]] is not None:
        parts.append(("b", _("转移机构与管理人员 不低于"), staff, ""))
    parts.append(
        (
            "c",
            _("其余奖励，单位自定") if parts else _("奖励，人员之间怎么分未查到规定"),
            rest,
            _("单位自定") if parts else _("奖励"),
        )
    )
    keeps = _("单位留存 不超过") if paid is None else _("单位留存")
    parts.append(("d", keeps, net - pool, _("单位留存")))
    label = in_clauses(f"{words} {yuan(fen)}" for _tone, words, fen, _text in parts)
    check = result.of("reward_pool_check")
    return {
        **shown,
        "net": net,
        "floor": floor,
        "paid": paid,
        "slider": {"min": floor / 100, "max": net / 100, "value": pool / 100} if net > floor else None,
        "split": split_bar(parts, _("净收入 %(net)s 的分配：%(parts)s") % {"net": yuan(net), "parts": label}),
        "paid_badge": badge(check) if check is not None and paid is not None else None,
        "shortfall": max(0, floor - paid) if paid is not None else 0,
        "outputs": [],
    }


_CLASSES = ("main_contributors_floor", "transfer_staff_floor")


# -- dates --------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Day:
    """One date of the answer: what it is, how far, how it was counted, its clauses."""

    label: str
    day: dt.date | None
    word: str
    badge: Badge | None
    away: int | None
    shifts: Sequence[Shift]
    cites: Sequence[Cite]
    outputs: Sequence[tuple[str, str]]

    @property
    def distance(self) -> int:
        return abs(self.away or 0)


def _day(finding: Finding, notes: Notes, today: dt.date | None) -> Day:
    value = finding.value if isinstance(finding.value, dt.date) else None
    settled = finding.verdict is Verdict.COMPUTED
    return Day(
        label=either(finding.zh, finding.en),
        day=value,
        word=str(VERDICT_WORDS[finding.verdict]),
        badge=None if settled and not finding.simulation else badge(finding),
        away=(value - today).days if value is not None and today is not None else None,
        shifts=[shift for step in finding.step.walk() for shift in step.shifts],
        cites=[notes.cite(c) for c in finding.step.cites[:3]],
        outputs=outputs(finding),
    )


def dates(result: Result) -> dict[str, Any]:
    """Each clock a line, the notice drawn day by day."""
    today = result.case.as_of or result.case.known_on
    notice = result.of("price_publicity")
    return {
        **any_rule(result),
        "days": [_day(f, result.notes, today) for f in result.findings],
        "ruler": notice_ruler(notice, result.case, today) if notice is not None else None,
        "today": today,
    }


# -- idle ---------------------------------------------------------------------------------------------


def idle(result: Result) -> dict[str, Any]:
    """How far up the ladder, and the three openings to scale."""
    today = result.case.as_of or result.case.known_on
    clocks = [f for f in result.findings if f.rule != "idle_ladder"]
    start = result.case.facts.get("idle.ip_right_on") or result.case.facts.get("idle.filed_on")
    marks = [
        Mark(either(f.zh, f.en).partition("：")[0].partition(": ")[0], f.value)
        for f in clocks
        if isinstance(f.value, dt.date)
    ]
    return {
        **any_rule(result),
        "days": [_day(f, result.notes, today) for f in clocks],
        "scale": scale(start, marks, today) if start is not None and marks else None,
        "today": today,
        "outputs": [],
    }


# -- quota --------------------------------------------------------------------------------------------

_KINDS = ("basic_research", "technology_innovation", "innovation_service")


def quota(result: Result) -> dict[str, Any]:
    """A row for each class: evaluated, quota, award; then one platform's budget of next year."""
    main = result.main
    shown = any_rule(result)
    told = {o.name: o.value for o in main.outputs}
    names = {
        "basic_research": _("基础研究型"),
        "technology_innovation": _("技术创新型"),
        "innovation_service": _("创新服务型"),
    }
    budget = result.of("next_year_budget")
    before = result.case.facts.get("budget.next_year_approved")
    return {
        **shown,
        "label": _("优秀奖励合计不超过"),
        "rows": [
            {
                "name": names[kind],
                "evaluated": result.case.facts.get(f"evaluation.{kind}_count"),
                "quota": told.get(f"{kind}_quota"),
                "award": told.get(f"{kind}_award"),
            }
            for kind in _KINDS
        ],
        "budget": {
            "badge": badge(budget),
            "before": before,
            "after": budget.value,
            "cut": before - budget.value,
            "cites": [result.notes.cite(c) for c in budget.step.cites],
            "grade": next((value_words(o.value, o.type) for o in budget.outputs if o.name == "grade"), ""),
        }
        if budget is not None and budget.value is not None and before is not None
        else None,
        "outputs": [],
    }


_BUILDERS: dict[str, Callable[[Result], dict[str, Any]]] = {
    "calc-reward": reward,
    "calc-dates": dates,
    "calc-idle": idle,
    "calc-quota": quota,
}
