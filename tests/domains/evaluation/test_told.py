"""What pages say of a joint review that waits, and of a failing grade that no text has rectified."""

from __future__ import annotations

import datetime as dt

from kechuang.casework.inbox.models import Todo
from kechuang.casework.parties.models import Organisation
from kechuang.core import clock
from kechuang.core.ui.parts import Badge
from kechuang.domains.evaluation.actions.grading import co_departments, propose_grades
from kechuang.domains.evaluation.models import Evaluation, Rectification
from kechuang.domains.evaluation.panels.effects import of_evaluation
from kechuang.domains.evaluation.panels.grading import opinions
from tests.casework.office import Office, registered
from tests.domains.evaluation.judging import binjiang, opened, operating
from tests.domains.evaluation.playing import BUREAU, heard, no_vetoes, proposed, scored_round
from tests.domains.evaluation.results import fact, published


def test_every_named_department_stands_there_and_the_late_ones_by_name(office: Office) -> None:
    made = scored_round(office, {"technology_innovation": [90, 80]})
    no_vetoes(made)
    proposed(made)
    silent = co_departments()[-2:]
    heard(made, but=silent)
    made.campaign.phases.filter(phase="joint_review").update(
        starts_on=clock.today(), ends_on=clock.today() + dt.timedelta(9)
    )
    campaign = type(made.campaign).objects.get(pk=made.campaign.pk)
    sheet = opinions(campaign, office[BUREAU])
    assert sheet is not None
    assert len(sheet.rows) == len(co_departments())
    waited = [row[0] for row in sheet.rows if isinstance(row[1], Badge)]
    assert len(waited) == 2
    assert all(str(name) in sheet.text for name in waited)
    assert "前提出" in sheet.text
    with clock.moved_to(clock.today() + dt.timedelta(10)):
        campaign = type(made.campaign).objects.get(pk=made.campaign.pk)
        late = opinions(campaign, office[BUREAU])
    assert late is not None
    assert "已过联合审定阶段的末日" in late.text
    assert [row[1].word for row in late.rows if isinstance(row[1], Badge)] == ["逾期未提出"] * 2


def test_departments_are_asked_only_where_a_text_has_them_heard(office: Office) -> None:
    made = scored_round(office, {"technology_innovation": [90, 80]})
    no_vetoes(made)
    proposed(made)
    asked = Todo.objects.open().filter(name="record_opinion", case_id=made.campaign.pk)
    assert asked.count() == len(co_departments())
    finance = office.organisations["kq-finance_department"]
    elsewhere = opened(office)
    assert Organisation.objects.filter(pk=finance.pk, region_id=elsewhere.region_id).exists()
    (ask,) = propose_grades.asks
    assert list(ask.to(elsewhere, {})) == [], "Keqiao's text names no departments"


def test_no_rectification_where_no_text_speaks_of_one(office: Office) -> None:
    binjiang(office)
    platform = operating(office, "330108", "bj")
    fact(platform, "unit.iur_platform")
    published(office, {platform: "unqualified"}, mark="bj")
    evaluation = Evaluation.objects.get(platform=platform)
    assert not Rectification.objects.exists()
    sheet = of_evaluation(evaluation, office["bj-st_department-clerk"])
    assert sheet is not None
    assert "不立整改案件" in sheet.text
    assert sheet.cites, "the cut stands with its clause"
    other = registered(office, "330802", "kc")
    fact(other, "unit.public_platform")
    published(office, {other: "not_reached"}, mark="kc")
    kept = of_evaluation(Evaluation.objects.get(platform=other), office["kc-st_department-clerk"])
    assert kept is not None
    assert not kept.text
