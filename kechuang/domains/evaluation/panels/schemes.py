"""Panels of a scheme: its tree with weights, what keeps it from being adopted, where it comes from."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kechuang.core.ui.parts import Badge
from kechuang.core.ui.sites import Fact, Sheet
from kechuang.core.words import either, in_clauses, with_note
from kechuang.domains.evaluation.facts.schemes import scheme_facts
from kechuang.domains.evaluation.models import Scheme, SchemeNode
from kechuang.domains.evaluation.queries.trees import faults, in_order
from kechuang.domains.platforms.panels.governance import chips, verdicts
from kechuang.domains.platforms.panels.words import day
from kechuang.domains.platforms.queries.indicators import find


def percent(share: Fraction) -> str:
    """A share in per cent, to the hundredth."""
    text = f"{float(share * 100):.2f}".rstrip("0").rstrip(".")
    return f"{text}%"


def node_name(node: SchemeNode) -> str:
    return either(node.name, node.name_en or node.name)


def how(node: SchemeNode) -> str:
    """Where the value of a node comes from and what it is held against, in words."""
    if node.kind != SchemeNode.Kind.RECORD:
        return str(node.get_kind_display())
    known = find(node.indicator)
    label = with_note(str(known.label), str(known.unit)) if known else node.indicator
    if node.measure == SchemeNode.Measure.TARGET:
        return _("%(label)s，按年度目标") % {"label": label}
    full = f"{node.full_at.normalize():,f}" if node.full_at is not None else ""
    words = {"label": label, "full": full}
    if node.direction == SchemeNode.Direction.DOWN:
        return _("%(label)s，不超过 %(full)s 得满分") % words
    return _("%(label)s，达到 %(full)s 得满分") % words


def tree(scheme: Scheme, user: Any) -> Sheet:
    """Every node with its weight among its siblings and in the whole."""
    placed = in_order(scheme.nodes.select_related("platform"))
    lines = [
        [
            one.node.code,
            "　" * one.depth + node_name(one.node),
            f"{one.node.weight.normalize():f}%",
            percent(one.share),
            how(one.node),
            one.node.platform.title if one.node.platform else "–",
            one.node.criteria or "–",
        ]
        for one in placed
    ]
    leaves = sum(one.node.kind != SchemeNode.Kind.GROUP for one in placed)
    wrong = faults([one.node for one in placed])
    badge = Badge("open", _("还不能审定")) if wrong else Badge("met", _("权重齐全"))
    return Sheet(
        _("指标"),
        head=[_("代码"), _("指标"), _("权重"), _("占总分"), _("取值"), _("专设平台"), _("评分标准")],
        rows=lines,
        numeric=frozenset({2, 3}),
        badge=badge,
        note=ngettext("%(n)d 项指标", "%(n)d 项指标", leaves) % {"n": leaves},
        text=in_clauses(wrong[:4]),
        cites=chips(["quzhou-2024:art5.p1.b", "binjiang-2023:s1.2.i1", "keqiao-2025-draft:s4.3.c"], scheme.region_id),
    )


def about(scheme: Scheme, user: Any) -> Sheet:
    """Class, year, edition, and the scheme it carries over."""
    facts = [
        Fact(_("平台类型"), str(scheme.get_platform_class_display())),
        Fact(_("年度"), str(scheme.year)),
        Fact(_("版次"), _("第 %(n)d 版") % {"n": scheme.edition}),
        Fact(_("文号"), scheme.document or "–"),
        Fact(_("审定日"), day(scheme.adopted_on)),
    ]
    source = scheme.carried_from
    if source is not None:
        changed = Badge("na", _("有改动")) if scheme.changed else Badge("met", _("原样沿用"))
        facts.append(Fact(_("沿用自"), source.number, badge=changed, url=reverse("case", args=[source.number])))
    cites = chips(["binjiang-2023:s4.5.g"], scheme.region_id) if source is not None else ()
    return Sheet(_("指标体系"), facts=facts, cites=cites)


def in_law(scheme: Scheme, user: Any) -> Sheet | None:
    """What the text of the place asks of a scheme."""
    given = scheme_facts(scheme, scheme.nodes.all())
    return verdicts(scheme, ("evaluation_indicators", "evaluation_by_class"), given, _("法规要求"))
