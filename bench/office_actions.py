"""How long actions take through the engine, with everything they write: state, timeline, history, clocks, to-dos, search."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from bench.measure import TIMES, Line, timed

GOAL = 30.0


def actions(clerk: Any, drafter: Any) -> Iterator[Line]:
    """From the registration of a platform to the filing of its agreement, each by a person entitled to it."""
    from kechuang.casework.cases.actions import find_action
    from kechuang.casework.cases.engine import perform
    from kechuang.casework.cases.models import Case
    from kechuang.casework.parties.models import Organisation
    from kechuang.casework.parties.reach import reach_of
    from kechuang.core import clock
    from kechuang.domains.platforms.models import Platform

    today = str(clock.today())
    park = next(iter(reach_of(drafter).organisations))
    region = Organisation.objects.get(pk=park).region_id
    university = Organisation.objects.get_or_create(name="测速大学", kind="university", region_id=region)[0].pk
    count = range(TIMES + 3)

    def platform(n: int) -> dict[str, Any]:
        return {
            "title": f"测速纺织研究院{n}", "region": region, "platform_class": "technology_innovation",
            "origin": "publicly_funded", "legal_form": "public_institution", "founders": [university],
            "introducing_entity": park, "founded_on": "2024-05-01", "fields_of_industry": "纺织；材料",
        }  # fmt: skip

    def agreement(of: int) -> dict[str, Any]:
        return {
            "title": "测速共建协议", "platform": of, "support_mode": "fixed_support", "starts_on": today,
            "ends_on": f"{clock.today().year + 4}-12-31", "amount_1": "1000000.00", "amount_2": "2500000.50",
            **{f"topic_{name}": "已约定" for name in ("support", "construction", "talent", "transformation", "incubation")},
        }  # fmt: skip

    made: list[int] = []

    def does(action: str, case: int | None, data: dict[str, Any], by: Any) -> Callable[[], Any]:
        kind, _dot, name = action.rpartition(".")
        found = find_action(f"platforms.{kind}", name)

        def call() -> None:
            done = perform(found, case, data, by=by)
            if case is None:
                made.append(done.case.pk)

        return call

    def line(action: str, calls: list[Callable[[], Any]], by: str) -> Line:
        return timed(f"action: {action}", by, GOAL, calls)

    yield line("register a platform", [does("platform.register", None, platform(n), clerk) for n in count], "clerk")
    platforms, made = made, []
    yield line(
        "correct the registry",
        [does("platform.revise", p, platform(n), clerk) for n, p in enumerate(platforms)],
        "clerk",
    )
    yield line(
        "draft an agreement", [does("agreement.draft", None, agreement(p), drafter) for p in platforms], "drafter"
    )
    drafts, made = made, []
    consult = {"reply_by": str(clock.today().replace(year=clock.today().year + 1))}
    yield line("consult departments", [does("agreement.consult", c, consult, drafter) for c in drafts], "drafter")
    assert Platform.objects.filter(pk__in=platforms).count() == len(platforms)  # what was measured was done
    own = reach_of(drafter).organisations
    waiting = list(Case.objects.filter(owner_id__in=own, state="signing").values_list("pk", flat=True)[: TIMES + 3])
    if len(waiting) <= TIMES:
        raise SystemExit("Too few agreements are left to sign: each run signs some. Fill a new database.")
    sign = {"signatory": "王某", "signed_on": today}
    yield line("sign, the last", [does("agreement.sign", c, sign, drafter) for c in waiting], "drafter")
    yield line("file", [does("agreement.file", c, {"filed_on": today}, drafter) for c in waiting], "drafter")
