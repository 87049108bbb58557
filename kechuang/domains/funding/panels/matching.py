"""What the law makes of money brought in, on the page of a budget or a request; and a ratio on its own page."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from django.utils.translation import gettext as _

from kechuang.core.money import yuan
from kechuang.core.ui.parts import Badge
from kechuang.core.ui.sites import Fact, Sheet
from kechuang.core.words import either
from kechuang.domains.achievements.panels.words import badge, chips, day, remarks
from kechuang.domains.funding.matching import matched
from kechuang.domains.funding.models import Budget, FundRequest, Income, MatchingRatio


def percent(share: Fraction | None) -> str:
    """A ratio in per cent, to four places."""
    if share is None:
        return _("未定")
    return f"{float(share * 100):.4f}".rstrip("0").rstrip(".") + "%"


def match(budget: Budget, user: Any) -> Sheet | None:
    """Money brought in by kind and time, the ratios that held, and what is matched of it."""
    found = matched(budget)
    if not found.parts and not found.claimed:
        return None
    rows = []
    for part in found.parts:
        outputs = {o.name: o.value for o in part.finding.outputs}
        for kind, fen in part.fen.items():
            value = outputs.get(kind)
            rows.append([
                str(Income.Kind(kind).label), f"{day(part.since)} – {day(part.until)}", yuan(fen),
                percent(part.ratios[kind]), yuan(value) if isinstance(value, int) else "–",
            ])  # fmt: skip
    findings = [part.finding for part in found.parts]
    words = []
    if found.fen is not None:
        words.append(
            _("应配套 %(all)s 元，已申请 %(claimed)s 元，还可申请 %(left)s 元。") % {
                "all": yuan(found.fen), "claimed": yuan(found.claimed), "left": yuan(found.left),
            }
        )  # fmt: skip
    if found.over:
        words.append(
            _("引入的资金冲销以后，已申请的比应配套的多 %(over)s 元：没有拨付的撤回，已拨付的冲销拨付。")
            % {"over": yuan(found.over)}
        )
    if found.ceiling is not None:
        words.append(_("协议的配套上限 %(most)s 元。") % {"most": yuan(found.ceiling)})
    text = "\n".join([*words, remarks(findings)]).strip()
    head = [_("引入资金"), _("到账"), _("金额（元）"), _("配套比例"), _("按比例（元）")]
    return Sheet(
        _("政府配套"), head=head, rows=rows, numeric=frozenset({2, 3, 4}), text=text, cites=chips(findings),
        badge=Badge("breach", _("申请超过应配套")) if found.over else badge(findings[-1]),
    )  # fmt: skip


def match_of(request: FundRequest, user: Any) -> Sheet | None:
    """The same beside a request for matching."""
    if request.request_kind != FundRequest.Kind.MATCHING or request.budget is None:
        return None
    return match(request.budget, user)


def ratio(of: MatchingRatio, user: Any) -> Sheet:
    """What was decided, for which money, from when to when."""
    return Sheet(_("配套比例"), facts=[
        Fact(_("适用地方"), either(of.region.name, of.region.name_en)),
        Fact(_("引入资金种类"), str(of.get_source_kind_display())),
        Fact(_("配套比例"), percent(of.share)),
        Fact(_("起"), day(of.valid_from)),
        Fact(_("止"), day(of.valid_to)),
        Fact(_("决定文号"), of.document),
    ])  # fmt: skip
