"""The minutes of a council's meeting (纪要): who was there, how each matter was decided, and the resolutions."""

from __future__ import annotations

from kechuang.casework.documents.papers import Paper, Table, Text
from kechuang.core import clock
from kechuang.domains.platforms.models import AgendaItem, Attendance, Meeting
from kechuang.law.library import load
from kechuang.law.model import Citation
from kechuang.law.present import citation_words

_CITES = ("keqiao-2025-draft:s2.1.b", "keqiao-2025-draft:s4.1.a")


def minutes_paper(meeting: Meeting) -> Paper:
    """The minutes as they stand. Always in Chinese: they are an official paper."""
    library, council = load(), meeting.council
    governing = [
        c for c in map(Citation.parse, _CITES) if library.instruments[c.instrument].governs(meeting.region.prefix)
    ]
    body: list[Text | Table] = [
        Text("一、会议", level=1),
        Text(
            f"{meeting.held_on.year}年{meeting.held_on.month}月{meeting.held_on.day}日，{council.title}在{meeting.place}"
            f"召开会议。会议由{meeting.presided_by.name if meeting.presided_by else '（未记录）'}主持，"
            f"{_there(meeting)}。通知于{meeting.called_on}发出。"
        ),
        Text("二、出席情况", level=1),
        Table(("委员", "委派单位", "出席", "受托人"), _attendance(meeting)),
        Text("三、会议情况", level=1),
        *[Text(line) for line in (meeting.summary or "（没有记录）").splitlines() if line.strip()],
        Text("四、审议和表决", level=1),
    ]
    for item in meeting.items.select_related("resolution"):
        body += _decided(item)
    draft = any(not library.instruments[c.instrument].binding for c in governing)
    return Paper(
        title=f"{meeting.title}纪要",
        issuer=council.title,
        number=meeting.number,
        body=body,
        signed_by=[council.title],
        dated=f"{clock.today().year}年{clock.today().month}月{clock.today().day}日",
        copies=[str(p.organisation) for p in meeting.parties.select_related("organisation").filter(role="cofounder")],
        notes=[citation_words(c, "zh", library) for c in governing],
        foot=f"{meeting.number}　{clock.today()} 生成　法规版本 {library.fingerprint[:12]}",
        mark="所引文件为征求意见稿" if draft else "",
    )


def _there(meeting: Meeting) -> str:
    rows = list(meeting.attendances.all())
    present = sum(1 for row in rows if row.present)
    return f"应到委员{meeting.members_total}人，出席{present}人（含受托出席），符合章程规定的人数"


_MODES = {"in_person": "到场", "remote": "线上", "proxy": "委托", "absent": "缺席"}


def _attendance(meeting: Meeting) -> list[list[str]]:
    known = {row.member_id: row for row in meeting.attendances.all()}
    rows = []
    for member in meeting.council.members_on(meeting.held_on):
        row: Attendance | None = known.get(member.pk)
        rows.append(
            [member.name, member.delegated_by.name, _MODES[row.mode] if row else "缺席", row.proxy_name if row else ""]
        )
    return rows


_OUTCOMES = {"adopted": "通过", "rejected": "未通过", "deferred": "未表决，留待以后审议", "": "（未定）"}


def _decided(item: AgendaItem) -> list[Text | Table]:
    text: list[Text | Table] = [Text(f"（{item.position}）{item.title}", level=2), Text(item.motion)]
    if item.outcome == "deferred" or not item.outcome:
        return [*text, Text(_OUTCOMES[item.outcome] + "。")]
    line = (
        f"同意{item.votes_for}票，反对{item.votes_against}票，弃权{item.votes_abstain}票，{_OUTCOMES[item.outcome]}。"
    )
    resolution = getattr(item, "resolution", None)
    return [*text, Text(line + (f"决议编号{resolution.number}。" if resolution else ""))]
