"""Panels of scoring and grading: how far the experts are, classes with quota and lines, results, departments, one platform's outcome."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import F
from django.urls import reverse
from django.utils.translation import gettext as _

from kechuang.casework.cases.forms import item_choices
from kechuang.casework.cases.law import ask
from kechuang.casework.cases.predicates import may_see
from kechuang.casework.reviews.models import Panel
from kechuang.casework.reviews.panels import review_sheet
from kechuang.core import clock
from kechuang.core.ui.findings import badge
from kechuang.core.ui.parts import Badge, Tone
from kechuang.core.ui.sites import Fact, Sheet
from kechuang.core.words import labelled, listed
from kechuang.domains.evaluation.actions.grading import quota_findings
from kechuang.domains.evaluation.facts.grading import joint_review_facts
from kechuang.domains.evaluation.forms.grading import DEPARTMENTS
from kechuang.domains.evaluation.models import GRADES, Campaign, ClassLine, Evaluation, SchemeNode
from kechuang.domains.evaluation.panels.schemes import node_name, percent
from kechuang.domains.evaluation.queries import scoring as queries
from kechuang.domains.evaluation.queries.participation import taking_part, tally
from kechuang.domains.evaluation.queries.phases import phase_of
from kechuang.domains.evaluation.queries.trees import nodes_of, weights_for
from kechuang.domains.evaluation.reviews import SCORING
from kechuang.domains.evaluation.values import leaves_of
from kechuang.domains.platforms.panels.governance import chips
from kechuang.domains.platforms.panels.words import day, link
from kechuang.law import Verdict

UNSCORED = ("invited", "submitted")
GRADE_WORDS = dict(GRADES)
TONES: dict[str, Tone] = {
    "excellent": "met", "good": "computed", "qualified": "na", "unqualified": "breach", "below_standard": "breach", "not_reached": "breach",
}  # fmt: skip
MOST = 40


def grade_badge(grade: str, *, vetoed: bool = False, draft: bool = False) -> Badge | None:
    """A grade as shape, word and colour; what rests on a draft is a simulation."""
    if not grade:
        return None
    word = _("%(grade)s（一票否决）") % {"grade": GRADE_WORDS[grade]} if vetoed else str(GRADE_WORDS[grade])
    return Badge("draft", _("模拟：%(word)s") % {"word": word}) if draft else Badge(TONES[grade], word)


def scoring(campaign: Campaign, user: Any) -> Sheet | None:
    """How many panels are where, how many experts have scored; no score. Nothing to follow once results are out."""
    if campaign.state in ("prepared", "self_evaluation", "withdrawn", "in_notice", "published", "closed"):
        return None
    found = queries.progress(campaign)
    rows = [[label, found.states[code]] for code, label in Panel.STATES if code in found.states]
    return Sheet(
        _("专家评分进度"),
        facts=[
            Fact(_("须专家评分的平台"), _("%(n)d 家，已有专家组 %(m)d 家") % {"n": found.platforms, "m": found.drawn}),
            Fact(_("已交评分的专家"), f"{found.submitted} / {found.seats}"),
            Fact(_("缺数的定量指标"), _("%(n)d 项") % {"n": found.missing}),
        ],
        head=[_("评审组"), _("组数")], rows=rows, numeric=frozenset({1}),
        badge=Badge("met", _("都已出结论")) if found.concluded >= found.platforms else Badge("open", _("评分中")),
        cites=chips(["keqiao-2025-draft:s4.3.c", "binjiang-2023:s4.5.b", "quzhou-2024:art33.p1"], campaign.region_id),
    )  # fmt: skip


def classes(campaign: Campaign, user: Any) -> Sheet | None:
    """Each class with its quota, its lines and how many are to be excellent."""
    lines = list(ClassLine.objects.filter(campaign=campaign).order_by("platform_class"))
    if not lines:
        return None
    counted = []
    rows = []
    found = tally(campaign)
    for line in lines:
        excellent = found[line.platform_class].excellent if line.platform_class in found else 0
        counted.append(
            {
                "class": line.platform_class,
                "evaluated": line.evaluated,
                "registered": line.registered,
                "excellent": excellent,
            }
        )
        rows.append(
            [
                line.get_platform_class_display(), line.evaluated, _quota(line), excellent,
                "–" if line.excellent is None else f"{line.excellent:.2f}", f"{line.good:.2f}", f"{line.qualified:.2f}",
                " ".join(line.tie_rule) or "–",
            ]
        )  # fmt: skip
    whole = quota_findings(campaign, counted)[-1]
    told = badge(whole, _("名额不超")) if whole.verdict is Verdict.MET else badge(whole)
    return Sheet(
        _("名额和分数线"),
        head=[_("平台类型"), _("参评"), _("优秀名额"), _("拟定优秀"), _("优秀线"), _("良好线"), _("合格线"), _("同分比较")],
        rows=rows, numeric=frozenset({1, 2, 3, 4, 5, 6}), badge=told, text=lines[0].reason,
        cites=chips(["binjiang-2023:s4.5.c"], campaign.region_id), foot=_("法规没有规定分数线，分数线出自上面写明的依据"),
    )  # fmt: skip


def _quota(line: ClassLine) -> Any:
    if line.open:
        return _("待认定")
    return _("没有规定") if line.quota is None else line.quota


def results(campaign: Campaign, user: Any) -> Sheet | None:
    """The platforms with score and grade, each class by name: platforms are judged, not ranked."""
    if campaign.state not in ("contest", "joint_review", "in_notice", "published", "closed"):
        return None
    lines = []
    rows = taking_part(campaign).annotate(platform_title=F("platform__title"))
    for row in rows.order_by("platform_class", "platform_title")[:MOST]:
        grade = row.grade or row.proposed_grade
        lines.append(
            [
                link(row.platform_title, row), row.get_platform_class_display(),
                "–" if row.score is None else f"{row.score:.2f}", veto_words(row),
                _told(row, grade, campaign),
            ]
        )  # fmt: skip
    total = sum(one.judged for one in tally(campaign).values())
    return Sheet(
        _("评价结果") if campaign.state in ("published", "closed") else _("拟定结果"),
        head=[_("平台"), _("平台类型"), _("得分"), _("否决事项"), _("等次")], rows=lines, numeric=frozenset({2}),
        note=_("%(n)d 家") % {"n": total},
        foot=_("只列前 %(n)d 家，其余在平台评价的列表里") % {"n": MOST} if total > MOST else "",
    )  # fmt: skip


def _told(row: Evaluation, grade: str, campaign: Campaign) -> Any:
    """The grade; an equal score at the cut is told until somebody decides who comes first."""
    if not row.grade and row.tie_rule == Evaluation.UNDECIDED:
        return Badge("open", _("同分待决（%(grade)s）") % {"grade": GRADE_WORDS.get(grade, "–")})
    return grade_badge(grade, vetoed=bool(row.veto), draft=campaign.simulation) or "–"


def veto_words(row: Evaluation) -> Any:
    """What was found of veto events, or that nobody looked yet."""
    if row.veto is None:
        return Badge("open", _("还没有核查"))
    found = dict(item_choices("evaluation.veto_matters"))
    words = [found.get(name, name) for name in row.veto_matters]
    if not words:
        return _("没有")
    return Badge("breach" if row.veto else "na", listed(words))


def opinions(campaign: Campaign, user: Any) -> Sheet | None:
    """What every named department says, and who is missing."""
    if campaign.state not in ("joint_review", "in_notice", "published", "closed"):
        return None
    given = {row.department: row for row in campaign.opinions.all()}
    said = ask(campaign, "joint_review", joint_review_facts(campaign, [{"unit.iur_platform": True}]))
    asked = said.verdict not in (Verdict.NOT_APPLICABLE, Verdict.NO_LAW_FOUND)
    named = item_choices(DEPARTMENTS) if asked else []
    rows: list[list[Any]] = []
    waited = [str(words) for code, words in named if code not in given] if campaign.settled_on is None else []
    phase = phase_of(campaign, "joint_review")
    late = phase is not None and clock.today() > phase.ends_on
    for code, words in named:
        row = given.pop(code, None)
        if row is None:
            rows.append([words, Badge("breach", _("逾期未提出")) if late else Badge("open", _("还没有提出")), "–", "–"])
        else:
            rows.append([words, row.get_stance_display(), row.text or row.source or "–", day(row.given_on)])
    rows += [
        [row.get_department_display(), row.get_stance_display(), row.text or "–", day(row.given_on)]
        for row in given.values()
    ]
    review = getattr(campaign, "joint_review", None)
    facts = []
    if review is not None:
        facts = [
            Fact(_("牵头人"), review.leader), Fact(_("会商日期"), day(review.met_on)), Fact(_("会议纪要"), review.document),
            Fact(_("审定日"), day(campaign.settled_on)),
        ]  # fmt: skip
    if not rows and not facts:
        return None
    return Sheet(
        _("联合审定"), facts=facts, head=[_("部门"), _("意见"), _("意见内容"), _("提出日")], rows=rows,
        text=review.note if review is not None else _waited_words(waited, phase, late=late),
        cites=chips(["binjiang-2023:s5.2"], campaign.region_id),
    )  # fmt: skip


def _waited_words(names: Sequence[str], phase: Any, *, late: bool) -> str:
    """Which departments have not spoken, and until when they were asked to."""
    if not names:
        return ""
    words = {"names": listed(names), "day": day(phase.ends_on) if phase is not None else ""}
    if phase is None:
        return _("还没有提出意见：%(names)s") % words
    return (
        _("已过联合审定阶段的末日（%(day)s），还没有提出意见：%(names)s") % words
        if late
        else _("还没有提出意见：%(names)s；%(day)s前提出") % words
    )


def ties(campaign: Campaign, user: Any) -> Sheet | None:
    """How equal scores were decided, with reasons."""
    found = campaign.ties.order_by("-evaluation__score", "place")
    rows = list(found.values_list("evaluation__platform__title", "evaluation__score", "place", "reason", "decided_on"))
    if not rows:
        return None
    return Sheet(
        _("同分决定"), head=[_("平台"), _("得分"), _("次序"), _("理由"), _("决定日")],
        rows=[[title, f"{score:.2f}", place, reason, day(on)] for title, score, place, reason, on in rows],
        numeric=frozenset({1, 2}),
    )  # fmt: skip


# -- one platform --------------------------------------------------------------------------------------------


def marks(evaluation: Evaluation, user: Any) -> Sheet | None:
    """The marks of each indicator and the score they make, from the end of scoring on."""
    if evaluation.state in UNSCORED or evaluation.score is None:
        return None
    nodes = nodes_of(evaluation.scheme_id)
    weights = weights_for(nodes, evaluation.platform_id)
    values = {value.node_id: value for value in leaves_of(evaluation)}
    rows = []
    for node in nodes:
        if node.pk in weights and node.pk in values:
            mark = values[node.pk].score
            part = "–" if mark is None else f"{float(mark) * float(weights[node.pk]):.4f}"
            shown = "–" if mark is None else f"{mark:.4f}"
            source = _("专家") if node.kind == SchemeNode.Kind.SCORED else _("数据")
            rows.append([node.code, node_name(node), source, shown, percent(weights[node.pk]), part])
    return Sheet(
        _("得分"), head=[_("代码"), _("指标"), _("来源"), _("得分"), _("权重"), _("折算")], rows=rows,
        numeric=frozenset({3, 4, 5}), badge=Badge("computed", _("总分 %(score)s") % {"score": f"{evaluation.score:.2f}"}),
        foot=_("指标得分保留四位小数，总分为各指标得分按权重相加，四舍五入到两位小数"),
    )  # fmt: skip


def experts(evaluation: Evaluation, user: Any) -> Sheet | None:
    """What the experts said, without names, once the phase is over; also of a platform that left after it was scored."""
    if evaluation.state in UNSCORED or (evaluation.state == "left_out" and evaluation.score is None):
        return None
    return review_sheet(evaluation, user, SCORING.name)


def outcome(evaluation: Evaluation, user: Any) -> Sheet | None:
    """The veto check, and the grade: proposed for the office, final for everybody."""
    facts = []
    if evaluation.veto is not None:
        shown = veto_words(evaluation)
        facts.append(Fact(_("否决事项"), " ", badge=shown) if isinstance(shown, Badge) else Fact(_("否决事项"), shown))
        facts.append(Fact(_("核查情况"), evaluation.veto_note))
    campaign = evaluation.campaign
    grade = evaluation.grade
    if not grade and evaluation.proposed_grade and may_see(user, campaign):
        grade = evaluation.proposed_grade
    if grade:
        label = _("等次") if evaluation.grade else _("拟定等次")
        told = grade_badge(grade, vetoed=bool(evaluation.veto), draft=campaign.simulation)
        facts.append(Fact(label, " ", badge=told))
    if not facts:
        return None
    place = reverse("case", args=[campaign.number]) if may_see(user, campaign) else ""
    facts.append(Fact(_("评价工作"), campaign.title, url=place))
    cites = ["binjiang-2023:s4.5.c", "binjiang-2023:s4.5.f", "quzhou-2024:art33.p1", "keqiao-2025-draft:s4.3.c"]
    note = labelled(_("说明"), _("所依据的文本尚未通过，结果只是模拟")) if campaign.simulation else ""
    return Sheet(_("评价结果"), facts=facts, cites=chips(cites, evaluation.region_id), foot=note)
