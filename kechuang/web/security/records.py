"""The records that auditors and guards of security read, each within the regions their office covers."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet

from kechuang.casework.accounts.models import ApiToken, LoginEvent
from kechuang.casework.parties.models import Membership, Organisation, Role, Unmasking
from kechuang.casework.parties.reach import reach_of, under
from kechuang.core import clock
from kechuang.core.audit.models import Seal

READERS = (Role.AUDITOR, Role.SECURITY_ADMIN)
"""Who may read them: never those who administer the system (GB/T 22239-2019, 8.1.4)."""


def prefixes_of(user: Any) -> frozenset[str]:
    """The regions over which someone audits or guards; empty for everybody else."""
    kind = Organisation.Kind.DEPARTMENT
    return frozenset(p.prefix for p in reach_of(user).posts if p.kind == kind and p.role in READERS)


def _people(prefixes: frozenset[str], path: str) -> Q:
    """Rows of people who belong, or belonged, to an organisation of these regions."""
    members = Membership.objects.filter(under(prefixes, "organisation__region__code")).values("user_id")
    return Q(**{f"{path}__in": members})


def sign_ins(prefixes: frozenset[str], kind: str = "") -> QuerySet[LoginEvent]:
    """Who came in, left, failed or was locked out; attempts under no known account only for whole provinces and up."""
    seen = _people(prefixes, "user_id")
    if any(len(prefix) <= 2 for prefix in prefixes):
        seen |= Q(user=None)
    rows = LoginEvent.objects.filter(seen).select_related("user")
    return rows.filter(kind=kind) if kind in LoginEvent.Kind.values else rows


def looks(prefixes: frozenset[str]) -> QuerySet[Unmasking]:
    """Who looked behind a mask, at whom, when and why."""
    return Unmasking.objects.filter(_people(prefixes, "by_id")).select_related("by", "person")


def tokens(prefixes: frozenset[str]) -> QuerySet[ApiToken]:
    """Tokens that can still act."""
    rows = ApiToken.objects.living(clock.now()).filter(_people(prefixes, "user_id"))
    return rows.select_related("user")


def seals() -> QuerySet[Seal]:
    """The sealed days, the latest first."""
    return Seal.objects.order_by("-day")
