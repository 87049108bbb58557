"""The slip of one person's reward: as a page at phone width and as a paper."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from kechuang.casework.cases.forms import money_field
from kechuang.casework.documents.papers import FORMATS, media_type, written
from kechuang.casework.notices.queries import standing
from kechuang.core import clock
from kechuang.core.money import fen_of
from kechuang.core.ui.citing import cite_of
from kechuang.core.ui.parts import Badge, Crumb, Tone
from kechuang.core.words import either
from kechuang.domains.achievements.completing import percent
from kechuang.domains.rewards.models import RewardShare
from kechuang.domains.rewards.notices import REWARD_NOTICE
from kechuang.domains.rewards.papers.slip import slip_paper
from kechuang.domains.rewards.slips import Slip, may_read, slip_of
from kechuang.law import Verdict
from kechuang.law.library import load
from kechuang.law.rules.reward_tax import CONDITIONS
from kechuang.web.account.guard import person, signed_in
from kechuang.web.cases.downloads import guarded
from kechuang.web.cases.lists import page_tabs
from kechuang.web.notices.page import closed_words, readable
from kechuang.web.rewards.mine import AREA

WORDS: dict[Verdict, tuple[Tone, Any]] = {
    Verdict.MET: ("met", gettext_lazy("不低于法定下限")),
    Verdict.BREACHED: ("breach", gettext_lazy("低于法定下限")),
    Verdict.NEEDS_DETERMINATION: ("open", gettext_lazy("下限待认定")),
}
NONE: tuple[Tone, Any] = ("none", gettext_lazy("未查到下限的规定"))


class BeforeForm(forms.Form):
    """What was taxable this year before; only for this look, kept nowhere."""

    before = money_field(
        gettext_lazy("本年已累计的应纳税所得额（元）"), help_text=gettext_lazy("扣除费用和专项扣除以后的；只用来算这一次，不保存")
    )  # fmt: skip


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def own(request: HttpRequest, number: str) -> HttpResponse:
    """The slip of the person the account belongs to."""
    user = person(request)
    share = _shares().filter(plan__number=number, person_id=user.person_id or 0).first()
    if share is None:
        raise Http404(_("没有你的这份奖励条。"))
    return _page(request, share, own_=True)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def of_person(request: HttpRequest, number: str, position: int) -> HttpResponse:
    """The slip of a person, for those who lead, pay or audit for the unit."""
    return _page(request, _readable(request, number, position), own_=False)


@never_cache
@require_safe
@signed_in
def paper(request: HttpRequest, number: str, position: int, form: str) -> HttpResponse:
    """The slip as .pdf or .docx."""
    if form not in FORMATS:
        raise Http404
    share = _readable(request, number, position)
    content, name = written(slip_paper, share, form, f"{share.plan.number} {share.person.name} 奖励条")
    return guarded(HttpResponse(content, content_type=media_type(form)), name)


def _shares() -> Any:
    return RewardShare.objects.select_related(
        "person", "plan__owner", "plan__region", "plan__transformation", "plan__contract_fund"
    )


def _readable(request: HttpRequest, number: str, position: int) -> RewardShare:
    """Somebody else's slip is not there for whoever may not read it."""
    user = person(request)
    share: RewardShare | None = _shares().filter(plan__number=number, position=position).first()
    if share is None or not may_read(user, share):
        raise Http404(_("没有这份奖励条，或者不归你看。"))
    return share


def _page(request: HttpRequest, share: RewardShare, *, own_: bool) -> HttpResponse:
    request.area = AREA  # type: ignore[attr-defined]  # read by the bar
    slip = slip_of(share)
    form = BeforeForm(request.POST) if request.method == "POST" else BeforeForm()
    before = fen_of(form.cleaned_data["before"]) if form.is_bound and form.is_valid() else 0
    tone, words = WORDS.get(slip.lawful, NONE) if slip.lawful else NONE
    crumbs = (
        [Crumb(_("我的奖励"), reverse("my-rewards"))]
        if own_
        else [Crumb(share.plan.number, reverse("case", args=[share.plan.number]))]
    )
    context = {
        "tabs": page_tabs(AREA, "my-rewards"), "crumbs": crumbs, "slip": slip, "plan": slip.plan, "own": own_,
        "badge": Badge(tone, str(words)), "stake": percent(share.stake) if share.stake is not None else "",
        "steps": [(step, [cite_of(c, load()) for c in step.cites]) for step in slip.steps],
        "dates": [(date, [cite_of(c, load()) for c in date.cites]) for date in slip.dates],
        "objection": _objection(request, slip) if own_ else "",
        "tax": _tax(slip, before), "form": form, "stated": form.is_bound and form.is_valid(),
    }  # fmt: skip
    return render(request, "reward_pages/slip.html", context)


def _objection(request: HttpRequest, slip: Slip) -> str:
    """Where the person objects while the plan is on notice."""
    notice = standing(slip.plan, REWARD_NOTICE).notice
    if (
        slip.plan.state != "in_notice"
        or notice is None
        or readable(request, notice.number) is None
        or closed_words(notice)
    ):
        return ""
    return reverse("notice-object", args=[notice.number])


def _tax(slip: Slip, before: int) -> dict[str, Any] | None:
    """What the notice says, condition by condition, and the estimate."""
    taxed = slip.taxed
    if taxed is None or taxed.fen is None:
        return None
    day = slip.payment.paid_on if slip.payment is not None else None
    withheld = slip.paid is not None and slip.paid[1] is not None  # what the unit withheld stands, an estimate no more
    found = None if withheld else taxed.estimated(before, day or clock.today())
    marks = {True: Badge("met", _("具备")), False: Badge("breach", _("不具备")), None: Badge("open", _("没有弄清"))}
    outputs = {o.name: o for o in taxed.relief.outputs}
    rows = [(either(outputs[n].zh, outputs[n].en), marks[outputs[n].value]) for n in CONDITIONS if n in outputs]
    return {
        "half": taxed.relief.verdict is Verdict.MET, "open": taxed.relief.verdict is Verdict.NEEDS_DETERMINATION,
        "fen": taxed.fen, "conditions": rows, "estimate": found, "cite": cite_of("reward-tax-2018:art1.p1", load()),
        "withheld": withheld,
        "source": either(found.table.source, found.table.source_en) if found is not None else "",
    }  # fmt: skip
