"""The due-diligence file of a deal, assembled as the work is done: each step with its evidence, each condition met or missing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from kechuang.casework.cases.engine import action_label
from kechuang.casework.cases.law import ask
from kechuang.casework.cases.models import TimelineEntry
from kechuang.casework.notices.models import Notice
from kechuang.casework.notices.queries import missing_channels, notices_of
from kechuang.core import clock
from kechuang.core.words import either, in_clauses, listed
from kechuang.domains.transformations import facts
from kechuang.domains.transformations.models import Pricing, Transformation
from kechuang.domains.transformations.notices import PRICE
from kechuang.domains.transformations.queries import achievements_of, evidence_of, pricings_of
from kechuang.law import Finding, Verdict
from kechuang.law.library import load

_PRICING = ("price_by_agreement", "change_price", "record_listing", "record_auction")
_ASIDE = ("attach", "keep_paper", "add_evidence")


@dataclass(frozen=True, slots=True)
class Step:
    """Something that was done: when, what, by whom, and what shows it."""

    on: dt.date
    what: str
    who: str
    evidence: str


@dataclass(frozen=True, slots=True)
class Condition:
    """One condition of an exemption. held: the law's answer, None while a person must still find it; evidence on file."""

    item: str
    label: str
    held: bool | None
    evidence: tuple[str, ...]

    @property
    def lacking(self) -> bool:
        """Whether nothing shows it yet, or it is known not to hold."""
        return self.held is False or (self.held is None and not self.evidence)


@dataclass(frozen=True, slots=True)
class Exemption:
    """One provision under which nobody is blamed, with its conditions."""

    finding: Finding
    checklist: str
    conditions: tuple[Condition, ...]

    @property
    def label(self) -> str:
        return either(self.finding.zh, self.finding.en)

    @property
    def title(self) -> str:
        return either(*load().checklist_title(self.checklist))

    @property
    def lacking(self) -> list[Condition]:
        return [one for one in self.conditions if one.lacking]


# rule -> its list of conditions, and by item of the list the output of the rule that answers it
_EXEMPTIONS: dict[str, tuple[str, dict[str, str]]] = {
    "pricing_exemption": (
        "pricing",
        {"lawful_pricing": "lawful_pricing", "diligence": "diligence", "no_illegal_gain": "no_illegal_gain"},
    ),
    "decision_exemption": (
        "decision",
        {"compliance": "lawful_decision", "diligence": "diligence", "no_illegal_gain": "no_illegal_gain"},
    ),
    "loss_write_off": (
        "loss",
        {"diligence": "diligence", "unit_review": "unit_reviewed", "filed": "filed"},
    ),
}  # fmt: skip
_OF_A_STAKE = frozenset({"loss_write_off"})
"""Exemptions that are about the loss of an investment."""


def price_notice(deal: Transformation) -> Notice | None:
    """The notice that stands for the price."""
    return next((row for row in notices_of(deal, PRICE) if row.live and row.state != "withdrawn"), None)


RULES = tuple(_EXEMPTIONS)
"""Rules of exemption that may reach a deal."""


def exemptions(deal: Transformation) -> list[Exemption]:
    """Every provision that reaches this deal, each condition met, missing or for a person to find."""
    found = (exemption(deal, rule) for rule in RULES)
    return [one for one in found if one is not None]


def exemption(deal: Transformation, rule: str) -> Exemption | None:
    """One provision and its conditions; None where it does not reach this deal."""
    if rule in _OF_A_STAKE and deal.mode != Transformation.Mode.EQUITY:
        return None
    short, outputs = _EXEMPTIONS[rule]
    name = f"exemption.{short}_conditions"
    items = {item.id: item for item in load().checklist_items(name)}
    held: dict[str, list[str]] = {item: [] for item in items}
    for row in evidence_of(deal):
        home, _colon, item = row.condition.partition(":")
        if home == name and item in held:
            held[item].append(row.text)
    notice = price_notice(deal)
    given = facts.signing_facts(deal, notice)
    if rule == "pricing_exemption" and (shown := _lawfully_priced(deal, notice, given)):
        held["lawful_pricing"].insert(0, shown)
    on_file = {f"exemption.{short}_evidence": [item for item, texts in held.items() if texts]}
    finding = ask(deal, rule, given | on_file)
    if finding.value is None and finding.verdict in (Verdict.NO_LAW_FOUND, Verdict.NOT_APPLICABLE):
        return None  # an entitlement that is known not to be there has a value
    answers = {output.name: output.value for output in finding.outputs}
    conditions = tuple(
        Condition(item, either(items[item].zh, items[item].en), answers.get(output), tuple(held[item]))
        for item, output in outputs.items()
        if item in items
    )
    return Exemption(finding, name, conditions)


def _lawfully_priced(deal: Transformation, notice: Notice | None, given: dict[str, Any]) -> str:
    """What shows that the price came about as the law asks; empty while it does not."""
    finding = ask(deal, "pricing_exemption", given)
    if not any(output.name == "lawful_pricing" and output.value is True for output in finding.outputs):
        return ""
    if notice is None:
        return str(deal.get_method_display())
    return _("%(method)s，公示 %(number)s 已满期") % {"method": deal.get_method_display(), "number": notice.number}


# -- what was done -----------------------------------------------------------------------------------------


def steps(deal: Transformation) -> list[Step]:
    """What was done in the order of days: screens, the plan, pricings, notices, answers, contract, evidence."""
    found = [*_screens(deal), *_timeline(deal), *_notices(deal), *_evidence(deal)]
    return sorted(found, key=lambda step: step.on)


def _screens(deal: Transformation) -> Iterator[Step]:
    for achievement in achievements_of(deal):
        for latest in achievement.screenings.all()[:1]:
            what = _("保密和安全审查：%(title)s") % {"title": achievement.title}
            yield Step(latest.on, what, str(latest.by), latest.basis)


def _timeline(deal: Transformation) -> Iterator[Step]:
    pricings = iter(pricings_of(deal))
    for entry in deal.timeline.select_related("by").order_by("pk"):
        if entry.action in _ASIDE:
            continue
        pricing = next(pricings, None) if entry.action in _PRICING else None
        day = entry.at.astimezone(clock.CHINA).date()
        yield Step(day, action_label(deal, entry.action), str(entry.by or ""), _shown(deal, entry, pricing))


def _shown(deal: Transformation, entry: TimelineEntry, pricing: Pricing | None) -> str:
    """What shows a step, from what was typed."""
    if pricing is not None:
        return in_clauses((pricing.evidence, pricing.basis))
    typed = entry.data or {}
    if entry.action == "sign_contract":
        return _("合同签订日 %(day)s，%(kind)s") % {
            "day": typed.get("contract_on", ""), "kind": deal.get_contract_kind_display(),
        }  # fmt: skip
    names = ("contract_number", "evidence", "terms", "procedure", "basis")
    texts = [str(typed[name]) for name in names if isinstance(typed.get(name), str) and typed[name]]
    return in_clauses([*texts, *([entry.note] if entry.note else [])])


def _notices(deal: Transformation) -> Iterator[Step]:
    for notice in notices_of(deal, PRICE):
        for content in notice.contents.prefetch_related("postings__by").order_by("version"):
            for posting in content.postings.all():
                what = _("公示 %(number)s 第 %(n)d 版：%(channel)s") % {
                    "number": notice.number, "n": content.version, "channel": posting.get_channel_display(),
                }  # fmt: skip
                yield Step(posting.first_on, what, str(posting.by or ""), posting.evidence)
        if notice.ends_on is not None and notice.state == "concluded" and not missing_channels(notice):
            yield Step(notice.ends_on, _("公示 %(number)s 期满") % {"number": notice.number}, "", "")
        for objection in notice.objections.order_by("pk"):
            day = objection.filed_at.astimezone(clock.CHINA).date()
            what = _("异议 %(number)s：%(state)s") % {"number": objection.number, "state": objection.state_label}
            yield Step(day, what, str(objection.handler or ""), objection.summary or "")


def _evidence(deal: Transformation) -> Iterator[Step]:
    labels = condition_labels()
    for row in evidence_of(deal):
        what = _("证据：%(condition)s") % {"condition": labels.get(row.condition, row.condition)}
        yield Step(row.on, what, str(row.by), row.text)


def condition_labels() -> dict[str, str]:
    """list:item -> the words of the law's list of conditions."""
    found: dict[str, str] = {}
    for short in ("pricing", "decision", "loss", "project"):
        name = f"exemption.{short}_conditions"
        found |= {f"{name}:{item.id}": either(item.zh, item.en) for item in load().checklist_items(name)}
    return found


def lacking_words(conditions: Iterable[Condition]) -> str:
    return listed([one.label for one in conditions])
