"""Opening and closing to-dos, and telling people. Called by the action engine in its transaction."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext, override
from django.utils.translation import gettext_lazy as _

from kechuang.casework.inbox.models import Following, Message, Preference, Todo
from kechuang.casework.parties.models import Membership, Organisation, User
from kechuang.core import bulk, clock
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


@dataclass(frozen=True, slots=True)
class Asked:
    """Something that organisations are asked for in a case, or one person by name on behalf of the one organisation there."""

    case: Any
    name: str
    to: Sequence[Organisation]
    text: Words
    roles: Sequence[str] = ()
    barred: Sequence[User] = ()
    person: User | None = None


def open_todo(
    case: Any,
    name: str,
    to: Iterable[Organisation],
    text: Words,
    roles: Iterable[str] = (),
    barred: Iterable[User] = (),
) -> None:
    """Ask the members of organisations (in these roles, or any) for something in a case, and tell them; not the barred."""
    open_todos([Asked(case, name, list(to), text, list(roles), list(barred))])


def ask_person(case: Any, name: str, user: User, text: Words, organisation: Organisation) -> None:
    """Ask one person by name for something in a case, and tell them. organisation: on whose behalf."""
    open_todos([Asked(case, name, [organisation], text, person=user)])


def open_todos(asked: Sequence[Asked]) -> None:
    """Open all of these that do not wait already, and tell those who may settle them, in a few statements however many."""
    new: list[tuple[Asked, list[Organisation]]] = []
    waiting = _waiting(asked)
    for one in asked:
        found = []
        for organisation in dict.fromkeys(one.to):
            key = _mark(one, organisation)
            if key not in waiting:
                waiting.add(key)
                found.append(organisation)
        if found:
            new.append((one, found))
    if not new:
        return
    kept = _kept_once()
    bulk.insert(
        [
            Todo(
                case_id=one.case.pk, name=one.name, organisation=organisation, user=one.person,
                roles=list(one.roles), barred=sorted({user.pk for user in one.barred}), **kept(one.text),
            )
            for one, found in new
            for organisation in found
        ]
    )  # fmt: skip
    members = _members_by_role({organisation.pk for one, found in new if one.person is None for organisation in found})
    told: list[Told] = []
    for one, found in new:
        people = _asked_people(one, found, members)
        told.append(Told(people, "todo", of_case(one.text, one.case), one.case.pk))
    tell_many(told)


Mark = tuple[int, str, int, int | None]


def _mark(one: Asked, organisation: Organisation) -> Mark:
    return one.case.pk, one.name, organisation.pk, one.person.pk if one.person is not None else None


def _waiting(asked: Sequence[Asked]) -> set[Mark]:
    """What waits already of what these ask for."""
    rows = Todo.objects.open().filter(case_id__in={one.case.pk for one in asked}, name__in={one.name for one in asked})
    return set(rows.values_list("case_id", "name", "organisation_id", "user_id")) if asked else set()


def _kept_once() -> Callable[[Words], dict[str, str]]:
    """A to-do's words as they are kept, put into both languages once for all that share them."""
    known: dict[int, dict[str, str]] = {}

    def kept(text: Words) -> dict[str, str]:
        if id(text) not in known:
            known[id(text)] = _kept(text)
        return known[id(text)]

    return kept


def _members_by_role(organisations: Collection[int]) -> dict[int, list[tuple[str, User]]]:
    """Active members of organisations today with the role of each, and who stands in for one on leave."""
    if not organisations:
        return {}
    rows = Membership.objects.acting_on(clock.today()).filter(
        organisation_id__in=organisations, user__is_active=True
    )  # fmt: skip
    found: dict[int, list[tuple[str, User]]] = {}
    posts = list(rows.values_list("organisation_id", "role", "user_id"))
    users = User.objects.in_bulk({user for _organisation, _role, user in posts})
    for organisation, role, user in sorted(posts):
        found.setdefault(organisation, []).append((role, users[user]))
    return found


def _asked_people(
    one: Asked, to: Iterable[Organisation], members: Mapping[int, Sequence[tuple[str, User]]]
) -> list[User]:
    if one.person is not None:
        return [one.person]
    barred = {user.pk for user in one.barred}
    found: dict[int, User] = {}
    for organisation in to:
        for role, user in members.get(organisation.pk, ()):
            if (not one.roles or role in one.roles) and user.pk not in barred:
                found[user.pk] = user
    return list(found.values())


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


@dataclass(frozen=True, slots=True)
class Told:
    """Words for people, about a topic and perhaps a case."""

    users: Sequence[User]
    topic: str
    text: Words
    case_id: int | None = None
    link: str = ""


def tell(users: Iterable[User], topic: str, text: Words, *, case_id: int | None = None, link: str = "") -> None:
    """A message to each of these people, kept in both languages, unless they want none of the topic; by mail as they prefer."""
    tell_many([Told(list(users), topic, text, case_id, link)])


def tell_many(told: Iterable[Told]) -> None:
    """The same of many words, in a few statements."""
    from kechuang.casework.inbox import mail

    all_ = [one for one in told if one.users]
    if not all_:
        return
    people = {user.pk for one in all_ for user in one.users}
    rows = Preference.objects.filter(user__in=people, topic__in={one.topic for one in all_})
    wanted = {(user, topic): how for user, topic, how in rows.values_list("user_id", "topic", "mail")}
    made: list[Message] = []
    for one in all_:
        to = [
            user for user in one.users
            if one.topic in ALWAYS or wanted.get((user.pk, one.topic)) != Preference.Mail.NEVER
        ]  # fmt: skip
        if to:
            texts = {"text": said(one.text)[:500], "text_en": said(one.text, "en")[:500]}
            made += [Message(user=u, topic=one.topic, case_id=one.case_id, link=one.link, **texts) for u in to]
    bulk.insert(made)
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
