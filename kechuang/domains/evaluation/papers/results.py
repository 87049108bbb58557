"""The results of a campaign as they are announced: grades by class, how they came about, what follows from them."""

from __future__ import annotations

from collections import Counter

from kechuang.casework.documents.papers import Paper, Table, Text
from kechuang.core.money import fen_of, yuan
from kechuang.domains.evaluation.models import Campaign, ClassLine, Effect
from kechuang.domains.evaluation.papers.parts import DRAFT, day, foot, notes
from kechuang.domains.evaluation.queries.results import groups

RESULTS = ("binjiang-2023:s4.5.c", "quzhou-2024:art33.p1", "keqiao-2025-draft:s4.3.c")


def results_paper(campaign: Campaign) -> Paper:
    """The grades as they are published; no score and no place. Raises ValueError before that."""
    if campaign.published_on is None:
        raise ValueError("the results are not published")
    told = groups(campaign)
    many = sum(len(one.platforms) for one in told)
    body: list[Text | Table] = [
        Text(f"{campaign.title}已经完成，共评价平台{many}家，评价日为{day(campaign.held_on)}。现将结果公布如下。"),
        Text("一、评价结果", level=1),
        Table(
            ("平台类型", "等次", "家数", "平台"),
            [[one.class_label, one.grade_label, str(len(one.platforms)), "、".join(one.platforms)] for one in told],
            figures=frozenset({2}), caption="同一等次按平台名称排列，不分先后",
        ),
        *_quotas(campaign),
        Text("二、评价程序", level=1),
        *[Text(line) for line in _procedure(campaign)],
        *_effects(campaign),
    ]  # fmt: skip
    return Paper(
        title=f"关于公布{campaign.title}结果的公告", body=body, issuer=campaign.owner.name, number=campaign.document or campaign.number,
        signed_by=[campaign.owner.name], dated=day(campaign.published_on), notes=notes(campaign.region.prefix, RESULTS),
        foot=foot(campaign.number), mark=DRAFT if campaign.simulation else "",
    )  # fmt: skip


def _quotas(campaign: Campaign) -> list[Text | Table]:
    told = [
        f"{line.get_platform_class_display()}参评{line.evaluated}家，优秀名额{line.quota}家"
        for line in ClassLine.objects.filter(campaign=campaign).order_by("platform_class")
        if line.quota is not None
    ]
    return [Text("；".join(told) + "。")] if told else []


def _procedure(campaign: Campaign) -> list[str]:
    notice = campaign.notices.filter(notice_kind="evaluation_result").order_by("-pk").first()
    review = getattr(campaign, "joint_review", None)
    found = [str(notice.fields["procedure"])] if notice is not None and notice.fields.get("procedure") else []
    if review is not None:
        found.append(
            f"{day(review.met_on)}由{review.leader}牵头联合审定会商（{review.document}），{day(campaign.settled_on)}审定。"
        )
    return found or ["未记录。"]


def _effects(campaign: Campaign) -> list[Text | Table]:
    """What follows, by kind: how many platforms, how much money, under which clauses; the platforms are told each by themselves."""
    rows = list(Effect.objects.filter(evaluation__campaign=campaign, waived=False, open=False))
    if not rows:
        return []
    labels, table = dict(Effect.Kind.choices), []
    for kind, many in sorted(Counter(row.kind for row in rows).items()):
        fen = sum(fen_of(row.amount) for row in rows if row.kind == kind and row.amount is not None)
        table.append([str(labels[Effect.Kind(kind)]), str(many), yuan(fen) if fen else "–"])
    return [
        Text("三、结果运用", level=1),
        Text("下列事项依所引条款办理，逐家另行通知。"),
        Table(("事项", "家数", "金额（元）"), table, figures=frozenset({1, 2})),
    ]
