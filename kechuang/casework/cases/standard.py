"""Actions that every kind of case has, defined once for each."""

from __future__ import annotations

import json
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kechuang.casework.cases.actions import Action, ActionForm, action
from kechuang.casework.cases.models import Case, CaseDetermination
from kechuang.casework.cases.predicates import in_office
from kechuang.casework.documents import services as documents
from kechuang.casework.parties.models import Organisation, Role
from kechuang.core import clock
from kechuang.law import FactError
from kechuang.law.expression import FACTS
from kechuang.law.library import load
from kechuang.law.types import plain, read


class DeterminationForm(ActionForm):
    """A question of fact or of reading, the answer, and the words that carry it."""

    question = forms.CharField(
        label=_("问题"), max_length=80, help_text=_("事实名称或者解释编号，例如 unit.public_platform、A12")
    )
    answer = forms.CharField(label=_("认定"), max_length=200)
    basis = forms.CharField(label=_("理由和依据"), widget=forms.Textarea)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        question, answer = data.get("question", ""), data.get("answer", "")
        interpretation = load().interpretations.get(question)
        if interpretation is not None:
            if answer not in [choice.id for choice in interpretation.choices]:
                words = "、".join(f"{c.id}（{c.zh}）" for c in interpretation.choices)
                self.add_error("answer", _("可选：%(words)s") % {"words": words})
        elif question in FACTS:
            try:
                data["answer"] = plain(read(answer, FACTS[question].type, question))
            except FactError as error:
                self.add_error("answer", error.reason_zh)
        elif question:
            self.add_error("question", _("没有这一事实或者解释"))
        return data


class AttachmentForm(ActionForm):
    """A file for the case; its kind is told by its content, not by its name."""

    file = forms.FileField(label=_("文件"))
    document_kind = forms.CharField(
        label=_("种类"), max_length=40, required=False, help_text=_("例如 批文、合同、会议纪要")
    )

    def clean_file(self) -> Any:
        upload = self.cleaned_data["file"]
        data = upload.read()
        upload.seek(0)
        documents.check(data, upload.name)
        return upload


def attachment_for(model: type[Case], by: Any) -> Action:
    """Let those who `by` admits add files to a case of this kind, as long as it is open."""
    open_states = [code for code, _label in model.STATES if code not in model.FINAL]

    @action(
        model,
        label=_("添加文件"),
        stays=open_states,
        by=by,
        who=_("由参与此案的单位添加"),
        form=AttachmentForm,
        hint=_("同名文件成为下一个版本，旧版本保留"),
    )
    def attach(case: Case, *, data: Any, by: Any) -> Any:
        upload = data["file"]
        return lambda: (
            documents.keep(case.pk, upload.name[:200], upload.read(), by=by, kind=data["document_kind"]) and None
        )

    return attach


def determination_for(model: type[Case]) -> Action:
    """Let a leader of the science department determine what the law leaves open in a case of this kind."""
    open_states = [code for code, _label in model.STATES if code not in model.FINAL]

    @action(
        model,
        label=_("记录认定"),
        stays=open_states,
        by=in_office(Role.LEADER, departments=(Organisation.Department.ST,)),
        who=_("认定由科技主管部门负责人作出"),
        form=DeterminationForm,
        hint=_("对法规或者事实没有说清的问题作出认定，此后与条款一样被引用"),
    )
    def determine(case: Case, *, data: Any, by: Any) -> Any:
        def record() -> None:
            CaseDetermination.objects.create(
                case_id=case.pk, question=data["question"], answer=json.loads(json.dumps(data["answer"])),
                basis=data["basis"], by=by, on=clock.today(),
            )  # fmt: skip

        return record

    return determine
