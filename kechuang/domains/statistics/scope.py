"""Whose figures: those of some organisations, or those of the regions under an office."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Q

from kechuang.casework.parties.models import Organisation
from kechuang.casework.parties.reach import reach_of, under


@dataclass(frozen=True, slots=True)
class Scope:
    """Cases of these organisations, confined or not; or with prefixes those of the regions under them that are not confined.

    What is public elsewhere, or seen because one is named in it, is nobody's own work and counted for nobody.
    """

    organisations: frozenset[int] = frozenset()
    prefixes: frozenset[str] = frozenset()

    @classmethod
    def own(cls, user: Any) -> Scope:
        """The organisations of a person that can hold achievements: every one that is no department."""
        posts = reach_of(user).posts
        return cls(frozenset(p.organisation for p in posts if p.kind != Organisation.Kind.DEPARTMENT))

    @classmethod
    def office(cls, user: Any) -> Scope:
        """The regions a person holds office over."""
        return cls(prefixes=reach_of(user).prefixes)

    def __bool__(self) -> bool:
        return bool(self.organisations or self.prefixes)

    @property
    def regional(self) -> bool:
        return bool(self.prefixes)

    def within(self, prefix: str) -> Scope:
        """The part of it under a region prefix; nothing where the two do not meet."""
        met = {max(prefix, own, key=len) for own in self.prefixes if prefix.startswith(own) or own.startswith(prefix)}
        return replace(self, prefixes=frozenset(met))

    def cases(self, path: str = "") -> Q:
        """The condition on a case; path leads to it from another row (`achievement__`)."""
        if self.regional:
            return under(self.prefixes, f"{path}region__code") & Q(**{f"{path}confined": False})
        return Q(**{f"{path}owner_id__in": self.organisations})

    def rows(self, region: str = "region") -> Q:
        """The condition on a row that keeps its region code and owner itself."""
        return under(self.prefixes, region) if self.regional else Q(owner_id__in=self.organisations)
