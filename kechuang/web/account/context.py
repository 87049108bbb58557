"""What the masthead shows of the person signed in. Nothing is read from the database until it is shown."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from kechuang.casework.inbox.models import Message, Todo
from kechuang.casework.parties.models import Organisation
from kechuang.casework.parties.reach import reach_of
from kechuang.web.security.records import prefixes_of

MOST_UNREAD = 99


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
        return {"todos": 0, "unread": "", "organisation": "", "reads_records": False}
    posts = reach_of(user).posts
    first = (
        Organisation.objects.filter(pk=posts[0].organisation).values_list("name", flat=True).first() if posts else ""
    )
    todos = Todo.objects.open().for_user(user).count() if posts else 0
    unread = Message.objects.filter(user=user, read_at=None).order_by()[: MOST_UNREAD + 1].count()
    words = f"{MOST_UNREAD}+" if unread > MOST_UNREAD else str(unread or "")
    return {"todos": todos, "unread": words, "organisation": first or "", "reads_records": bool(prefixes_of(user))}
