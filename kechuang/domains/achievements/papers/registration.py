"""The registration form of an achievement, and the points of an empowerment agreement."""

from __future__ import annotations

from kechuang.casework.documents.papers import Paper, Table, Text
from kechuang.core import clock
from kechuang.domains.achievements.completing import percent
from kechuang.domains.achievements.models import Achievement
from kechuang.domains.achievements.secrecy import secrecy
from kechuang.law.library import load
from kechuang.law.model import Citation
from kechuang.law.present import citation_words

NONE = "（未填）"


def registration_form(achievement: Achievement) -> Paper:
    """The form as it stands; what is not filled in is shown as not filled in."""
    a = achievement
    fields = [
        ("成果名称", a.title), ("英文名称", a.title_en), ("成果登记号", a.registration_number), ("完成单位", a.owner.name),
        ("成果类别", a.get_kind_of_achievement_display()), ("体现形式", a.get_form_display()),
        ("成果属性", a.get_attribute_display()), ("所处阶段", a.get_stage_display()), ("成果水平", a.get_level_display()),
        ("技术成熟度", f"TRL {a.trl}" if a.trl else ""), ("关键词", "；".join(a.keywords)),
        ("研究起止", f"{a.started_on or ''} 至 {a.completed_on}"), ("来源计划", a.programme), ("项目编号", a.project_number),
        ("推荐单位", a.recommended_by.name if a.recommended_by else ""), ("密级", secrecy(a)), ("公开范围", a.get_search_display()),
        ("登记日", str(a.registered_on or "")),
    ]  # fmt: skip
    people = [
        [
            str(c.position),
            c.person.name,
            c.organisation.name if c.organisation else "",
            percent(c.share),
            "是" if c.main else "",
        ]
        for c in a.completers.select_related("person", "organisation")
    ]
    rights = [
        [r.get_kind_display(), r.number, str(r.applied_on or ""), str(r.granted_on or ""), r.get_status_display()]
        for r in a.rights.all()
    ]
    body: list[Text | Table] = [
        Text("一、成果概况", level=1),
        Table(("项目", "内容"), [[name, str(value) or NONE] for name, value in fields]),
        Text("二、完成人", level=1),
        Table(("排名", "姓名", "单位", "贡献份额", "主要完成人"), people, figures=frozenset({3})),
    ]
    if rights:
        body += [
            Text("三、知识产权", level=1),
            Table(("种类", "申请号（登记号）", "申请日", "授权（登记）日", "状态"), rights),
        ]
    if a.search == Achievement.Search.OPEN and a.abstract.strip():
        body += [Text("四、摘要" if rights else "三、摘要", level=1), Text(a.abstract)]
    return Paper(
        title="科技成果登记表", body=body, number=a.number, issuer=a.owner.name,
        foot=f"{a.number}　{clock.today()} 生成　法规版本 {load().fingerprint[:12]}",
    )  # fmt: skip


def empowerment_agreement(achievement: Achievement) -> Paper:
    """What was agreed on each matter the law lists, for every empowerment."""
    items = {item.id: item.zh for item in load().checklist_items("empowerment.matters")}
    body: list[Text | Table] = []
    for n, one in enumerate(achievement.empowerments.prefetch_related("holders__person"), 1):
        body.append(Text(f"{n}. {one.get_right_display()}，自 {one.starts_on} 起", level=1))
        rows = [
            [
                h.person.name,
                percent(h.share) if h.share else "–",
                "参加收益奖励" if h.takes_reward else "不参加收益奖励",
            ]
            for h in one.holders.all()
        ]
        body.append(Table(("完成人", "所有权份额", "收益奖励"), rows, figures=frozenset({1})))
        for ident, name in items.items():
            body += [Text(name, level=2), Text(str(one.matters.get(ident, "")).strip() or "（未约定）")]
        if one.ends_on:
            body.append(Text(f"使用权末日（含）：{one.ends_on}。"))
    cites = [Citation.parse("quzhou-2024:art18.p1.a"), Citation.parse("quzhou-2024:art18.p2")]
    return Paper(
        title=f"{achievement.title} 赋权协议要点", body=body, number=achievement.number, issuer=achievement.owner.name,
        notes=[citation_words(c, "zh", load()) for c in cites],
        foot=f"{achievement.number}　{clock.today()} 生成　法规版本 {load().fingerprint[:12]}",
    )  # fmt: skip
