"""Panels of a panel's page. What a person may read of scores and words is asked of the rows, never decided here."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from kechuang.casework.cases.predicates import may_see
from kechuang.casework.reviews import composition, results
from kechuang.casework.reviews.models import Draw, Panel, Remark, Score, Seat
from kechuang.casework.reviews.models.scores import Phase
from kechuang.casework.reviews.panels.words import day, fields, seat_badge
from kechuang.casework.reviews.schemes import purpose_of
from kechuang.casework.reviews.words import stratum_word, weight_words
from kechuang.core.ui.citing import cite_of
from kechuang.core.ui.findings import badge
from kechuang.core.ui.parts import Cite
from kechuang.core.ui.sites import Fact, Sheet
from kechuang.core.words import either, with_note
from kechuang.law.library import load
from kechuang.law.model import Citation


def about(panel: Panel, user: Any) -> Sheet:
    """What is reviewed, in which fields, by when."""
    subject = panel.subject
    seen = may_see(user, subject)
    return Sheet(
        _("评审"),
        facts=[
            Fact(_("评审事项"), subject.title, url=reverse("case", args=[subject.number]) if seen else ""),
            Fact(_("所需专业领域"), fields(panel.fields)),
            Fact(_("请于此日前确认"), day(panel.reply_by)),
            Fact(_("请于此日前评分"), day(panel.score_by)),
            Fact(_("组长"), _("专家%(label)s") % {"label": panel.chair.label} if panel.chair else "–"),
        ],
        cites=_cites(panel),
    )


def _cites(panel: Panel) -> list[Cite]:
    """What its purpose lives by, of the texts that govern the place."""
    places = [Citation.parse(c) for c in purpose_of(panel.purpose).cites]
    homes = {place: load().instruments.get(place.instrument) for place in places}
    return [cite_of(place, load()) for place, home in homes.items() if home and panel.region_id.startswith(home.region)]


def members(panel: Panel, user: Any) -> Sheet:
    """Who sits, by letter; by name for the office."""
    seats = list(panel.seats.select_related("expert__person", "expert__organisation").order_by("label"))
    named = set(Seat.objects.named_to(user).filter(panel=panel).values_list("pk", flat=True))
    tracks = panel.track_words
    rows = []
    for seat in seats:
        own = seat.pk in named
        link = {"label": seat.label, "url": reverse("case", args=[seat.number])} if own else seat.label
        rows.append([
            link, with_note(seat.expert.person.name, str(seat.expert.organisation)) if own else "–", seat.get_side_display(),
            tracks.get(seat.track, "–"), day(seat.due), seat_badge(seat),
        ])  # fmt: skip
    sitting = sum(1 for seat in seats if seat.state not in Seat.EMPTY)
    return Sheet(
        _("评审组成员"),
        head=[_("代号"), _("专家"), _("代表方面"), _("评审类别"), _("请于此日前"), _("状态")],
        rows=rows, note=_("%(n)d / %(all)d 人") % {"n": sitting, "all": sum(panel.seats_wanted.values())},
    )  # fmt: skip


def lot(panel: Panel, user: Any) -> Sheet | None:
    """The draw: seed, pool and where anyone can repeat it."""
    drawn = Draw.objects.filter(panel=panel).first()
    if drawn is None:
        return None
    return Sheet(
        _("抽取"),
        facts=[
            Fact(_("重抽核对"), _("公开页面"), url=reverse("draw", args=[panel.number])),
            Fact(_("种子"), drawn.seed, kind="code"),
            Fact(_("专家池摘要"), drawn.pool_hash, kind="code"),
            Fact(_("可抽人数"), str(len({key for key, _stratum in drawn.pool}))),
            Fact(_("因回避等不能参加"), str(len({key for key, _stratum, _why in drawn.excluded}))),
        ],
        head=[_("方面"), _("抽取人数")],
        rows=[[stratum_word(name), str(many)] for name, many in sorted(panel.seats_wanted.items())],
        numeric=frozenset({1}),
    )


def law(panel: Panel, user: Any) -> Sheet | None:
    """What the law says of the composition, asked of those who sit now."""
    purpose = purpose_of(panel.purpose)
    if not purpose.checks:
        return None
    found = composition.findings(panel.subject, purpose, composition.sitting(panel))
    rows = []
    for finding in found:
        label = either(finding.zh, finding.en)
        cites = [cite_of(c, load()) for c in finding.citations[:2]]
        words = with_note(label, _("模拟")) if finding.simulation else label
        rows.append([words, badge(finding), cites[0] if cites else "–"])
    return Sheet(_("组成是否合规"), head=[_("规定"), _("结论"), _("依据")], rows=rows)


def criteria(panel: Panel, user: Any) -> Sheet:
    tracks, words = panel.track_words, panel.criterion_words
    return Sheet(
        _("评分标准"), head=[_("标准"), _("评审类别"), _("满分"), _("权重")],
        rows=[
            [words[c["name"]], tracks.get(c["track"], _("各类")) if tracks else "–", str(c["points"]),
             weight_words(Fraction(c["weight"]))]
            for c in panel.criteria
        ],
        numeric=frozenset({2, 3}),
    )  # fmt: skip


def scores(panel: Panel, user: Any) -> Sheet | None:
    """Scores whose phase is over, by letter, to those who may read them."""
    rows = list(Score.objects.opened().visible_to(user).standing().filter(seat__panel=panel))
    return score_table(panel, rows)


def score_table(panel: Panel, rows: list[Score]) -> Sheet | None:
    if not rows:
        return None
    seats = list(panel.seats.sitting().filter(pk__in={s.seat_id for s in rows}).order_by("label"))
    closed = any(s.phase == Phase.FINAL for s in rows) or panel.state == "closed"
    figures = results.added_up(panel, seats, rows, Phase.FINAL if closed else Phase.BLIND)
    points = {(s.seat_id, s.criterion): s.points for s in sorted(rows, key=lambda s: (s.phase == Phase.FINAL, s.pk))}
    names = [c for c in panel.criteria if any((seat.pk, c["name"]) in points for seat in seats)]
    lines: list[list[Any]] = [
        [seat.label, results.rounded(figures.by_seat.get(seat.pk)),
         *[f"{points[seat.pk, c['name']]:.2f}" if (seat.pk, c["name"]) in points else "–" for c in names]]
        for seat in seats
    ]  # fmt: skip
    if closed or len(seats) > 1:
        means = [results.rounded(figures.by_criterion.get(c["name"])) for c in names]
        lines.append([_("平均"), results.rounded(figures.score), *means])
    words = panel.criterion_words
    return Sheet(
        _("终评得分") if closed else _("独立评分"), rows=lines,
        head=[_("代号"), _("总分（百分制）"), *[words[c["name"]] for c in names]],
        numeric=frozenset(range(1, len(names) + 2)),
    )  # fmt: skip


def reasons(panel: Panel, user: Any) -> Sheet | None:
    """What the members wrote beside their points, by letter, to those who may read them."""
    rows = Score.objects.opened().visible_to(user).standing().filter(seat__panel=panel).exclude(comment="")
    labels = panel.criterion_words
    lines = [
        [_("专家%(label)s") % {"label": s.seat.label}, labels.get(s.criterion, ""), s.comment]
        for s in rows.select_related("seat").order_by("seat__label", "pk")
    ]
    if not lines:
        return None
    return Sheet(_("各位的意见"), head=[_("代号"), _("标准"), _("意见")], rows=lines)


def remarks(panel: Panel, user: Any) -> Sheet | None:
    rows = list(Remark.objects.visible_to(user).filter(panel=panel).select_related("seat"))
    if not rows:
        return None
    return Sheet(
        _("讨论"), head=[_("代号"), _("发言")],
        rows=[[_("专家%(label)s") % {"label": r.seat.label}, r.text] for r in rows],
    )  # fmt: skip


def conclusion(panel: Panel, user: Any) -> Sheet | None:
    if panel.state != "closed":
        return None
    figures = results.of(panel)
    tracks = panel.track_words
    return Sheet(
        _("结论"),
        facts=[
            Fact(_("结论"), panel.opinion_words),
            Fact(_("总分（百分制）"), results.rounded(figures.score)),
            *[Fact(tracks[n], results.rounded(v)) for n, v in figures.by_track.items() if n in tracks],
        ],
        text=panel.opinion_text,
    )
