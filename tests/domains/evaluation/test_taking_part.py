"""Who takes part in a campaign: by the regime of each place, by recorded decision, by a scheme that is there."""

from __future__ import annotations

import re

import pytest
from django.utils.translation import override

from kechuang.casework.inbox.models import Todo
from kechuang.casework.parties.models import UnitFact
from kechuang.core.permissions import Refused
from kechuang.domains.evaluation.models import Evaluation
from kechuang.domains.evaluation.panels.campaigns import left_out
from tests.casework.office import Office, act
from tests.domains.evaluation.judging import (
    BUREAU,
    CAMPAIGN,
    EVALUATION,
    adopted,
    binjiang,
    opened,
    operating,
    started,
    submitted,
)
from tests.domains.evaluation.results import fact

pytestmark = pytest.mark.django_db
KECHENG = "kc-st_department-clerk"
HAN = re.compile(r"[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]")


def refusal(office: Office, name: str, campaign: object, data: dict[str, object], by: str = BUREAU) -> str:
    with pytest.raises(Refused) as caught:
        act(f"{CAMPAIGN}.{name}", campaign, data, office[by])
    return str(caught.value.refusal.reason)


def test_in_keqiao_a_platform_is_evaluated_after_a_full_year_and_all_is_a_simulation(office: Office) -> None:
    old, young = operating(office, since="2025-12-31"), operating(office, title="新院", since="2026-01-01")
    adopted(office)
    campaign = started(office)  # evaluated on 2026-12-31
    assert campaign.simulation is True
    (row,) = campaign.evaluations.all()
    assert (row.platform_id, row.state, row.owner_id) == (old.pk, "invited", old.owner_id)
    assert {value.node.code for value in row.values.all()} == {"A1", "A2", "B1", "B2"}
    (left,) = campaign.exclusions.all()
    assert (left.platform_id, left.by_law) == (young.pk, True)
    assert "keqiao-2025-draft:s4.3.b" in {c["clause"] for c in left.finding["citations"]}
    assert left.words == "还没有到可以评价的日期（2027年1月1日）"
    with override("en"):
        assert "2027" in left.words
        assert not HAN.search(left_out(campaign, office[BUREAU]).rows[0][2]), "in the reader's language"


def test_what_must_be_determined_first_stops_the_beginning(office: Office) -> None:
    unknown = operating(office)
    type(unknown).objects.filter(pk=unknown.pk).update(operating_since=None)
    operating(office, title="老院")
    adopted(office)
    campaign = opened(office)
    assert "现代纺织研究院" in refusal(office, "start_self_evaluation", campaign, {})
    data = {"platform": unknown.pk, "note": "运营起算日没有约定"}
    act(f"{CAMPAIGN}.leave_out", campaign, data, office[BUREAU])
    act(f"{CAMPAIGN}.start_self_evaluation", campaign, {}, office[BUREAU])
    assert [row.platform.title for row in Evaluation.objects.all()] == ["老院"]


def test_a_left_out_platform_is_brought_in_again(office: Office) -> None:
    platform = operating(office)
    adopted(office)
    campaign = opened(office)
    act(f"{CAMPAIGN}.leave_out", campaign, {"platform": platform.pk, "note": "停业整顿"}, office[BUREAU])
    assert refusal(office, "leave_out", campaign, {"platform": platform.pk, "note": "再记一次"}) == "有 1 处要改"
    assert refusal(office, "start_self_evaluation", campaign, {}) == "没有参评的平台"
    act(f"{CAMPAIGN}.bring_in", campaign, {"exclusion": campaign.exclusions.get().pk}, office[BUREAU])
    act(f"{CAMPAIGN}.start_self_evaluation", campaign, {}, office[BUREAU])
    assert campaign.evaluations.count() == 1


def test_an_invited_platform_that_is_left_out_is_closed(office: Office) -> None:
    platform = operating(office)
    adopted(office)
    campaign = started(office)
    act(f"{CAMPAIGN}.leave_out", campaign, {"platform": platform.pk, "note": "已注销"}, office[BUREAU])
    row = campaign.evaluations.get()
    assert (row.state, row.closed_on is not None) == ("left_out", True)


def test_a_platform_left_out_by_mistake_takes_part_after_all_and_keeps_what_it_typed(office: Office) -> None:
    evaluation = submitted(office)
    campaign, platform = evaluation.campaign, evaluation.platform
    act(f"{EVALUATION}.return_self_evaluation", evaluation, {"note": "补材料"}, office[BUREAU])
    act(f"{CAMPAIGN}.leave_out", campaign, {"platform": platform.pk, "note": "点错了一家"}, office[BUREAU])
    data = {"platform": platform.pk, "note": "误记"}
    act(f"{CAMPAIGN}.invite_later", campaign, data, office[BUREAU])
    evaluation.refresh_from_db()
    assert (evaluation.state, evaluation.closed_on, campaign.exclusions.count()) == ("invited", None, 0)
    assert evaluation.values.get(node__code="B2").given == 3
    todo = Todo.objects.open().filter(case_id=evaluation.pk, name="submit_self_evaluation")
    assert todo.for_user(office["kq-manager"]).exists()
    assert refusal(office, "invite_later", campaign, data) == "有 1 处要改"


def test_a_platform_whose_facts_were_put_right_joins_and_one_too_young_does_not(office: Office) -> None:
    operating(office)
    late = operating(office, title="新院", since="2026-06-01")
    adopted(office)
    campaign = started(office)
    assert campaign.evaluations.count() == 1
    data = {"platform": late.pk, "note": "运营日登错"}
    assert "还没有到" in refusal(office, "invite_later", campaign, data)
    type(late).objects.filter(pk=late.pk).update(operating_since="2024-06-01")
    act(f"{CAMPAIGN}.invite_later", campaign, data, office[BUREAU])
    row = campaign.evaluations.get(platform=late)
    assert (row.state, row.values.count(), campaign.exclusions.count()) == ("invited", 4, 0)


def test_a_campaign_begun_by_mistake_is_withdrawn_and_the_year_is_free(office: Office) -> None:
    evaluation = submitted(office)
    campaign = evaluation.campaign
    act(f"{CAMPAIGN}.withdraw_campaign", campaign, {"note": "评价日写错"}, office[BUREAU])
    evaluation.refresh_from_db()
    assert evaluation.state == "left_out"
    again = started(office)
    assert again.evaluations.count() == 1
    assert not Todo.objects.open().filter(case_id=evaluation.pk).exists()


def test_in_binjiang_every_platform_is_evaluated_every_year(office: Office) -> None:
    clerk = binjiang(office)
    platform = operating(office, "330108", "bj")
    adopted(office, clerk)
    campaign = opened(office, clerk)
    assert campaign.simulation is False
    said = refusal(office, "leave_out", campaign, {"platform": platform.pk, "note": "忙"}, clerk)
    assert "每年年度评价" in said
    act(f"{CAMPAIGN}.start_self_evaluation", campaign, {}, office[clerk])
    assert campaign.evaluations.get().platform_id == platform.pk


def test_in_quzhou_a_recorded_reason_leaves_a_platform_out(office: Office) -> None:
    platform = operating(office, "330802", "kc", origin="socially_founded")
    UnitFact.objects.create(
        organisation=platform.owner,
        name="unit.public_platform",
        value=True,
        valid_from="2024-01-01",
        evidence="会议纪要",
    )
    campaign = opened(office, KECHENG)
    act(f"{CAMPAIGN}.leave_out", campaign, {"platform": platform.pk, "note": "在建，没有可评的指标"}, office[KECHENG])
    assert campaign.exclusions.get().by_law is False


def test_last_years_indicators_go_on_in_binjiang_alone(office: Office) -> None:
    clerk = binjiang(office)
    operating(office, "330108", "bj")
    before = adopted(office, clerk, year=2025)
    campaign = started(office, clerk)
    assert campaign.evaluations.get().scheme_id == before.pk
    operating(office)
    adopted(office, year=2025)
    assert "技术创新型" in refusal(office, "start_self_evaluation", opened(office), {})


def test_the_scheme_of_the_class_wins_over_the_common_one(office: Office) -> None:
    operating(office)
    operating(office, title="基础院", platform_class="basic_research")
    common, own = adopted(office, platform_class="all"), adopted(office)
    used = {row.platform.title: row.scheme_id for row in started(office).evaluations.all()}
    assert used == {"现代纺织研究院": own.pk, "基础院": common.pk}


def test_nothing_begins_before_its_day(office: Office) -> None:
    operating(office)
    adopted(office)
    campaign = opened(office, self_evaluation_from="2026-12-02")
    with pytest.raises(Refused) as caught:
        act(f"{CAMPAIGN}.start_self_evaluation", campaign, {}, office[BUREAU])
    assert str(caught.value.refusal.opens_on) == "2026-12-02"


def test_a_withdrawn_campaign_frees_its_year(office: Office) -> None:
    campaign = opened(office)
    act(f"{CAMPAIGN}.withdraw_campaign", campaign, {"note": "日期有误"}, office[BUREAU])
    assert opened(office).state == "prepared"


def test_no_platform_is_evaluated_twice_in_a_year_by_a_city_and_its_county(office: Office) -> None:
    """The city began first; what the county opens afterwards leaves those who take part there alone."""
    city = office.organisation("qz-st_department", "330800", department="st_department")
    office.user("qz-st_department-clerk", city, "clerk")
    office.user("qz-st_department-leader", city, "leader")
    platform = operating(office, "330802", "kc", origin="socially_founded")
    fact(platform, "unit.public_platform")
    adopted(office, "qz-st_department-clerk")
    above = started(office, "qz-st_department-clerk")
    assert [row.platform_id for row in above.evaluations.all()] == [platform.pk]
    below = opened(office, KECHENG)
    assert refusal(office, "start_self_evaluation", below, {}, KECHENG) == "没有参评的平台"
    act(f"{CAMPAIGN}.withdraw_campaign", above, {"note": "由区里评"}, office["qz-st_department-clerk"])
    act(f"{CAMPAIGN}.start_self_evaluation", below, {}, office[KECHENG])
    assert [row.platform_id for row in below.evaluations.all()] == [platform.pk]
