"""What a notice says, as a checklist: what each field holds, which is missing, and under which clause it is asked for."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kechuang.casework.cases import law
from kechuang.casework.notices.facts import objections
from kechuang.casework.notices.kinds import CHANNELS, PORTAL, NoticeField, NoticeKind
from kechuang.casework.notices.models import Notice, NoticeContent
from kechuang.core import clock
from kechuang.core.permissions import Ground, Refusal, Refused
from kechuang.core.words import in_clauses, listed


@dataclass(frozen=True, slots=True)
class Item:
    """One line of the checklist. text is empty for what is secret, whether it is there or not."""

    field: NoticeField
    text: str
    there: bool

    @property
    def missing(self) -> bool:
        return self.field.required and not self.there


def checklist(kind: NoticeKind, fields: Mapping[str, Any]) -> list[Item]:
    """Every field of a kind, in order, with what it would say."""
    found = []
    for field in kind.fields:
        text = str(fields.get(field.name, "") or "").strip()
        found.append(Item(field, "" if field.secret else text, bool(text)))
    return found


def read_fields(kind: NoticeKind, fields: Mapping[str, Any]) -> tuple[dict[str, str], dict[str, str]]:
    """What is told and what is secret. Raises Refused naming every missing or unknown field, with the clauses."""
    errors: dict[str, list[str]] = {name: [_("公示里没有这一项")] for name in fields if name not in kind.names}
    for item in checklist(kind, fields):
        if item.missing:
            errors[item.field.name] = [_("公示必须写明%(label)s") % {"label": item.field.label}]
    if errors:
        names = listed(str(i.field.label) for i in checklist(kind, fields) if i.missing)
        words = _("公示内容还缺：%(names)s") % {"names": names} if names else _("公示里没有这一项")
        raise Refused(Refusal(Ground.INPUT, words, kind.citations, errors=errors))
    texts = {f.name: str(fields.get(f.name, "") or "").strip() for f in kind.fields}
    told = {name: text for name, text in texts.items() if name not in kind.secrets}
    return told, {name: text for name, text in texts.items() if name in kind.secrets and text}


def read_channels(
    kind: NoticeKind, channels: Mapping[str, dt.date] | None, evidence: Mapping[str, str] | None
) -> dict[str, tuple[dt.date, str]]:
    """Channel -> first day and evidence; the portal's first day is today. Raises Refused by channel."""
    given, shown = dict(channels or {}), dict(evidence or {})
    today = clock.today()
    errors: dict[str, list[str]] = {}
    for name, day in given.items():
        if name not in kind.channels:
            errors[name] = [_("这种公示不在这里发布")]
        elif name == PORTAL and day != today:
            errors[name] = [_("公示栏自发布当日起算，不另填日期")]
        elif day > today:
            errors[name] = [_("%(channel)s：日期在今天之后，发出后再登记") % {"channel": CHANNELS[name]}]
        elif name != PORTAL and not shown.get(name, "").strip():
            errors[name] = [_("%(channel)s：写明证据，例如网址、张贴照片或者回执编号") % {"channel": CHANNELS[name]}]
    if errors:
        words = in_clauses(message for found in errors.values() for message in found)
        raise Refused(Refusal(Ground.INPUT, words, kind.citations, errors=errors))
    if PORTAL in kind.channels:
        given[PORTAL] = today
    return {name: (day, shown.get(name, "").strip()[:300]) for name, day in given.items()}


def changed_names(before: NoticeContent, told: Mapping[str, str], secret: Mapping[str, str]) -> list[str]:
    """Fields that differ from a version before; a secret one by its name alone."""
    old, new = {**before.fields, **before.secrets}, {**told, **secret}
    return [name for name in dict.fromkeys((*old, *new)) if old.get(name, "") != new.get(name, "")]


def sealed(secret: Mapping[str, str]) -> str:
    return json.dumps(dict(secret), ensure_ascii=False) if secret else ""


def judge(notice: Notice) -> None:
    """Ask the kind's checks of a notice about to run. Raises Refused with what is breached or open, and its clause."""
    kind = notice.what
    if kind.facts is None:
        return
    given, checks = dict(kind.facts(notice)), list(kind.checks)
    if kind.procedure_check:
        given |= objections(notice)
        checks.append(kind.procedure_check)
    refusal, _warnings = law.refusal_of(law.ask(notice.subject, name, given) for name in checks)
    if refusal is not None:
        raise Refused(refusal)


def days_words(days: int) -> str:
    return ngettext("%(n)d 日", "%(n)d 日", days) % {"n": days}
