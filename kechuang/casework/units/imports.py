"""Spreadsheets of unit files: organisations, their facts and their members."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from kechuang.casework.parties.models import Organisation
from kechuang.casework.sheets.declare import Key, SheetImport, sheet_import
from kechuang.casework.units import actions

units = sheet_import(
    SheetImport(
        actions.open_file,
        title=_("单位档案"),
        codes=frozenset({"credit_code"}),
        keys={"region": Key("code", "name", "name_en")},
        identity=(("credit_code",), ("name", "region")),
        examples={"name": "之江纺织大学", "kind": "高等院校", "credit_code": "12330600MB0000000D", "region": "330603"},
        remedies={
            "region": _("写六位区划代码，或者与登记一致的名称"),
            "credit_code": _("请核对营业执照或者法人证书上的 18 位代码"),
        },
        standards={"credit_code": "GB 32100", "region": "GB/T 2260"},
        preload=((Organisation, "credit_code", "credit_code"),),
    )
)

facts = sheet_import(
    SheetImport(
        actions.record_fact,
        title=_("单位事实"),
        identity=(("fact", "valid_from"),),
        examples={"fact": "设立者", "value": "政府", "valid_from": "2020-01-01", "evidence": "设立批复"},
    )
)

members = sheet_import(
    SheetImport(
        actions.appoint,
        title=_("任职"),
        codes=frozenset({"username"}),
        identity=(("username", "role", "valid_from"),),
        examples={"username": "wanglan", "display_name": "王澜", "role": "经办", "valid_from": "2026-01-01"},
    )
)
