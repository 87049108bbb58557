"""Plan outlines and reports to the congress: the parts the law asks for, figures of our own data, places without any."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.test import Client

from kechuang.core.clock import moved_to
from kechuang.core.permissions import Ground, Refusal, Refused
from kechuang.domains.platforms.models import GovernmentDocument
from kechuang.domains.platforms.panels import government as panels
from kechuang.domains.platforms.papers.government import government_paper
from tests.casework.office import Office, act, registered

KIND = "platforms.governmentdocument"


@pytest.fixture(autouse=True)
def in_june() -> Any:
    with moved_to(dt.date(2026, 6, 1)):
        yield


def refused(name: str, case: Any, data: dict[str, Any], by: Any) -> Refusal:
    with pytest.raises(Refused) as caught:
        act(name, case, data, by)
    return caught.value.refusal


def drafted(office: Office, **more: Any) -> GovernmentDocument:
    data = {"title": "文件", "document_kind": "outline", "year_from": 2026, "year_to": 2030, **more}
    made: GovernmentDocument = act(f"{KIND}.draft", None, data, office["kc-st_department-clerk"]).case
    return made


def test_an_outline_without_platforms_or_transformation_is_not_issued(office: Office) -> None:
    outline, clerk = drafted(office), office["kc-st_department-clerk"]
    number = {"document": "衢政〔2026〕1 号", "issued_on": "2026-06-01"}
    refusal = refused(f"{KIND}.issue", outline, number, clerk)
    assert (refusal.ground, [str(c) for c in refusal.cites][:1]) == (Ground.LAW, ["quzhou-2024:art4.p1.a"])
    text = {
        "title": "文件",
        "document_kind": "outline",
        "year_from": 2026,
        "year_to": 2030,
        "platforms_section": "建设平台",
    }
    act(f"{KIND}.redraft", outline, text, clerk)
    refusal = refused(f"{KIND}.issue", outline, number, clerk)
    assert "zhejiang-2021:art4.p1.a" in [str(c) for c in refusal.cites]
    act(f"{KIND}.redraft", outline, text | {"transformation_section": "转化", "in_assessment": True}, clerk)
    assert act(f"{KIND}.issue", outline, number, clerk).case.state == "issued"
    assert refused(f"{KIND}.draft", None, text | {"year_to": 2020}, clerk).errors.keys() == {"year_to"}


def test_a_report_has_figures_of_our_own_data_with_their_lists(office: Office) -> None:
    registered(office, "330802", "kc")
    registered(office, "330802", "kc", title="第二家", platform_class="basic_research")
    registered(office)
    report = drafted(office, document_kind="congress_report", year_from=2026, year_to=2026)
    found = {f["name"]: f for f in report.figures}
    assert (found["platforms"]["value"], found["operating"]["value"], found["class_basic_research"]["value"]) == (
        2,
        0,
        1,
    )
    client = Client()
    client.force_login(office["kc-st_department-clerk"], backend="django.contrib.auth.backends.ModelBackend")
    for figure in report.figures:
        assert client.get(figure["source"]).status_code == 200, figure
    assert "第二家" in client.get(found["class_basic_research"]["source"]).content.decode()
    refusal = refused(
        f"{KIND}.issue", report, {"document": "1", "issued_on": "2026-06-01"}, office["kc-st_department-clerk"]
    )
    assert "quzhou-2024:art34.p1" in [str(c) for c in refusal.cites]
    assert "尚未编写" in str(government_paper(report).body)
    sheet = panels.governments(report, office["kc-st_department-clerk"])
    assert sheet is not None
    assert [(row[0], row[2].word) for row in sheet.rows] == [("柯城区", "没有")]
