"""Writers of internal rules: drafted, adopted by resolution, in force from a day, replaced by the next edition."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from kechuang.casework.cases.actions import action
from kechuang.casework.cases.forms import NoteForm
from kechuang.casework.cases.law import ask
from kechuang.casework.cases.standard import attachment_for
from kechuang.core import clock
from kechuang.core.permissions import Refusal
from kechuang.domains.platforms.actions.decisions import decided
from kechuang.domains.platforms.actions.participants import MANAGER, founder, manager, secretary, share
from kechuang.domains.platforms.facts.governance import governance_facts, rules_in_force
from kechuang.domains.platforms.forms import internal_rules as forms
from kechuang.domains.platforms.models import InternalRule
from kechuang.law import Finding

Data = Mapping[str, Any]
_CITES = ["keqiao-2025-draft:s2.2.b", "quzhou-2024:art19.p2", "zhejiang-2021:art15.p1"]
_RULES = {
    "contract_funds": ("contract_funds_rule", "contract_funds.rule_types"),
    "management_system": ("management_system", "management.contents"),
}


@action(
    InternalRule,
    label=_("起草内部制度"),
    creates=True,
    by=manager,
    who=MANAGER,
    form=forms.NewRuleForm,
    cites=_CITES,
)
def draft(rule: InternalRule, *, data: Data, by: Any) -> Callable[[], None]:
    """Open the next edition of a rule in one field; it says which edition in force it would replace."""
    rule.platform, rule.field = data["platform"], data["field"]
    rule.owner, rule.region = rule.platform.owner, rule.platform.region
    editions = InternalRule.objects.filter(platform=rule.platform, field=rule.field)
    rule.edition = (editions.aggregate(last=Max("edition"))["last"] or 0) + 1
    rule.replaces = rules_in_force(rule.platform).get(rule.field)
    _write(rule, data)
    return lambda: share(rule, rule.platform)


@action(InternalRule, label=_("修改草案"), stays=("draft",), by=manager, who=MANAGER, form=forms.RuleForm)
def redraft(rule: InternalRule, *, data: Data, by: Any) -> None:
    """Change the draft."""
    _write(rule, data)


def _write(rule: InternalRule, data: Data) -> None:
    rule.title, rule.text, rule.covers = data["title"], data["text"], data["covers"]


def _adoption(rule: InternalRule, *, data: Data, by: Any) -> list[Finding | Refusal]:
    """The council decides it; and what the law wants such a rule to cover, it covers."""
    said = decided(rule.platform, "major_matters", rule, data.get("resolution"), bool(data))
    if rule.field in _RULES:
        name, fact = _RULES[rule.field]
        given = governance_facts(rule.platform) | {fact: rule.covers, "management.implemented": True}
        said.append(ask(rule, name, given))
    return said


@action(
    InternalRule,
    label=_("通过制度"),
    moves={"draft": "adopted"},
    by=manager,
    who=MANAGER,
    form=forms.AdoptRuleForm,
    law=_adoption,
    cites=[*_CITES, "keqiao-2025-draft:s4.1.a"],
    main=True,
)
def adopt(rule: InternalRule, *, data: Data, by: Any) -> None:
    """The rule is adopted by resolution and stands; the next edition replaces it from the day that one is in force."""
    rule.resolution, rule.in_force_on, rule.adopted_on = data["resolution"], data["in_force_on"], clock.today()


def _repeal(rule: InternalRule, *, data: Data, by: Any) -> list[Finding | Refusal]:
    return decided(rule.platform, "major_matters", rule, data.get("resolution"), bool(data))


@action(
    InternalRule,
    label=_("废止制度"),
    moves={"adopted": "repealed"},
    by=manager,
    who=MANAGER,
    form=forms.RepealRuleForm,
    law=_repeal,
    cites=[_CITES[0], "keqiao-2025-draft:s4.1.a"],
)
def repeal(rule: InternalRule, *, data: Data, by: Any) -> None:
    """The rule is no longer in force from today, with the reason; a field left without a rule is named as missing."""
    rule.repealed_on, rule.repeal_resolution = clock.today(), data["resolution"]


@action(InternalRule, label=_("撤回草案"), moves={"draft": "withdrawn"}, by=manager, who=MANAGER, form=NoteForm)
def withdraw(rule: InternalRule, *, data: Data, by: Any) -> None:
    """Give the draft up, with the reason."""


attach_to_rule = attachment_for(InternalRule, secretary | founder)
