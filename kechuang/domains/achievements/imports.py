"""Spreadsheets for achievements: hundreds of disclosures with their completers, and the rights of those that are there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kechuang.casework.sheets.declare import Doubts, Key, Problem, SheetImport, sheet_import
from kechuang.domains.achievements.actions import registry, rights
from kechuang.domains.achievements.models import Achievement

_ORGANISATION = Key("credit_code", "name")


def _look_alikes() -> Doubts:
    """An achievement of the same name, in the registry or above in the sheet: perhaps the same one."""
    titles = dict(Achievement.objects.exclude(state="withdrawn").values_list("title", "number"))

    def doubts(number: int, data: Mapping[str, Any]) -> Sequence[Problem]:
        title = str(data.get("title", "")).strip()
        found = []
        if title in titles:
            text = _("已有同名成果：%(where)s") % {"where": titles[title]}
            found.append(Problem("title", text, _("同一成果就删去这一行；确是两项，可照样导入"), wrong=False))
        titles.setdefault(title, _("第 %(n)d 行") % {"n": number})
        return found

    return doubts


achievements = sheet_import(
    SheetImport(
        registry.disclose,
        title=gettext_lazy("科技成果"),
        keys={"owner": _ORGANISATION, "recommended_by": _ORGANISATION, "platform": Key("number", "title")},
        identity=(("title", "owner"),),
        examples={
            "title": "低温等离子体染整技术", "owner": "12330600MB0000000D", "completers": "*张三 50%；李四 30%；王五 20%",
            "kind_of_achievement": "应用类成果", "form": "新技术、新工艺", "attribute": "原始创新", "stage": "中期", "trl": "6",
            "keywords": "染整；等离子体", "completed_on": "2025-06-30", "service": "是", "fiscal": "是",
        },
        remedies={
            "owner": gettext_lazy("写你所在单位的统一社会信用代码或者全称"),
            "completers": gettext_lazy("按排名写：张三 50%；李四 1/4；王五 25%，合计正好 100%"),
        },
        standards={"trl": "GB/T 22900-2022"},
        doubts=_look_alikes,
    )
)  # fmt: skip

numbers_of_achievements = sheet_import(
    SheetImport(
        registry.record_registration_number,
        title=gettext_lazy("成果登记号"),
        codes=frozenset({"registration_number"}),
        identity=(("registration_number",),),
        examples={"registration_number": "9332024Y0012"},
    )
)

rights_of_achievements = sheet_import(
    SheetImport(
        rights.record_right,
        title=gettext_lazy("知识产权"),
        codes=frozenset({"number"}),
        identity=(("kind", "number"),),
        examples={
            "kind": "发明专利",
            "number": "201710601862.3",
            "applied_on": "2017-07-21",
            "granted_on": "2019-05-10",
        },
    )
)
