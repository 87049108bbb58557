"""The open questions of a campaign's grades, each with its choices and what another choice would change."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from kechuang.core.money import yuan
from kechuang.core.ui.citing import interp_of
from kechuang.core.ui.parts import Choice, Switch
from kechuang.core.words import either
from kechuang.domains.evaluation.computing.grading import GRADE_RULE, QUOTA_RULE, Known
from kechuang.domains.evaluation.computing.money import BUDGET_RULE, ROUND_RULE
from kechuang.domains.evaluation.models import Campaign
from kechuang.domains.evaluation.queries.grading import Round, context_of, graded_from
from kechuang.domains.evaluation.simulating import PREFIX, QUESTIONS, Tried, read
from kechuang.law import REGISTRY, Context, link
from kechuang.law.library import load
from kechuang.law.model import Interpretation


def switches(campaign: Campaign, what: Tried, *, effects: bool) -> list[Switch]:
    """Each question as it is read now. effects: also what every other choice would do to quotas, awards and cuts."""
    library = load()
    context = context_of(campaign, what.switches)
    now = _Now(campaign, what, context) if effects else None
    found = []
    for name in QUESTIONS:
        question = library.interpretations.get(name)
        if question is None:
            continue
        chosen = context.interpretations.get(name, question.default)
        choices = [
            Choice(c.id, either(c.zh, c.en), c.id == chosen, now.effect(name, c.id) if now and c.id != chosen else "")
            for c in question.choices
        ]
        found.append(Switch(interp_of(name, library), f"{PREFIX}{name}", _asked(question), choices))
    return found


def _asked(question: Interpretation) -> str:
    return either(question.question, question.question_en)


class _Now:
    """The round as it is read now, and by another reading only what that reading is asked in."""

    def __init__(self, campaign: Campaign, what: Tried, context: Context) -> None:
        self.campaign, self.what, self.context = campaign, what, context
        self.material, self.known = read(campaign), Known()
        self.made = graded_from(self.material, what.lines, context=context, more=what.more, known=self.known)
        self.told = _told(self.made)

    def effect(self, name: str, choice: str) -> str:
        """What changes when one question is read otherwise, in words."""
        other = Context(interpretations={**self.context.interpretations, name: choice})
        if self._read_in(name, GRADE_RULE) or self._read_in(name, QUOTA_RULE):
            known = None if self._read_in(name, GRADE_RULE) else self.known
            made = graded_from(self.material, self.what.lines, context=other, more=self.what.more, known=known)
        elif self._read_in(name, ROUND_RULE) or self._read_in(name, BUDGET_RULE):
            made = Round(
                self.campaign, self.made.evaluations, self.made.facts, self.made.graded, other, self.made.budgets
            )
        else:
            return _("没有变化")
        told = _told(made)
        if told == self.told:
            return _("没有变化")
        words = {"quotas": told["quotas"], "awards": yuan(told["awards"]), "cuts": yuan(told["cuts"])}
        return _("名额 %(quotas)s，奖励 %(awards)s 元，削减 %(cuts)s 元") % words

    def _read_in(self, name: str, rule: str) -> bool:
        return name in link(REGISTRY[rule], load(), self.context).interpretations


def _told(made: Round) -> Mapping[str, Any]:
    bill = made.bill()
    quotas = "/".join("–" if row["quota"] is None else str(row["quota"]) for row in made.classes)
    return {"quotas": quotas, "awards": bill.awarded, "cuts": bill.cut, "unknown": len(bill.unknown)}
