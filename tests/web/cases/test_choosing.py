"""Choosing one row among very many: by number, code or name, with suggestions, and with clear words when it fails."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from kechuang.casework.cases.choices import case_choice, organisation_choice, organisation_choices
from kechuang.casework.parties.models import Organisation
from kechuang.core.permissions import Refused
from kechuang.domains.platforms.models import Agreement, Platform
from tests.casework.office import Office, act, agreement_data, drafted, platform_data, registered
from tests.web.cases.test_case_pages import hidden, page, submit

As = Callable[[str], Client]
CODE = "91350100M000100Y43"


def coded(office: Office, name: str = "衢州某某科技有限公司", code: str = CODE) -> Organisation:
    return Organisation.objects.create(name=name, name_en="Quzhou Firm", kind="enterprise", credit_code=code,
                                       region_id="330802")  # fmt: skip


def said(field: Any, value: Any) -> str:
    with pytest.raises(ValidationError) as wrong:
        field.clean(value)
    return "".join(wrong.value.messages)


def test_a_case_is_named_by_number_title_id_or_what_a_suggestion_says(office: Office) -> None:
    platform = registered(office)
    field = case_choice("平台", Platform.objects.all())
    texts = [platform.number, platform.number.lower(), platform.title, str(platform.pk), platform.pk, platform,
             f"{platform.number} {platform.title}", f"  {platform.number}  改过的名称 ", f"随便 #{platform.pk}"]  # fmt: skip
    for text in texts:
        assert field.clean(text) == platform, text
    assert field.clean("") is None if not field.required else said(field, "") != ""
    assert field.suggestions("纺织")[0].text == f"{platform.number} {platform.title}"
    assert field.suggestions("纺织")[0].about == "柯桥区 · 现代纺织研究院 · 筹建"


def test_an_organisation_is_named_by_code_or_name_of_either_language(office: Office) -> None:
    firm = coded(office)
    field = organisation_choice("单位", required=False)
    for text in (CODE, CODE.lower(), firm.name, "quzhou firm", f"{firm.name}（{CODE}）", f"改了名（{CODE}）"):
        assert field.clean(text) == firm, text
    assert field.clean("  ") is None
    assert [o.text for o in field.suggestions("9135")] == [f"{firm.name}（{CODE}）"]
    assert [o.text for o in field.suggestions("某某 科技")] == [f"{firm.name}（{CODE}）"]


def test_what_is_not_found_is_told_with_what_may_be_meant(office: Office) -> None:
    coded(office)
    field = organisation_choice("单位")
    assert said(field, "某某科技") == "没有找到“某某科技”。是不是：衢州某某科技有限公司（91350100M000100Y43）"
    assert said(field, "火星大学") == "没有找到“火星大学”，写统一社会信用代码或者全称"
    assert "没有找到" in said(field, "99999999999")
    assert "没有找到" in said(field, "9" * 400)
    with pytest.raises(ValidationError):
        field.clean("a\x00b")


def test_two_of_one_name_are_told_apart(office: Office) -> None:
    one, other = coded(office, "同名中心", ""), coded(office, "同名中心", "")
    field = organisation_choice("单位")
    assert f"同名中心 #{one.pk}、同名中心 #{other.pk}" in said(field, "同名中心")
    assert field.prepare_value(other.pk) == f"同名中心 #{other.pk}"
    assert field.clean(field.prepare_value(other.pk)) == other
    assert {o.text for o in field.suggestions("同名")} == {f"同名中心 #{one.pk}", f"同名中心 #{other.pk}"}


def test_several_are_typed_one_a_line_and_every_wrong_line_is_named(office: Office) -> None:
    firm, university = coded(office), office.organisations["kq-university"]
    field = organisation_choices("共建主体", required=False)
    assert set(field.clean([f"{CODE}\r\nkq-university\n\n"])) == {firm, university}
    assert set(field.clean([str(firm.pk), str(university.pk)])) == {firm, university}
    assert set(field.clean([firm.pk, "kq-university"])) == {firm, university}
    assert not field.clean([""])
    words = said(field, [f"{CODE}\n甲方\n乙方"])
    assert "没有找到“甲方”" in words
    assert "没有找到“乙方”" in words
    assert field.prepare_value([firm.pk]) == [f"{firm.name}（{CODE}）"]


def test_a_form_takes_a_number_and_keeps_what_was_typed_when_it_is_wrong(office: Office, as_: As) -> None:
    platform = registered(office)
    client, address = as_("kq-park-clerk"), reverse("case-new", args=["agreements", "draft"])
    wrong = submit(client, address, agreement_data(platform) | {"platform": "没有的研究院"}).content.decode()
    assert re.search(r'id="id_platform-error">没有找到“没有的研究院”', wrong.replace("&quot;", '"'))
    assert 'name="platform" value="没有的研究院"' in wrong
    done = submit(client, address, agreement_data(platform) | {"platform": platform.number})
    assert done.status_code == 302
    assert Agreement.objects.get().platform == platform
    new = page(as_("kq-st_department-clerk"), reverse("case-new", args=["platforms", "register"]))
    assert "<select" not in new.partition('name="introducing_entity"')[0].rpartition("<div")[2]
    data = {**hidden(new), **platform_data(office, title="第二家", founders="kq-university\nkq-firm")}
    as_("kq-st_department-clerk").post(reverse("case-new", args=["platforms", "register"]), data)
    assert Platform.objects.get(title="第二家").founders.count() == 2


def test_suggestions_come_from_the_form_to_those_who_may_fill_it(office: Office, as_: As) -> None:
    agreement = drafted(office, registered(office))
    platform = agreement.platform
    for _n in range(12):
        registered(office, title="纺织研究院")
    text = page(as_("kq-park-clerk"), "/new/agreements/draft/choose/platform/?platform=纺织")
    assert text.count('role="option"') == 10
    assert "没有找到“火星”" in page(as_("kq-park-clerk"), "/new/agreements/draft/choose/platform/?platform=火星")
    one = page(as_("kq-park-clerk"), f"/new/agreements/draft/choose/platform/?platform={platform.number}")
    assert f'data-text="{platform.number} {platform.title}"' in one
    own = reverse("case-action-choose", args=[agreement.number, "redraft", "renews"])
    assert agreement.number in page(as_("kq-park-clerk"), own)
    assert as_("kq-audit_department-clerk").get(own).status_code == 404, "it is not theirs to redraft"
    assert as_("kc-park-clerk").get(own).status_code == 404
    other = reverse("case-new-choose", args=["agreements", "draft", "renews"])
    assert agreement.number not in page(as_("kc-park-clerk"), other), "titles nobody may see are not suggested"
    assert as_("kq-park-clerk").get(own.replace("renews", "title")).status_code == 404
    assert Client().get(other)["Location"].startswith("/account/sign-in/")


def test_the_form_costs_the_same_among_many(office: Office, as_: As) -> None:
    client, address = as_("kq-st_department-clerk"), reverse("case-new", args=["platforms", "register"])
    page(client, address)
    with CaptureQueriesContext(connection) as few:
        page(client, address)
    Organisation.objects.bulk_create(
        Organisation(name=f"单位 {n}", kind="enterprise", region_id="330603") for n in range(300)
    )
    with CaptureQueriesContext(connection) as many:
        text = page(client, address)
    assert len(many) == len(few)
    assert "单位 7" not in text


def test_no_required_choice_is_made_before_the_person_makes_it(office: Office, as_: As) -> None:
    text = page(as_("kq-st_department-clerk"), reverse("case-new", args=["platforms", "register"]))
    for name in ("platform_class", "origin", "legal_form"):
        select = re.search(rf'<select name="{name}".*?</select>', text, re.DOTALL)
        assert select is not None, name
        assert '<option value="" selected>（请选择）' in select[0], name
        assert select[0].count("selected") == 1, name


def select_of(text: str, name: str) -> str:
    found = re.search(rf'<select name="{name}".*?</select>', text, re.DOTALL)
    assert found is not None, name
    return found[0]


def test_the_one_region_of_an_office_is_chosen_and_several_are_asked_for(office: Office, as_: As) -> None:
    address = reverse("case-new", args=["platforms", "register"])
    one = select_of(page(as_("kq-st_department-clerk"), address), "region")
    assert '<option value="330603" selected>' in one
    assert one.count("selected") == 1
    city = office.organisation("qz-st", "330800", department="st_department")
    office.user("qz-clerk", city, "clerk")
    several = select_of(page(as_("qz-clerk"), address), "region")
    assert '<option value="" selected>（请选择）' in several
    assert "---------" not in several


def test_the_one_organisation_a_person_may_name_is_named(office: Office, as_: As) -> None:
    address = reverse("case-new", args=["admissions", "apply"])
    text = page(as_("kq-firm-member"), address)
    assert re.search(r'name="applicant"[^>]*value="kq-firm"', text)
    assert re.search(r'name="applicant"(?![^>]*value=")', page(as_("kq-st_department-clerk"), address))


def test_what_is_left_empty_over_the_api_is_still_asked_for(office: Office) -> None:
    data = platform_data(office)
    del data["region"]
    with pytest.raises(Refused) as refused:
        act("platforms.platform.register", None, data, office["kq-st_department-clerk"])
    assert set(refused.value.refusal.errors) == {"region"}
