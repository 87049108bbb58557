"""Which departments stand over a region, and in which of them a person holds an office."""

from __future__ import annotations

from typing import Any

from kechuang.casework.parties.models import Organisation, Role
from kechuang.casework.parties.reach import reach_of


def departments_over(region: str, function: str) -> list[Organisation]:
    """The departments of a function that stand nearest over a region: its own, else its city's, else the province's."""
    rows = Organisation.objects.filter(kind=Organisation.Kind.DEPARTMENT, department=function)
    for length in (6, 4, 2):
        found = list(rows.filter(region=region[:length].ljust(6, "0")))
        if found:
            return found
    return []


def own_office(user: Any, region: str, *functions: str) -> int | None:
    """The department over a region in which a person holds an office of these functions (any when none is named)."""
    posts = [
        post for post in reach_of(user).posts
        if post.over_regions and region.startswith(post.prefix) and (not functions or post.department in functions)
    ]  # fmt: skip
    posts.sort(key=lambda post: (post.role not in (Role.CLERK, Role.LEADER), -len(post.prefix)))
    return posts[0].organisation if posts else None
