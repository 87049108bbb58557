"""Papers of a review: the minutes for the office, the opinion for the applicant without a name, a receipt for the expert."""

from __future__ import annotations

import datetime as dt
from typing import Any

from kechuang.casework.documents.papers import Paper, Table, Text
from kechuang.casework.reviews import receipts, results
from kechuang.casework.reviews.models import Minutes, Panel, Receipt, Remark, Score, Seat
from kechuang.casework.reviews.models.scores import Phase
from kechuang.casework.reviews.schemes import purpose_of
from kechuang.core import clock
from kechuang.law.library import load
from kechuang.law.model import Citation
from kechuang.law.present import citation_words


def minutes_paper(panel: Panel, *, met_on: dt.date | None = None, place: str = "") -> Paper:
    """Who met on what, how they scored, what they said and concluded. Names stand in it: it stays with the office."""
    kept = Minutes.objects.filter(panel=panel).first()
    if kept is not None and met_on is None:
        met_on, place = kept.met_on, kept.place
    seats = list(panel.seats.sitting().select_related("expert__person", "expert__organisation").order_by("label"))
    figures = results.of(panel)
    blind = results.of(panel, Phase.BLIND)
    body: list[Text | Table] = [
        Text("一、评审事项", level=1),
        Text(f"{panel.subject.title}（{panel.subject.number}），{purpose_of(panel.purpose).label}。"),
        Text("二、时间和地点", level=1),
        Text(f"{_day(met_on)}，{place}。" if met_on else "未开会。"),
        Text("三、评审组", level=1),
        Text(f"由{panel.owner}从专家库随机抽取，抽取记录见 {panel.number}，任何人可以重抽核对。"),
        Table(
            ("代号", "姓名", "单位", "职称或职务", "代表方面"),
            [[s.label, s.expert.person.name, s.expert.organisation.name, s.expert.post or "–", s.get_side_display()]
             for s in seats],
        ),
        *_gone(panel),
        Text("四、评分", level=1),
        *_tables(panel, seats, figures, blind),
        Text("五、讨论", level=1),
        *_remarks(panel),
        Text("六、结论", level=1),
        Text(f"{panel.opinion_words}。总分 {results.rounded(figures.score)} 分（满分 100 分）。"),
        *[Text(line) for line in panel.opinion_text.splitlines() if line.strip()],
    ]  # fmt: skip
    return Paper(
        title=f"{purpose_of(panel.purpose).label}评审纪要", body=body, issuer=panel.owner.name, number=panel.number,
        signed_by=[f"专家{s.label}　{s.expert.person.name}　（签字）" for s in seats],
        dated=_day(panel.closed_on or clock.today()), notes=_notes(panel), foot=_foot(panel),
    )  # fmt: skip


def opinion_paper(panel: Panel) -> Paper:
    """What the applicant is told: scores of the whole, words, no name."""
    figures = results.of(panel)
    labels = {c["name"]: c["label"] for c in panel.criteria}
    rows = [[labels[name], results.rounded(value)] for name, value in figures.by_criterion.items()]
    words = [Text(f"{labels.get(name, '')}：{text}") for name, text in results.comments(panel)]
    body: list[Text | Table] = [
        Text("一、评审事项", level=1),
        Text(f"{panel.subject.title}（{panel.subject.number}）。"),
        Text("二、评分", level=1),
        Text(f"总分 {results.rounded(figures.score)} 分（满分 100 分）。"),
        Table(("标准", "平均得分"), rows, figures=frozenset({1})),
        Text("三、专家意见", level=1),
        *(words or [Text("专家没有另写意见。")]),
        Text("四、结论", level=1),
        Text(f"{panel.opinion_words}。"),
        *[Text(x) for x in results.without_names(panel.opinion_text, panel).splitlines() if x.strip()],
    ]
    return Paper(
        title=f"{purpose_of(panel.purpose).label}评审意见", body=body, issuer=panel.owner.name, number=panel.number,
        addressee=panel.subject.owner.name, dated=_day(panel.closed_on or clock.today()), notes=_notes(panel),
        foot=_foot(panel),
    )  # fmt: skip


def receipt_paper(seat: Seat) -> Paper:
    """What an expert handed in, each phase with its hash and the very text that was hashed."""
    labels = {c["name"]: c["label"] for c in seat.panel.criteria}
    body: list[Text | Table] = []
    for receipt in Receipt.objects.filter(seat=seat).select_related("seat").order_by("at"):
        rows = Score.objects.filter(seat=seat, phase=receipt.phase)
        same, text = receipts.holds(receipt)
        at = receipt.at.astimezone(clock.CHINA).strftime("%Y-%m-%d %H:%M:%S")
        body += [
            Text(str(Phase(receipt.phase).label), level=1),
            Table(
                ("标准", "得分", "意见"),
                [[labels.get(s.criterion, s.criterion), f"{s.points:.2f}", s.comment or "–"] for s in rows],
                figures=frozenset({1}),
            ),
            Text(f"提交时间：{at}。"),
            Text(f"回执（SHA-256）：{receipt.digest}，{'与现存评分一致' if same else '与现存评分不一致'}。"),
            Text(f"被摘要的原文：{text}"),
        ]
    return Paper(title="评分回执", body=body, number=seat.number, dated=_day(clock.today()), foot=_foot(seat))


def _gone(panel: Panel) -> list[Text]:
    """Those who left their seat before the discussion, and how."""
    rows = panel.seats.filter(state__in=("declined", "recused", "lapsed")).order_by("label")
    words = "；".join(f"专家{s.label}：{s.state_label}" for s in rows)
    return [Text(f"另有席位更换：{words}。")] if words else []


def _tables(panel: Panel, seats: list[Seat], figures: Any, blind: Any) -> list[Table]:
    made = []
    tracks = {t["name"]: t["label"] for t in panel.tracks} or {"": ""}
    for name, label in tracks.items():
        of = [s for s in seats if s.track == name]
        points = {
            (p.seat_id, p.criterion): p for p in Score.objects.filter(seat__in=of).order_by("pk")
        }  # the final one, where there are two
        criteria = panel.criteria_of(name)
        rows = [
            [f"专家{s.label}", *[f"{points[s.pk, c['name']].points:.2f}" for c in criteria],
             results.rounded(blind.by_seat.get(s.pk)), results.rounded(figures.by_seat.get(s.pk))]
            for s in of if s.pk in figures.by_seat
        ]  # fmt: skip
        mean = ["平均", *[results.rounded(figures.by_criterion.get(c["name"])) for c in criteria], "",
                results.rounded(figures.by_track.get(name))]  # fmt: skip
        head = ("", *[f"{c['label']}（{c['weight']}）" for c in criteria], "独立评分", "终评")
        made.append(Table(head, [*rows, mean], figures=frozenset(range(1, len(head))), caption=label))
    return made


def _remarks(panel: Panel) -> list[Text]:
    rows = list(Remark.objects.filter(panel=panel).select_related("seat"))
    return [Text(f"专家{r.seat.label}：{r.text}") for r in rows] or [Text("讨论中没有书面发言。")]


def _notes(panel: Panel) -> list[str]:
    library = load()
    cites = [Citation.parse(c) for c in purpose_of(panel.purpose).cites]
    found = [c for c in cites if library.instruments[c.instrument].governs(panel.region.prefix)]
    return [citation_words(c, "zh", library) for c in found]


def _foot(case: Any) -> str:
    return f"{case.number}　{clock.today()} 生成　法规版本 {load().fingerprint[:12]}"


def _day(day: dt.date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
