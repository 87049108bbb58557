"""Applications that came on paper, entered by the office from a spreadsheet."""

from __future__ import annotations

from typing import Any

from kechuang.casework.sheets import runs
from kechuang.domains.platforms.imports import admissions
from kechuang.domains.platforms.models import Admission
from tests.casework.office import Office
from tests.sheets.files import xlsx

HEADS = (
    "申请单位",
    "拟设平台名称",
    "拟落地地区",
    "申请方式",
    "类型",
    "设立资金",
    "产业领域",
    "共建主体",
    "申请支持（元）",
    "主攻方向",
)


def row(**changes: Any) -> list[Any]:
    cells = {
        "申请单位": "kc-university", "拟设平台名称": "衢州纸基材料院", "拟落地地区": "330802", "申请方式": "直接申请",
        "类型": "技术创新型", "设立资金": "利用财政性资金设立", "产业领域": "特种纸；新材料", "共建主体": "kc-firm",
        "申请支持（元）": "12000000.00", "主攻方向": "过滤纸",
    } | changes  # fmt: skip
    return [cells[head] for head in HEADS]


def upload(office: Office, rows: list[Any], by: str = "kc-st_department-clerk") -> Any:
    return runs.upload(admissions, "申请.xlsx", xlsx([list(HEADS), *rows]), office[by])


def test_rows_become_applications_of_their_applicants_and_mistakes_are_told(office: Office) -> None:
    run = upload(office, [
        row(), row(申请单位="没有这个单位", 拟设平台名称="第二家"), row(申请方式="应征集申请", 拟设平台名称="第三家"),
        row(拟落地地区="330603", 拟设平台名称="别区的"),
    ])  # fmt: skip
    assert (run.total, run.good, run.wrong) == (4, 1, 3)
    wrong = {p.number: p.column for p in run.problems.all()}
    assert wrong == {3: "applicant", 4: "call", 5: ""}, "the last: another office's place"
    assert runs.confirm(run)
    made = Admission.objects.get()
    assert (made.owner.name, made.state, made.industries) == (
        "kc-university",
        "draft",
        ["specialty_paper", "new_materials"],
    )
    assert [p.organisation.name for p in made.partners.all()] == ["kc-firm"]
    assert not made.confined, "the office that entered it goes on seeing it"
    again = upload(office, [row()])
    assert (again.good, again.before) == (0, 1)
