"""Whose work a page is about: one's own units', or with ?who=office the regions under one's office; narrowed by ?region=."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from kechuang.casework.parties.models import Region
from kechuang.core.ui.parts import Tab
from kechuang.core.words import either
from kechuang.domains.statistics.scope import Scope

AREA = "achievements"
"""The area of the bar these pages stand under."""


@dataclass(frozen=True, slots=True)
class Asked:
    """The scope of a page, the region it is narrowed to, and the choices beside."""

    scope: Scope
    office: bool
    both: bool
    region: str
    regions: Sequence[tuple[str, str]]

    def sides(self, page: str) -> list[Tab]:
        """Own units or office, for those who have both."""
        here = reverse(page)
        if not self.both:
            return []
        return [Tab(_("本单位"), f"{here}?who=own", not self.office), Tab(_("辖区"), f"{here}?who=office", self.office)]

    def query(self, **changes: str) -> str:
        """The address after its ?, with changes."""
        kept = {"who": ("office" if self.office else "own") if self.both else "", "region": self.region, **changes}
        return urlencode({name: value for name, value in kept.items() if value})


def asked(request: HttpRequest) -> Asked:
    """Read the address. A region that is not under one's office, or no region, is left out."""
    request.area = AREA  # type: ignore[attr-defined]  # read by the bar
    own, office = Scope.own(request.user), Scope.office(request.user)
    wanted = request.GET.get("who", "")
    over = bool(office) and (wanted == "office" or not own or wanted != "own")
    scope = office if over else own
    regions: list[tuple[str, str]] = []
    region = ""
    if over:
        regions = [
            (r.code, either(r.name, r.name_en)) for r in Region.objects.standing() if scope.within(r.prefix).prefixes
            and any(r.prefix.startswith(prefix) for prefix in scope.prefixes)
        ]  # fmt: skip
        region = next((code for code, _name in regions if code == request.GET.get("region")), "")
        if region:
            scope = scope.within(Region(code=region).prefix)
    return Asked(scope, over, bool(own) and bool(office), region, regions)


def names_of(regions: Any) -> dict[str, str]:
    """The names of regions by code."""
    return {r.code: either(r.name, r.name_en) for r in Region.objects.filter(code__in=regions)}
