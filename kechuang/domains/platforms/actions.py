"""The only writers of platforms and agreements."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from kechuang.casework.cases.actions import Ask, Start, Stop, action
from kechuang.casework.cases.law import ask
from kechuang.casework.cases.lookups import find
from kechuang.casework.cases.models import CaseParty
from kechuang.casework.cases.predicates import in_office, member_of_owner, member_of_party
from kechuang.casework.cases.standard import attachment_for, determination_for
from kechuang.casework.inbox import services as inbox
from kechuang.casework.parties.models import Organisation, Role
from kechuang.casework.parties.reach import reach_of
from kechuang.core import clock
from kechuang.domains.platforms import facts, forms
from kechuang.domains.platforms.models import (
    Agreement,
    AgreementAmount,
    Consultation,
    Founder,
    Platform,
    Recognition,
    Signature,
)
from kechuang.law import Finding
from kechuang.law.library import load

Department = Organisation.Department
Data = Mapping[str, Any]

# -- the registry ------------------------------------------------------------------------------------------

registrar = in_office(Role.CLERK, Role.LEADER, departments=(Department.ST, Department.PARK, Department.GOVERNMENT))


@action(
    Platform,
    label=_("登记平台"),
    creates=True,
    by=registrar,
    who=_("由所在地科技主管部门、政府或者园区管理机构登记"),
    form=forms.PlatformForm,
    cites=["quzhou-2024:art2.p2", "keqiao-2025-draft:s1.1.a", "binjiang-2023:s2.p1.a"],
)
def register(platform: Platform, *, data: Data, by: Any) -> list[Founder]:
    """Enter a platform into the registry, with its organisation."""
    _describe(platform, data)
    platform.public = True
    code = data["credit_code"]
    organisation = next(iter(find(Organisation, "credit_code", code)), None) if code else None
    platform.owner = organisation or Organisation(
        name=data["title"], name_en=data["name_en"], kind=Organisation.Kind.PLATFORM, credit_code=code,
        region=data["region"], valid_from=data["founded_on"],
    )  # fmt: skip

    return [Founder(platform=platform, organisation=organisation) for organisation in data["founders"]]


@action(
    Platform,
    label=_("更正登记"),
    stays=("preparing", "operating"),
    by=registrar | member_of_owner(Role.PLATFORM_MANAGER),
    who=_("由登记部门或者平台管理人员更正"),
    form=forms.PlatformForm,
)
def revise(platform: Platform, *, data: Data, by: Any) -> Callable[[], None]:
    """Correct what the registry says; the history keeps what it said before."""
    _describe(platform, data)

    def finish() -> None:
        platform.founders.exclude(organisation__in=data["founders"]).delete()
        for organisation in data["founders"]:
            Founder.objects.get_or_create(platform=platform, organisation=organisation)

    return finish


def _describe(platform: Platform, data: Data) -> None:
    for name in (
        "title", "region", "platform_class", "origin", "legal_form", "directions", "introducing_entity", "founded_on",
        "operating_since", "address", "floor_area", "website",
    ):  # fmt: skip
        setattr(platform, name, data[name])
    platform.fields = data["fields_of_industry"]


@action(
    Platform,
    label=_("录入认定"),
    stays=("preparing", "operating"),
    by=registrar,
    who=_("由登记部门录入"),
    form=forms.RecognitionForm,
    cites=["quzhou-2024:art2.p2", "quzhou-2024:art10.p2"],
)
def recognise(platform: Platform, *, data: Data, by: Any) -> Callable[[], None]:
    """Record a recognition with its level, authority and dates."""
    return lambda: Recognition(platform=platform, **data).save()


def _established(platform: Platform, *, data: Data, by: Any) -> list[Finding]:
    signed = platform.agreements.filter(state__in=("signed", "filed")).order_by("-signed_on").first()
    given = facts.unit_facts(platform) | {"agreement.signed": signed is not None}
    if signed is not None:
        given |= facts.agreement_facts(signed)
    return [ask(platform, "agreement_signed", given)]


@action(
    Platform,
    label=_("转入运行"),
    moves={"preparing": "operating"},
    by=registrar,
    who=_("由登记部门办理"),
    form=forms.StartOperationForm,
    law=_established,
    cites="quzhou-2024:art9.p2",
    main=True,
    bulk=True,
)
def start_operation(platform: Platform, *, data: Data, by: Any) -> None:
    """The platform begins to operate; a fiscally funded one needs its signed agreement first."""
    platform.operating_since = data["operating_since"]


@action(
    Platform,
    label=_("登记退出"),
    moves={"operating": "exited", "preparing": "exited"},
    by=in_office(Role.LEADER, departments=(Department.ST,)),
    who=_("由科技主管部门负责人办理"),
    form=forms.NoteForm,
    cites="binjiang-2023:s2.p1.b",
)
def leave(platform: Platform, *, data: Data, by: Any) -> None:
    """The platform leaves the registry, with the reason."""


# -- agreements --------------------------------------------------------------------------------------------

drafter = member_of_owner(Role.CLERK, Role.LEADER)
_DRAFTER = _("由引进责任主体的经办人或者负责人办理")


def _term(agreement: Agreement, *, data: Data, by: Any) -> list[Finding]:
    return [ask(agreement, "agreement_term", facts.agreement_facts(agreement))]


@action(
    Agreement,
    label=_("起草共建协议"),
    creates=True,
    by=drafter,
    who=_DRAFTER,
    form=forms.AgreementForm,
    law=_term,
    law_needs_data=True,
    cites=["quzhou-2024:art9.p2", "keqiao-2025-draft:s2.3.a", "keqiao-2025-draft:s3.1.b"],
)
def draft(agreement: Agreement, *, data: Data, by: Any) -> Callable[[], None]:
    """Open a draft; its owner is the platform's introducing entity, or the drafter's own department."""
    platform = data["platform"]
    posts = [p for p in reach_of(by).posts if p.role in (Role.CLERK, Role.LEADER)]
    own = posts[0].organisation if posts else None
    owner: Any = platform.introducing_entity_id or own
    agreement.owner_id = owner
    agreement.region = platform.region
    return _write_draft(agreement, data)


@action(
    Agreement,
    label=_("修改草案"),
    stays=("draft",),
    by=drafter,
    who=_DRAFTER,
    form=forms.AgreementForm,
    law=_term,
    law_needs_data=True,
)
def redraft(agreement: Agreement, *, data: Data, by: Any) -> Callable[[], None]:
    """Change the draft."""
    return _write_draft(agreement, data)


def _write_draft(agreement: Agreement, data: Data) -> Callable[[], None]:
    for name in ("title", "platform", "support_mode", "starts_on", "ends_on", "special_reason", "renews", "amends"):
        setattr(agreement, name, data[name])
    agreement.topics = data["topics"]

    def finish() -> None:
        agreement.amounts.all().delete()
        first = agreement.starts_on.year - 1
        AgreementAmount.objects.bulk_create(
            AgreementAmount(agreement=agreement, year=first + n, amount=amount) for n, amount in data["amounts"].items()
        )
        platform = agreement.platform
        CaseParty.objects.get_or_create(case_id=agreement.pk, organisation=platform.owner, role="signatory")
        for founder in platform.founders.all():
            CaseParty.objects.get_or_create(case_id=agreement.pk, organisation=founder.organisation, role="signatory")

    return finish


def _departments(agreement: Agreement) -> list[tuple[str, Organisation]]:
    """The departments the law names, as organisations of the agreement's region."""
    found = []
    for item in load().checklist_items("agreement.consulted_departments"):
        organisation = Organisation.objects.filter(
            kind=Organisation.Kind.DEPARTMENT, department=item.id, region=agreement.region_id
        ).first()
        if organisation is not None:
            found.append((item.id, organisation))
    return found


@action(
    Agreement,
    label=_("征求部门意见"),
    moves={"draft": "consulting"},
    by=drafter,
    who=_DRAFTER,
    form=forms.ConsultForm,
    cites="keqiao-2025-draft:s1.4.b",
    asks=[
        Ask(
            "reply",
            to=lambda case, data: [organisation for _name, organisation in _departments(case)],
            text=_("答复共建协议征求意见"),
        )
    ],
    main=True,
    bulk=True,
)
def consult(agreement: Agreement, *, data: Data, by: Any) -> Callable[[], None]:
    """Send the draft to the departments the law names, with a day to reply by."""

    def finish() -> None:
        for name, organisation in _departments(agreement):
            Consultation.objects.update_or_create(
                agreement=agreement, organisation=organisation,
                defaults={
                    "department": name, "asked_on": clock.today(), "reply_by": data["reply_by"], "replied_on": None,
                    "opinion": "", "text": "", "replied_by": None,
                },
            )  # fmt: skip
            CaseParty.objects.get_or_create(case_id=agreement.pk, organisation=organisation, role="consulted")

    return finish


@action(
    Agreement,
    label=_("答复意见"),
    stays=("consulting",),
    by=member_of_party("consulted"),
    who=_("由被征求意见的部门答复"),
    form=forms.ReplyForm,
    cites="keqiao-2025-draft:s1.4.b",
    main=True,
    settles=(),
)
def reply(agreement: Agreement, *, data: Data, by: Any) -> Callable[[], None]:
    """Record a department's opinion; a department may change it until signing opens."""
    own = reach_of(by).organisations

    def finish() -> None:
        for consultation in agreement.consultations.filter(organisation_id__in=own):
            consultation.replied_on, consultation.replied_by = clock.today(), by
            consultation.opinion, consultation.text = data["opinion"], data["text"]
            consultation.save()
            inbox.close_todos(agreement, ("reply",), consultation.organisation)

    return finish


@action(
    Agreement,
    label=_("退回修改"),
    moves={"consulting": "draft", "signing": "draft"},
    by=drafter,
    who=_DRAFTER,
    form=forms.NoteForm,
    settles=("reply", "sign"),
)
def take_back(agreement: Agreement, *, data: Data, by: Any) -> Callable[[], None]:
    """Take the text back to change it; signatures already given fall away, opinions stay on record."""
    agreement.consulted_on = None
    return lambda: agreement.signatures.all().delete() and None


def _ready_to_sign(agreement: Agreement, *, data: Data, by: Any) -> list[Finding]:
    given = facts.agreement_facts(agreement)
    return [ask(agreement, name, given) for name in ("agreement_topics", "agreement_consultation", "agreement_term")]


@action(
    Agreement,
    label=_("提交签署"),
    moves={"draft": "signing", "consulting": "signing"},
    by=drafter,
    who=_DRAFTER,
    law=_ready_to_sign,
    cites=["quzhou-2024:art9.p2", "keqiao-2025-draft:s1.4.b", "keqiao-2025-draft:s3.1.b", "binjiang-2023:s3.1.a"],
    settles=("reply",),
    asks=[Ask("sign", to=lambda case, data: _signatories(case), text=_("签署共建协议"))],
    main=True,
    bulk=True,
)
def open_signing(agreement: Agreement, *, data: Data, by: Any) -> Callable[[], None]:
    """Open the text for signature by every party."""
    agreement.consulted_on = clock.today()

    def finish() -> None:
        for organisation in _signatories(agreement):
            Signature.objects.get_or_create(agreement=agreement, organisation=organisation)
            CaseParty.objects.get_or_create(case_id=agreement.pk, organisation=organisation, role="signatory")

    return finish


def _signatories(agreement: Agreement) -> list[Organisation]:
    """The introducing entity, the platform and its founders, each once."""
    founders = [founder.organisation for founder in agreement.platform.founders.select_related("organisation")]
    return list(dict.fromkeys([agreement.owner, agreement.platform.owner, *founders]))


def _filing_facts(agreement: Agreement, data: Data) -> dict[str, Any] | None:
    return facts.agreement_facts(agreement) if agreement.state == "signed" else None


@action(
    Agreement,
    label=_("签署"),
    moves={"signing": ("signing", "signed")},
    by=member_of_party("signatory") | drafter,
    who=_("由签署各方办理"),
    form=forms.SignForm,
    cites=["quzhou-2024:art9.p2", "keqiao-2025-draft:s1.4.c"],
    starts=[Start("agreement_filing", owner=lambda case, data: case.owner, facts=_filing_facts, settled_by="file")],
    main=True,
    bulk=True,
)
def sign(agreement: Agreement, *, data: Data, by: Any) -> Callable[[], None]:
    """Record a party's signature; with the last one the agreement is signed and the filing clock starts."""
    own = reach_of(by).organisations
    for signature in agreement.signatures.filter(organisation_id__in=own, signed_on=None):
        signature.signed_on, signature.signatory, signature.recorded_by = data["signed_on"], data["signatory"], by
        signature.save()
    days = [day for day in agreement.signatures.values_list("signed_on", flat=True) if day is not None]
    if days and len(days) == agreement.signatures.count():
        agreement.state, agreement.signed_on = "signed", max(days)

    def finish() -> None:
        for organisation in Organisation.objects.filter(pk__in=own):
            inbox.close_todos(agreement, ("sign",), organisation)

    return finish


@action(
    Agreement,
    label=_("报备"),
    moves={"signed": "filed"},
    by=drafter,
    who=_DRAFTER,
    form=forms.FilingForm,
    cites="keqiao-2025-draft:s1.4.c",
    stops=[Stop("agreement_filing", done_on=lambda case, data: data["filed_on"])],
    main=True,
    bulk=True,
)
def file(agreement: Agreement, *, data: Data, by: Any) -> None:
    """File the signed agreement; late filing is accepted and shown as late."""
    agreement.filed_on = data["filed_on"]


@action(
    Agreement,
    label=_("撤回草案"),
    moves={"draft": "withdrawn", "consulting": "withdrawn"},
    by=drafter,
    who=_DRAFTER,
    form=forms.NoteForm,
    settles=("reply",),
)
def withdraw(agreement: Agreement, *, data: Data, by: Any) -> None:
    """Give the draft up, with the reason."""


@action(
    Agreement,
    label=_("终止协议"),
    moves={"signed": "ended", "filed": "ended"},
    by=member_of_owner(Role.LEADER),
    who=_("由引进责任主体负责人办理"),
    form=forms.NoteForm,
)
def end(agreement: Agreement, *, data: Data, by: Any) -> None:
    """End the agreement before or at its term, with the reason."""


attach_to_platform = attachment_for(Platform, registrar | member_of_owner(Role.PLATFORM_MANAGER))
attach_to_agreement = attachment_for(Agreement, drafter | member_of_party("signatory") | member_of_party("consulted"))
determine_platform = determination_for(Platform)
determine_agreement = determination_for(Agreement)
