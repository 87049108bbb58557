"""The forms of an objection and of its answer."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from kechuang.casework.cases.actions import ActionForm
from kechuang.casework.documents import services as documents
from kechuang.casework.notices.models import Notice, Objection
from kechuang.casework.parties.models import Organisation
from kechuang.casework.parties.reach import reach_of

MOST_FILES = 5
LARGEST = 10 * 2**20
"""Bytes of one file of evidence; an office's own files may be larger (LARGEST_DOCUMENT)."""


class ManyFiles(forms.ClearableFileInput):
    """A file input that takes several."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several files, each told by its content."""

    widget = ManyFiles

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        uploads = [one for one in (data if isinstance(data, list | tuple) else [data]) if one]
        if len(uploads) > MOST_FILES:
            raise ValidationError(_("最多 %(n)d 个文件") % {"n": MOST_FILES})
        wrong = []
        for upload in uploads:
            try:
                self._check(super().clean(upload, initial))
            except ValidationError as error:
                wrong += error.messages
        if wrong:
            raise ValidationError(wrong)
        return uploads

    def _check(self, upload: Any) -> None:
        largest = min(LARGEST, settings.LARGEST_DOCUMENT)
        if upload.size > largest:
            raise ValidationError(_("%(name)s 超过 %(limit)d MB") % {"name": upload.name, "limit": largest // 2**20})
        documents.check_upload(upload)


class ObjectionForm(ActionForm):
    """An objection: to which notice, on what grounds, what is asked for, with evidence; and who objects, kept sealed."""

    PRIVATE: ClassVar[frozenset[str]] = frozenset(
        {"name", "contact", "email", "arguments", "remedy", "evidence", "organisation"}
    )

    notice = forms.CharField(label=_("公示编号"), max_length=20)
    arguments = forms.CharField(
        label=_("异议理由"), max_length=10_000, widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("哪一项不对，依据是什么"),
    )  # fmt: skip
    remedy = forms.CharField(
        label=_("请求"), max_length=2_000, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("例如 更正价格、标明利害关系、撤回公示"),
    )  # fmt: skip
    evidence = FilesField(
        label=_("证据材料"), required=False,
        help_text=_("最多 5 个，每个不超过 10 MB；PDF、图片、Word、Excel、文本"),
    )  # fmt: skip
    organisation = forms.ModelChoiceField(
        label=_("代表单位"), required=False, queryset=Organisation.objects.none(), empty_label=_("不代表单位，本人提出")
    )
    name = forms.CharField(label=_("姓名或者单位名称"), max_length=100, required=False)
    contact = forms.CharField(label=_("电话或者地址"), max_length=200, required=False)
    email = forms.EmailField(label=_("电子邮箱"), required=False, help_text=_("可以不填；填了，答复会发到这里"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        reach = reach_of(self.by)
        if getattr(self.by, "is_authenticated", False):
            for name in ("name", "contact"):
                del self.fields[name]
            own = Organisation.objects.filter(pk__in=reach.organisations)
            self.fields["organisation"].queryset = own  # type: ignore[attr-defined]
            del self.fields["email"]
            if not reach.organisations:
                del self.fields["organisation"]
        elif self.by is not None:
            del self.fields["organisation"]
            for name in ("name", "contact"):
                self.fields[name].required = True

    def clean_notice(self) -> Notice:
        number = self.cleaned_data["notice"].strip()
        found = Notice.objects.visible_to(self.by).filter(number=number).first()
        if found is None:
            raise ValidationError(_("没有编号为 %(number)s 的公示") % {"number": number})
        return found


class AnswerForm(ActionForm):
    """Whether an objection is right, why, and what the readers of the notice are told."""

    outcome = forms.ChoiceField(label=_("处理结果"), choices=Objection.Outcome.choices)
    reasons = forms.CharField(
        label=_("理由"), max_length=10_000, widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("逐条回应异议理由，写明依据；书面答复照此生成"),
    )  # fmt: skip
    summary = forms.CharField(
        label=_("公开的处理情况"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("公示页上给读者看；不写异议人的姓名和其他个人信息"),
    )  # fmt: skip
