"""Writers of agreements."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kechuang.casework.cases import direct
from kechuang.casework.cases.actions import Ask, Start, Stop, action, step_words
from kechuang.casework.cases.forms import NoteForm
from kechuang.casework.cases.law import ask
from kechuang.casework.cases.models import CaseParty
from kechuang.casework.cases.predicates import member_of_owner, member_of_party
from kechuang.casework.cases.standard import attachment_for, determination_for, paper_filing_for
from kechuang.casework.inbox import services as inbox
from kechuang.casework.obligations.models import Obligation
from kechuang.casework.obligations.services import recount, waive
from kechuang.casework.parties.models import Organisation, Role
from kechuang.casework.parties.reach import reach_of
from kechuang.core import clock
from kechuang.core.permissions import Ground, Refusal
from kechuang.core.words import in_chinese
from kechuang.domains.platforms import facts, following
from kechuang.domains.platforms.forms import agreements as forms
from kechuang.domains.platforms.models import (
    Agreement,
    AgreementAmount,
    Consultation,
    Signature,
)
from kechuang.domains.platforms.queries.offices import own_office
from kechuang.domains.platforms.queries.opening import agreements_of
from kechuang.law import Finding, Verdict
from kechuang.law.library import load

Department = Organisation.Department
Data = Mapping[str, Any]


drafter = member_of_owner(Role.CLERK, Role.LEADER)
_DRAFTER = _("由引进责任主体的经办人或者负责人办理")


def _term(agreement: Agreement, *, data: Data, by: Any) -> list[Finding | Refusal]:
    asked = ask(agreement, "agreement_term", facts.agreement_facts(agreement))
    return [asked, *following.against_renewal(agreement, signing=False)]


@action(
    Agreement,
    label=_("起草共建协议"),
    creates=True,
    by=drafter,
    opens=agreements_of,
    who=_DRAFTER,
    form=forms.AgreementForm,
    law=_term,
    law_needs_data=True,
    cites=["quzhou-2024:art9.p2", "keqiao-2025-draft:s2.3.a", "keqiao-2025-draft:s3.1.b"],
)
def draft(agreement: Agreement, *, data: Data, by: Any) -> Callable[[], None]:
    """Open a draft; its owner is the platform's introducing entity, or the drafter's own department over its place."""
    platform = data["platform"]
    owner: Any = platform.introducing_entity_id or own_office(by, platform.region_id)
    agreement.owner_id = owner
    agreement.region = platform.region
    return write_draft(agreement, data)


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
    return write_draft(agreement, data)


def write_draft(agreement: Agreement, data: Data) -> Callable[[], None]:
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
    names = [item.id for item in load().checklist_items("agreement.consulted_departments")]
    rows = Organisation.objects.filter(
        kind=Organisation.Kind.DEPARTMENT, department__in=names, region=agreement.region_id
    ).order_by("-name", "-pk")
    first = {row.department: row for row in rows}
    return [(name, first[name]) for name in names if name in first]


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
        asked = {
            "asked_on": clock.today(), "reply_by": data["reply_by"], "replied_on": None, "opinion": "", "text": "",
            "replied_by": None,
        }  # fmt: skip
        departments = _departments(agreement)
        before = {row.organisation_id: row for row in agreement.consultations.all()}
        for name, organisation in departments:
            if (row := before.get(organisation.pk)) is not None:
                for field, value in {"department": name, **asked}.items():
                    setattr(row, field, value)
                row.save()
        Consultation.objects.bulk_create(
            Consultation(agreement=agreement, organisation=organisation, department=name, **asked)
            for name, organisation in departments
            if organisation.pk not in before
        )
        taking_part = set(agreement.parties.filter(role="consulted").values_list("organisation_id", flat=True))
        CaseParty.objects.bulk_create(
            CaseParty(case_id=agreement.pk, organisation=organisation, role="consulted")
            for _name, organisation in departments
            if organisation.pk not in taking_part
        )

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
    form=NoteForm,
    settles=("reply", "sign"),
)
def take_back(agreement: Agreement, *, data: Data, by: Any) -> Callable[[], None]:
    """Take the text back to change it; signatures already given fall away, opinions stay on record."""
    agreement.consulted_on = None
    return lambda: agreement.signatures.all().delete() and None


def _ready_to_sign(agreement: Agreement, *, data: Data, by: Any) -> list[Finding | Refusal]:
    given = facts.agreement_facts(agreement)
    names = ("agreement_topics", "agreement_consultation", "agreement_term")
    found = [*(ask(agreement, name, given) for name in names), *following.against_renewal(agreement, signing=True)]
    if agreement.amends is not None and agreement.amends.state not in forms.IN_FORCE:
        text = gettext("要变更的 %(number)s 现在是“%(state)s”") % {
            "number": agreement.amends.number, "state": agreement.amends.state_label,
        }  # fmt: skip
        found.insert(0, Refusal(Ground.STATE, text))
    return found


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


def _as_signed(agreement: Agreement) -> dict[str, Any]:
    """Its facts at the last signature, read once for all clocks that this step starts."""
    if "_as_signed" not in agreement.__dict__:
        agreement.__dict__["_as_signed"] = facts.agreement_facts(agreement)
    given: dict[str, Any] = agreement.__dict__["_as_signed"]
    return given


def _filing_facts(agreement: Agreement, data: Data) -> dict[str, Any] | None:
    """From the last signature; no clock where no text asks for a filing (Binjiang, Quzhou)."""
    if agreement.state != "signed":
        return None
    given = _as_signed(agreement)
    silent = ask(agreement, "agreement_filing", given).verdict in (Verdict.NOT_APPLICABLE, Verdict.NO_LAW_FOUND)
    return None if silent else given


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
    signatures = list(agreement.signatures.all())
    for signature in signatures:
        if signature.organisation_id in own and signature.signed_on is None:
            signature.signed_on, signature.signatory, signature.recorded_by = data["signed_on"], data["signatory"], by
            signature.save()
    days = [signature.signed_on for signature in signatures if signature.signed_on is not None]
    if days and len(days) == len(signatures):
        agreement.state, agreement.signed_on = "signed", max(days)

    def finish() -> None:
        for organisation in Organisation.objects.filter(pk__in=own):
            inbox.close_todos(agreement, ("sign",), organisation)
        if agreement.state == "signed":
            _replace(agreement, by)
            following.signed(agreement, _as_signed(agreement))

    return finish


step_words(Agreement, replace=_("由变更协议取代"))


def _replace(agreement: Agreement, by: Any) -> None:
    """An amendment that every party has signed takes the place of what it amends, whose clocks end with it."""
    if agreement.amends_id is None:
        return
    before = Agreement.objects.select_for_update().get(pk=agreement.amends_id)
    if before.state not in forms.IN_FORCE:
        return
    with in_chinese():
        note = gettext("由变更协议 %(number)s 取代") % {"number": agreement.number}
    _release(before, note)
    direct.step(before, "replace", by=by, to="ended", note=note, data={"replaced_by": agreement.number})


def _release(agreement: Agreement, reason: str) -> None:
    """What still runs on an agreement that is no more in force is waived, with the reason."""
    for running in Obligation.objects.running().filter(case_id=agreement.pk):
        waive(running, reason)


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


def _running_filing(agreement: Agreement, data: Data) -> dict[str, Any] | None:
    """The filing clock counts anew from what is corrected while the agreement waits to be filed."""
    agreement.__dict__.pop("_as_signed", None)
    return _filing_facts(agreement, data)


@action(
    Agreement,
    label=_("更正签署和备案日"),
    stays=("signed", "filed"),
    by=drafter,
    who=_DRAFTER,
    form=forms.CorrectionForm,
    cites="keqiao-2025-draft:s1.4.c",
    starts=[Start("agreement_filing", owner=lambda case, data: case.owner, facts=_running_filing, settled_by="file")],
    hint=_("日期录错了：最后签署日和备案期限随之重算，原来写的留在历史里"),
)
def correct(agreement: Agreement, *, data: Data, by: Any) -> Callable[[], None]:
    """Put right a day of signature or filing that was typed wrong; what counts from it is counted anew."""
    signature = data["signature"]
    if signature is not None:
        signature.signed_on, signature.recorded_by = data["signed_on"], by
        signature.signatory = data["signatory"] or signature.signatory
        signature.save()
        agreement.signed_on = max(s.signed_on for s in agreement.signatures.all() if s.signed_on is not None)
    if data["filed_on"]:
        agreement.filed_on = data["filed_on"]

    def finish() -> None:
        if agreement.state == "filed":
            met = Obligation.objects.filter(case_id=agreement.pk, rule="agreement_filing", status=Obligation.Status.MET)
            for row in met.order_by("-pk")[:1]:
                recount(row, facts.agreement_facts(agreement), agreement.filed_on)

    return finish


@action(
    Agreement,
    label=_("撤回草案"),
    moves={"draft": "withdrawn", "consulting": "withdrawn"},
    by=drafter,
    who=_DRAFTER,
    form=NoteForm,
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
    form=NoteForm,
)
def end(agreement: Agreement, *, data: Data, by: Any) -> Callable[[], None]:
    """End the agreement before or at its term, with the reason; what was still to be filed is waived with it."""

    def finish() -> None:
        with in_chinese():
            _release(agreement, gettext("协议终止：%(why)s") % {"why": data["note"]})

    return finish


attach_to_agreement = attachment_for(Agreement, drafter | member_of_party("signatory") | member_of_party("consulted"))
file_agreement_paper = paper_filing_for(Agreement, drafter)
determine_agreement = determination_for(Agreement)
