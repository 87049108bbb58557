"""What the law waits for is named on the page, with the way to settle it for those who may, and asked in words."""

from __future__ import annotations

import html
import re
from collections.abc import Callable

from django.test import Client

from kechuang.casework.cases.models import CaseDetermination
from tests.casework.office import Office, registered
from tests.web.cases.test_case_pages import page

As = Callable[[str], Client]


def test_what_is_missing_is_named_and_leads_to_its_determination(office: Office, as_: As) -> None:
    platform = registered(office, "330802", "kc")
    address = f"/case/{platform.number}/"
    seen = page(as_("kc-st_department-clerk"), address)
    assert "先要弄清" in seen
    assert "认定由科技主管部门负责人作出" in seen
    assert "?question=" not in seen, "no door that is shut"

    leader = as_("kc-st_department-leader")
    found = re.search(r'href="([^"]*/determine/\?question=(unit\.[a-z_]+))"', html.unescape(page(leader, address)))
    assert found, "the one who may is led there"
    assert "记录这项事实" in page(leader, address), "a fact that nobody recorded is recorded, not determined"
    form = page(leader, found[1])
    assert f'<option value="{found[2]}"' in form
    assert f">{found[2]}<" not in form, "asked in words, not by the name of the fact"
    assert '<option value="true">是</option>' in form
    typed = {"question": found[2], "answer": "true", "basis": "批复文件", "key": "k", "version": platform.version}
    assert leader.post(found[1].partition("?")[0], typed).status_code == 302
    assert CaseDetermination.objects.get(case_id=platform.pk).answer is True
    basis = page(leader, f"{address}?show=basis")
    assert "批复文件" in basis
    assert f"{found[2]} =" not in basis


def test_a_question_of_reading_is_answered_by_its_choices(office: Office, as_: As) -> None:
    platform = registered(office)
    form = page(as_("kq-st_department-leader"), f"/case/{platform.number}/determine/?question=A23.rounding")
    for words in ("优秀名额怎样取整", "四舍五入", "向上取整"):
        assert words in form
