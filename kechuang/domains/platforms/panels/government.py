"""Panels of a government's outline or report: its parts, its figures with their lists, and which governments have none."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from kechuang.casework.parties.models import Region
from kechuang.casework.parties.reach import reach_of, under
from kechuang.core.ui.parts import Badge
from kechuang.core.ui.sites import Fact, Sheet
from kechuang.core.words import either
from kechuang.domains.platforms.facts.government import document_facts, rules_of
from kechuang.domains.platforms.models import GovernmentDocument, Platform
from kechuang.domains.platforms.panels.governance import verdicts
from kechuang.domains.platforms.panels.words import day, link
from kechuang.domains.platforms.queries.chapter import labels


def about(document: GovernmentDocument, user: Any) -> Sheet:
    return Sheet(pgettext("page", "文件"), facts=[
        Fact(_("种类"), document.get_document_kind_display()),
        Fact(_("年度"), f"{document.year_from}–{document.year_to}"),
        Fact(_("文号"), document.document or "–"),
        Fact(_("印发日"), day(document.issued_on)),
    ])  # fmt: skip


def parts(document: GovernmentDocument, user: Any) -> Sheet:
    return Sheet(_("文稿"), facts=[
        Fact(_("平台发展部分"), document.platforms_section or _("尚缺")),
        Fact(_("成果转化部分"), document.transformation_section or _("尚缺")),
    ])  # fmt: skip


def figures(document: GovernmentDocument, user: Any) -> Sheet:
    """What our own data said when the text was written, each with the list it was counted from."""
    names = labels()
    return Sheet(
        _("数据"), head=[pgettext("head", "项目"), _("数值"), _("依据的清单")], numeric=frozenset({1}),
        rows=[
            [names.get(f["name"], f["name"]), str(f["value"]), {"label": _("打开清单"), "url": f["source"]}]
            for f in document.figures
        ],
    )  # fmt: skip


def in_law(document: GovernmentDocument, user: Any) -> Sheet | None:
    return verdicts(document, rules_of(document), document_facts(document), _("法规怎么要求"))


def governments(document: GovernmentDocument, user: Any) -> Sheet | None:
    """Every place with platforms in this person's reach: whether it has such a document of these years."""
    prefixes = reach_of(user).prefixes
    places = Region.objects.filter(under(prefixes, "code"), pk__in=Platform.objects.values("region_id"))
    rows = GovernmentDocument.objects.visible_to(user).filter(
        document_kind=document.document_kind, state="issued", year_from__lte=document.year_to,
        year_to__gte=document.year_from,
    )  # fmt: skip
    have = {row.region_id: row for row in rows}
    lines = []
    for place in places:
        found = have.get(place.code)
        lines.append([
            either(place.name, place.name_en), link(found.number, found) if found else "–",
            Badge("met", _("已印发")) if found else Badge("open", _("没有")),
        ])  # fmt: skip
    return Sheet(_("各地有没有"), head=[_("地区"), pgettext("page", "文件"), _("状态")], rows=lines) if lines else None
