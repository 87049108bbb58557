"""Writers of empowerment and of implementation by agreement."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kechuang.casework.cases.actions import action
from kechuang.casework.cases.law import ask, entitled
from kechuang.core.permissions import Ground, Refusal
from kechuang.domains.achievements import facts
from kechuang.domains.achievements.actions.who import HEAD, head
from kechuang.domains.achievements.completing import percent
from kechuang.domains.achievements.forms.empowerment import EmpowermentForm
from kechuang.domains.achievements.forms.idle import EndImplementationForm, ImplementationForm
from kechuang.domains.achievements.models import Achievement, Empowered, Empowerment, ImplementationAgreement
from kechuang.domains.achievements.owning import Owner, change_owners, holdings
from kechuang.law import Finding
from kechuang.law.model import Citation

Data = Mapping[str, Any]
ROUTES = ("zhejiang-2021:art38.p1", "quzhou-2024:art18.p1.a")
"""Implementation by agreement leaves the title, empowerment moves it: an achievement goes one of these ways at a time."""


def _lawful(achievement: Achievement, *, data: Data, by: Any) -> Iterable[Finding | Refusal]:
    if not achievement.service:
        yield Refusal(Ground.LAW, gettext("只有职务科技成果才赋权"), (Citation.parse("quzhou-2024:art18.p1.a"),))
        return
    day = data["starts_on"]
    for agreement in achievement.implementations.filter(Q(ends_on=None) | Q(ends_on__gte=day)):
        words = gettext("与完成人的实施协议（%(day)s 签订）还在履行，一项成果同时只走一条路：先终止协议，再赋权")
        yield Refusal(Ground.LAW, words % {"day": agreement.signed_on}, tuple(Citation.parse(c) for c in ROUTES))
        return
    given = facts.empowerment_facts(achievement, data)
    yield ask(achievement, "empowerment_exclusion", given)
    yield ask(achievement, "empowerment_agreement", given)
    yield entitled(ask(achievement, "empowerment", given), silent=True)
    if data["right"] == Empowerment.Right.LONG_TERM_USE:
        yield ask(achievement, "empowerment_term", given)
    for choice in facts.choices_facts(achievement, data):
        yield ask(achievement, "share_or_reward", choice)
    held = _held_by_unit(achievement, data)
    asked = sum(share or 0 for _person, share, _reward in data["holders"])
    if asked > held:
        words = gettext("单位在 %(day)s 只有 %(held)s 的份额，不能再赋予 %(asked)s") % {
            "day": data["starts_on"], "held": percent(held), "asked": percent(asked),
        }  # fmt: skip
        yield Refusal(Ground.INPUT, words, errors={"holders": [words]})


def _held_by_unit(achievement: Achievement, data: Data) -> int:
    return sum(o.share for o in holdings(achievement, data["starts_on"]) if o.organisation_id == achievement.owner_id)


@action(
    Achievement,
    label=_("赋权"),
    stays=("registered",),
    by=head,
    who=HEAD,
    form=EmpowermentForm,
    law=_lawful,
    law_needs_data=True,
    cites=["quzhou-2024:art18.p1.a", "quzhou-2024:art18.p1.b", "quzhou-2024:art18.p2", "quzhou-2024:art20.p2.a"],
    hint=_("赋予完成人所有权份额或者长期使用权；国家安全等三种情形不得赋权，没有例外"),
)
def empower(achievement: Achievement, *, data: Data, by: Any) -> Callable[[], None]:
    """Give completers a share of the ownership or the long-term use, as agreed in writing; each chooses share or reward."""

    def finish() -> None:
        made = Empowerment.objects.create(
            achievement=achievement, right=data["right"], starts_on=data["starts_on"], ends_on=data["ends_on"],
            matters=data["matters"], agreed_on=data["agreed_on"], by=by,
        )  # fmt: skip
        Empowered.objects.bulk_create(
            Empowered(empowerment=made, person=person, share=share, takes_reward=reward)
            for person, share, reward in data["holders"]
        )
        if data["right"] == Empowerment.Right.OWNERSHIP:
            _hand_over(achievement, data)

    return finish


def _hand_over(achievement: Achievement, data: Data) -> None:
    """The unit's share goes down by what its completers receive; others keep theirs."""
    kept: dict[tuple[int | None, int | None], Owner] = {}
    for row in holdings(achievement, data["starts_on"]):
        kept[(row.organisation_id, row.person_id)] = Owner(row.share, row.organisation, row.person)
    given = [(person, share) for person, share, _reward in data["holders"] if share]
    unit = kept.pop((achievement.owner_id, None))
    rest = unit.share - sum(share for _person, share in given)
    for person, share in given:
        before = kept.pop((None, person.pk), None)
        kept[(None, person.pk)] = Owner(share + (before.share if before else 0), person=person)
    owners = [*([Owner(rest, organisation=achievement.owner)] if rest else []), *kept.values()]
    change_owners(
        achievement, owners, data["starts_on"], gettext("赋权，%(day)s 书面约定") % {"day": data["agreed_on"]}
    )


def _by_agreement(achievement: Achievement, *, data: Data, by: Any) -> list[Finding | Refusal]:
    standing = achievement.empowerments.filter(Q(ends_on=None) | Q(ends_on__gte=data["on"])).first()
    if standing is not None:
        words = gettext("已赋权（%(right)s，%(day)s 起），一项成果同时只走一条路，不再签实施协议") % {
            "right": standing.get_right_display(), "day": standing.starts_on,
        }  # fmt: skip
        return [Refusal(Ground.LAW, words, tuple(Citation.parse(c) for c in ROUTES))]
    given = facts.holder_facts(achievement.owner) | {
        "implementation.agreement_signed": True,
        "implementation.ownership_unchanged": data["title_stays"],
    }
    return [entitled(ask(achievement, "implementation_by_agreement", given), silent=True)]


@action(
    Achievement,
    label=_("签订实施协议"),
    stays=("registered",),
    by=head,
    who=HEAD,
    form=ImplementationForm,
    law=_by_agreement,
    law_needs_data=True,
    cites=["zhejiang-2021:art38.p1", "prc-transformation-2015:art19.p1"],
    hint=_("完成人依协议实施，权属不变，单位予以支持"),
)
def agree_implementation(achievement: Achievement, *, data: Data, by: Any) -> Callable[[], None]:
    """Completers implement by agreement with the unit, and keep what it gives them; the title stays."""
    return lambda: ImplementationAgreement(
        achievement=achievement, signed_on=data["on"], ends_on=data["ends_on"], title_stays=data["title_stays"],
        terms=data["terms"],
    ).save()  # fmt: skip


@action(
    Achievement,
    label=_("终止实施协议"),
    stays=("registered",),
    by=head,
    who=HEAD,
    form=EndImplementationForm,
    cites=["zhejiang-2021:art38.p1"],
    hint=_("协议提前终止：写明末日和原因；之后可以赋权，或者由完成人依闲置规定实施"),
)
def end_implementation(achievement: Achievement, *, data: Data, by: Any) -> Callable[[], None]:
    """End an agreement before its time: it runs to that day, what it said before stays in the history."""

    def finish() -> None:
        agreement: ImplementationAgreement = data["agreement"]
        agreement.ends_on = data["on"]
        agreement.save()

    return finish
