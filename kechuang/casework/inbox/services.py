"""Opening and closing to-dos, and telling people. Called by the action engine in its transaction."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_lazy as _

from kechuang.casework.inbox.models import Following, Message, Todo
from kechuang.casework.parties.models import Membership, Organisation, User
from kechuang.core import clock

TOPICS = {
    "case": _("我关注的案件有变动"),
    "todo": _("有新的待办"),
    "due": _("期限将到或已过"),
    "law": _("法规或日历变动影响到我的期限"),
    "objection": _("公示异议有进展"),
    "import": _("导入导出完成"),
}


def open_todo(case: Any, name: str, to: Iterable[Organisation], text: str, roles: Iterable[str] = ()) -> None:
    """Ask the members of organisations (in these roles, or any) for something in a case, and tell them."""
    wanted = list(roles)
    for organisation in to:
        todo, created = Todo.objects.get_or_create(
            case_id=case.pk,
            name=name,
            organisation=organisation,
            closed_at=None,
            defaults={"roles": wanted, "text": text},
        )
        if created:
            tell(members(organisation, wanted), "todo", f"{todo.text}：{case.title}", case_id=case.pk)


def ask_person(case: Any, name: str, user: User, text: str, organisation: Organisation) -> None:
    """Ask one person by name for something in a case, and tell them. organisation: on whose behalf."""
    todo, created = Todo.objects.get_or_create(
        case_id=case.pk, name=name, organisation=organisation, closed_at=None, defaults={"user": user, "text": text}
    )
    if created:
        tell([user], "todo", f"{todo.text}：{case.title}", case_id=case.pk)


def close_todos(case: Any, names: Iterable[str], organisation: Organisation | None = None) -> None:
    """Close what an action settled; with an organisation only its own."""
    rows = Todo.objects.open().filter(case_id=case.pk, name__in=list(names))
    if organisation is not None:
        rows = rows.filter(organisation=organisation)
    rows.update(closed_at=clock.now())


def members(organisation: Organisation, roles: Iterable[str] = ()) -> list[User]:
    """Active members of an organisation today, in these roles (any when none), and who stands in for one on leave."""
    rows = Membership.objects.acting_on(clock.today()).filter(organisation=organisation, user__is_active=True)
    wanted = list(roles)
    if wanted:
        rows = rows.filter(role__in=wanted)
    return list(User.objects.filter(pk__in=rows.values("user_id")))


def tell(users: Iterable[User], topic: str, text: str, *, case_id: int | None = None, link: str = "") -> None:
    """A message to each of these people, and by mail to those who want it so."""
    from kechuang.casework.inbox import mail

    made = [Message(user=user, topic=topic, text=text[:500], case_id=case_id, link=link) for user in users]
    if made:
        Message.objects.bulk_create(made)
        mail.told([message.user for message in made], topic)


def follow(user: Any, case_id: int) -> None:
    """Let a person hear what happens in a case."""
    Following.objects.get_or_create(user=user, case_id=case_id)


def unfollow(user: Any, case_id: int) -> None:
    """Let a person hear no more of a case."""
    Following.objects.filter(user=user, case_id=case_id).delete()


def tell_followers(case: Any, entry: Any) -> None:
    """Tell those who follow a case, except the one who acted, and let the actor follow it from now on."""
    if entry.by is not None:
        follow(entry.by, case.pk)
    followers = User.objects.filter(followings__case_id=case.pk, is_active=True).exclude(pk=entry.by_id)
    tell(followers, "case", f"{case.number} {case.title}：{case.state_label}", case_id=case.pk)
