"""Writers of plan outlines and reports: drafted with figures of our own data, issued when the law's parts are there."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from kechuang.casework.cases.actions import action
from kechuang.casework.cases.forms import NoteForm
from kechuang.casework.cases.law import ask
from kechuang.casework.cases.predicates import in_office
from kechuang.casework.cases.standard import attachment_for, paper_filing_for
from kechuang.casework.parties.models import Organisation, Role
from kechuang.casework.parties.reach import reach_of
from kechuang.domains.platforms.facts.government import document_facts, rules_of
from kechuang.domains.platforms.forms import government as forms
from kechuang.domains.platforms.models import GovernmentDocument
from kechuang.domains.platforms.queries.chapter import figures
from kechuang.law import Finding

Data = Mapping[str, Any]
Department = Organisation.Department
WRITERS = (Department.ST, Department.GOVERNMENT, Department.DEVELOPMENT_REFORM)
writer = in_office(Role.CLERK, Role.LEADER, departments=WRITERS)
_WRITER = _("由政府、科技主管部门或者发展改革部门办理")
_CITES = ("quzhou-2024:art4.p1.a", "quzhou-2024:art34.p1", "zhejiang-2021:art4.p1.a")
_FIELDS = (
    "title", "document_kind", "year_from", "year_to", "platforms_section", "transformation_section", "in_assessment",
)  # fmt: skip


@action(
    GovernmentDocument,
    label=_("起草规划或者报告"),
    creates=True,
    by=writer,
    who=_WRITER,
    form=forms.DocumentForm,
    cites=_CITES,
)
def draft(document: GovernmentDocument, *, data: Data, by: Any) -> None:
    """Open a document of the drafter's own department; its figures are filled from our own data."""
    posts = [p for p in reach_of(by).posts if p.over_regions and p.department in WRITERS]
    if posts:
        owner = Organisation.objects.get(pk=posts[0].organisation)
        document.owner, document.region = owner, owner.region
    _write(document, data)


@action(
    GovernmentDocument,
    label=_("修改文稿"),
    stays=("draft",),
    by=writer,
    who=_WRITER,
    form=forms.DocumentForm,
    cites=_CITES,
    hint=_("数据按现在的登记重新统计"),
)
def redraft(document: GovernmentDocument, *, data: Data, by: Any) -> None:
    """Change the text; the figures are counted anew."""
    _write(document, data)


def _write(document: GovernmentDocument, data: Data) -> None:
    for name in _FIELDS:
        setattr(document, name, data[name])
    if document.region_id:
        document.figures = figures(document.region.prefix, document.year_to)


def _parts(document: GovernmentDocument, *, data: Data, by: Any) -> list[Finding]:
    return [ask(document, name, document_facts(document)) for name in rules_of(document)]


@action(
    GovernmentDocument,
    label=_("印发"),
    moves={"draft": "issued"},
    by=writer,
    who=_WRITER,
    form=forms.IssueForm,
    law=_parts,
    cites=_CITES,
    main=True,
)
def issue(document: GovernmentDocument, *, data: Data, by: Any) -> None:
    """The document is issued, with the parts the law asks for."""
    document.document, document.issued_on = data["document"], data["issued_on"]


@action(
    GovernmentDocument,
    label=_("撤回文稿"),
    moves={"draft": "withdrawn"},
    by=writer,
    who=_WRITER,
    form=NoteForm,
)
def withdraw(document: GovernmentDocument, *, data: Data, by: Any) -> None:
    """Give the draft up, with the reason."""


attach_to_document = attachment_for(GovernmentDocument, writer)
keep_document = paper_filing_for(GovernmentDocument, writer)
