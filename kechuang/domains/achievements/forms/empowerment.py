"""What is typed about an empowerment."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kechuang.casework.cases.actions import ActionForm
from kechuang.casework.cases.forms import day_field, not_in_future
from kechuang.core.words import either
from kechuang.domains.achievements.models import WHOLE, Achievement, Empowerment
from kechuang.law.library import load

_LINE = re.compile(
    r"^(?P<who>.+?)(?:[\s　,，:：]+(?P<share>\d+(?:\.\d+)?\s*[%％]|\d+\s*/\s*\d+))?(?P<reward>[\s　,，]+(?:奖励|reward))?$"
)


class EmpowermentForm(ActionForm):
    """Which right, to whom, for how long, and a text for each matter the law lists."""

    right = forms.ChoiceField(label=_("赋权类型"), choices=Empowerment.Right.choices)
    holders = forms.CharField(
        label=_("被赋权的完成人"), widget=forms.Textarea,
        help_text=_("一行一个：张三 30%；赋予长期使用权的只写姓名。取得份额的不再参加收益奖励；选奖励的写“张三 奖励”"),
    )  # fmt: skip
    eligible = forms.BooleanField(label=_("职务科技成果符合赋权条件"), required=False)
    starts_on = day_field(_("生效日（使用权首日）"))
    ends_on = day_field(_("使用权末日（含）"), required=False)
    written = forms.BooleanField(label=_("已书面约定"), required=False)
    agreed_on = day_field(_("书面约定日"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for item in load().checklist_items("empowerment.matters"):
            self.fields[f"matter_{item.id}"] = forms.CharField(
                label=either(item.zh, item.en), required=False, widget=forms.Textarea
            )

    def clean_agreed_on(self) -> Any:
        day = self.cleaned_data["agreed_on"]
        not_in_future(day)
        return day

    def clean_holders(self) -> list[tuple[Any, int | None, bool]]:
        """(person, millionths or None, takes the reward) for each line."""
        assert isinstance(self.case, Achievement)
        people = {c.person.name: c.person for c in self.case.completers.select_related("person")}
        found: list[tuple[Any, int | None, bool]] = []
        for line in (part.strip() for part in re.split(r"[;；\n\r]+", self.cleaned_data["holders"])):
            if not line:
                continue
            read = _LINE.match(line)
            name = read["who"].strip() if read else ""
            if read is None or name not in people:
                raise forms.ValidationError(_("“%(line)s”：不是本成果的完成人") % {"line": line[:60]})
            found.append((people[name], _millionths(read["share"]), bool(read["reward"])))
        if not found:
            raise forms.ValidationError(_("至少写一个完成人"))
        if len({person.pk for person, _share, _reward in found}) != len(found):
            raise forms.ValidationError(_("同一个完成人写了两次"))
        return found

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        data["matters"] = {
            name[7:]: data.get(name, "").strip() for name in self.fields if name.startswith("matter_")
        }  # fmt: skip
        right, holders = data.get("right"), data.get("holders")
        start, end = data.get("starts_on"), data.get("ends_on")
        if right == Empowerment.Right.LONG_TERM_USE:
            if end is None:
                self.add_error("ends_on", _("写明使用权末日"))
            elif start and end <= start:
                self.add_error("ends_on", _("应晚于首日"))
            if holders and any(share for _person, share, _reward in holders):
                self.add_error("holders", _("赋予使用权的不写份额"))
        elif right == Empowerment.Right.OWNERSHIP:
            data["ends_on"] = None
            if holders and not any(share for _person, share, _reward in holders):
                self.add_error("holders", _("写明各人的所有权份额"))
            if holders and any(share is None and not reward for _person, share, reward in holders):
                self.add_error("holders", _("每人写份额，或者写“奖励”"))
            if holders and sum(share or 0 for _person, share, _reward in holders) > WHOLE:
                self.add_error("holders", _("份额合计超过 100%"))
        return data


def _millionths(text: str | None) -> int | None:
    if not text:
        return None
    bare = re.sub(r"\s", "", text).replace("％", "%")
    try:
        share = Fraction(bare[:-1]) / 100 if bare.endswith("%") else Fraction(bare)
    except ZeroDivisionError:
        raise forms.ValidationError(_("份额的分母为零")) from None
    part = int(share * WHOLE)
    if not 1 <= part <= WHOLE:
        raise forms.ValidationError(_("份额应在 0 与 100% 之间"))
    return part
