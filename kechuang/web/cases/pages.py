"""The page of one case, and the form of one action on it."""

from __future__ import annotations

import logging
import uuid
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.contrib import messages
from django.db import DataError, IntegrityError
from django.db.models import Manager, prefetch_related_objects
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kechuang.casework.cases import bounds
from kechuang.casework.cases.actions import Action, Offer, actions_of
from kechuang.casework.cases.changes import Change, changes_of
from kechuang.casework.cases.engine import action_label, offers, perform
from kechuang.casework.cases.models import Case
from kechuang.casework.cases.predicates import could_open, takes_part
from kechuang.casework.inbox.models import Following, Todo
from kechuang.casework.inbox.services import follow
from kechuang.casework.obligations.models import Obligation
from kechuang.casework.parties.reach import reach_of
from kechuang.core import clock, once
from kechuang.core.permissions import Ground, Refusal, Refused
from kechuang.core.rowid import row_id
from kechuang.core.ui.parts import Crumb, Tab
from kechuang.core.ui.sites import CaseSite, panels_of
from kechuang.core.words import in_english, in_parts, in_sentences
from kechuang.web.account.guard import person, signed_in
from kechuang.web.cases import basis, choosing, documents, drafts, steps
from kechuang.web.cases.found import find_case, missing
from kechuang.web.cases.lists import area_tabs, site_or_404
from kechuang.web.cases.path import path_of
from kechuang.web.cases.preselect import preselect
from kechuang.web.cases.typed import OWN

log = logging.getLogger(__name__)
CHANGES_OF = 10
"""The latest steps whose changes a page tells at once; those of the others when asked for."""
SHOWS = ("timeline", "documents", "obligations", "basis")
PUBLIC_SHOWS = ("timeline", "basis")
"""What someone who only reads a public case is shown: the states it passed, without who and why, and the clauses."""


@require_safe
@once.reading()
def case_page(request: HttpRequest, number: str) -> HttpResponseBase:
    """Head, path, what can be done and what not, panels, and one of timeline, documents, obligations and legal basis."""
    found = find_case(request, number)
    if found is None:
        return missing(request)
    case, site = found
    prefetch_related_objects([case], *site.prefetched())
    request.area = site.area  # type: ignore[attr-defined]  # read by the bar
    inside = takes_part(request.user, case)
    entries = list(case.timeline.select_related("by", "substitute_for"))
    obligations = list(Obligation.objects.filter(case_id=case.pk).select_related("owner"))
    met = offers(case, request.user) if request.user.is_authenticated else []
    shows = SHOWS if inside else PUBLIC_SHOWS
    show = request.GET.get("show", "timeline")
    show = show if show in shows else "timeline"
    findings = [finding for e in entries for finding in e.findings] if inside else []
    grounds = basis.basis_of(case, obligations, findings)
    urls = {o.action.name: reverse("case-action", args=[case.number, o.action.name]) for o in met}
    opened = {o.action.name for o in met if o.open}
    dues = [_due(row, case, urls, opened) for row in obligations] if inside else []
    if not inside:
        entries = [e for e in entries if e.from_state != e.to_state]
    told = entries if "all" in request.GET else entries[-CHANGES_OF:]
    changed = changes_of(case, told, request.user) if inside and show == "timeline" else {}
    counts = {
        "timeline": len(entries), "documents": documents.count_of(case) if inside else 0, "obligations": len(dues),
        "basis": len(grounds),
    }  # fmt: skip
    words = {
        "timeline": _("经过"), "documents": pgettext("page", "文件"), "obligations": pgettext("page", "义务"), "basis": _("法律依据"),
    }  # fmt: skip
    context = {
        "site": site,
        "case": case,
        "inside": inside,
        "sub": site.sub(case) if site.sub else "",
        "crumbs": [Crumb(str(site.title), reverse(site.slug)), Crumb(case.number)],
        "tabs": area_tabs(site),
        "path": path_of(site, case, entries, obligations),
        "doors": doors([o for o in met if o.action.name not in documents.IN_PLACE or not o.open], urls, case.region_id),
        "next_step": next_step(case, met),
        "links": site.links(case, request.user),
        "determine": _determine(case, met) if inside else None,
        "steps": steps.shown_of(case, request.user) if inside else [],
        "main": _sheets(panels_of(site), case, request.user),
        "side": _sheets(panels_of(site, side=True), case, request.user),
        "show": show,
        "shows": [Tab(words[name], f"?show={name}#sections", name == show, counts[name]) for name in shows],
        "dues": dues,
        "running": [d for d in dues if d.row.status == Obligation.Status.DUE],
        "entries": [_entry(case, e, changed.get(e.pk, [])) for e in reversed(entries)] if show == "timeline" else [],
        "earlier": inside and len(told) < len(entries),
        "documents": documents.documents_tab(case, request.user, met) if show == "documents" else None,
        "key": uuid.uuid4().hex,
        "grounds": grounds if show == "basis" else [],
        "findings": [basis.finding_words(f) for f in findings] if show == "basis" else [],
        "determinations": basis.determinations_of(case) if inside and show == "basis" else [],
        "following": request.user.is_authenticated
        and Following.objects.filter(user=person(request), case_id=case.pk).exists(),
    }
    return render(request, "cases/case.html", context)


def _sheets(panels: Any, case: Any, user: Any) -> list[Any]:
    return [made for panel in panels if (made := panel(case, user)) is not None]


def _determine(case: Case, met: list[Offer]) -> dict[str, str] | None:
    """Where what the law waits for is determined: for those who may, its form; for others, who may."""
    offer = next((o for o in met if o.action.name == "determine"), None)
    if offer is None:
        return None
    url = reverse("case-action", args=[case.number, "determine"]) if offer.open else ""
    return {"url": url, "who": "" if offer.open else str(offer.action.who)}


def _due(row: Obligation, case: Case, urls: dict[str, str], opened: set[str]) -> basis.Due:
    action = actions_of(case).get(row.settled_by)
    running = row.status == Obligation.Status.DUE and row.settled_by in opened
    return basis.due_of(row, None, action if running else None, urls.get(row.settled_by, ""))


# -- what can be done ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Doors:
    """The actions of a case for one person: buttons, locked buttons with their reasons, and the rest with theirs.

    quiet: what else is open, as links in a row of their own, where there are too many for a row of buttons.
    """

    open: list[dict[str, Any]]
    quiet: list[dict[str, Any]]
    locked: list[basis.Blocked]
    rest: list[basis.Blocked]


MOST_BUTTONS = 4
"""As many open actions stand beside each other as buttons; of more the main one alone does."""


def doors(met: list[Offer], urls: dict[str, str], region: str) -> Doors:
    """Open ones first, the main one among them marked; what the law locks is shown, what is not one's own is folded."""
    opened: list[dict[str, Any]] = []
    locked: list[basis.Blocked] = []
    rest: list[basis.Blocked] = []
    for offer in met:
        action, refusal = offer.action, offer.refusal
        if refusal is None:
            opened.append({
                "label": action.label, "url": urls[action.name], "main": offer.next, "hint": action.hint,
                "warnings": offer.warnings,
            })  # fmt: skip
            continue
        drawn = basis.blocked(refusal, action.label, f"why-{action.name}", region)
        (locked if refusal.ground in (Ground.LAW, Ground.DETERMINATION) else rest).append(drawn)
    opened.sort(key=lambda door: not door["main"])
    first = next((door for door in opened if door["main"]), None)
    for door in opened:
        door["act"] = door is first
    if len(opened) <= MOST_BUTTONS:
        return Doors(opened, [], locked, rest)
    return Doors([first] if first else [], [door for door in opened if door is not first], locked, rest)


def labelled_who(text: str, who: str) -> str:
    """A sentence and who it falls to, joined as the language does."""
    return in_sentences([text, who]) if in_english() else in_parts([text, who])


def next_step(case: Case, met: list[Offer]) -> str:
    """What comes next whoever does it: the main action of the present state, and who it falls to.

    Of several the first that is not out of place in this case: one refused for its state is not what comes next.
    """
    mains = [o for o in met if o.next and o.action.leaves(case.state)]
    fitting = [o for o in mains if o.refusal is None or o.refusal.ground is not Ground.STATE]
    step = next((o.action for o in fitting or mains), None)
    if step is None:
        return _("已办结") if case.closed_on else ""
    who = str(step.who)
    text = _("下一步：%(label)s") % {"label": step.label}
    return labelled_who(text, who) if who else text


def _entry(case: Case, entry: Any, changed: list[Change]) -> dict[str, Any]:
    labels = dict(case.STATES)
    moved = entry.from_state != entry.to_state
    return {
        "entry": entry, "label": action_label(case, entry.action), "cites": basis.entry_cites(entry, case.region_id),
        "state": labels.get(entry.to_state, "") if moved else "", "warnings": [basis.finding_words(finding) for finding in entry.findings],
        "day": entry.at.astimezone(clock.CHINA).date(),
        "today": entry.at.astimezone(clock.CHINA).date() == clock.today(),
        "changed": [(row, list(of)) for row, of in groupby(changed, key=lambda change: (change.row, change.kind))],
        "n": len(changed), "from_sheet": _from_sheet(entry.sheet_rows),
    }  # fmt: skip


def _from_sheet(rows: int) -> str:
    return ngettext("用表格，%(n)d 行", "用表格，%(n)d 行", rows) % {"n": rows} if rows else ""


@require_POST
@signed_in
def follow_case(request: HttpRequest, number: str) -> HttpResponseBase:
    """Hear of what happens in a case, or no longer."""
    found = find_case(request, number)
    if found is None:
        return missing(request)
    case, _site = found
    if "stop" in request.POST:
        Following.objects.filter(user=person(request), case_id=case.pk).delete()
    else:
        follow(request.user, case.pk)
    return HttpResponseRedirect(reverse("case", args=[case.number]))


# -- one action ------------------------------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def case_action(request: HttpRequest, number: str, name: str) -> HttpResponseBase:
    """GET shows what the action asks for, POST carries it out."""
    found = find_case(request, number)
    if found is None:
        return missing(request)
    case, site = found
    action = actions_of(case).get(name)
    if action is None or action.creates:
        raise Http404
    if request.method == "POST":
        return _carry_out(request, site, action, case)
    offer = next(o for o in offers(case, request.user) if o.action is action)
    if offer.refusal is not None:
        return _page(request, site, action, case, None, offer.refusal)
    known = {**_own_values(case, action), **(site.initial(case) if site.initial else {})}
    initial = {name: value for name, value in known.items() if name not in action.form.FRESH} | request.GET.dict()
    return _page(request, site, action, case, _form(request, action, case, initial), None, warnings=offer.warnings)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def new_case(request: HttpRequest, slug: str, name: str) -> HttpResponseBase:
    """Open a case of a kind."""
    site = site_or_404(slug)
    action = actions_of(site.model).get(name)
    if action is None or not action.creates:
        raise Http404
    if request.method == "POST":
        return _carry_out(request, site, action, None)
    if action.opens is not None and not could_open(action, request.user):
        refusal = Refusal(Ground.PERMISSION, str(action.who) or _("此事不归你办"), action.cites)
        return _page(request, site, action, None, None, refusal)
    given = request.GET.dict()
    initial = site.initial_new(request.user, given) if site.initial_new else given
    return _page(request, site, action, None, _form(request, action, None, initial), None)


def _form(request: HttpRequest, action: Action, case: Any, initial: Any) -> Any:
    """The form as this person left it, else with what the system knows."""
    form = action.form(initial=initial, case=case, by=request.user)
    draft = drafts.draft_of(request.user, action, case)
    if draft is not None:
        form.initial = {**form.initial, **drafts.initial_of(draft, form)}
    preselect(form, request.user)
    return form


def _own_values(case: Case, action: Action) -> dict[str, Any]:
    """What the case already says under the names the form asks for; rows that point to it are no value of it, nor is its
    own number or kind that of anything a form asks about."""
    names = set(action.form.base_fields) - {"fields", "kind", "number"}
    found = {name: getattr(case, name) for name in names if hasattr(case, name)}
    return {name: value for name, value in found.items() if not isinstance(value, Manager)}


def _carry_out(request: HttpRequest, site: CaseSite, action: Action, case: Any) -> HttpResponseBase:
    typed = request.POST.copy()
    for name in OWN:
        typed.pop(name, None)
    version = request.POST.get("version", "")
    try:
        done = perform(
            action, case.pk if case is not None else None, typed, by=request.user, files=request.FILES,
            expected_version=row_id(version) if case is not None else None,
            key=request.POST.get("key", "")[:120],
        )  # fmt: skip
    except Refused as refused:
        form = action.form(data=typed, files=request.FILES, case=case, by=request.user)
        return _page(request, site, action, case, form, refused.refusal, key=request.POST.get("key", ""))
    except action.model.DoesNotExist:
        return missing(request)
    except (DataError, IntegrityError, OverflowError) as wrong:
        # A bound that stands in the database and not in the form; the transaction was rolled back.
        log.warning("%s refused by the database: %s", action.key, wrong)
        bounds.rewound(request.FILES)
        form = action.form(data=typed, files=request.FILES, case=case, by=request.user)
        return _page(request, site, action, case, form, bounds.out_of_bounds(wrong), key=request.POST.get("key", ""))
    drafts.forget(request.user, action, case)
    if not done.repeated:
        messages.success(request, _("%(label)s已办，现在是“%(state)s”") % {
            "label": action.label, "state": done.case.state_label,
        })  # fmt: skip
    address = reverse("case", args=[done.case.number])
    show = request.POST.get("show", "")
    return HttpResponseRedirect(f"{address}?show={show}#sections" if show in SHOWS else address)


def _page(
    request: HttpRequest, site: CaseSite, action: Action, case: Any, form: Any, refusal: Refusal | None, *,
    key: str = "", warnings: Any = (),
) -> HttpResponse:  # fmt: skip
    """The form, with what stands against it above; a refusal of permission is answered 403, with its clause."""
    request.area = site.area  # type: ignore[attr-defined]  # read by the bar
    region = case.region_id if case is not None else ""
    if refusal is not None and refusal.ground is Ground.INPUT:
        unknown = {
            n: e for n, e in refusal.errors.items() if form is not None and n not in form.fields and n != "__all__"
        }
        told = form is not None and _at_its_fields(form, refusal)
        shown = None if told and not unknown else basis.blocked(refusal, action.label, region=region)
    else:
        shown = basis.blocked(refusal, action.label, region=region) if refusal is not None else None
    forbidden = refusal is not None and refusal.ground is Ground.PERMISSION
    if case is not None:
        crumbs = [
            Crumb(str(site.title), reverse(site.slug)),
            Crumb(case.number, reverse("case", args=[case.number])),
            Crumb(str(action.label)),
        ]
    else:
        crumbs = [Crumb(str(site.title), reverse(site.slug)), Crumb(str(action.label))]
    address = (
        reverse("case-action-draft", args=[case.number, action.name])
        if case is not None
        else reverse("case-new-draft", args=[site.slug, action.name])
    )
    draft = drafts.draft_of(request.user, action, case) if form is not None and not form.is_bound else None
    waits = case is not None and shown is not None and shown.asked
    form = choosing.wired(form, site, action, case)
    context = {
        "site": site, "case": case, "action": action, "form": None if forbidden else form, "refusal": shown,
        "draft": drafts.shown(draft, address, form),
        "determine": _determine(case, offers(case, request.user)) if waits else None,
        "beside": _sheets(site.beside.get(action.name, ()), case, request.user) if case is not None else [],
        "crumbs": crumbs, "tabs": area_tabs(site), "key": key or uuid.uuid4().hex,
        "version": case.version if case is not None else "", "cites": basis.cites(action.cited(case), region),
        "warnings": [_warning(w) for w in warnings],
        "summaries": [(c, _summary(c)) for c in action.cited(case) if basis.governs(c, region)],
        "back": reverse("case", args=[case.number]) if case is not None else reverse(site.slug),
    }  # fmt: skip
    return render(request, "cases/action.html", context, status=403 if forbidden else 200)


def _at_its_fields(form: Any, refusal: Refusal) -> bool:
    """Put what a step itself found wrong with its input at the fields it is about. Whether the form then says anything."""
    for name, found in refusal.errors.items():
        if form.is_bound and name in form.fields and name not in form.errors:
            form.add_error(name, found)
    return bool(form.errors)


def _warning(finding: Any) -> dict[str, Any]:
    from kechuang.core import words
    from kechuang.core.ui.findings import badge

    return {
        "label": words.either(finding.zh, finding.en), "badge": badge(finding), "cites": basis.cites(finding.citations),
        "remarks": [(r.kind, words.either(r.zh, r.en)) for r in finding.remarks],
    }  # fmt: skip


def _summary(place: Any) -> str:
    from kechuang.core import words
    from kechuang.law.library import load

    home = load().instruments.get(place.instrument)
    clause = home.clauses.get(place.clause) if home else None
    return words.either(clause.zh, clause.en) if clause else ""


def open_todos(case: Case, user: Any) -> list[Todo]:
    """What this person's organisations are asked for in a case."""
    return list(Todo.objects.open().for_user(user).filter(case_id=case.pk)) if reach_of(user).posts else []
