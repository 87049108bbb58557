"""Opening and closing to-dos, and telling people. Called by the action engine in its transaction."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext, override
from django.utils.translation import gettext_lazy as _

from kechuang.casework.inbox.models import Following, Message, Preference, Todo
from kechuang.casework.parties.models import Membership, Organisation, User
from kechuang.core import clock
from kechuang.core.words import labelled

TOPICS = {
    "case": _("我关注的案件有变动"),
    "todo": _("有新的待办"),
    "due": _("期限将到或已过"),
    "law": _("法规或日历变动影响到我的期限"),
    "objection": _("公示异议有进展"),
    "import": _("导入导出完成"),
}
ALWAYS = frozenset({"due", "objection"})
"""Topics nobody can switch off: nothing is due in silence."""

LONGEST = 300
"""Of the words of a to-do, in characters."""

Words = Promise | Callable[[], str]
"""What makes a text in the language that is on: people are told in theirs, whoever acts. Never a text already made."""


def worded(text: Promise, **given: Any) -> Callable[[], str]:
    """A text with %(names)s filled in, for readers of each language; what is given may itself be made in theirs."""
    return lambda: str(text) % {name: one() if callable(one) else one for name, one in given.items()}


def said(words: Words, language: str = "") -> str:
    """The words in a language (Chinese when none is named)."""
    with override(language or settings.LANGUAGE_CODE):
        return str(words() if callable(words) else words)


def open_todo(
    case: Any,
    name: str,
    to: Iterable[Organisation],
    text: Words,
    roles: Iterable[str] = (),
    barred: Iterable[User] = (),
) -> None:
    """Ask the members of organisations (in these roles, or any) for something in a case, and tell them; not the barred."""
    wanted, asked = list(roles), list(dict.fromkeys(to))
    waiting = Todo.objects.filter(case_id=case.pk, name=name, organisation__in=asked, user=None, closed_at=None)
    already = set(waiting.values_list("organisation_id", flat=True))
    new = [organisation for organisation in asked if organisation.pk not in already]
    if not new:
        return
    words, without = _kept(text), sorted({user.pk for user in barred})
    Todo.objects.bulk_create(
        Todo(case_id=case.pk, name=name, organisation=organisation, roles=wanted, barred=without, **words)
        for organisation in new
    )
    told = [user for user in members_of(new, wanted) if user.pk not in without]
    tell(told, "todo", of_case(text, case), case_id=case.pk)


def ask_person(case: Any, name: str, user: User, text: Words, organisation: Organisation) -> None:
    """Ask one person by name for something in a case, and tell them. organisation: on whose behalf."""
    todo, created = Todo.objects.get_or_create(
        case_id=case.pk,
        name=name,
        organisation=organisation,
        user=user,
        closed_at=None,
        defaults=_kept(text),
    )
    if created:
        tell([user], "todo", of_case(text, case), case_id=todo.case_id)


def of_case(text: Words, case: Any) -> Callable[[], str]:
    """Words under the title of their case."""
    return lambda: labelled(str(text() if callable(text) else text), case.title)


def _kept(text: Words) -> dict[str, str]:
    """A to-do's words as they are kept, in both languages."""
    return {"text": said(text)[:LONGEST], "text_en": said(text, "en")[:LONGEST]}


def close_todos(
    case: Any, names: Iterable[str], organisation: Organisation | None = None, user: User | None = None
) -> None:
    """Close what an action settled; with an organisation only its own, with a person only what that person was asked."""
    rows = Todo.objects.open().filter(case_id=case.pk, name__in=list(names))
    if organisation is not None:
        rows = rows.filter(organisation=organisation)
    if user is not None:
        rows = rows.filter(user=user)
    rows.update(closed_at=clock.now())


def members(organisation: Organisation, roles: Iterable[str] = ()) -> list[User]:
    """Active members of an organisation today, in these roles (any when none), and who stands in for one on leave."""
    return members_of([organisation], roles)


def members_of(organisations: Iterable[Organisation], roles: Iterable[str] = ()) -> list[User]:
    """The same of several organisations, each person once."""
    rows = Membership.objects.acting_on(clock.today()).filter(
        organisation__in=list(organisations), user__is_active=True
    )
    wanted = list(roles)
    if wanted:
        rows = rows.filter(role__in=wanted)
    return list(User.objects.filter(pk__in=rows.values("user_id")))


def tell(users: Iterable[User], topic: str, text: Words, *, case_id: int | None = None, link: str = "") -> None:
    """A message to each of these people, kept in both languages, unless they want none of the topic; by mail as they prefer."""
    from kechuang.casework.inbox import mail

    people = list(users)
    if not people:
        return
    wanted = dict(Preference.objects.filter(user__in=people, topic=topic).values_list("user_id", "mail"))
    told = [user for user in people if topic in ALWAYS or wanted.get(user.pk) != Preference.Mail.NEVER]
    texts = {"text": said(text)[:500], "text_en": said(text, "en")[:500]}
    Message.objects.bulk_create(Message(user=user, topic=topic, case_id=case_id, link=link, **texts) for user in told)
    if Preference.Mail.AT_ONCE in wanted.values():
        mail.queue()


def follow(user: Any, case_id: int) -> None:
    """Let a person hear what happens in a case."""
    Following.objects.get_or_create(user=user, case_id=case_id)


def tell_followers(case: Any, entry: Any, act: Any = "") -> None:
    """Tell those who follow a case, except the one who acted, and let the actor follow it from now on.

    act: the label of what was done, lazy, so that each is told in their language; empty when it has none.
    """
    if entry.by is not None:
        follow(entry.by, case.pk)
    tell_those_who_follow(case, entry, act)


def followed(cases: Iterable[int]) -> set[int]:
    """Those of these cases that anybody follows, in one query."""
    return set(Following.objects.filter(case_id__in=list(cases)).values_list("case_id", flat=True))


def tell_those_who_follow(case: Any, entry: Any, act: Any = "") -> None:
    """Tell those who follow a case, except the one who acted."""
    followers = User.objects.filter(followings__case_id=case.pk, is_active=True).exclude(pk=entry.by_id)

    def text() -> str:
        given = {"case": f"{case.number} {case.title}", "who": entry.by, "act": act, "state": case.state_label}
        if not str(act):
            return gettext("%(case)s：现在是“%(state)s”") % given
        if entry.by is None:
            return gettext("%(case)s：已自动办理“%(act)s”，现在是“%(state)s”") % given
        return gettext("%(case)s：%(who)s 办了“%(act)s”，现在是“%(state)s”") % given

    tell(followers, "case", text, case_id=case.pk)
