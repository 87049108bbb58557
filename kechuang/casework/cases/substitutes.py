"""Whether someone acts by their own post or in the place of a member on leave: the timeline names both."""

from __future__ import annotations

import copy
from collections.abc import Iterable
from typing import Any

from kechuang.casework.cases.actions import Action
from kechuang.casework.cases.models import Case
from kechuang.casework.parties.reach import Post, Reach, keep_reach, reach_of


def acting_for(action: Action, case: Case, by: Any) -> int | None:
    """The user whose place the actor takes in this action; None when a post of their own admits them.

    Asked after the permission has been tested, so some post does admit them.
    """
    posts = reach_of(by).posts
    standing_in = [post for post in posts if post.substitute_for is not None]
    if not standing_in:
        return None
    own = [post for post in posts if post.substitute_for is None]
    if _admits(action, case, by, own):
        return None
    for post in standing_in:
        if _admits(action, case, by, [*own, post]):
            return post.substitute_for
    return standing_in[0].substitute_for  # only several together admit: the first stands for them


def _admits(action: Action, case: Case, by: Any, posts: Iterable[Post]) -> bool:
    # A copy, because other threads may be asking about the same user object.
    posing = copy.copy(by)
    keep_reach(posing, Reach(tuple(posts)))
    return bool(action.by.test(posing, case))
