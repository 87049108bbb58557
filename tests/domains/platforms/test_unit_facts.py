"""The registry entry as the first dated record of what a platform is, and what the unit file records after it."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from kechuang.casework.cases.actions import find_action
from kechuang.casework.cases.law import ask
from kechuang.casework.parties.models import UnitFact
from kechuang.domains.platforms.facts import unit_facts
from kechuang.domains.platforms.models import Platform
from kechuang.law import Verdict
from tests.casework.office import PLATFORM, Office, act, platform_data, registered

CLERK = "kq-st_department-clerk"
DOCUMENT = "柯政发〔2024〕12 号"
CONVERTED = dt.date(2025, 7, 1)
DAY = dt.timedelta(days=1)


@pytest.fixture
def platform(office: Office) -> Platform:
    """Founded on 1 May 2024 as a public institution, with the document that set it up."""
    made: Platform = registered(office, established_by=DOCUMENT)
    return made


def file_of(office: Office, platform: Platform) -> Any:
    unit = platform.owner
    data = {"name": unit.name, "kind": unit.kind, "department": "", "region": unit.region_id}
    return act("units.unitfile.open_file", None, data, office[CLERK]).case


def record(office: Office, file: Any, name: str, value: str, since: dt.date, until: dt.date | str = "") -> None:
    data = {"fact": name, "value": value, "valid_from": since, "valid_to": until, "evidence": "改制批复 7 号"}
    act("units.unitfile.record_fact", file, {k: str(v) for k, v in data.items()}, office[CLERK])


def fresh(platform: Platform) -> Platform:
    return Platform.objects.get(pk=platform.pk)


def test_the_entry_speaks_from_the_day_of_founding_until_the_unit_file_does(office: Office, platform: Platform) -> None:
    founded = platform.founded_on
    assert platform.established_by == DOCUMENT
    assert "unit.legal_form" not in unit_facts(platform, founded - DAY)
    assert unit_facts(platform, founded)["unit.legal_form"] == "public_institution"
    assert unit_facts(platform, founded)["unit.funding"] == "fiscal"
    file = file_of(office, platform)
    record(office, file, "unit.legal_form", "企业", CONVERTED, CONVERTED + 30 * DAY)
    converted = fresh(platform)
    assert unit_facts(converted, CONVERTED - DAY)["unit.legal_form"] == "public_institution"
    assert unit_facts(converted, CONVERTED)["unit.legal_form"] == "enterprise"
    assert "unit.legal_form" not in unit_facts(converted, CONVERTED + 31 * DAY), "what it was before does not come back"
    assert unit_facts(converted, CONVERTED + 31 * DAY)["unit.funding"] == "fiscal"
    row = UnitFact.objects.get(name="unit.legal_form")
    act("units.unitfile.strike_fact", file, {"fact": row.pk, "note": "没有改制"}, office[CLERK])
    assert unit_facts(fresh(platform), CONVERTED)["unit.legal_form"] == "public_institution"


def test_a_record_over_before_the_founding_ends_nothing(office: Office, platform: Platform) -> None:
    file = file_of(office, platform)
    record(office, file, "unit.legal_form", "企业", dt.date(2020, 1, 1), dt.date(2021, 1, 1))
    assert unit_facts(fresh(platform), platform.founded_on)["unit.legal_form"] == "public_institution"


def test_the_law_answers_by_the_day_of_the_conversion(office: Office) -> None:
    """Social funds from that day on: what was a platform of fiscal funds, waiting for its agreement, waits no longer."""
    now: Platform = registered(office, "330802", "kc")
    now.owner.unit_facts.create(name="unit.funding", value="social", valid_from=CONVERTED, evidence="股权转让批复")

    def answer(day: dt.date) -> Verdict:
        return ask(now, "agreement_signed", unit_facts(now, day) | {"agreement.signed": False}).verdict

    assert answer(CONVERTED - DAY) is not answer(CONVERTED)
    assert answer(CONVERTED) is Verdict.NOT_APPLICABLE


def page(client: Client, office: Office, platform: Platform, who: str | None = CLERK) -> str:
    if who is not None:
        client.force_login(office[who])
    return client.get(reverse("case", args=[platform.number])).content.decode()


def test_the_page_shows_each_fact_with_its_time_and_evidence(
    office: Office, platform: Platform, client: Client
) -> None:
    file = file_of(office, platform)
    record(office, file, "unit.legal_form", "企业", CONVERTED)
    act(f"{PLATFORM}.recognise", platform, {
        "name": "重点实验室", "level": "province", "authority": "省科技厅", "document": "浙科发 9 号",
        "valid_from": "2025-01-01", "valid_to": "2027-12-31",
    }, office[CLERK])  # fmt: skip
    text = page(client, office, platform)
    panel = text[text.index("法规所问的单位事实") :]
    panel = panel[: panel.index("</section>")]
    for words in (
        DOCUMENT,
        "改制批复 7 号",
        "2025年6月30日",
        "2025年7月1日",
        "事业单位",
        "重点实验室",
        "浙科发 9 号",
        "没有记录",
    ):
        assert words in panel, words
    assert reverse("case", args=[file.number]) in panel
    assert "（登记时）" in text
    outside = page(Client(), office, platform, None)
    assert "法规所问的单位事实" in outside
    assert "改制批复 7 号" not in outside
    assert file.number not in outside


def test_an_entry_without_a_document_stands_by_its_own_number(office: Office, client: Client) -> None:
    platform = registered(office)
    text = page(client, office, platform)
    assert f"平台登记 {platform.number}" in text
    new = f"{reverse('case-new', args=['units', 'open_file'])}?name="
    assert new in text, "who may open its unit file is led there"
    form = client.get(re.search(rf'{re.escape(new)}[^"]*', text)[0].replace("&amp;", "&"))  # type: ignore[index]
    assert platform.title in form.content.decode()
    assert new not in page(client, office, platform, "kq-manager")


def test_the_page_asks_no_more_of_many_facts_than_of_one(office: Office, platform: Platform, client: Client) -> None:
    def asked() -> int:
        with CaptureQueriesContext(
            connection,
        ) as seen:
            page(client, office, platform)
        return len(seen)

    page(client, office, platform)
    few = asked()
    for n in range(8):
        UnitFact.objects.create(
            organisation=platform.owner, name="unit.founder", value="social", evidence="章程",
            valid_from=dt.date(2010 + n, 1, 1), valid_to=dt.date(2010 + n, 12, 31),
        )  # fmt: skip
    assert asked() <= few


def test_a_correction_keeps_the_document_and_says_where_a_change_is_recorded(
    office: Office, platform: Platform
) -> None:
    data = platform_data(office, established_by="柯政发〔2024〕21 号")
    assert act(f"{PLATFORM}.revise", platform, data, office[CLERK]).case.established_by == "柯政发〔2024〕21 号"
    assert "单位档案" in str(find_action(PLATFORM, "revise").hint)
