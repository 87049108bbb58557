"""A province's year of evaluation: python -m bench.evaluation [--small] [--keep FOLDER]

1,000 platforms of three classes, 60 indicators each, seven experts on every panel: 420,000 points. Measured: the scores taken over,
contests closed, grades proposed, settled, noticed and published with all that follows by law; then the pages of the round.
Goals: 30 seconds for the round by the clock; 80 ms at the 95th percentile for pages. Exit 1 when one is missed.
"""

from __future__ import annotations

import argparse
import datetime as dt
import os
import sys
import time
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

from bench.evaluation_entry import entered
from bench.measure import HEAD, TIMES, Line, asking, load, server_seconds, summed, visited

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kechuang.settings.test")

CPU_GOAL = 20.0
GOAL, PAGE_GOAL = 30.0, 80.0
"""Seconds for the round; milliseconds for a page."""


def played(campaign: Any, by: Any, say: Callable[[str], None]) -> float:
    """The round by its own actions, from the end of scoring to the publication; seconds by the clock."""
    from django.db.models import Avg

    from kechuang.casework.cases.actions import find_action
    from kechuang.casework.cases.engine import perform
    from kechuang.casework.reviews.models import Score
    from kechuang.core import clock
    from kechuang.domains.evaluation.actions.grading import co_departments
    from kechuang.domains.evaluation.models import Evaluation

    whole = 0.0

    def do(name: str, data: dict[str, Any], day: dt.date | None = None) -> None:
        nonlocal whole
        start, python, server = time.perf_counter(), time.process_time(), server_seconds()
        with clock.moved_to(day or clock.today()):
            perform(find_action("evaluation.campaign", name), campaign.pk, data, by=by)
        took = time.perf_counter() - start
        whole += took
        say(
            f"  {name:<20}{took:7.2f} s by the clock, python {time.process_time() - python:.2f} s, "
            f"postgres {server_seconds() - server:.2f} s"
        )

    today = clock.today()
    do("finish_scoring", {})
    do("close_contest", {})
    Evaluation.objects.filter(campaign=campaign).update(veto=False, veto_note="没有")
    means = sorted(Score.objects.values("seat__panel").annotate(mean=Avg("points")).values_list("mean", flat=True))
    lines = {"good": f"{means[len(means) // 2]:.2f}", "qualified": f"{means[len(means) // 20]:.2f}"}
    kinds = ("basic_research", "technology_innovation", "innovation_service")
    given = {f"{part}_{kind}": value for kind in kinds for part, value in lines.items()}
    do("propose_grades", {**given, "failing": "unqualified", "reason": "评价办法", "tie_basic_research": "A01"})
    for name in co_departments():
        opinion = {"department": name, "stance": "agree", "source": "复函", "given_on": today}
        perform(find_action("evaluation.campaign", "record_opinion"), campaign.pk, opinion, by=by)
    decide_ties(campaign, by, do)
    meeting = {"leader": "分管副区长", "district_leader": True, "met_on": today, "document": "纪要1号"}
    do("settle_grades", meeting)
    do("publicise_results", {"notice_until": today + dt.timedelta(15), "procedure": "按评价办法"})
    do("publish", {}, today + dt.timedelta(16))
    whole += followed(say)
    posted(say)
    return whole


def posted(say: Callable[[str], None]) -> None:
    """What the round left behind, so that the seconds are those of a round that had consequences."""
    from kechuang.casework.inbox.models import Todo
    from kechuang.domains.evaluation.models import Effect
    from kechuang.domains.funding.models import FundRequest

    kinds = Counter(Effect.objects.values_list("kind", flat=True))
    say(f"  effects: {', '.join(f'{n} {kind}' for kind, n in sorted(kinds.items()))}")
    awards, cuts = FundRequest.objects.filter(request_kind="award"), Todo.objects.filter(name="apply_result")
    say(f"  asked of the treasury: {awards.count()} awards, {cuts.count()} cuts")


def followed(say: Callable[[str], None]) -> float:
    """What the worker does after the publication: the effects, part by part; seconds by the clock."""
    from kechuang.casework.cases import longsteps
    from kechuang.casework.cases.models import LongStep

    whole = 0.0
    for step in LongStep.objects.exclude(state="done"):
        kind = longsteps.kind_of(step.name)
        start, python, server = time.perf_counter(), time.process_time(), server_seconds()
        while longsteps._next(step.pk, kind):
            step.refresh_from_db()
            say(f"    {step.name}: {step.done:,} of {step.total:,}")
        took = time.perf_counter() - start
        whole += took
        say(
            f"  {'effects':<20}{took:7.2f} s by the clock, python {time.process_time() - python:.2f} s, "
            f"postgres {server_seconds() - server:.2f} s"
        )
    return whole


def decide_ties(campaign: Any, by: Any, do: Callable[..., None]) -> None:
    """Whoever stands equal across the cut is put in an order, as a leader would."""
    from kechuang.domains.evaluation.queries.grading import graded, lines_of

    undecided = [row["platform"] for row in graded(campaign, lines_of(campaign)).rows if row["undecided"]]
    for place, evaluation in enumerate(undecided, start=1):
        do("decide_tie", {"evaluation": evaluation, "place": place, "reason": "成果转化收入"})


def pages(campaign: Any, by: Any) -> list[Line]:
    """The pages of the round as the department opens them."""
    from django.urls import reverse

    get = asking(by)
    numbers = list(campaign.evaluations.order_by("pk").values_list("number", flat=True)[: TIMES + 3])
    found = {
        "campaign": [reverse("case", args=[campaign.number])],
        "evaluation": [reverse("case", args=[number]) for number in numbers],
        "list of evaluations": [reverse("evaluations")],
        "list, sorted by score": [f"{reverse('evaluations')}?sort=-score"],
        "simulator": [reverse("evaluation-simulator", args=[campaign.number])],
    }
    return [visited(name, "leader", PAGE_GOAL, get, urls) for name, urls in found.items()]


def main() -> int:
    """Fill, play, measure; 1 where a goal is missed."""
    parser = argparse.ArgumentParser(prog="python -m bench.evaluation")
    parser.add_argument("--small", action="store_true", help="a twentieth of the platforms")
    parser.add_argument("--keep", type=Path)
    asked = parser.parse_args()
    from bench.evaluation_data import Year, fill_year
    from bench.office import database, say

    year = Year(platforms=50) if asked.small else Year()
    with database(asked.keep, f"evaluation{'-small' * asked.small}", lambda: fill_year(year, say)):
        from kechuang.casework.parties.models import User
        from kechuang.domains.evaluation.models import Campaign

        by = User.objects.get(username="evaluating-leader")
        campaign = Campaign.objects.get()
        say(load())
        took = 0.0
        if campaign.state == "scoring":
            entered(campaign, by, say)
            python, server = time.process_time(), server_seconds()
            took = played(campaign, by, say)
            say(
                f"processor: python {time.process_time() - python:.1f} s, postgres {server_seconds() - server:.1f} s "
                f"(goal {CPU_GOAL:.0f} s together)"
            )
            say(f"round of {year.platforms:,} platforms: {took:.1f} s by the clock (goal {GOAL:.0f} s)")
        say(HEAD)
        lines = pages(Campaign.objects.get(), by)
        for line in lines:
            say(str(line))
        return max(summed(lines, say), int(took > GOAL))


if __name__ == "__main__":
    with suppress(BrokenPipeError):
        sys.exit(main())
