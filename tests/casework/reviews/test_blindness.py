"""No score before its phase, no reviewer's name to the applicant: by role, over page, API, export, search and history."""

from __future__ import annotations

import io
import json
import re
import zipfile

import pytest
from django.test import Client
from django.urls import get_resolver

from kechuang.casework.cases.models import Case
from kechuang.casework.parties.models import User
from kechuang.casework.reviews.models import Figure, Panel, Receipt, Remark, Score
from kechuang.casework.search.models import Entry
from tests.casework.office import act
from tests.casework.reviews.conftest import WHOLE, Pool, brought_to, user_of

MARK = "绝密评语"
"""A word of every comment: where it shows, scores show."""
ROLES = (
    "kq-st_department-clerk", "kq-st_department-leader", "kq-finance_department-clerk", "kq-audit_department-leader",
    "kq-park-leader", "kq-professor", "kq-firm-member", "kq-manager", "kc-st_department-leader",
)  # fmt: skip


def _people(pool: Pool, panel: Panel) -> dict[str, User]:
    found = {name: pool.office[name] for name in ROLES}
    for seat in panel.seats.all():
        found[f"expert {seat.label}"] = user_of(seat)
    found["expert outside"] = next(e for e in pool.experts.values() if not e.seats.exists()).person.user
    return found


def _addresses(panel: Panel) -> list[str]:
    """Every page and endpoint that could tell something of a panel."""
    numbers = [panel.number, panel.subject.number, *panel.seats.values_list("number", flat=True)]
    cases = [f"/case/{n}/{tail}" for n in numbers for tail in (
        "", "?show=timeline", "?show=obligations", "?show=basis", "?show=documents", "submit/", "revise/", "say/",
        "papers/minutes.docx", "papers/opinion.docx", "papers/receipt.docx")]  # fmt: skip
    api = [f"/api/cases/{n}/{tail}" for n in numbers for tail in ("", "timeline", "documents")]
    lists = ["/panels/", "/seats/", "/experts/", "/panels/export.csv?all=1", "/seats/export.csv?all=1", "/fairness/"]
    return [
        *cases, *api, *lists, f"/draws/{panel.number}/", f"/api/draws/{panel.number}/", "/workbench/",
        f"/search/?q={panel.number}", f"/api/cases/?q={panel.number}", "/api/cases/?kind=seats",
    ]  # fmt: skip


def _told(client: Client, address: str) -> str:
    answer = client.get(address, follow=True)
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content  # type: ignore[attr-defined]
    if content[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(content)) as book:
            content = b"".join(book.read(name) for name in book.namelist())
    text = content.decode(errors="replace")
    return json.dumps(json.loads(text), ensure_ascii=False) if text.startswith("{") else text


def _shown_to(pool: Pool, panel: Panel, who: User, mark: str) -> list[str]:
    client = Client()
    client.force_login(who, backend="django.contrib.auth.backends.ModelBackend")
    return [
        a for a in _addresses(panel) if mark in _told(client, a).replace(f"q={mark}", "").replace(f'value="{mark}"', "")
    ]


def test_blind_scores_are_seen_by_nobody_but_their_giver(pool: Pool) -> None:
    panel = brought_to(pool, "submitted", comment=MARK)
    for name, user in _people(pool, panel).items():
        rows = set(Score.objects.visible_to(user).values_list("seat__label", flat=True))
        own = {name.removeprefix("expert ")} if name.startswith("expert ") and name != "expert outside" else set()
        assert rows == own, name
        assert not Score.objects.opened().exists()
        if name in ("kq-st_department-leader", "kq-park-leader", "kq-manager", "expert outside"):
            assert _shown_to(pool, panel, user, MARK) == [], name
    giver = panel.seats.get(label="A")
    seen = _shown_to(pool, panel, user_of(giver), MARK)
    assert seen, "one's own is shown to oneself"
    assert all(giver.number in address for address in seen)


@pytest.mark.parametrize("phase", ["scoring", "final"])
def test_one_mark_is_found_by_its_giver_alone_over_pages_api_exports_and_search(pool: Pool, phase: str) -> None:
    """By role, before the phase is over: the office that runs the panel, the chair, the other experts, the applicant,
    every other office, the foreign district and the public. What is looked for is asked of the search, too."""
    panel = brought_to(pool, phase, comment="先前")
    giver = panel.seats.get(label="A")
    points = {"points_frontier": "97.31", "points_team": "9.73", "comment_frontier": MARK, "comment_team": MARK}
    act("reviews.seat.submit" if phase == "scoring" else "reviews.seat.revise", giver, points, user_of(giver))
    people = _people(pool, panel)
    own = people.pop("expert A")
    exports = [
        f"/{name}/export.{form}?all=1"
        for name in ("panels", "seats", "experts", "platforms")
        for form in ("csv", "xlsx")
    ]
    searches = [f"/{kind}{MARK}" for kind in ("search/?q=", "api/cases/?q=", "seats/?q=", "panels/?q=")]
    numbers = [panel.number, *panel.seats.values_list("number", flat=True)]
    readers: dict[str, Client] = {name: Client() for name in (*people, "nobody")}
    for name, client in readers.items():
        if name != "nobody":
            client.force_login(people[name], backend="django.contrib.auth.backends.ModelBackend")
        inside = name in ("expert B", "kq-st_department-clerk", "kq-manager")
        for address in (*exports, *(_addresses(panel) if inside else ())):
            told = _told(client, address)
            for mark in (r"(?<![\d.])97\.31(?!\d)", r"(?<![\d.])9\.73(?!\d)", MARK):  # a number, not a part of a time
                assert not re.search(mark, told), (name, address, mark)
        for address in searches:
            told = _told(client, address)
            assert not any(number in told for number in numbers), (name, address)
    assert f"/case/{giver.number}/" in _shown_to(pool, panel, own, "97.31")


def test_an_anonymous_reader_finds_the_draw_and_nothing_else(pool: Pool) -> None:
    panel = brought_to(pool, "closed", comment=MARK)
    client, names = Client(), [s.expert.person.name for s in panel.seats.all()]
    for address in _addresses(panel):
        told = _told(client, address)
        assert not any(name in told for name in names), address
        assert MARK not in told, address
    assert "重抽结果相同" in _told(client, f"/draws/{panel.number}/")
    assert json.loads(_told(client, f"/api/draws/{panel.number}/"))["same"] is True


def test_in_the_discussion_members_see_blind_scores_by_letter(pool: Pool) -> None:
    panel = brought_to(pool, "discussion", comment=MARK)
    seat, other = panel.seats.get(label="A"), panel.seats.get(label="B")
    act("reviews.seat.say", seat, {"text": "我认为可行"}, user_of(seat))
    people = _people(pool, panel)
    assert Score.objects.visible_to(people["expert B"]).count() == 6
    assert Remark.objects.visible_to(people["expert B"]).count() == 1
    client = Client()
    client.force_login(people["expert B"], backend="django.contrib.auth.backends.ModelBackend")
    page = _told(client, f"/case/{other.number}/")
    assert MARK in page
    assert "我认为可行" in page
    assert seat.expert.person.name not in page
    assert Score.objects.visible_to(people["kq-st_department-clerk"]).count() == 6
    for name in ("kq-finance_department-clerk", "kq-park-leader", "kq-professor", "kq-manager", "expert outside",
                 "kc-st_department-leader"):  # fmt: skip
        assert not Score.objects.visible_to(people[name]).exists(), name
        assert not Remark.objects.visible_to(people[name]).exists(), name
        assert _shown_to(pool, panel, people[name], MARK) == [], name


def test_final_scores_stay_hidden_until_the_conclusion(pool: Pool) -> None:
    panel = brought_to(pool, "final", comment="先前")
    seat = panel.seats.get(label="A")
    data = {"points_frontier": "99.25", "points_team": "9.75", "comment_team": MARK}
    act("reviews.seat.revise", seat, data, user_of(seat))
    for name, user in _people(pool, panel).items():
        finals = Score.objects.visible_to(user).filter(phase="final")
        assert finals.count() == (2 if name == "expert A" else 0), name
    for name in ("kq-st_department-leader", "kq-st_department-clerk"):
        assert _shown_to(pool, panel, pool.office[name], MARK) == []
    assert _shown_to(pool, panel, user_of(panel.seats.get(label="B")), MARK) == []


def test_who_reviews_is_known_to_the_office_alone(pool: Pool) -> None:
    panel = brought_to(pool, "closed")
    person = panel.seats.get(label="A").expert.person.name
    people = _people(pool, panel)
    for name in ("kq-finance_department-clerk", "kq-park-leader", "kq-professor", "kq-firm-member", "kq-manager"):
        assert _shown_to(pool, panel, people[name], person) == [], name
        assert not Figure.objects.visible_to(people[name]).exists()
    seen = _shown_to(pool, panel, people["expert B"], person)
    assert seen == [] or all("papers/minutes" in a for a in seen)
    assert f"/case/{panel.number}/" in _shown_to(pool, panel, people["kq-st_department-clerk"], person)


def test_who_chaired_is_not_named_to_the_other_experts(pool: Pool) -> None:
    panel = brought_to(pool, "closed")
    assert panel.chair is not None
    other = panel.seats.exclude(pk=panel.chair.pk).filter(state="done").first()
    assert other is not None
    seen = _shown_to(pool, panel, user_of(other), panel.chair.expert.person.name)
    assert all("papers/minutes" in address for address in seen), seen


def test_an_expert_who_left_sees_nothing_more(pool: Pool) -> None:
    panel = brought_to(pool, "scoring")
    seat = panel.seats.get(label="A")
    user = user_of(seat)
    act("reviews.seat.decline", seat, {"note": "病了"}, user)
    new = panel.seats.get(replaces=seat)
    act("reviews.seat.accept", new, {"no_conflict": True, "confidential": True}, user_of(new))
    from tests.casework.reviews.conftest import scores_for

    for other in panel.seats.filter(state="accepted"):
        act("reviews.seat.submit", other, scores_for(other, 0.7, MARK), user_of(other))
    act("reviews.panel.discuss", panel, {}, pool.clerk)
    assert not Score.objects.visible_to(user).exists()
    assert _shown_to(pool, panel, user, MARK) == []


def test_one_who_replaces_another_does_not_learn_whom(pool: Pool) -> None:
    panel = brought_to(pool, "drawn")
    seat = panel.seats.get(label="A")
    act("reviews.seat.recuse", seat, {"kind": "kinship", "note": "亲属"}, user_of(seat))
    new = panel.seats.get(replaces=seat)
    assert _shown_to(pool, panel, user_of(new), seat.expert.person.name) == []
    assert _shown_to(pool, panel, user_of(new), seat.expert.number) == []


@pytest.mark.parametrize("phase", ["submitted", "closed"])
def test_the_index_and_the_timeline_hold_no_score_and_no_name(pool: Pool, phase: str) -> None:
    panel = brought_to(pool, phase, comment=MARK)
    cases = [panel.pk, *panel.seats.values_list("pk", flat=True)]
    tokens = " ".join(token for entry in Entry.objects.filter(case_id__in=cases) for token in entry.tokens)
    assert MARK[:2] not in tokens
    assert "科研" not in tokens.replace("科研评审", "")
    for case in Case.objects.filter(pk__in=cases):
        for entry in case.timeline.all():
            kept = json.dumps(entry.data, ensure_ascii=False) + entry.note
            assert MARK not in kept
            assert "points" not in kept
            if entry.action in ("submit", "revise"):
                assert list(entry.data) == ["receipt"]


def test_no_address_leads_to_the_history_of_scores() -> None:
    """History lies in event tables; no page or endpoint is made over them."""
    from django.apps import apps

    events = [
        m for m in apps.get_models() if m._meta.label_lower.startswith("reviews.") and m.__name__.endswith("Event")
    ]
    assert {m.__name__ for m in events} >= {"ScoreEvent", "ReceiptEvent", "DrawEvent"}
    patterns = str([p.pattern for p in get_resolver().url_patterns]).lower()
    assert "event" not in patterns.replace("obligations", "")


def test_receipts_are_their_owners_alone(pool: Pool) -> None:
    panel = brought_to(pool, "closed")
    seat = panel.seats.get(label="A")
    assert Receipt.objects.visible_to(user_of(seat)).count() == 1
    assert not Receipt.objects.visible_to(pool.clerk).exists()
    assert WHOLE
