"""Writers of evaluation schemes: drafted anew or carried over, their tree set node by node, adopted."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.db.models import Max
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kechuang.casework.cases import direct
from kechuang.casework.cases.actions import action, step_words
from kechuang.casework.cases.forms import NoteForm
from kechuang.casework.cases.law import ask
from kechuang.casework.cases.standard import attachment_for, determination_for
from kechuang.core import clock
from kechuang.core.permissions import Ground, Refusal
from kechuang.core.words import in_chinese
from kechuang.domains.evaluation.actions.who import EVALUATOR, LEADER, evaluating_leader, evaluator
from kechuang.domains.evaluation.facts.schemes import scheme_facts
from kechuang.domains.evaluation.forms import schemes as forms
from kechuang.domains.evaluation.models import Scheme, SchemeNode
from kechuang.domains.evaluation.queries.trees import copy_tree, faults, in_order
from kechuang.domains.platforms.queries.filing import department_of
from kechuang.law import Finding
from kechuang.law.model import Citation

Data = Mapping[str, Any]
BY_CLASS = ["quzhou-2024:art5.p1.b", "binjiang-2023:s1.2.i1"]
GROUPS = "keqiao-2025-draft:s4.3.c"
CARRIED = "binjiang-2023:s4.5.g"


def _set_out(scheme: Scheme, platform_class: str, data: Data, by: Any) -> None:
    """Whose scheme it is, for which class and year; the next edition where the year has one."""
    department = department_of(by)
    if department is not None:
        scheme.owner, scheme.region, scheme.place = department, department.region, department.region_id
    scheme.platform_class, scheme.year, scheme.document = platform_class, data["year"], data["document"]
    rows = Scheme.objects.filter(place=scheme.place, platform_class=platform_class, year=scheme.year)
    scheme.edition = (rows.aggregate(last=Max("edition"))["last"] or 0) + 1
    with in_chinese():
        scheme.title = gettext("%(place)s %(year)d 年度平台评价指标体系（%(class)s）") % {
            "place": scheme.region.name if department is not None else "", "year": scheme.year,
            "class": str(scheme.get_platform_class_display()),
        }  # fmt: skip


@action(
    Scheme,
    label=_("起草指标体系"),
    creates=True,
    by=evaluator,
    who=EVALUATOR,
    form=forms.DraftSchemeForm,
    cites=BY_CLASS,
)
def draft_scheme(scheme: Scheme, *, data: Data, by: Any) -> None:
    """Begin the indicators of a class and year; a later one of the same year is its next edition."""
    _set_out(scheme, data["platform_class"], data, by)


@action(
    Scheme,
    label=_("沿用指标体系"),
    creates=True,
    by=evaluator,
    who=EVALUATOR,
    form=forms.CarryOverForm,
    cites=[CARRIED, *BY_CLASS],
    hint=_("以已审定的一套为底稿；不改就是沿用"),
)
def carry_over(scheme: Scheme, *, data: Data, by: Any) -> Callable[[], None]:
    """Begin with the indicators of an earlier scheme; they may still be changed before they are adopted."""
    source: Scheme = data["scheme"]
    scheme.carried_from, scheme.changed = source, False
    _set_out(scheme, source.platform_class, data, by)
    return lambda: copy_tree(source, scheme)


@action(
    Scheme,
    label=_("设置指标"),
    stays=("draft",),
    by=evaluator,
    who=EVALUATOR,
    form=forms.NodeForm,
    cites=[*BY_CLASS, GROUPS],
    hint=_("一次一项；很多项时用表格导入"),
)
def set_node(scheme: Scheme, *, data: Data, by: Any) -> Callable[[], None]:
    """Put an indicator or a group into the tree; the same code again replaces it."""
    recorded = data["kind"] == SchemeNode.Kind.RECORD
    old = scheme.nodes.filter(code=data["code"]).first()
    node = old or SchemeNode(scheme=scheme, code=data["code"])
    before = {field.attname: getattr(node, field.attname) for field in SchemeNode._meta.concrete_fields}
    if data["position"] is not None:
        node.position = data["position"]
    for name in ("name", "name_en", "weight", "kind", "criteria", "platform"):
        setattr(node, name, data[name])
    node.parent = data["above"]
    node.indicator = data["indicator"] if recorded else ""
    node.measure = data["measure"] if recorded else ""
    node.full_at = data["full_at"] if recorded else None
    node.direction = data["direction"] or SchemeNode.Direction.UP
    if old is not None and all(getattr(node, name) == value for name, value in before.items()):
        return lambda: None
    scheme.changed = True

    def finish() -> None:
        if data["position"] is None and old is None:
            node.position = (scheme.nodes.aggregate(last=Max("position"))["last"] or 0) + 1
        node.save()

    return finish


@action(Scheme, label=_("删去指标"), stays=("draft",), by=evaluator, who=EVALUATOR, form=forms.DropNodeForm)
def drop_node(scheme: Scheme, *, data: Data, by: Any) -> Callable[[], None]:
    """Take an indicator out of the tree, a group with all below it."""
    scheme.changed = True

    def finish() -> None:
        gone = {data["node"].pk}
        placed = in_order(scheme.nodes.all())
        for one in placed:
            if one.node.parent_id in gone:
                gone.add(one.node.pk)
        for one in reversed(placed):
            if one.node.pk in gone:
                one.node.delete()

    return finish


def _adoption(scheme: Scheme, *, data: Data, by: Any) -> list[Finding | Refusal]:
    nodes = list(scheme.nodes.select_related("platform"))
    wrong = faults(nodes)
    if wrong:
        return [Refusal(Ground.LAW, text, (Citation.parse(BY_CLASS[0]),)) for text in wrong[:1]]
    given = scheme_facts(scheme, nodes)
    return [ask(scheme, "evaluation_indicators", given), ask(scheme, "evaluation_by_class", given)]


@action(
    Scheme,
    label=_("审定指标体系"),
    moves={"draft": "adopted"},
    by=evaluating_leader,
    who=LEADER,
    law=_adoption,
    cites=[*BY_CLASS, GROUPS, CARRIED],
    main=True,
    hint=_("审定后公开，不再修改；要改就起草下一版"),
)
def adopt_scheme(scheme: Scheme, *, data: Data, by: Any) -> Callable[[], None]:
    """The indicators stand from now on, open to everybody; the edition before gives way to them."""
    scheme.adopted_on, scheme.public = clock.today(), True

    def finish() -> None:
        same = Scheme.objects.filter(place=scheme.place, platform_class=scheme.platform_class, year=scheme.year)
        for old in same.filter(state="adopted").exclude(pk=scheme.pk).select_for_update():
            with in_chinese():
                note = gettext("由 %(number)s 替代") % {"number": scheme.number}
            direct.step(old, "be_replaced", by=by, to="replaced", note=note)

    return finish


step_words(Scheme, be_replaced=_("被新版替代"))


@action(Scheme, label=_("撤回指标体系"), moves={"draft": "withdrawn"}, by=evaluator, who=EVALUATOR, form=NoteForm)
def withdraw_scheme(scheme: Scheme, *, data: Data, by: Any) -> None:
    """Give the draft up, with the reason."""


attach_to_scheme = attachment_for(Scheme, evaluator)
determine_scheme = determination_for(Scheme)
