"""Figures kept by the database say at any time what counting says: after every kind of change, and after a fold."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from decimal import Decimal
from typing import Any

from django.db import connection

from kechuang.casework.cases.models import Case
from kechuang.core import clock
from kechuang.domains.statistics import nightly
from kechuang.domains.statistics.models import Figure
from kechuang.domains.statistics.queries.counts import What, counts, total
from kechuang.domains.statistics.scope import Scope
from kechuang.domains.transformations.models import Transformation
from tests.casework.office import Office, act
from tests.domains.achievements.unit import KIND, SCREEN, disclosed, registered
from tests.domains.transformations.dealing import DEAL, performing, planned, priced, publicised, unit_of
from tests.domains.transformations.earning import received, reversed_

CITY = Scope(prefixes=frozenset({"3308"}))


def sums() -> dict[Any, tuple[int, Decimal]]:
    """What the rows of figures add up to, without what adds up to nothing."""
    found: dict[Any, tuple[int, Decimal]] = {}
    for f in Figure.objects.exclude(what=What.IDLE):
        n, amount = found.get(key := (f.what, f.region, f.state, f.mode, f.year), (0, Decimal(0)))
        found[key] = n + f.n, amount + f.amount
    return {key: value for key, value in found.items() if value != (0, Decimal(0))}


def agrees() -> dict[Any, tuple[int, Decimal]]:
    """The kept figures, after it is certain that counting anew gives the same."""
    kept = sums()
    nightly.figures(clock.today())
    assert sums() == kept
    return kept


def test_every_state_of_an_achievement_is_counted_once(office: Office) -> None:
    unit = unit_of(office)
    one = disclosed(office, unit)
    assert agrees() == {("achievement", "330802", "disclosed", "", None): (1, 0)}
    act(f"{KIND}.submit", one, {}, office["scientist"])
    registered(office, unit, title="又一项")
    assert agrees() == {
        ("achievement", "330802", "screening", "", None): (1, 0),
        ("achievement", "330802", "registered", "", None): (1, 0),
    }
    act(f"{KIND}.screen", one, SCREEN | {"state_secrets": "true"}, office["head"])  # restricted, and so confined
    assert agrees() == {("achievement", "330802", "registered", "", None): (1, 0)}


def test_deals_are_counted_by_state_mode_and_year_of_contract(office: Office) -> None:
    planned(office, title="甲")
    priced(office, price="200000", title="乙")
    publicised(office, price="300000.50", title="丙")
    performing(office, "transfer", price="400000", title="丁", signed_on=clock.today())
    year = clock.today().year
    kept = {key: value for key, value in agrees().items() if key[0] == "deal"}
    assert kept == {
        ("deal", "330802", "planned", "licence", None): (1, Decimal(0)),
        ("deal", "330802", "priced", "licence", None): (1, Decimal(200_000)),
        ("deal", "330802", "in_notice", "licence", None): (1, Decimal("300000.50")),
        ("deal", "330802", "performing", "transfer", year): (1, Decimal(400_000)),
    }


def test_a_price_changed_or_a_deal_withdrawn_moves_its_figure(office: Office) -> None:
    deal = priced(office, price="200000")
    Transformation.objects.filter(pk=deal.pk).update(price=Decimal(250_000))
    assert agrees()["deal", "330802", "priced", "licence", None] == (1, Decimal(250_000))
    act(f"{DEAL}.withdraw", deal, {"note": "不转了", "reason": "不转了"}, office["manager"])
    kept = agrees()
    assert ("deal", "330802", "priced", "licence", None) not in kept
    assert kept["deal", "330802", "withdrawn", "licence", None][0] == 1


def test_receipts_count_what_came_less_what_was_taken_back(office: Office) -> None:
    deal = performing(office, price="400000", signed_on=dt.date(2025, 3, 1))
    first = received(office, deal, "100000", "2025-06-01")
    second = received(office, deal, "50000.25", "2026-01-05")
    kept = agrees()
    assert kept["receipt", "330802", "", "licence", 2025] == (1, Decimal(100_000))
    assert kept["income", "330802", "", "licence", 2025][1] == first.income
    reversed_(office, first)
    kept = agrees()
    came = sum((amount for key, (_n, amount) in kept.items() if key[0] == "receipt"), Decimal(0))
    income = sum((amount for key, (_n, amount) in kept.items() if key[0] == "income"), Decimal(0))
    second.refresh_from_db()
    assert (came, income) == (Decimal("50000.25"), second.income)


def test_an_office_and_a_unit_are_told_the_same(office: Office) -> None:
    deal = performing(office, price="400000", signed_on=dt.date(2025, 3, 1))
    reversed_(office, received(office, deal, "100000", "2025-06-01"))
    received(office, deal, "70000", "2025-07-01")
    priced(office, price="7")
    registered(office, unit_of(office), title="另一项")
    own, city = (sorted(counts(scope), key=repr) for scope in (Scope(frozenset({deal.owner_id})), CITY))
    assert own == city
    assert total(own, What.DEAL) == (2, Decimal(400_007))
    assert total(own, What.RECEIPT)[1] == Decimal(70_000)
    assert counts(Scope()) == []


def test_a_case_moved_to_another_region_is_counted_there(office: Office) -> None:
    deal = priced(office, price="9")
    Case.objects.filter(pk=deal.pk).update(region_id="330603")
    assert agrees()["deal", "330603", "priced", "licence", None] == (1, Decimal(9))
    assert counts(CITY) == [c for c in counts(CITY) if c.what == What.ACHIEVEMENT]


def test_a_fold_leaves_one_row_of_each_kind(office: Office) -> None:
    for title in ("甲", "乙", "丙"):
        priced(office, price="1", title=title)
    assert Figure.objects.filter(what="deal").count() > 2
    nightly.figures(clock.today())
    rows = Counter((f.what, f.region, f.state, f.mode, f.year) for f in Figure.objects.all())
    assert set(rows.values()) == {1}


def test_figures_of_a_region_are_read_by_their_index(office: Office) -> None:
    """Whatever the table holds: the office of a district reads what is its own."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO statistics_figure (what, region, state, mode, n, amount) "
            "SELECT 'deal', (330000 + i % 900)::text, 'priced', 'licence', 1, 1 FROM generate_series(1, 20000) i"
        )
        cursor.execute("ANALYZE statistics_figure")
        cursor.execute(
            "EXPLAIN SELECT sum(n) FROM statistics_figure WHERE what = 'deal' AND region LIKE '330802%' AND what <> 'idle'"
        )
        plan = "\n".join(row[0] for row in cursor.fetchall())
    assert "figure_of_region" in plan
    assert "Seq Scan" not in plan
