"""The notice itself and the written answer to an objection, as official papers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from kechuang.casework.documents.papers import Paper, Table, Text
from kechuang.casework.notices.contents import checklist
from kechuang.casework.notices.facts import first_days
from kechuang.casework.notices.kinds import CHANNELS
from kechuang.casework.notices.models import Notice, Objection
from kechuang.core import clock
from kechuang.law.library import load
from kechuang.law.model import Citation
from kechuang.law.present import citation_words

_NUMERALS = "一二三四五六七八九十"


def _day(day: dt.date | None) -> str:
    return f"{day.year}年{day.month}月{day.day}日" if day else "待定"


def _sections(parts: Iterable[tuple[str, list[Text | Table]]]) -> list[Text | Table]:
    body: list[Text | Table] = []
    for number, (heading, texts) in enumerate(parts):
        body += [Text(f"{_NUMERALS[number]}、{heading}", level=1), *texts]
    return body


def _notes(places: Iterable[Citation], region: str) -> list[str]:
    library = load()
    return [
        citation_words(place, "zh", library)
        for place in places
        if (home := library.instruments.get(place.instrument)) and region.startswith(home.region)
    ]


def notice_paper(notice: Notice) -> Paper:
    """The notice as it now stands; what is secret is not in it."""
    content = notice.content
    told = [item for item in checklist(notice.what, content.fields) if not item.field.secret and item.there]
    where = "、".join(f"{CHANNELS[name]}（{_day(day)}起）" for name, day in first_days(content).items())
    period = [Text(f"自{_day(notice.starts_on)}起公示，至{_day(notice.ends_on)}二十四时止。公示当日不计入期限。")]
    if notice.ends_on is None:
        period = [Text("公示渠道尚未全部发出，期限自最后一处发出之日起算。")]
    if where:
        period.append(Text(f"公示渠道：{where}。"))
    parts: list[tuple[str, list[Text | Table]]] = [
        ("公示内容", [Table(("项目", "内容"), [[str(item.field.label), item.text] for item in told])]),
    ]
    named = list(notice.interests.filter(named=True))
    if named:
        parts.append(("利害关系", [Text(f"{row.who}：{row.relation}。") for row in named]))
    parts.append(("公示期限", list(period)))
    procedure = notice.procedure.strip()
    parts.append((
        "异议",
        [
            *([Text(procedure)] if procedure else []),
            Text("对公示内容有异议的，在公示期内提出，写明理由、请求，附证据材料。不公开异议人的个人信息。"),
            Text(f"收到异议后{notice.answer_days}天内书面答复。异议处理完毕前，等候公示的事项不予办理。"),
        ],
    ))  # fmt: skip
    if content.version > 1:
        parts.append(("更正", [Text(f"本公示为第{content.version}版。更正理由：{content.reason}")]))
    return Paper(
        title=notice.title, body=_sections(parts), number=notice.number, signed_by=[notice.owner.name],
        dated=_day(content.at.astimezone(clock.CHINA).date()), notes=_notes(notice.what.citations, notice.region_id),
        foot=f"{notice.number}　第{content.version}版　法规版本 {load().fingerprint[:12]}",
    )  # fmt: skip


def answer_paper(objection: Objection) -> Paper:
    """The written answer. The objector is addressed without a name: the paper is handed to them alone, and copied."""
    notice = objection.notice
    found = "异议成立" if objection.outcome == Objection.Outcome.ACCEPTED else "异议不成立"
    then = (
        "发布公示的单位将更正或者撤回公示，期限相应重新计算。"
        if objection.outcome == Objection.Outcome.ACCEPTED
        else "本异议处理完毕。"
    )
    said = "按公布的异议处理程序答复" if notice.procedure.strip() else f"按公示所定的{notice.answer_days}天答复"
    why = "" if notice.what.answer_cites else f"没有条文规定这种公示怎样答复异议，{said}。"
    parts: list[tuple[str, list[Text | Table]]] = [
        ("异议", [Text(f"你于{_day(objection.filed_at.astimezone(clock.CHINA).date())}对{notice.number}“{notice.title}”"
                     f"第{objection.content.version}版提出异议，请求：{objection.remedy}")]),
        ("处理结果", [Text(f"经核查，{found}。{then}")]),
        ("理由", [Text(line) for line in objection.reasons.splitlines() if line.strip()]),
    ]  # fmt: skip
    if why:
        parts.append(("程序", [Text(why)]))
    return Paper(
        title="公示异议答复书", body=_sections(parts), number=objection.number, addressee="异议人",
        signed_by=[objection.owner.name], dated=_day(objection.answered_on),
        notes=_notes([*notice.what.answer_citations, *notice.what.citations], objection.region_id),
        foot=f"{objection.number}　{_day(objection.answered_on)}答复　法规版本 {load().fingerprint[:12]}",
    )  # fmt: skip
