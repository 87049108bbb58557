"""Panels of a notice's page and of an objection's. What is secret is on none of them, for nobody."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from kechuang.casework.cases.models import TimelineEntry
from kechuang.casework.cases.predicates import may_see, takes_part
from kechuang.casework.notices.contents import checklist
from kechuang.casework.notices.kinds import CHANNELS
from kechuang.casework.notices.models import OPEN, Interest, Notice, NoticeContent, Objection, Objector
from kechuang.casework.notices.queries import missing_channels, standing_of
from kechuang.casework.notices.ruler import ruler_of, waiting_words
from kechuang.casework.parties.identifiers import masked
from kechuang.core import clock
from kechuang.core.ui.citing import cite_of
from kechuang.core.ui.parts import Badge
from kechuang.core.ui.sites import Fact, Sheet
from kechuang.core.words import day_words, in_clauses, listed
from kechuang.law import Verdict
from kechuang.law.library import load
from kechuang.law.model import Citation

DOT = "•••"


def day(value: Any) -> str:
    return day_words(value, weekday=False, year=True) if value else "–"


def standing_badge(state: str) -> Badge:
    """A standing by shape, word and colour."""
    words: dict[str, tuple[Any, str]] = {
        "running": ("open", _("公示中")), "suspended": ("breach", _("异议处理中")), "clear": ("met", _("期满无异议")),
        "withdrawn": ("na", _("已撤回")), "none": ("none", _("未公示")),
    }  # fmt: skip
    return Badge(*words[state])


def days(notice: Notice, user: Any = None) -> Sheet:
    """From when to when, drawn to scale; what waits, and why it still does."""
    n_open = notice.objections.filter(state__in=OPEN).count()
    found = standing_of(notice, n_open)
    what, today = waiting_words(notice), clock.today()
    if found.clear:
        words = _("%(what)s：%(day)s起可以办") % {"what": what, "day": day_words(found.opens_on or today)}
    elif found.state == "running" and found.opens_on is not None:
        left = (found.opens_on - today).days
        words = ngettext(
            "%(what)s：%(day)s起可以办，还有 %(n)d 天", "%(what)s：%(day)s起可以办，还有 %(n)d 天", left
        ) % {"what": what, "day": day_words(found.opens_on), "n": left}  # fmt: skip
    else:
        words = str(found.refusal.reason) if found.refusal else ""
    return Sheet(
        _("公示期"), text=words, badge=standing_badge(found.state), ruler=ruler_of(notice, suspended=n_open > 0),
        facts=[Fact(_("天数的依据"), _period_words(notice)), *_answer_facts(notice)],
        cites=_chips([*_set_by(notice), *notice.what.citations], notice.region_id),
        foot=_("公示当日不计，满日的次日起可办；最短公示期遇休息日不顺延，内容变更从更正之日重新起算。"),
    )  # fmt: skip


def _set_by(notice: Notice) -> list[Citation]:
    """The clauses that set the shortest period, as found when it was set; none where the law is silent."""
    kept = notice.finding or {}
    if kept.get("verdict") in (None, Verdict.NOT_APPLICABLE.value, Verdict.NO_LAW_FOUND.value):
        return []
    return [Citation.parse(str(cited["clause"])) for cited in kept.get("citations", ())]


def _period_words(notice: Notice) -> str:
    if _set_by(notice):
        return _("最短公示期由条文规定，发布单位可以定得更长")
    words = _("没有条文规定这种公示的天数，公示到哪一天由发布单位选定")
    if _chips(list(notice.what.citations), notice.region_id):
        words += _("；所引条文是公示事项的依据，不规定公示几天")
    return words


def _answer_facts(notice: Notice) -> list[Fact]:
    """How many days there are to answer an objection, and whose days they are: no clause names them; and what asks for it."""
    if notice.procedure:
        words = _("%(n)d 天，取自发布单位公布的异议处理程序，条文没有规定天数")
    elif notice.answer_days == notice.what.answer_days:
        words = _("%(n)d 天，发布单位采用本站对这种公示的通例，条文没有规定天数")
    else:
        words = _("%(n)d 天，由发布单位选定，条文没有规定天数")
    chips = _chips(list(notice.what.answer_citations), notice.region_id)
    found = [Fact(_("答复异议"), words % {"n": notice.answer_days}, cite=chips[0] if chips else None)]
    if not notice.what.answer_citations:
        found.append(Fact(_("答复异议的依据"), _("没有条文规定这种公示怎样答复异议，按公布的异议处理程序办理")))
    return found


def _chips(places: list[Citation], region: str) -> list[Any]:
    """Chips, one for each official place, of the texts that govern the region."""
    shelf = load()
    found: dict[str, Any] = {}
    for place in places:
        home = shelf.instruments.get(place.instrument)
        if home is not None and region.startswith(home.region):
            chip = cite_of(place, shelf)
            found.setdefault(chip.seal.char + chip.words, chip)
    return list(found.values())


def said(notice: Notice, user: Any = None) -> Sheet:
    """The checklist of what it says."""
    content = notice.content
    items = checklist(notice.what, {**content.fields, **content.secrets})
    rows: list[list[Any]] = []
    for item in items:
        if item.field.secret:
            if item.there:
                rows.append([str(item.field.label), _("不公开"), Badge("na", _("已登记"))])
            continue
        if item.there or item.field.required:
            badge = Badge("met", _("已写明")) if item.there else Badge("breach", _("尚缺"))
            rows.append([str(item.field.label), item.text or "–", badge])
    missing = sum(1 for item in items if item.missing)
    badge = Badge("breach", _("缺 %(n)d 项") % {"n": missing}) if missing else Badge("met", _("内容齐全"))
    return Sheet(
        _("公示内容"), head=[pgettext("head", "项目"), _("内容"), _("状态")], rows=rows, badge=badge,
    )  # fmt: skip


def versions(notice: Notice, user: Any = None) -> Sheet | None:
    """What it said before, and what was changed why; of what is secret only that it changed."""
    rows = list(notice.contents.order_by("-version"))
    if len(rows) < 2:
        return None
    by_number = {row.version: row for row in rows}
    lines = []
    for row in rows:
        when = day(row.at.astimezone(clock.CHINA).date())
        if row.version == 1:
            lines.append([f"1 · {when}", _("首次公示"), ""])
            continue
        lines.append([f"{row.version} · {when}", _changes(notice, by_number[row.version - 1], row), row.reason])
    note = _("共 %(n)d 版") % {"n": len(rows)}
    return Sheet(_("历次内容"), head=[_("版次"), _("变更"), _("理由")], rows=lines, note=note)


def _changes(notice: Notice, before: NoticeContent, after: NoticeContent) -> str:
    kind, parts = notice.what, []
    labels = {f.name: str(f.label) for f in kind.fields}
    for name in after.changed:
        if name in kind.secrets or name not in labels:
            parts.append(_("%(field)s（不公开）") % {"field": labels.get(name, name)})
        else:
            parts.append(_("%(field)s：%(old)s → %(new)s") % {
                "field": labels[name], "old": before.fields.get(name) or "–", "new": after.fields.get(name) or "–",
            })  # fmt: skip
    return in_clauses(parts)


def channels(notice: Notice, user: Any = None) -> Sheet:
    """Where it stands since when, and what shows it."""
    rows: list[list[Any]] = []
    latest: dict[str, Any] = {p.channel: p for p in notice.content.postings.all()}
    for name in notice.what.channels:
        found = latest.get(name)
        if found is None:
            rows.append([str(CHANNELS[name]), "–", Badge("open", _("还没有登记"))])
            continue
        shown = found.evidence or (_("见证据文件") if found.document_id else _("本页"))
        rows.append([str(CHANNELS[name]), day(found.first_on), shown])
    note = _("以较晚的一处起算") if len(notice.what.channels) > 1 else ""
    return Sheet(_("公示渠道"), head=[_("渠道"), _("首日"), _("证据")], rows=rows, note=note)


def particulars(notice: Notice, user: Any) -> Sheet:
    """What it serves, whose it is, from when to when, whom it names."""
    subject = notice.subject
    seen = may_see(user, subject)
    named = notice.interests.all() if takes_part(user, notice) else notice.interests.filter(named=True)
    facts = [
        Fact(_("种类"), str(notice.what.label)),
        Fact(_("发布单位"), str(notice.owner)),
        Fact(_("起算"), day(notice.starts_on)),
        Fact(_("公示到"), day(notice.ends_on)),
        Fact(_("次日起可办"), day(notice.opens_on)),
        Fact(_("异议答复期限"), _("%(n)d 天") % {"n": notice.answer_days}),
        *(Fact(_("利害关系"), interest_words(row)) for row in named),
    ]
    if seen:
        url = reverse("case", args=[subject.number])
        facts.insert(1, Fact(_("所服务的案件"), f"{subject.number} {subject.title}", url=url))
    if missing := missing_channels(notice):
        facts.append(Fact(_("尚未发出"), listed([str(CHANNELS[name]) for name in missing])))
    return Sheet(_("公示"), facts=facts, text=notice.procedure)


def interest_words(row: Interest) -> str:
    return _("%(who)s，%(relation)s") % {"who": row.who, "relation": row.relation}


def objections(notice: Notice, user: Any) -> Sheet | None:
    """For those who take part, each objection; for readers how many there are and what became of them."""
    rows = list(notice.objections.order_by("pk"))
    if not rows:
        return None
    inside = takes_part(user, notice)
    lines: list[list[Any]] = []
    for row in rows:
        number: Any = {"label": row.number, "url": reverse("case", args=[row.number])} if inside else row.number
        lines.append(
            [number, day(row.filed_at.astimezone(clock.CHINA).date()), objection_badge(row), row.summary or "–"]
        )
    n_open = sum(1 for row in rows if row.state in OPEN)
    return Sheet(
        _("异议"), head=[_("编号"), _("提出"), _("处理"), _("公开的处理情况")], rows=lines,
        badge=Badge("breach", _("%(n)d 件未处理完毕") % {"n": n_open}) if n_open else Badge("met", _("均已处理")),
    )  # fmt: skip


def objection_badge(row: Objection) -> Badge:
    tones: dict[str, Any] = {
        "filed": "open", "acknowledged": "open", "accepted": "breach", "remedied": "met", "rejected": "met",
        "withdrawn": "na",
    }  # fmt: skip
    return Badge(tones[row.state], row.state_label)


# -- an objection ----------------------------------------------------------------------------------------


def grounds(objection: Objection, user: Any) -> Sheet:
    """What is objected to, on what grounds, what is asked for."""
    notice = objection.notice
    version = objection.content.version
    text = _("针对第 %(n)d 版内容") % {"n": version}
    if version != notice.content_version:
        text = _("针对第 %(n)d 版内容；现在是第 %(now)d 版") % {"n": version, "now": notice.content_version}
    return Sheet(
        _("异议内容"), note=text,
        facts=[Fact(_("理由"), objection.arguments), Fact(_("请求"), objection.remedy)],
    )  # fmt: skip


def answer(objection: Objection, user: Any) -> Sheet | None:
    """The answer, once there is one."""
    if not objection.outcome:
        return None
    facts = [Fact(_("理由"), objection.reasons)]
    if objection.summary:
        facts.append(Fact(_("公开的处理情况"), objection.summary))
    return Sheet(
        _("答复"), facts=facts, badge=objection_badge(objection),
        note=_("%(who)s，%(day)s") % {"who": objection.handler, "day": day(objection.answered_on)},
    )  # fmt: skip


def about(objection: Objection, user: Any) -> Sheet:
    """The notice, the days, and who objects: masked, until a handler has put on record why they look."""
    notice = objection.notice
    asked = _answer_facts(notice)
    looked = objection.pk is not None and has_looked(objection, user)
    who = Objector.objects.select_related("organisation").get(objection=objection)
    name, contact, email = who.name, who.contact, who.email
    facts = [
        Fact(_("公示"), f"{notice.number} {notice.title}", url=reverse("case", args=[notice.number])),
        Fact(_("提出"), objection.filed_at.astimezone(clock.CHINA).strftime("%Y-%m-%d %H:%M")),
        Fact(_("受理"), day(objection.acknowledged_on)),
        Fact(_("答复"), day(objection.answered_on)),
        Fact(_("异议人"), name if looked else masked(name, 1, 0)),
    ]
    if who.organisation is not None:
        facts.append(Fact(_("代表单位"), str(who.organisation) if looked else DOT))
    facts += asked
    if contact:
        facts.append(Fact(_("联系方式"), contact if looked else masked(contact, 0, 2)))
    if email:
        facts.append(Fact(_("电子邮箱"), email if looked else DOT))
    note = "" if looked else _("异议人信息加密保存；处理人写明事由后查看，查看留痕")
    return Sheet(_("异议"), facts=facts, foot=note)


def has_looked(objection: Objection, user: Any) -> bool:
    """Whether a person has put on record why they look at who objects."""
    if getattr(user, "pk", None) is None:
        return False
    return TimelineEntry.objects.filter(case_id=objection.pk, action="reveal", by=user).exists()
