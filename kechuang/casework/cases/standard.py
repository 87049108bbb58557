"""Actions that every kind of case has, defined once for each."""

from __future__ import annotations

import json
from pathlib import PurePath
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

import kechuang.law.rules  # noqa: F401  declares the facts that can be determined
from kechuang.casework.cases.actions import Action, ActionForm, action
from kechuang.casework.cases.models import Case, CaseDetermination
from kechuang.casework.cases.predicates import in_office
from kechuang.casework.documents import papers, services
from kechuang.casework.documents import queries as documents
from kechuang.casework.documents.models import Document
from kechuang.casework.obligations import services as obligations
from kechuang.casework.obligations.daily import tell_moved
from kechuang.casework.parties.models import Organisation, Role
from kechuang.core import clock
from kechuang.core.ui.sites import CasePaper, papers_of
from kechuang.core.words import either, listed, with_note
from kechuang.law import FactError
from kechuang.law.expression import FACTS
from kechuang.law.library import load
from kechuang.law.types import Kind, plain, read


class DeterminationForm(ActionForm):
    """A question of fact or of reading, the answer, and the words that carry it."""

    question = forms.CharField(
        label=_("问题"), max_length=80, help_text=_("事实名称或者解释编号，例如 unit.public_platform、A12")
    )
    answer = forms.CharField(label=_("认定"), max_length=200)
    basis = forms.CharField(label=_("理由和依据"), widget=forms.Textarea)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        asked = str(self.data.get("question") or self.initial.get("question") or "")
        if asked in load().interpretations or asked in FACTS:
            self._put(asked)

    def _put(self, asked: str) -> None:
        """The question in words, and its answers to choose from where they are known beforehand."""
        question, node = load().interpretations.get(asked), FACTS.get(asked)
        if question is not None:
            text = either(question.question, question.question_en)
            answers = [(c.id, either(c.zh, c.en)) for c in question.choices]
        else:
            assert node is not None
            text = either(node.zh, node.en)
            answers = [(o.id, either(o.zh, o.en)) for o in node.type.options]
            if node.type.kind is Kind.FLAG:
                answers = [("true", str(_("是"))), ("false", str(_("不是")))]
        field, answer = self.fields["question"], self.fields["answer"]
        field.widget, field.help_text = forms.Select(choices=[(asked, text)]), ""
        if answers and (node is None or node.type.kind in (Kind.FLAG, Kind.CHOICE)):
            answer.widget = forms.Select(choices=[("", _("（请选择）")), *answers])
        elif node is not None and node.type.kind is Kind.DATE:
            answer.widget = forms.DateInput(attrs={"type": "date"})

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        question, answer = data.get("question", ""), data.get("answer", "")
        interpretation = load().interpretations.get(question)
        if interpretation is not None:
            if answer not in [choice.id for choice in interpretation.choices]:
                words = listed(with_note(c.id, either(c.zh, c.en)) for c in interpretation.choices)
                self.add_error("answer", _("可选：%(words)s") % {"words": words})
        elif question in FACTS:
            try:
                data["answer"] = plain(read(answer, FACTS[question].type, question))
            except FactError as error:
                self.add_error("answer", either(error.reason_zh, error.reason_en))
        elif question:
            self.add_error("question", _("没有这一事实或者解释"))
        return data


class AttachmentForm(ActionForm):
    """A file for the case; its kind is told by its content, not by its name."""

    file = forms.FileField(label=pgettext_lazy("upload", "文件"))
    follows = forms.CharField(
        label=_("存为"), max_length=200, required=False, help_text=_("选已有的文件名，就成为它的下一个版本")
    )
    document_kind = forms.CharField(
        label=_("种类"), max_length=40, required=False, help_text=_("例如 批文、合同、会议纪要")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kept = documents.names_of(self.case.pk) if self.case is not None and self.case.pk else []
        options = [("", _("新文件，用它自己的名字")), *((name, name) for name in kept)]
        self.fields["follows"].widget = forms.Select(choices=options)

    def clean_file(self) -> Any:
        return services.check_upload(self.cleaned_data["file"])

    def clean_follows(self) -> str:
        name: str = self.cleaned_data["follows"]
        if name and (self.case is None or name not in documents.names_of(self.case.pk)):
            raise forms.ValidationError(_("本案没有叫“%(name)s”的文件") % {"name": name})
        return name

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        upload, follows = data.get("file"), data.get("follows")
        if upload is not None and follows and _suffix(upload.name) != _suffix(follows):
            self.add_error("file", _("“%(name)s”的下一个版本也应是 %(suffix)s 文件") % {
                "name": follows, "suffix": _suffix(follows) or "—",
            })  # fmt: skip
        return data


def _suffix(name: str) -> str:
    return PurePath(name).suffix.lower()


def attachment_for(model: type[Case], by: Any) -> Action:
    """Let those who `by` admits add files to a case of this kind, as long as it is open."""

    @action(
        model,
        label=_("添加文件"),
        stays=_open_states(model),
        by=by,
        who=_("由参与此案的单位添加"),
        form=AttachmentForm,
        hint=_("同名文件成为下一个版本，旧版本保留"),
    )
    def attach(case: Case, *, data: Any, by: Any) -> Any:
        upload = data["file"]
        name = data["follows"] or services.plain_name(upload.name)
        return lambda: services.keep(case.pk, name, upload.read(), by=by, kind=data["document_kind"]) and None

    return attach


def paper_filing_for(model: type[Case], by: Any) -> Action:
    """Let those who `by` admits keep the official papers of this kind of case as files of the case, as they now read."""

    def offered(case: Any, by: Any) -> list[CasePaper]:
        return [p for p in papers_of(model.kind_name()) if case is None or p.ready(case, by)]

    class PaperForm(ActionForm):
        """Which of the kind's papers, and how it is written."""

        paper = forms.ChoiceField(label=_("公文"))
        format = forms.ChoiceField(label=_("格式"), choices=[(form, f".{form}") for form in papers.FORMATS])

        def __init__(self, *args: Any, **kwargs: Any) -> None:
            super().__init__(*args, **kwargs)
            choice = self.fields["paper"]
            assert isinstance(choice, forms.ChoiceField)
            choice.choices = [(p.name, p.label) for p in offered(self.case, self.by)]

    @action(
        model,
        label=_("公文归档"),
        stays=_open_states(model),
        by=by,
        who=_("由参与此案的单位归档"),
        form=PaperForm,
        hint=_("按案件现在的内容生成，存为本案文件；再存就是下一个版本"),
    )
    def keep_paper(case: Case, *, data: Any, by: Any) -> Any:
        chosen = next(p for p in papers_of(model.kind_name()) if p.name == data["paper"])

        def finish() -> None:
            content, name = papers.written(chosen.make, case, data["format"], chosen.label)
            services.keep(
                case.pk, services.plain_name(name), content, by=by, kind="公文", origin=Document.Origin.GENERATED
            )

        return finish

    return keep_paper


def _open_states(model: type[Case]) -> list[str]:
    return [code for code, _label in model.STATES if code not in model.FINAL]


def determination_for(model: type[Case]) -> Action:
    """Let a leader of the science department determine what the law leaves open in a case of this kind."""

    @action(
        model,
        label=_("记录认定"),
        stays=_open_states(model),
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
            tell_moved(obligations.determined(case.pk))

        return record

    return determine
