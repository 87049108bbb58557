"""Payment terms: how they are written, what stands, what is due."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from kechuang.casework.inbox.models import Todo
from kechuang.core import clock
from kechuang.core.permissions import Refused
from kechuang.domains.transformations import due
from kechuang.domains.transformations.models import Term
from kechuang.domains.transformations.terms import Written, line_of, read_terms
from tests.casework.office import Office, act
from tests.domains.transformations.dealing import DEAL, fresh, performing


@pytest.mark.parametrize(
    ("line", "term"),
    [
        ("一次 100万元", Written("once", "一次", Decimal("1000000.00"))),
        (
            "分期 300,000.50元 2026-06-30 首付款",
            Written("instalment", "首付款", Decimal("300000.50"), None, dt.date(2026, 6, 30)),
        ),
        ("里程碑 200000 中试完成后三十日内", Written("milestone", "中试完成后三十日内", Decimal("200000.00"))),
        (
            "提成 3% 2026-12-31 销售额提成，每年结算",
            Written("royalty", "销售额提成，每年结算", None, 30_000, dt.date(2026, 12, 31)),
        ),
        ("royalty 0.25% net sales", Written("royalty", "net sales", None, 2_500)),
    ],
)
def test_a_line_reads_as_it_is_meant(line: str, term: Written) -> None:
    assert read_terms(line) == [term]


@pytest.mark.parametrize(
    "text",
    ["随便", "分期 首付款", "提成 30万元", "提成 0%", "提成 100.0001%", "提成 0.00001%", "分期 0", "分期 10 2026-02-30 二月",
     "一次 10万元\n分期 5万元", "分期 10元 " + "长" * 301],
)  # fmt: skip
def test_what_cannot_be_read_is_told(text: str) -> None:
    with pytest.raises(ValidationError):
        read_terms(text)


@given(
    kind=st.sampled_from(["once", "instalment", "milestone"]), fen=st.integers(1, 10**12),
    day=st.none() | st.dates(dt.date(2000, 1, 1), dt.date(2100, 1, 1)),
    text=st.text("首付尾款验收后三十日内", min_size=1, max_size=30),
)  # fmt: skip
def test_what_is_written_reads_back(kind: str, fen: int, day: dt.date | None, text: str) -> None:
    term = Written(kind, text, Decimal(fen).scaleb(-2), None, day)
    assert read_terms(line_of(term)) == [term]


TERMS = "分期 30万元 2026-01-31 首付款\n里程碑 20万元 中试完成\n提成 3% 2026-12-31 销售额提成"


@pytest.fixture
def deal(office: Office) -> Any:
    return performing(office, terms=TERMS)


def test_a_milestone_is_reached_once_and_then_stands(office: Office, deal: Any) -> None:
    term = deal.terms.get(kind="milestone")
    today = clock.today()
    data = {"term": term.pk, "on": today.isoformat(), "evidence": "中试验收报告", "due_on": "2027-01-15"}
    early = data | {"on": (today - dt.timedelta(days=1)).isoformat()}
    with pytest.raises(Refused) as caught:
        act(f"{DEAL}.reach_milestone", deal, early, office["manager"])
    assert "on" in caught.value.refusal.errors
    act(f"{DEAL}.reach_milestone", deal, data, office["manager"])
    term.refresh_from_db()
    assert (term.reached_on, term.due_on) == (today, dt.date(2027, 1, 15))
    with pytest.raises(Refused) as caught:
        act(f"{DEAL}.reach_milestone", deal, data, office["manager"])
    assert "term" in caught.value.refusal.errors
    changed = {"terms": "分期 30万元 2026-01-31 首付款\n里程碑 10万元 中试完成", "note": "补充协议"}
    with pytest.raises(Refused) as caught:
        act(f"{DEAL}.change_terms", deal, changed, office["manager"])
    assert "terms" in caught.value.refusal.errors


def test_terms_change_and_those_that_stay_keep_their_place(office: Office, deal: Any) -> None:
    first = deal.terms.get(position=1)
    lines = "分期 30万元 2026-01-31 首付款\n分期 70万元 2027-01-31 尾款"
    act(f"{DEAL}.change_terms", deal, {"terms": lines, "note": "补充协议"}, office["manager"])
    rows = list(fresh(deal).terms.all())
    assert rows[0].pk == first.pk
    assert [(t.position, t.amount) for t in rows] == [(1, 300_000), (4, 700_000)]


def test_what_is_due_is_brought_to_mind_and_late_is_late(office: Office, deal: Any) -> None:
    assert [one.left for one in due.payments(deal)] == [30_000_000, None]
    Todo.objects.filter(case_id=deal.pk).delete()
    assert due.remind(dt.date(2026, 1, 15)) == "0 payment(s) due"
    assert due.remind(dt.date(2026, 1, 16)) == "1 payment(s) due"
    todo = Todo.objects.get(case_id=deal.pk, name=due.TODO)
    assert "2026-01-31" in todo.text
    assert "late" not in todo.text_en
    assert (
        due.words(due.payments(deal)[0], dt.date(2026, 2, 2)) == "首付款：300,000.00 元应于 2026-01-31 到账，已迟 2 天"
    )


@pytest.mark.parametrize(
    ("received", "times", "expected"),
    [(0, 0, (dt.date(2024, 2, 29), None)), (5, 1, (dt.date(2025, 2, 28), None)), (9, 4, (dt.date(2028, 2, 29), None))],
)
def test_a_royalty_is_settled_year_by_year(received: int, times: int, expected: Any) -> None:
    found = due.next_of(Term(kind="royalty", rate=30_000, due_on=dt.date(2024, 2, 29), text="提成"), received, times)
    assert found is not None
    assert (found.on, found.left) == expected


def test_a_term_is_settled_by_what_came() -> None:
    term = Term(kind="instalment", amount=Decimal("100.00"), due_on=dt.date(2026, 1, 1), text="首付款")
    half = due.next_of(term, 5_000, 1)
    assert half is not None
    assert half.left == 5_000
    assert due.next_of(term, 10_000, 2) is None
    assert due.next_of(Term(kind="instalment", amount=Decimal("1.00"), text="未定"), 0, 0) is None
