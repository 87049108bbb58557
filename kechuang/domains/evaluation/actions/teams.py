"""Writers of teams: registered, their years recorded, balance confirmed; after the years an exit review, never an exit by itself."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kechuang.casework.cases.actions import Ask, Start, Stop, action
from kechuang.casework.cases.forms import NoteForm
from kechuang.casework.cases.law import ask
from kechuang.casework.cases.standard import attachment_for, determination_for
from kechuang.casework.obligations import services as obligations
from kechuang.casework.obligations.models import Obligation
from kechuang.casework.parties.models import Organisation
from kechuang.core import clock
from kechuang.core.permissions import Ground, Refusal
from kechuang.core.words import in_chinese
from kechuang.domains.evaluation.actions.who import (
    EVALUATED,
    EVALUATOR,
    LEADER,
    evaluated,
    evaluating_leader,
    evaluator,
)
from kechuang.domains.evaluation.facts.teams import AMOUNTS, QUESTION, team_facts
from kechuang.domains.evaluation.forms import teams as forms
from kechuang.domains.evaluation.models import Team, TeamYear
from kechuang.domains.platforms.queries.offices import departments_over
from kechuang.law import Finding, Verdict

Data = Mapping[str, Any]
CITES = ["binjiang-2023:s3.2.b", "binjiang-2023:s1.2.i2"]
CLOCK, BALANCE = "team_balance_due", "team_self_balance"


def _clock_facts(team: Team, data: Data) -> dict[str, Any] | None:
    """No clock where no text asks a team to balance itself."""
    given = team_facts(team)
    silent = ask(team, CLOCK, given).verdict in (Verdict.NOT_APPLICABLE, Verdict.NO_LAW_FOUND)
    return None if silent else given


@action(
    Team,
    label=_("登记引进团队"),
    creates=True,
    by=evaluated | evaluator,
    who=EVALUATED,
    form=forms.TeamForm,
    cites=CITES,
    starts=[Start(CLOCK, owner=lambda case, data: case.owner, facts=_clock_facts, settled_by="confirm_balance")],
)
def register_team(team: Team, *, data: Data, by: Any) -> None:
    """A team the platform brought in; where a text says so, its years to balance begin that day."""
    platform = data["platform"]
    team.platform, team.owner, team.region = platform, platform.owner, platform.region
    for name in ("title", "leader", "direction", "introduced_on", "document"):
        setattr(team, name, data[name])


@action(
    Team,
    label=_("登记年度收支"),
    stays=("running", "balanced", "review", "kept"),
    by=evaluated | evaluator,
    who=EVALUATED,
    form=forms.YearForm,
    cites=CITES,
    main=True,
)
def record_year(team: Team, *, data: Data, by: Any) -> Callable[[], None]:
    """What the three sources brought in a year, and what the team cost."""

    def finish() -> None:
        given = {name: data[name] for name in AMOUNTS} | {"recorded_by": by}
        TeamYear.objects.update_or_create(team=team, year=data["year"], defaults=given)

    return finish


def _balances(team: Team, *, data: Data, by: Any) -> Finding | Refusal:
    """By the figures of the year named, what came in covers the costs."""
    year = team.years.get(year=data["year"])
    finding = ask(team, BALANCE, team_facts(team, year))
    balanced = next((output.value for output in finding.outputs if output.name == "balanced"), None)
    if balanced is False:
        over = any(used.id == QUESTION and used.choice == "all_years" for used in finding.interpretations)
        words = (
            gettext("引进以来三项来源的收入合计没有覆盖支出") if over else gettext("这一年度三项来源的收入没有覆盖支出")
        )
        return Refusal(Ground.LAW, words, finding.citations, finding=finding, errors={"year": [words]})
    return finding


def _last_day(team: Team, data: Data) -> dt.date:
    return min(dt.date(int(data["year"]), 12, 31), clock.today())


@action(
    Team,
    label=_("认定自我平衡"),
    moves={"running": "balanced", "review": "balanced", "kept": "balanced"},
    by=evaluator,
    who=EVALUATOR,
    form=forms.BalanceForm,
    law=_balances,
    law_needs_data=True,
    cites=CITES,
    stops=[Stop(CLOCK, done_on=_last_day)],
    settles=("conclude_review",),
)
def confirm_balance(team: Team, *, data: Data, by: Any) -> None:
    """The team balances itself by the figures of a year."""
    team.balanced_on = _last_day(team, data)


@action(
    Team,
    label=_("撤回平衡认定"),
    moves={"balanced": "running"},
    by=evaluator,
    who=EVALUATOR,
    form=NoteForm,
    cites=CITES,
    starts=[Start(CLOCK, owner=lambda case, data: case.owner, facts=_clock_facts, settled_by="confirm_balance")],
    hint=_("据以认定的收支有错：撤回以后可以更正，期限照旧"),
)
def withdraw_balance(team: Team, *, data: Data, by: Any) -> None:
    """The figures it rested on were wrong: the team is again within its years, and its clock runs on."""
    team.balanced_on = None


def _years_over(team: Team, *, data: Data, by: Any) -> Finding | Refusal | None:
    """Only when the years are over and it does not balance."""
    finding = ask(team, BALANCE, team_facts(team))
    if finding.verdict is Verdict.BREACHED:
        return None
    if finding.verdict is Verdict.NEEDS_DETERMINATION:
        return finding
    due = next((output.value for output in finding.outputs if output.name == "due"), None)
    opens = due + dt.timedelta(days=1) if isinstance(due, dt.date) and due >= clock.today() else None
    words = gettext("期限未满或者已自我平衡，不作退出评价")
    return Refusal(Ground.LAW, words, finding.citations, opens_on=opens, finding=finding)


def _offices(team: Team, data: Data) -> list[Organisation]:
    return departments_over(team.region_id, Organisation.Department.ST)[:1]


@action(
    Team,
    label=_("启动退出评价"),
    moves={"running": "review"},
    by=evaluator,
    who=EVALUATOR,
    law=_years_over,
    cites=CITES,
    asks=[Ask("conclude_review", to=_offices, text=_("对团队作综合评价"))],
    hint=_("期满仍未平衡才启动；评价之前不退出"),
)
def open_review(team: Team, *, data: Data, by: Any) -> None:
    """The years are over without balance: a review opens, and nothing ends by itself."""


@action(
    Team,
    label=_("作出退出评价结论"),
    moves={"review": ("exited", "kept")},
    by=evaluating_leader,
    who=LEADER,
    form=forms.ReviewForm,
    cites=CITES,
    settles=("conclude_review",),
    main=True,
)
def conclude_review(team: Team, *, data: Data, by: Any) -> Callable[[], None]:
    """An orderly exit or not, with reasons."""
    team.state, team.reasons, team.decided_on = data["outcome"], data["reasons"], clock.today()

    def finish() -> None:
        with in_chinese():
            reason = gettext("退出评价已有结论")
        for running in Obligation.objects.running().filter(case_id=team.pk, rule=CLOCK):
            obligations.waive(running, reason)

    return finish


attach_to_team = attachment_for(Team, evaluated | evaluator)
determine_team = determination_for(Team)
