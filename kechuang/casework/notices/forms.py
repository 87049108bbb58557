"""What is typed to publish, post, change and take down a notice, to object to one, and to answer an objection."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from kechuang.casework.cases.actions import ActionForm
from kechuang.casework.cases.forms import day_field, not_in_future
from kechuang.casework.notices.kinds import CHANNELS, PORTAL, NoticeField, NoticeKind, find_kind
from kechuang.casework.notices.models import Notice


def _text(field: NoticeField, *, required: bool) -> forms.CharField:
    help_text = field.help or (_("不公开：不显示、不导出、不检索") if field.secret else "")
    return forms.CharField(
        label=field.label, required=required, max_length=4_000 if field.long else 300, help_text=help_text,
        widget=forms.Textarea(attrs={"rows": 4}) if field.long else None,
    )  # fmt: skip


def _channel_fields(kind: NoticeKind, prefix: str) -> dict[str, forms.Field]:
    found: dict[str, forms.Field] = {}
    for name in kind.channels:
        if name == PORTAL:
            continue
        label = CHANNELS[name]
        found[f"{prefix}{name}_on"] = day_field(_("%(channel)s公示首日") % {"channel": label}, required=False)
        found[f"{prefix}{name}_evidence"] = forms.CharField(
            label=_("%(channel)s公示的证据") % {"channel": label}, required=False, max_length=300,
            help_text=_("网址、张贴照片或者回执编号；还没有发出的先空着"),
        )  # fmt: skip
    return found


def _ends_on(kind: NoticeKind) -> forms.DateField:
    words = _("可以更长，不能短于法定的最短期限") if kind.clock else _("公示的最后一个整日")
    return day_field(_("公示到"), required=kind.clock is None, help_text=words)


def notice_form(kind: str | NoticeKind, base: type[ActionForm] = ActionForm) -> type[ActionForm]:
    """A form for a domain's action that publishes a notice of this kind, to be subclassed; names begin with notice_.

    What is secret is left out of the timeline. arguments(kind, cleaned) gives what publish() takes.
    """
    what = find_kind(kind) if isinstance(kind, str) else kind
    members: dict[str, Any] = {f"notice_{f.name}": _text(f, required=f.required) for f in what.fields}
    members |= _channel_fields(what, "notice_")
    members["notice_ends_on"] = _ends_on(what)
    members["PRIVATE"] = base.PRIVATE | {f"notice_{name}" for name in what.secrets}

    def clean(self: Any) -> dict[str, Any]:
        data: dict[str, Any] = super(made, self).clean() or {}
        _check_channels(self, what, "notice_")
        return data

    body = {**members, "clean": clean, "__module__": __name__, "__doc__": f"A notice: {what.name}."}
    made: Any = type(base)(f"{what.name.title().replace('_', '')}NoticeForm", (base,), body)  # type: ignore[misc]
    return made


def arguments(kind: str | NoticeKind, data: Mapping[str, Any]) -> dict[str, Any]:
    """fields, channels, evidence and ends_on for publish(), from the cleaned input of a notice_form."""
    return _arguments(find_kind(kind) if isinstance(kind, str) else kind, data, "notice_")


def _arguments(kind: NoticeKind, data: Mapping[str, Any], prefix: str) -> dict[str, Any]:
    posted = {name: data[f"{prefix}{name}_on"] for name in kind.channels if data.get(f"{prefix}{name}_on")}
    return {
        "fields": {name: data.get(f"{prefix}{name}", "") for name in kind.names},
        "channels": posted,
        "evidence": {name: data.get(f"{prefix}{name}_evidence", "") for name in posted},
        "ends_on": data.get(f"{prefix}ends_on"),
    }


def _check_channels(form: Any, kind: NoticeKind, prefix: str) -> None:
    for name in kind.channels:
        day, words = f"{prefix}{name}_on", f"{prefix}{name}_evidence"
        typed = form.cleaned_data.get(day)
        if typed is None:
            if name != PORTAL and form.cleaned_data.get(words) and day not in form.errors:
                form.add_error(day, _("有证据而没有日期"))
            continue
        try:
            not_in_future(typed)
        except forms.ValidationError as error:
            form.add_error(day, error)
        if not form.cleaned_data.get(words):
            form.add_error(words, _("写明证据"))


class PostForm(ActionForm):
    """Since when the present content stands in a channel, and what shows it."""

    channel = forms.ChoiceField(label=_("渠道"), choices=[(n, w) for n, w in CHANNELS.items() if n != PORTAL])
    first_on = day_field(_("公示首日"))
    evidence = forms.CharField(label=_("证据"), max_length=300, required=False, help_text=_("网址或者回执编号"))
    file = forms.FileField(label=_("证据文件"), required=False, help_text=_("张贴照片、网页截图"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if isinstance(self.case, Notice):
            own = [n for n in self.case.what.channels if n != PORTAL]
            self.fields["channel"].choices = [(n, CHANNELS[n]) for n in own]  # type: ignore[attr-defined]

    def clean_first_on(self) -> dt.date:
        day: dt.date = self.cleaned_data["first_on"]
        not_in_future(day)
        return day

    def clean_file(self) -> Any:
        from kechuang.casework.documents import services

        upload = self.cleaned_data.get("file")
        if upload:
            services.check_upload(upload)
        return upload

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not data.get("evidence") and not data.get("file") and "file" not in self.errors:
            self.add_error("evidence", _("写明证据，或者附上文件"))
        return data


class AmendForm(ActionForm):
    """What the notice says from now on, why, and since when it stands so in its channels."""

    PRIVATE: ClassVar[frozenset[str]] = frozenset({"secret_fields"})

    reason = forms.CharField(label=_("变更理由"), widget=forms.Textarea(attrs={"rows": 3}), max_length=2_000)
    until = day_field(_("公示到"), required=False, help_text=_("不填则按原来的天数；期限自变更后重新计算"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not isinstance(self.case, Notice):
            return
        kind, content = self.case.what, self.case.content
        kept = content.secrets
        own: dict[str, forms.Field] = {}
        for field in kind.fields:
            own[f"say_{field.name}"] = made = _text(field, required=field.required and not field.secret)
            if not field.secret:
                self.initial.setdefault(f"say_{field.name}", content.fields.get(field.name, ""))
            elif field.name in kept:
                made.help_text = _("不公开，也不在这里显示；留空则不变")
        self.fields = {**own, **self.fields, **_channel_fields(kind, "say_")}

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        assert isinstance(self.case, Notice)
        kind = self.case.what
        _check_channels(self, kind, "say_")
        given = _arguments(kind, data, "say_")
        told = {name: text for name, text in given["fields"].items() if name not in kind.secrets}
        secret = {name: text for name, text in given["fields"].items() if name in kind.secrets and text}
        return {
            "note": data.get("reason", ""), "ends_on": data.get("until"), "fields": told, "secret_fields": secret,
            "channels": {name: day.isoformat() for name, day in given["channels"].items()},
            "evidence": given["evidence"],
        }  # fmt: skip
