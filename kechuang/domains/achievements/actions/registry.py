"""Writers of the registry: disclosure, screening, registration, whose it is."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kechuang.casework.cases.actions import Ask, action
from kechuang.casework.cases.forms import NoteForm
from kechuang.casework.cases.law import ask
from kechuang.casework.cases.standard import attachment_for, determination_for, paper_filing_for
from kechuang.casework.parties.models import Person
from kechuang.core import clock
from kechuang.core.permissions import Ground, Refusal
from kechuang.domains.achievements import facts, fees
from kechuang.domains.achievements.actions.who import (
    DISCLOSER,
    HEAD,
    MANAGER,
    department,
    discloser,
    head,
    manager,
)
from kechuang.domains.achievements.completing import Named, person_of
from kechuang.domains.achievements.dormancy import LISTING_CLOCK, release
from kechuang.domains.achievements.facts.achievement import answers
from kechuang.domains.achievements.forms import registry as forms
from kechuang.domains.achievements.models import Achievement, Completer, Screening
from kechuang.domains.achievements.owning import Owner, change_owners
from kechuang.law import Finding
from kechuang.law.model import Citation

Data = Mapping[str, Any]
_PLAIN = (
    "title", "title_en", "owner", "platform", "kind_of_achievement", "form", "attribute", "stage", "level", "trl", "keywords",
    "industries", "abstract", "started_on", "completed_on", "service", "fiscal", "programme", "project_number",
    "recommended_by", "government_project", "state_rule", "project_agreement", "unit_means", "unit_agreement",
)  # fmt: skip


@action(
    Achievement,
    label=_("披露成果"),
    creates=True,
    by=discloser,
    who=DISCLOSER,
    form=forms.DisclosureForm,
    cites=["zhejiang-2021:art2.p2", "zhejiang-2021:art15.p2", "prc-transformation-2015:art11.p2"],
)
def disclose(achievement: Achievement, *, data: Data, by: Any) -> Callable[[], None]:
    """Make an achievement known to the unit, with its completers and their shares."""
    _describe(achievement, data)
    return lambda: _complete(achievement, data["completers"])


@action(
    Achievement,
    label=_("更正成果"),
    stays=("disclosed", "screening", "registered"),
    by=manager | discloser,
    who=DISCLOSER,
    form=forms.DisclosureForm,
    starts=[LISTING_CLOCK],
)
def revise(achievement: Achievement, *, data: Data, by: Any) -> Callable[[], None]:
    """Correct what is said of it; the history keeps what it said before, and the idle clock follows what it counts from."""
    _describe(achievement, data)

    def finish() -> None:
        _complete(achievement, data["completers"])
        release(achievement)

    return finish


def _describe(achievement: Achievement, data: Data) -> None:
    for name in _PLAIN:
        setattr(achievement, name, data[name])
    achievement.region = data["owner"].region


def _complete(achievement: Achievement, named: list[Named]) -> None:
    """Write the completers anew; their shares sum to the whole at commit, or the database refuses."""
    known: dict[str, Person] = {c.person.name: c.person for c in achievement.completers.select_related("person")}
    known |= {p.orcid: p for p in known.values() if p.orcid}
    people = [person_of(one, achievement.owner, known) for one in named]
    achievement.completers.all().delete()
    Completer.objects.bulk_create(
        Completer(
            achievement=achievement,
            person=person,
            organisation=achievement.owner,
            position=n,
            share=one.share,
            main=one.main,
        )
        for n, (one, person) in enumerate(zip(named, people, strict=True), 1)
    )


@action(
    Achievement,
    label=_("提交审查"),
    moves={"disclosed": "screening"},
    by=discloser,
    who=DISCLOSER,
    asks=[
        Ask(
            "screen",
            to=lambda case, data: [case.owner],
            text=_("作保密和安全审查"),
            roles=("leader", "platform_manager"),
        )
    ],
    main=True,
    bulk=True,
    hint=_("交单位作保密和安全审查"),
)
def submit(achievement: Achievement, *, data: Data, by: Any) -> None:
    """Hand it to the unit for the secrecy and security screen."""


@action(
    Achievement,
    label=_("保密和安全审查"),
    moves={"screening": ("screening", "restricted"), "registered": ("registered", "restricted")},
    by=head,
    who=HEAD,
    form=forms.ScreeningForm,
    cites=[
        "zhejiang-2021:art7.p1.b", "zhejiang-2021:art16.p1", "quzhou-2024:art17.p2.a", "quzhou-2024:art18.p1.b",
        "prc-transformation-2015:art11.p1",
    ],
    settles=("screen",),
    main=True,
    hint=_("公开查询、自主处置、赋权三件事各有各的结论；涉及国家秘密的转出另行管理"),
)  # fmt: skip
def screen(achievement: Achievement, *, data: Data, by: Any) -> Callable[[], None]:
    """Answer the six questions. State secrets leave this registry for their own; the rest follows by law."""
    achievement.neutral_abstract = data["neutral_abstract"].strip()
    if data["state_secrets"]:
        achievement.state, achievement.search = "restricted", "hidden"
        achievement.public, achievement.confined = False, True
    else:
        _set_search(achievement, dict(data))

    def finish() -> None:
        Screening.objects.create(
            achievement=achievement, by=by, on=clock.today(), basis=data["basis"],
            **{name: data[name] for name in facts.SCREEN},
        )  # fmt: skip
        release(achievement)
        fees.follow(achievement)

    return finish


def _set_search(achievement: Achievement, given: dict[str, Any]) -> None:
    """What the public may find, by law; where no text says, nothing is shown."""
    finding = ask(achievement, "public_search", facts.holder_facts(achievement.owner) | answers(given))
    achievement.search = finding.value if finding.value in dict(Achievement.Search.choices) else "hidden"
    if achievement.state == "registered":
        achievement.public = achievement.search == Achievement.Search.OPEN


def _screened(achievement: Achievement, *, data: Data, by: Any) -> list[Finding | Refusal]:
    if not achievement.screenings.exists():
        cites = (Citation.parse("quzhou-2024:art17.p2.a"), Citation.parse("zhejiang-2021:art16.p1"))
        return [Refusal(Ground.LAW, gettext("先作保密和安全审查"), cites)]
    return []


@action(
    Achievement,
    label=_("登记成果"),
    moves={"screening": "registered"},
    by=manager,
    who=MANAGER,
    form=forms.RegistrationForm,
    law=_screened,
    cites=["zhejiang-2021:art15.p1", "zhejiang-2021:art35.p1", "quzhou-2024:art17.p1.a"],
    starts=[LISTING_CLOCK],
    main=True,
    bulk=True,
)
def register(achievement: Achievement, *, data: Data, by: Any) -> Callable[[], None]:
    """Enter it into the unit's registry: the unit owns it until shares are agreed; the idle ladder begins to count."""
    achievement.registration_number, achievement.registered_on = data["registration_number"], data["registered_on"]
    achievement.public = achievement.search == Achievement.Search.OPEN

    def finish() -> None:
        if not achievement.ownership.exists():
            owners = [Owner(1_000_000, organisation=achievement.owner)]
            change_owners(achievement, owners, achievement.completed_on, gettext("职务成果归单位，未另行约定"))

    return finish


@action(
    Achievement,
    label=_("补录登记号"),
    stays=("registered",),
    by=manager,
    who=MANAGER,
    form=forms.NumberForm,
    cites=["prc-transformation-2015:art11.p2"],
    hint=_("国家成果登记系统给号以后补录或者更正"),
)
def record_registration_number(achievement: Achievement, *, data: Data, by: Any) -> None:
    """Record the number that the national system gave later, or correct it."""
    achievement.registration_number = data["registration_number"]


@action(
    Achievement,
    label=_("确定归属"),
    stays=("screening", "registered"),
    by=head,
    who=HEAD,
    form=forms.OwnershipForm,
    cites=["zhejiang-2021:art35.p1", "zhejiang-2021:art35.p2", "prc-transformation-2015:art40.p1"],
    hint=_("记录决定归属的事实和自某日起各方的份额"),
)
def settle_ownership(achievement: Achievement, *, data: Data, by: Any) -> Callable[[], None]:
    """Record whose it is from a day on, and why."""
    for name in ("government_project", "state_rule", "project_agreement", "unit_means", "unit_agreement"):
        setattr(achievement, name, data[name])
    return lambda: change_owners(achievement, data["shares"], data["valid_from"], data["basis"])


@action(
    Achievement,
    label=_("撤回披露"),
    moves={"disclosed": "withdrawn", "screening": "withdrawn"},
    by=discloser,
    who=DISCLOSER,
    form=NoteForm,
    settles=("screen",),
)
def withdraw(achievement: Achievement, *, data: Data, by: Any) -> Callable[[], None]:
    """Take a disclosure back, with the reason."""
    return lambda: fees.follow(achievement)


attach_to_achievement = attachment_for(Achievement, discloser | department)
determine_achievement = determination_for(Achievement)
keep_achievement_paper = paper_filing_for(Achievement, manager)
