"""How the law is cited on a page: seals, citation chips, the words for rank, force, status, place and kind."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kechuang.core.ui.parts import Badge, Cite, Interp, Seal
from kechuang.core.words import either, in_english, language
from kechuang.law.library import Library
from kechuang.law.model import Citation, Clause, Force, Instrument, Rank, Status
from kechuang.law.statute.citation import cite as cite_place

RANKS: dict[Rank, Promise] = {
    Rank.LAW: gettext_lazy("法律"),
    Rank.PROVINCIAL_REGULATION: gettext_lazy("省级地方性法规"),
    Rank.MUNICIPAL_REGULATION: gettext_lazy("设区的市地方性法规"),
    Rank.POLICY_DOCUMENT: gettext_lazy("政策文件"),
}
STATUSES: dict[Status, Promise] = {
    Status.IN_FORCE: gettext_lazy("施行"),
    Status.TRIAL: gettext_lazy("试行"),
    Status.DRAFT: gettext_lazy("征求意见稿"),
    Status.REPEALED: gettext_lazy("已废止"),
}
FORCES: dict[Force, Promise] = {
    Force.MUST: gettext_lazy("应当（必须做到）"),
    Force.MAY: gettext_lazy("可以（有权，不强制）"),
    Force.UNLESS_AGREED: gettext_lazy("没有规定或约定的，应当"),
}
FORCE_TAGS: dict[Force, Promise] = {
    Force.MUST: gettext_lazy("应当"),
    Force.MAY: gettext_lazy("可以"),
    Force.UNLESS_AGREED: gettext_lazy("没有约定的"),
}
KINDS: dict[str, Promise] = {
    "computation": gettext_lazy("计算"),
    "threshold": gettext_lazy("界限"),
    "deadline": gettext_lazy("期限"),
    "procedure": gettext_lazy("程序"),
    "record": gettext_lazy("记录"),
    "prohibition": gettext_lazy("禁止"),
    "entitlement": gettext_lazy("权利"),
    "duty": gettext_lazy("义务"),
    "service": gettext_lazy("服务"),
    "sanction": gettext_lazy("责任"),
    "definition": gettext_lazy("定义"),
    "principle": gettext_lazy("原则"),
    "delegation": gettext_lazy("授权"),
}
REGIONS: dict[str, Promise] = {
    "": gettext_lazy("全国"),
    "33": gettext_lazy("浙江省"),
    "3308": gettext_lazy("衢州市"),
    "330603": gettext_lazy("绍兴市柯桥区"),
    "330108": gettext_lazy("杭州市滨江区"),
    "11": gettext_lazy("北京市"),
}
"""The places instruments of this shelf are for. Another city's file shows its code until its name is added here."""


def region_words(region: str) -> str:
    name = str(REGIONS[region]) if region in REGIONS else ""
    return f"{name} {region}".strip()


def kind_words(kind: str) -> str:
    return str(KINDS.get(kind, kind))


def seal_of(instrument: Instrument, force: Force = Force.MUST) -> Seal:
    """The seal of an instrument, solid or outlined by the force of the clause it stands before."""
    return Seal(
        instrument.seal,
        force="may" if force is Force.MAY else "must",
        policy=instrument.rank is Rank.POLICY_DOCUMENT,
        status=str(instrument.status),
    )


def place_words(clause_id: str) -> str:
    """第20条第1款第1项, without the letter of an unofficial split; art. 20(1)(i) in English."""
    return Citation("", clause_id).words(language())


def formal_place(clause_id: str) -> str:
    """第二十条第一款第（一）项: as official papers cite."""
    return place_words(clause_id) if in_english() else cite_place(clause_id, "zh")


def instrument_url(ident: str) -> str:
    return reverse("law-instrument", args=[ident])


def clause_url(cited: Citation) -> str:
    return reverse("law-clause", args=[cited.instrument, cited.clause])


def cite_of(cited: Citation | str, library: Library, note: int = 0) -> Cite:
    """The chip of a citation. A place that no instrument of the shelf has is shown as it is written, leading to the shelf."""
    place = Citation.parse(cited) if isinstance(cited, str) else cited
    home = library.instruments.get(place.instrument)
    if home is None:
        return Cite(Seal("？", status="repealed"), str(place), str(place), reverse("law-index"), note)
    clause = home.clauses.get(place.clause)
    force = clause.force if clause else Force.MUST
    words = place_words(place.clause)
    url = clause_url(place) if clause else instrument_url(home.id)
    return Cite(seal_of(home, force), words, f"{either(home.title, home.title_en)} {words}", url, note)


def short_citation(cited: Citation, library: Library) -> str:
    """衢州条例第20条第1款第1项; Quzhou 2024, art. 20(1)(i)."""
    home = library.instruments.get(cited.instrument)
    if home is None:
        return str(cited)
    if in_english():
        return f"{home.short_en}, {cited.words('en')}"
    return f"{home.short}{cited.words('zh')}"


def interp_of(ident: str, library: Library) -> Interp:
    found = library.interpretations.get(ident)
    title = either(found.question, found.question_en) if found else ident
    return Interp(ident, title, f"{reverse('law-interpretations')}#{ident}")


def interps_of(idents: Iterable[str], library: Library) -> list[Interp]:
    """Chips for several questions; the parts of one number share a chip, which names them all."""
    found: dict[str, Interp] = {}
    for ident in idents:
        chip = interp_of(ident, library)
        first = found.get(chip.number)
        found[chip.number] = chip if first is None else replace(first, title=f"{first.title} {chip.title}")
    return list(found.values())


def status_badge(instrument: Instrument) -> Badge | None:
    """The plum badge of a draft; nothing for what binds."""
    if instrument.status is Status.DRAFT:
        return Badge("draft", _("征求意见稿，只作模拟"))
    return None


def force_words(clause: Clause) -> str:
    return str(FORCES[clause.force])


def rank_words(instrument: Instrument) -> str:
    return str(RANKS[instrument.rank])


def status_words(instrument: Instrument) -> str:
    return str(STATUSES[instrument.status])


def period_words(instrument: Instrument) -> str:
    """2025-03-01 起，现行; what is not known is said to be unknown."""
    if instrument.status is Status.DRAFT:
        return _("征求意见稿，未施行")
    if instrument.in_force is None:
        return _("施行日期未查到")
    if instrument.repealed is not None:
        return _("%(start)s 起，至 %(end)s 前") % {"start": instrument.in_force, "end": instrument.repealed}
    if instrument.status is Status.TRIAL:
        return _("%(start)s 起试行") % {"start": instrument.in_force}
    return _("%(start)s 起，现行") % {"start": instrument.in_force}
