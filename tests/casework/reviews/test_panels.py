"""A panel from its draw to its conclusion: seats, recusal, replacement, phases, sums, minutes."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.utils.translation import override

from kechuang.casework.cases.changes import changes_of
from kechuang.casework.cases.predicates import may_see
from kechuang.casework.documents.models import Document
from kechuang.casework.inbox.models import Message, Todo
from kechuang.casework.parties.models import Membership, Organisation, Role, UnitFact
from kechuang.casework.reviews import conflicts, daily, draw, queries, redrawing, schemes, services
from kechuang.casework.reviews.models import Conflict, Draw, Figure, Minutes, Panel, Receipt, Score, Seat, Skip
from kechuang.casework.reviews.panels import panels, review_sheet
from kechuang.core import clock
from kechuang.core.permissions import Refused
from tests.casework.office import act
from tests.casework.reviews.conftest import TRACKS, WHOLE, Pool, accepted, brought_to, scores_for, user_of


def _outs(panel: Panel) -> dict[str, str]:
    drawn = Draw.objects.get(panel=panel)
    return {drawn.names[key]: why for key, _stratum, why in drawn.excluded}  # type: ignore[misc]


def test_a_panel_is_drawn_and_anyone_can_draw_it_again(pool: Pool) -> None:
    panel = pool.open(TRACKS)
    assert sorted(s.side for s in panel.seats.all()) == [
        "enterprise",
        "government",
        "investment",
        "platform",
        "scientific",
    ]
    assert {s.track for s in panel.seats.filter(side__in=("enterprise", "investment"))} == {"investment_review"}
    found = redrawing.of(panel.number)
    assert found is not None
    assert found.same
    assert redrawing.keys_right(panel)
    again = Panel.objects.get(pk=panel.pk)
    act("reviews.panel.void", again, {"note": "重来"}, pool.leader)
    other = pool.open(TRACKS)
    assert Draw.objects.get(panel=other).seed == "seed"
    assert Draw.objects.get(panel=other).salt != Draw.objects.get(panel=panel).salt


def test_only_one_panel_of_a_purpose_runs_at_a_time(pool: Pool) -> None:
    pool.open()
    with pytest.raises(Refused) as refused:
        pool.open()
    assert "还没有结束" in refused.value.refusal.reason


def test_without_enough_experts_nothing_is_written(pool: Pool) -> None:
    with pytest.raises(Refused) as refused:
        pool.open(seats={"scientific": 7, "government": 1})
    assert "要 7 人，可抽 6 人" in refused.value.refusal.errors["seats"][0]
    assert not Panel.objects.exists()
    with pytest.raises(Refused):
        pool.open(seats={"investment": 1})


def test_a_field_narrows_the_field_experts(pool: Pool) -> None:
    lawyer = pool.add("律师", "scientific", "法律；新材料")
    panel = pool.open(seats={"scientific/law": 1, "scientific": 2}, fields=["new_materials"])
    seats = list(panel.seats.all())
    assert lawyer.pk in {s.expert_id for s in seats}
    assert len({s.expert_id for s in seats}) == 3, "the seat of the field is filled first"
    assert redrawing.of(panel.number).same  # type: ignore[union-attr]


def test_one_who_stands_at_one_place_in_two_orders_sits_where_they_were_drawn(
    pool: Pool, monkeypatch: pytest.MonkeyPatch
) -> None:
    lawyer = pool.add("律师", "scientific", "法律；新材料")
    monkeypatch.setattr(draw, "rank", lambda seed, stratum, key: key)  # the lawyer's key stands first everywhere
    monkeypatch.setattr(draw, "key_of", lambda salt, number: f"{number != lawyer.number:d}{number}"[:32])
    panel = pool.open(seats={"scientific/law": 1, "scientific": 2}, fields=["new_materials"])
    seat = panel.seats.get(expert=lawyer)
    assert (seat.stratum, seat.place) == ("scientific/law", 0)
    assert redrawing.of(panel.number).same  # type: ignore[union-attr]


def test_those_bound_to_a_party_stay_out_with_the_reason(pool: Pool) -> None:
    founder = pool.office.organisations["kq-university"]
    from kechuang.casework.cases.models import CaseParty

    CaseParty.objects.create(case_id=pool.subject.pk, organisation=founder, role="founder")
    e = pool.experts
    former = e["科研0"].person.user
    Membership.objects.create(
        user=former, organisation=founder, role=Role.RESEARCHER, valid_from=clock.today() - dt.timedelta(days=2000),
        valid_to=clock.today() - dt.timedelta(days=900),
    )  # fmt: skip
    Membership.objects.create(
        user=e["科研1"].person.user, organisation=founder, role=Role.RESEARCHER, valid_from="2010-01-01",
        valid_to="2015-01-01",
    )  # fmt: skip
    act(
        "reviews.expert.declare", e["科研2"],
        {"kind": "kinship", "person_name": "kq-professor", "valid_from": "2020-01-01", "source": "declared"},
        e["科研2"].person.user,
    )  # fmt: skip
    UnitFact.objects.create(
        organisation=pool.subject.owner, name="investors", value=[e["科研3"].organisation.name], valid_from="2020-01-01",
        evidence="章程",
    )  # fmt: skip
    sub = Organisation.objects.create(name="附属研究所", kind="enterprise", region_id="330603", parent=founder)
    type(e["科研4"]).objects.filter(pk=e["科研4"].pk).update(organisation=sub)
    with pytest.raises(Refused) as refused:
        pool.open()
    assert "可抽 2 人，另有 4 人" in refused.value.refusal.reason
    panel = pool.open(seats={"scientific": 2})
    outs = _outs(panel)
    assert outs == {
        e["科研0"].pk: "employment", e["科研2"].pk: "kinship", e["科研3"].pk: "investment", e["科研4"].pk: "employment",
    }  # fmt: skip
    assert {s.expert_id for s in panel.seats.all()} == {e["科研1"].pk, e["科研5"].pk}


def test_a_suspended_expert_is_not_drawn_until_the_suspension_ends(pool: Pool) -> None:
    expert = pool.experts["科研0"]
    until = clock.today() + dt.timedelta(days=5)
    act("reviews.expert.suspend", expert, {"note": "出国", "until": until.isoformat()}, pool.clerk)
    panel = pool.open(seats={"scientific": 5})
    assert expert.pk not in {s.expert_id for s in panel.seats.all()}
    with clock.moved_to(until):
        assert daily.run(clock.today()).resumed == 0
    with clock.moved_to(until + dt.timedelta(days=1)):
        assert daily.run(clock.today()).resumed == 1
        assert daily.run(clock.today()).resumed == 0
    expert.refresh_from_db()
    assert expert.state == "active"


def test_one_who_steps_back_is_replaced_by_the_next_of_the_same_order(pool: Pool) -> None:
    panel = pool.open()
    drawn = Draw.objects.get(panel=panel)
    order = [drawn.names[key] for key in drawn.order["scientific"]]
    seat = panel.seats.get(expert_id=order[0])
    suspended = pool.experts[next(n for n, e in pool.experts.items() if e.pk == order[3])]
    act("reviews.expert.suspend", suspended, {"note": "病假"}, pool.clerk)
    act("reviews.seat.recuse", seat, {"kind": "coauthorship", "note": "合作论文"}, user_of(seat))
    new = panel.seats.get(replaces=seat)
    assert (new.expert_id, new.place, new.label) == (order[4], 4, "D")
    assert Skip.objects.get(draw=drawn).why == "not_active"
    assert Conflict.objects.get(expert=seat.expert).organisation == pool.subject.owner
    assert redrawing.of(panel.number).same  # type: ignore[union-attr]
    assert redrawing.keys_right(panel)
    assert Todo.objects.open().for_user(user_of(new)).filter(case_id=new.pk).exists()
    assert not Todo.objects.open().for_user(user_of(seat)).exists()


def test_when_nobody_is_left_the_office_is_told_and_scoring_cannot_begin(pool: Pool) -> None:
    panel = pool.open(seats={"scientific": 6})
    seat = panel.seats.get(label="A")
    act("reviews.seat.decline", seat, {"note": "没空"}, user_of(seat))
    assert Message.objects.filter(user=pool.clerk, case_id=panel.pk, text__contains="无人可递补").exists()
    accepted(panel)
    with pytest.raises(Refused) as refused:
        act("reviews.panel.begin", panel, {}, pool.clerk)
    assert "还空 1 个席位" in refused.value.refusal.reason


def test_an_objection_upheld_takes_the_seat_and_is_recorded(pool: Pool) -> None:
    pool.subject.public = False
    pool.subject.save(update_fields=["public"])
    panel = accepted(pool.open())
    seat = panel.seats.get(label="A")
    data = {"objector": "某公司", "kind": "investment", "note": "持股"}
    with pytest.raises(Refused):
        act("reviews.seat.uphold", seat, data, pool.clerk)
    act("reviews.seat.uphold", seat, data, pool.leader)
    conflict = Conflict.objects.get(expert=seat.expert)
    assert (conflict.source, conflict.kind) == ("objection", "investment")
    assert "某公司" not in str(list(seat.timeline.values_list("data", flat=True)))
    assert not may_see(user_of(seat), pool.subject)


def test_a_reviewer_sees_the_case_while_they_sit(pool: Pool) -> None:
    pool.subject.public = False
    pool.subject.save(update_fields=["public"])
    panel = pool.open()
    seat = panel.seats.get(label="A")
    user = user_of(seat)
    assert not may_see(user, pool.subject)
    act("reviews.seat.accept", seat, {"no_conflict": True, "confidential": True}, user)
    assert may_see(user, pool.subject)
    act("reviews.seat.decline", seat, {"note": "病了"}, user)
    assert not may_see(user, pool.subject)
    assert may_see(user, seat), "one's own record stays"
    assert not may_see(user, panel)


def test_the_slow_are_reminded_and_then_replaced(pool: Pool) -> None:
    panel = pool.open(reply_by=clock.today() + dt.timedelta(days=3), score_by=clock.today() + dt.timedelta(days=8))
    late = panel.seats.get(label="A")
    for seat in panel.seats.exclude(pk=late.pk):
        act("reviews.seat.accept", seat, {"no_conflict": True, "confidential": True}, user_of(seat))
    assert daily.run(clock.today()).reminded == 0
    with clock.moved_to(panel.reply_by):
        day = daily.run(clock.today())
        assert (day.reminded, day.replaced) == (1, 0)
        assert daily.run(clock.today()).reminded == 0
    with clock.moved_to(panel.reply_by + dt.timedelta(days=1)):
        assert daily.run(clock.today()).replaced == 1
        new = panel.seats.get(replaces=late)
        assert new.due == clock.today() + dt.timedelta(days=3), "the one drawn later has as many days"
        late.refresh_from_db()
        assert late.state == "lapsed"
        with pytest.raises(Refused):
            act("reviews.seat.accept", late, {"no_conflict": True, "confidential": True}, user_of(late))
        accepted(panel)
        act("reviews.panel.begin", panel, {}, pool.clerk)
    with clock.moved_to(panel.score_by + dt.timedelta(days=1)):
        assert daily.run(clock.today()).replaced == 3
    assert redrawing.of(panel.number).same  # type: ignore[union-attr]


def test_scores_add_up_exactly(pool: Pool) -> None:
    panel = accepted(pool.open())
    act("reviews.panel.begin", panel, {}, pool.clerk)
    given = {"A": ("100", "10"), "B": ("50.5", "7.25"), "C": ("0", "0")}
    for label, (frontier, team) in given.items():
        seat = panel.seats.get(label=label)
        act("reviews.seat.submit", seat, {"points_frontier": frontier, "points_team": team}, user_of(seat))
    act("reviews.panel.discuss", panel, {}, pool.clerk)
    act("reviews.panel.settle", panel, {}, pool.clerk)
    changed = panel.seats.get(label="C")
    act("reviews.seat.revise", changed, {"points_frontier": "30", "points_team": "1"}, user_of(changed))
    assert queries.result(pool.subject, WHOLE).score is None
    chair = Panel.objects.get(pk=panel.pk).chair
    data = {"opinion": "changes", "opinion_text": "再议", "met_on": "2026-01-05", "place": "会议室"}
    act("reviews.panel.conclude", panel, data, user_of(chair))  # type: ignore[arg-type]
    found = queries.result(pool.subject, WHOLE)
    b = Fraction("50.5") / 3 + Fraction("72.5") * 2 / 3
    c = Fraction(30) / 3 + Fraction(10) * 2 / 3
    assert found.score == (100 + b + c) / 3
    assert found.by_criterion["frontier"] == Fraction("180.5") / 3
    assert (found.state, found.opinion, found.passed, found.refusal) == ("final", "changes", True, None)
    assert found.by_track == {"": found.score}


def test_tracks_are_weighed(pool: Pool) -> None:
    panel = brought_to(pool, "closed", TRACKS)
    found = queries.result(pool.subject, TRACKS)
    assert found.panel == panel
    assert found.score == found.by_track["scientific_review"] * Fraction(3, 5) + found.by_track[
        "investment_review"
    ] * Fraction(2, 5)


def test_before_the_end_there_is_a_refusal_and_no_score(pool: Pool) -> None:
    assert queries.result(pool.subject, WHOLE).state == "none"
    panel = brought_to(pool, "discussion")
    found = queries.result(pool.subject, WHOLE)
    assert (found.state, found.score, found.by_criterion, found.comments) == ("discussion", None, {}, ())
    assert found.refusal is not None
    assert str(found.refusal.cites[0]) == "keqiao-2025-draft:s1.3.b"
    assert "讨论" in found.refusal.reason
    assert panel.closed_on is None


def test_the_minutes_name_the_members_and_the_opinion_does_not(pool: Pool) -> None:
    from io import BytesIO

    from docx import Document as Word

    from kechuang.casework.documents.papers import to_docx, to_pdf
    from kechuang.casework.reviews import papers

    panel = brought_to(pool, "closed")
    minutes = Minutes.objects.get(panel=panel)
    assert {d.name for d in Document.objects.filter(case_id=panel.pk)} == {"评审纪要.docx", "评审纪要.pdf"}
    names = [s.expert.person.name for s in panel.seats.sitting()]
    word = Word(BytesIO(minutes.docx.content.read()))
    text = "\n".join(p.text for p in word.paragraphs) + "\n".join(
        c.text for t in word.tables for row in t.rows for c in row.cells
    )
    assert all(name in text for name in names)
    assert "三楼会议室" in text
    opinion = papers.opinion_paper(panel)
    told = to_docx(opinion)
    word = Word(BytesIO(told))
    shown = "\n".join(p.text for p in word.paragraphs)
    kept = word.core_properties
    pdf = to_pdf(opinion)
    for seat in panel.seats.all():
        person, home = seat.expert.person.name, seat.expert.organisation.name
        assert person not in shown
        assert home not in shown
        assert person not in (kept.author or "") + (kept.last_modified_by or "") + (kept.comments or "")
        assert person.encode("utf-16-be") not in pdf
        assert person.encode() not in pdf
    assert "有新意" in shown


def test_a_receipt_proves_what_was_handed_in(pool: Pool) -> None:
    from kechuang.casework.reviews import receipts

    panel = brought_to(pool, "submitted")
    seat = panel.seats.get(label="A")
    receipt = Receipt.objects.get(seat=seat)
    same, text = receipts.holds(receipt)
    assert same
    assert receipt.nonce in text
    entry = seat.timeline.get(action="submit")
    assert entry.data == {"receipt": receipt.digest}
    with pytest.raises(DatabaseError), transaction.atomic():
        Score.objects.filter(seat=seat).update(points=1)


def test_a_score_is_taken_in_its_phase_alone_by_the_database_itself(pool: Pool) -> None:
    panel = brought_to(pool, "drawn")
    seat = panel.seats.get(label="A")
    for phase in ("blind", "final"):
        with pytest.raises(DatabaseError), transaction.atomic():
            Score.objects.create(seat=seat, criterion="frontier", phase=phase, points=1, most=100)
    with pytest.raises(DatabaseError), transaction.atomic():
        Seat.objects.filter(pk=seat.pk).update(place=9)
    with pytest.raises(DatabaseError), transaction.atomic():
        Draw.objects.filter(panel=panel).update(seed="mine")
    with pytest.raises(DatabaseError), transaction.atomic():
        Panel.objects.filter(pk=panel.pk).update(criteria=[])


def test_words_that_give_the_expert_away_are_refused_at_their_field(pool: Pool) -> None:
    panel = brought_to(pool, "scoring")
    seat = panel.seats.get(label="A")
    data = scores_for(seat) | {"comment_team": f"我们{seat.expert.organisation.name}也做过"}
    with pytest.raises(Refused) as refused:
        act("reviews.seat.submit", seat, data, user_of(seat))
    assert list(refused.value.refusal.errors) == ["comment_team"]
    too_much = scores_for(seat) | {"points_team": "10.01"}
    with pytest.raises(Refused) as refused:
        act("reviews.seat.submit", seat, too_much, user_of(seat))
    assert list(refused.value.refusal.errors) == ["points_team"]


def test_comments_reach_the_applicant_without_names(pool: Pool) -> None:
    panel = brought_to(pool, "scoring")
    seats = list(panel.seats.order_by("label"))
    for seat, other in zip(seats, [*seats[1:], seats[0]], strict=True):
        home = other.expert.organisation.name
        data = scores_for(seat, comment=f"{other.expert.person.name}（{home}）也这样看")
        act("reviews.seat.submit", seat, data, user_of(seat))
    for step in ("discuss", "settle"):
        act(f"reviews.panel.{step}", panel, {}, pool.clerk)
    chair = Panel.objects.get(pk=panel.pk).chair
    data = {"opinion": "recommend", "opinion_text": "好", "met_on": "2026-01-05", "place": "会议室"}
    act("reviews.panel.conclude", panel, data, user_of(chair))  # type: ignore[arg-type]
    found = queries.result(pool.subject, WHOLE)
    assert [text for _c, text in found.comments] == ["（略）（（略））也这样看"] * 6
    assert [c for c, _text in found.comments] == ["frontier"] * 3 + ["team"] * 3


def test_fairness_counts_concluded_panels_alone(pool: Pool) -> None:
    from kechuang.casework.reviews import fairness

    panel = brought_to(pool, "final")
    assert not Figure.objects.exists()
    chair = panel.chair
    data = {"opinion": "recommend", "opinion_text": "好", "met_on": "2026-01-05", "place": "会议室"}
    act("reviews.panel.conclude", panel, data, user_of(chair))  # type: ignore[arg-type]
    figures = list(Figure.objects.order_by("total"))
    assert sum(f.deviation for f in figures) == 0
    load = fairness.of(figures[0].expert)
    assert (load.panels, load.this_year, load.deviation_text) == (1, 1, "-10.00")
    assert fairness.of(next(e for e in pool.experts.values() if not e.seats.exists())).deviation_text == "–"


def test_void_frees_the_subject_for_another_panel(pool: Pool) -> None:
    panel = brought_to(pool, "scoring")
    act("reviews.panel.void", panel, {"note": "事项撤回"}, pool.leader)
    assert {s.state for s in panel.seats.all()} == {"void"}
    assert queries.result(pool.subject, WHOLE).state == "none"
    assert pool.open().pk != panel.pk


def test_a_side_that_left_while_the_others_scored_is_missed_before_the_discussion(pool: Pool) -> None:
    pool.add("政府侧一人", side="government")
    panel = accepted(pool.open(seats={"scientific": 2, "government": 1}))
    act("reviews.panel.begin", panel, {}, pool.clerk)
    for seat in panel.seats.filter(side="scientific"):
        act("reviews.seat.submit", seat, scores_for(seat), user_of(seat))
    bond = {"kind": "kinship", "note": "亲属在申请单位"}
    while gone := panel.seats.filter(side="government", state__in=("asked", "accepted")).first():
        act("reviews.seat.recuse", gone, bond, user_of(gone))
    with pytest.raises(Refused) as refused:
        act("reviews.panel.discuss", panel, {}, pool.clerk)
    assert "政府侧没有人评分" in refused.value.refusal.reason


def test_those_known_by_name_alone_and_what_other_records_find_keep_experts_out(
    pool: Pool, monkeypatch: pytest.MonkeyPatch
) -> None:
    scheme = replace(schemes.purpose_of(WHOLE), names=lambda subject: ("何院长", "科研2"))
    schemes._PURPOSES[WHOLE] = scheme
    e = pool.experts
    kin = {"kind": "kinship", "person_name": "何院长", "valid_from": "2020-01-01", "source": "declared"}
    act("reviews.expert.declare", e["科研0"], kin, e["科研0"].person.user)

    def found(experts: Any, stake: conflicts.Stake, day: dt.date) -> Any:
        assert "何院长" in stake.names
        return [(e["科研1"].pk, conflicts.Bond("coauthorship", "found", "何院长"))]

    monkeypatch.setattr(conflicts, "_FINDERS", [found])
    panel = pool.open(seats={"scientific": 3})
    assert _outs(panel) == {e["科研0"].pk: "kinship", e["科研1"].pk: "coauthorship", e["科研2"].pk: "other"}


def test_what_is_kept_of_a_panel_is_chinese_and_told_in_the_readers_language(pool: Pool) -> None:
    with override("en"):
        panel = services.open_panel(pool.subject, "expert_opinion", by=pool.clerk, seats={"scientific": 2})
        assert panel.title.startswith(purpose_words("expert_opinion"))
        assert all("\u4e00" <= c["label"][0] <= "\u9fff" for c in panel.criteria), panel.criteria
        assert panel.seats.order_by("label")[0].title.startswith("专家A")
        assert all(word.isascii() for word in panel.criterion_words.values()), panel.criterion_words


def purpose_words(name: str) -> str:
    with override("zh-hans"):
        return str(schemes.purpose_of(name).label)


def test_the_timeline_tells_criteria_and_seats_in_words(pool: Pool) -> None:
    panel = pool.open(TRACKS)
    changed = changes_of(panel, list(panel.timeline.all()), pool.clerk)
    told = {change.label: change.after for found in changed.values() for change in found}
    assert told["评分标准"] == "前沿性、市场预期"
    assert told["各方面人数：政府侧"] == "1"
    assert "{" not in "".join(told.values())


def test_the_table_of_scores_leads_with_the_total_and_words_are_joined_by_criterion(pool: Pool) -> None:
    panel = brought_to(pool, "closed")
    sheet = panels.scores(panel, pool.clerk)
    assert sheet is not None
    assert list(sheet.head[:2]) == ["代号", "总分（百分制）"]
    assert [row[0] for row in sheet.rows] == ["A", "B", "C", "平均"]
    told = review_sheet(pool.subject, pool.clerk, WHOLE)
    assert told is not None
    assert str(told.text).count("前沿性：") == 1
