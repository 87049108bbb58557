"""Three hundred achievements with their completers from one sheet."""

from __future__ import annotations

from typing import Any

import pytest

from kechuang.casework.parties.models import Organisation
from kechuang.casework.sheets import runs
from kechuang.domains.achievements.imports import achievements
from kechuang.domains.achievements.models import Achievement, Completer
from tests.casework.office import Office
from tests.domains.achievements.unit import make_unit
from tests.sheets import files

HEADS = (
    "成果名称", "单位", "完成人和贡献份额", "成果类别", "体现形式", "成果属性", "所处阶段", "完成日", "职务成果", "利用财政性资金形成",
)  # fmt: skip


@pytest.fixture
def unit(office: Office) -> Organisation:
    return make_unit(office)


def row(n: int, **changes: Any) -> list[Any]:
    cells = {
        "成果名称": f"成果{n}", "单位": "新材料研究院", "完成人和贡献份额": "*张三 50%；李四 1/4；王五 25%", "成果类别": "应用类成果",
        "体现形式": "新技术、新工艺", "成果属性": "原始创新", "所处阶段": "中期", "完成日": "2024-05-01", "职务成果": "是",
        "利用财政性资金形成": "否",
    } | changes  # fmt: skip
    return [cells[head] for head in HEADS]


def test_three_hundred_achievements_with_their_completers(office: Office, unit: Organisation) -> None:
    rows = [row(n) for n in range(300)]
    rows[7] = row(7, 完成人和贡献份额="张三 50%；李四 49%")
    rows[8] = row(8, 单位="kq-university")
    rows[9] = row(9, 完成日="2999-01-01")
    run = runs.upload(achievements, "成果.xlsx", files.xlsx([list(HEADS), *rows]), office["scientist"])
    assert (run.total, run.good, run.wrong) == (300, 297, 3)
    wrong = {p.number: (p.column, p.problem) for p in run.problems.all()}
    assert wrong[9][0] == "completers"
    assert "99%" in wrong[9][1]
    assert wrong[10][0] == "owner"
    assert wrong[11][0] == "completed_on"
    runs.confirm(run)

    assert Achievement.objects.count() == 297
    assert Completer.objects.count() == 3 * 297
    assert len({c.person_id for c in Completer.objects.all()}) == 3, "the same three people, not new ones for each row"
