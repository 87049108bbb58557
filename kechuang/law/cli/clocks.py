"""`kechuang law clock`: a clock rule for one case, or the bare counting of a period, with every step and its basis."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Annotated, Any

import typer

from kechuang.law.cli import given as g
from kechuang.law.cli.asking import answer, tell
from kechuang.law.cli.speaking import Json, Lang, Speaker, helped, refuse

if TYPE_CHECKING:
    from kechuang.law.calendar import Deadline, Workdays
    from kechuang.law.finding import Finding

Count = int | None
_NUMBER = "N"


def clock(
    rule: Annotated[str | None, typer.Argument(metavar="[RULE]", help=helped("期限规则", "A clock rule"))] = None,
    facts: g.FactsFile = None,
    fact: g.FactPairs = None,
    territory: g.Territory = None,
    on: g.On = None,
    as_of: Annotated[
        str | None,
        typer.Option("--as-of", metavar="DATE", help=helped("截至哪一天（默认今天）", "Seen from this day (today)")),
    ] = None,
    start: Annotated[
        str | None, typer.Option("--from", metavar="DATE", help=helped("起算之日", "Day of the event"))
    ] = None,
    days: Annotated[Count, typer.Option("--days", metavar=_NUMBER, help=helped("日", "Calendar days"))] = None,
    workdays: Annotated[
        Count, typer.Option("--workdays", metavar=_NUMBER, help=helped("工作日", "Working days"))
    ] = None,
    months: Annotated[Count, typer.Option("--months", metavar=_NUMBER, help=helped("月", "Months"))] = None,
    years: Annotated[Count, typer.Option("--years", metavar=_NUMBER, help=helped("年", "Years"))] = None,
    minimum: Annotated[
        bool, typer.Option("--minimum", help=helped("至少满这么久（公示），末日不顺延", "A minimum period (a notice)"))
    ] = False,
    over: Annotated[
        bool, typer.Option("--over", help=helped("超过这么久之后的第一天", "The first day over it"))
    ] = False,
    known_on: g.KnownOn = None,
    simulate: g.Simulate = False,
    reading: g.Readings = None,
    determinations: g.DeterminationsFile = None,
    as_json: Json = False,
    lang: Lang = None,
) -> None:
    """A clock rule for one case; or with --from the counting of a period; without either, the clock rules there are."""
    speaker = Speaker(lang)
    lengths = {"days": days, "workdays": workdays, "months": months, "years": years}
    if rule is None and start is None:
        if any(n is not None for n in lengths.values()):
            raise refuse("缺少起算之日 --from", "--from is missing: the day of the event")
        _list(speaker, as_json)
    elif rule is None:
        _count(speaker, str(start), lengths, minimum, over, known_on, as_json)
    elif start is not None:
        raise refuse("规则和 --from 只能给一个", "give a rule or --from, not both")
    else:
        given = g.placed(g.facts_given(facts, fact), territory, on)
        _rule(speaker, rule, given, as_of, (known_on, simulate, reading, determinations), as_json)


def _list(speaker: Speaker, as_json: bool) -> None:
    import kechuang.law.rules  # noqa: F401  the rule files register themselves
    from kechuang.law.rule import REGISTRY, RuleKind

    clocks = [rule for rule in REGISTRY.values() if rule.kind is RuleKind.CLOCK]
    if as_json:
        speaker.json([{"name": c.name, "label_zh": c.zh, "label_en": c.en, "module": c.module} for c in clocks])
        return
    heads = [speaker.pick("期限规则", "Clock"), speaker.pick("名称", "Label"), speaker.pick("领域", "Module")]
    speaker.table(heads, [(c.name, speaker.pick(c.zh, c.en), c.module) for c in clocks])


# -- a rule ------------------------------------------------------------------------------------------


def _rule(
    speaker: Speaker, rule: str, given: dict[str, Any], as_of: str | None, how: tuple[Any, ...], as_json: bool
) -> None:
    from kechuang.law import find_rule, link, load
    from kechuang.law.cli.today import today
    from kechuang.law.rule import RuleKind

    found, library = find_rule(rule), load()
    if found.kind is not RuleKind.CLOCK:
        raise refuse(
            f"{rule} 不是期限规则，用 kechuang law explain", f"{rule} is not a clock; use kechuang law explain"
        )
    if as_of is not None:
        if "as_of" in given:
            raise refuse("as_of 写了两次", "as_of is given twice")
        given["as_of"] = as_of
    done = str(found.outputs["done"].args[0].data.get("name", "")) if "done" in found.outputs else ""
    asks = "as_of" in link(found, library).facts
    if asks and _empty(given.get("as_of")) and _empty(given.get(done)):
        given["as_of"] = today().isoformat()
    finding, library = answer(rule, given, *how)
    data, sentence = _plainly(finding, given.get("as_of") if asks else None, not _empty(given.get(done)))
    if not as_json:
        speaker.line(speaker.pick(*sentence), "bold")
    tell(speaker, finding, library, as_json, {"clock": data})


def _empty(value: Any) -> bool:
    return value is None or not str(value).strip()


def _plainly(finding: Finding, as_of: Any, done: bool) -> tuple[dict[str, Any], tuple[str, str]]:
    """Due or overdue, as data and in a sentence.

    status: the verdict where there is no date; else in_time, done_late, too_early, overdue, due (not yet), or dated.
    """
    from kechuang.law.finding import Verdict
    from kechuang.law.present import verdict_words
    from kechuang.law.types import DATE, read

    due: dt.date | None = finding.value
    seen = None if done or _empty(as_of) else read(as_of, DATE, "as_of")
    outputs = {output.name: output.value for output in finding.outputs}
    data: dict[str, Any] = {"due": due.isoformat() if due else None, "as_of": seen.isoformat() if seen else None}

    def said(status: str, zh: str, en: str, days: int | None = None) -> tuple[dict[str, Any], tuple[str, str]]:
        return {**data, "status": status, "days": days}, (zh, en)

    if due is None:
        word, word_en = verdict_words(finding.verdict), verdict_words(finding.verdict, "en")
        return said(str(finding.verdict), f"没有日期：{word}", f"no date: {word_en}")
    if "early_days" in outputs:
        early = outputs["early_days"]
        if finding.verdict is Verdict.BREACHED:
            return said("too_early", f"{due} 起才可以；早了 {early} 日", f"not before {due}; {early} days early", early)
        if finding.verdict is Verdict.MET:
            return said("in_time", f"{due} 起才可以；没有提前", f"not before {due}; not early")
        return said("dated", f"{due} 起才可以", f"not before {due}")
    late = outputs.get("overdue_days")
    if finding.verdict is Verdict.MET:
        return said("in_time", f"最迟 {due}；已按时完成", f"due {due}; done in time")
    if finding.verdict is Verdict.BREACHED and done:
        return said("done_late", f"最迟 {due}；晚了 {late} 日完成", f"due {due}; done {late} days late", late)
    if finding.verdict is Verdict.BREACHED:
        return said(
            "overdue", f"最迟 {due}；截至 {seen} 已逾期 {late} 日", f"due {due}; {late} days overdue on {seen}", late
        )
    if seen is not None:
        left = (due - seen).days
        return said("due", f"最迟 {due}；截至 {seen} 还有 {left} 日", f"due {due}; {left} days left on {seen}", left)
    return said("dated", str(due), str(due))


# -- bare counting -------------------------------------------------------------------------------------


def _count(
    speaker: Speaker,
    start: str,
    lengths: dict[str, Count],
    minimum: bool,
    over: bool,
    known_on: str | None,
    as_json: bool,
) -> None:
    from kechuang.law.calendar import basis_title, default_workdays

    said = {unit: n for unit, n in lengths.items() if n is not None}
    if len(said) != 1:
        raise refuse(
            "--days、--workdays、--months、--years 给一个，也只给一个",
            "give one of --days, --workdays, --months, --years",
        )
    if minimum and over:
        raise refuse("--minimum 和 --over 只能给一个", "give --minimum or --over, not both")
    ((unit, n),) = said.items()
    most = {"days": 36_500, "workdays": 5_000, "months": 1_200, "years": 100}[unit]
    if not 1 <= n <= most:
        raise refuse(f"--{unit} 应为 1 至 {most} 的整数", f"--{unit} must be a whole number from 1 to {most}")
    if over and unit == "workdays":
        raise refuse("--over 不与工作日同用", "--over does not go with working days")
    first, known = g.a_day(start, "--from"), g.a_day(known_on, "--known-on")
    assert first is not None
    table = default_workdays().known_on(known) if known else default_workdays()
    made = _deadline(first, unit, n, minimum, over, table)
    opens = made.due + dt.timedelta(days=1) if minimum else None
    if as_json:
        speaker.json(
            {
                "from": first.isoformat(), "length": n, "unit": unit,
                "how": "minimum" if minimum else "over" if over else "act_within",
                "due": made.due.isoformat(), **({"opens": opens.isoformat()} if opens else {}),
                "provisional": made.provisional,
                "shifts": [
                    {
                        "kind": s.kind, "day": s.day.isoformat(), "text": speaker.pick(s.zh, s.en), "basis": s.basis,
                        "basis_text": basis_title(s.basis, "en" if speaker.lang == "en" else "zh"),
                    }
                    for s in made.shifts
                ],
            }
        )  # fmt: skip
        return
    head = {
        True: speaker.pick(f"至 {made.due} 届满", f"ends with {made.due}"),
        False: speaker.pick(f"{made.due} 起", f"from {made.due}")
        if over
        else speaker.pick(f"最迟 {made.due}", f"due {made.due}"),
    }[minimum]
    mark = speaker.pick("〔暂定〕", " [provisional]") if made.provisional else ""
    more = speaker.pick(f"；{opens} 起可以办下一步", f"; the next step is possible from {opens}") if opens else ""
    speaker.line(f"{head}{mark}{more}", "bold")
    for s in made.shifts:
        basis = basis_title(s.basis, "en" if speaker.lang == "en" else "zh")
        speaker.line(f"  {s.day}  {speaker.pick(s.zh, s.en)}  [{basis}]")


def _deadline(first: dt.date, unit: str, n: int, minimum: bool, over: bool, table: Workdays) -> Deadline:
    from kechuang.law import calendar

    length: dict[str, Any] = {unit: n}
    if over:
        return calendar.opens_after_over(first, **length)
    if minimum:
        return calendar.minimum_period(first, **length, workdays_table=table)
    return calendar.act_within(first, **length, workdays_table=table)
