"""What the masthead shows of the person signed in. Nothing is read from the database until it is shown."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from kechuang.casework.inbox.models import Message, Todo
from kechuang.casework.parties.reach import reach_of
from kechuang.core.counting import counted
from kechuang.web.security.records import prefixes_of

MOST_SHOWN = 99


def masthead(request: HttpRequest) -> dict[str, Any]:
    """`me`: organisation, open to-dos and unread messages of who is signed in, and whether they audit.

    `demo_clock`: whether time is moved.
    """
    return {
        "me": SimpleLazyObject(lambda: _me(request)),
        "demo_clock": getattr(request, "demo_clock", False),
        "demo_mode": settings.KECHUANG_DEMO,
    }


def _me(request: HttpRequest) -> dict[str, Any]:
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {"todos": "", "unread": "", "organisation": "", "reads_records": False}
    posts = reach_of(user).posts
    todos, unread = counted(
        [
            Todo.objects.open().for_user(user) if posts else Todo.objects.none(),
            Message.objects.filter(user=user, read_at=None),
        ],
        MOST_SHOWN,
    )
    return {
        "todos": _shown(todos), "unread": _shown(unread), "organisation": posts[0].name if posts else "",
        "reads_records": bool(prefixes_of(user)),
    }  # fmt: skip


def _shown(number: int) -> str:
    """ "" for none: a count that says nothing is not drawn."""
    return f"{MOST_SHOWN}+" if number > MOST_SHOWN else str(number or "")
