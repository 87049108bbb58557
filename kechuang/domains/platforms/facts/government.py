"""What the law needs to know of a government's plan outline or report."""

from __future__ import annotations

from typing import Any

from kechuang.domains.platforms.models import GovernmentDocument


def document_facts(document: GovernmentDocument) -> dict[str, Any]:
    """Whether the document speaks of platforms and of transformation."""
    platforms, transformation = bool(document.platforms_section.strip()), bool(document.transformation_section.strip())
    if document.document_kind == GovernmentDocument.Kind.CONGRESS_REPORT:
        return {"government.report_includes_platforms": platforms}
    return {
        "government.plan_includes_platforms": platforms,
        "public_plan.has_transformation": transformation,
        "public_plan.in_assessment": document.in_assessment,
    }


def rules_of(document: GovernmentDocument) -> tuple[str, ...]:
    """What the law asks of this kind of document."""
    if document.document_kind == GovernmentDocument.Kind.CONGRESS_REPORT:
        return ("report_to_congress",)
    return ("plan_outline", "transformation_in_public_plan")
