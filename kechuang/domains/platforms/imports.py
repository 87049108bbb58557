"""Spreadsheets for the registry: platforms, and the recognitions of platforms that are in it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kechuang.casework.parties.models import Organisation
from kechuang.casework.sheets.declare import Doubts, Key, Problem, SheetImport, sheet_import
from kechuang.domains.platforms.actions import admission, governance, years
from kechuang.domains.platforms.actions import registry as actions
from kechuang.domains.platforms.actions.staff import employ
from kechuang.domains.platforms.models import Platform

_ORGANISATION = Key("credit_code", "name")


def _look_alikes() -> Doubts:
    """Doubts a person should settle: the same name twice, or one organisation code under two credit codes."""
    titles: dict[str, str | int] = dict(Platform.objects.values_list("title", "number"))
    codes = Organisation.objects.exclude(credit_code="").values_list("credit_code", "name")
    bodies: dict[str, tuple[str, str | int]] = {code[8:17]: (code, name) for code, name in codes}

    def told(where: str | int) -> str:
        """A case or an organisation that is there, or a row of this file by its number."""
        return where if isinstance(where, str) else _("第 %(n)d 行") % {"n": where}

    def doubts(number: int, data: Mapping[str, Any]) -> Sequence[Problem]:
        found = []
        title, code = str(data.get("title", "")).strip(), str(data.get("credit_code", "")).strip().upper()
        if title in titles:
            text = _("已有同名平台：%(where)s") % {"where": told(titles[title])}
            found.append(Problem("title", text, _("同一平台就删去这一行；确是两个，可照样导入"), wrong=False))
        other = bodies.get(code[8:17])
        if other is not None and other[0] != code:
            text = _("组织机构代码与 %(other)s（%(code)s）相同") % {"other": told(other[1]), "code": other[0]}
            found.append(Problem("credit_code", text, _("请核对营业执照或者法人证书；确认无误可照样导入"), wrong=False))
        titles.setdefault(title, number)
        if code:
            bodies.setdefault(code[8:17], (code, number))
        return found

    return doubts


platforms = sheet_import(
    SheetImport(
        actions.register,
        title=gettext_lazy("科创平台"),
        codes=frozenset({"credit_code"}),
        keys={"region": Key("code", "name", "name_en"), "introducing_entity": _ORGANISATION, "founders": _ORGANISATION},
        identity=(("credit_code",), ("title", "region")),
        examples={
            "title": "现代纺织研究院", "name_en": "Institute of Modern Textiles", "credit_code": "12330600MB0000000D",
            "region": "330603", "platform_class": "技术创新型", "origin": "利用财政性资金设立", "legal_form": "事业单位",
            "fields_of_industry": "纺织；新材料", "founded_on": "2024-05-01",
            "established_by": "柯政发〔2024〕12 号", "floor_area": "12000",
        },
        remedies={
            "region": gettext_lazy("写六位区划代码，或者与登记一致的名称"),
            "credit_code": gettext_lazy("请核对营业执照或者法人证书上的 18 位代码"),
            "introducing_entity": gettext_lazy("写统一社会信用代码，或者与登记一致的全称"),
            "founders": gettext_lazy("写统一社会信用代码，或者与登记一致的全称；没有登记的先登记"),
            "founded_on": gettext_lazy("写不晚于今天的日期"),
        },
        standards={"credit_code": "GB 32100", "region": "GB/T 2260"},
        preload=((Platform, "owner__credit_code", "credit_code"), (Organisation, "credit_code", "credit_code")),
        doubts=_look_alikes,
    )
)  # fmt: skip

recognitions = sheet_import(
    SheetImport(
        actions.recognise,
        title=gettext_lazy("平台认定"),
        identity=(("name", "level", "valid_from"),),
        examples={"name": "重点实验室", "level": "省级", "authority": "浙江省科学技术厅", "valid_from": "2025-01-01"},
    )
)

staff = sheet_import(
    SheetImport(
        employ,
        title=gettext_lazy("平台人员"),
        codes=frozenset({"id_number", "orcid", "phone"}),
        standards={"id_number": "GB 11643"},
        identity=(("name", "capacity", "valid_from"),),
        examples={"name": "王澜", "capacity": "科研人员", "valid_from": "2025-01-01", "orcid": "0000-0002-1825-0097"},
    )
)


admissions = sheet_import(
    SheetImport(
        admission.apply,
        title=gettext_lazy("准入申请"),
        codes=frozenset({"applicant"}),
        keys={
            "applicant": _ORGANISATION, "region": Key("code", "name", "name_en"), "call": Key("number", "title"),
            "introducing_entity": _ORGANISATION, "partners": _ORGANISATION,
        },
        identity=(("applicant", "title"),),
        examples={
            "applicant": "12330600MB0000000D", "title": "柯桥绿色印染创新中心", "region": "330603", "route": "直接申请",
            "platform_class": "技术创新型", "origin": "利用财政性资金设立", "legal_form": "事业单位", "term_years": "5",
            "requested": "12000000.00", "self_raised": "3000000.00",
        },
        remedies={
            "applicant": gettext_lazy("写统一社会信用代码，或者与登记一致的全称；没有登记的先登记"),
            "region": gettext_lazy("写六位区划代码，或者与登记一致的名称"),
            "call": gettext_lazy("写征集编号或者名称；不是应征集申请的留空"),
        },
        standards={"applicant": "GB 32100", "region": "GB/T 2260"},
    )
)  # fmt: skip

council_members = sheet_import(
    SheetImport(
        governance.delegate,
        title=gettext_lazy("理事会成员"),
        keys={"delegated_by": _ORGANISATION, "account": Key("username")},
        identity=(("delegated_by", "name", "valid_from"),),
        examples={
            "delegated_by": "之江纺织大学", "name": "周澜", "position": "副理事长（副主任委员）",
            "document": "校人〔2026〕3 号", "valid_from": "2026-01-08",
        },
        remedies={
            "delegated_by": gettext_lazy("写共建主体的统一社会信用代码，或者与登记一致的全称"),
            "account": gettext_lazy("写登录名；没有账户就空着"),
        },
    )
)  # fmt: skip

plan_targets = sheet_import(
    SheetImport(
        years.set_target,
        title=gettext_lazy("年度绩效目标"),
        identity=(("indicator",),),
        examples={"indicator": "在岗人员（人）", "goal": "30", "note": "全职人员"},
        remedies={"indicator": gettext_lazy("从模板的指标里选一个")},
    )
)
