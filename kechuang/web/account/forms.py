"""What is typed to sign in, to make a token, and to show a masked value."""

from __future__ import annotations

from typing import Any

from allauth.account.forms import LoginForm
from django import forms
from django.utils.translation import gettext_lazy as _

from kechuang.casework.accounts.models import ApiToken
from kechuang.casework.accounts.tokens import MOST_DAYS
from kechuang.web.api.kinds import kinds


class SignInForm(LoginForm):
    """Name and password. What was wrong is not told apart, so that nobody learns who has an account."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].label, self.fields["password"].label = _("账号"), _("密码")
        self.fields["password"].help_text = ""
        self.fields.pop("remember", None)
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)


class TokenForm(forms.Form):
    """What a token is for, what it may do, to which cases, and for how long."""

    name = forms.CharField(label=_("用途"), max_length=60, help_text=_("例如：每晚同步到本单位系统"))
    scope = forms.ChoiceField(label=_("权限"), choices=ApiToken.Scope.choices, initial=ApiToken.Scope.READ)
    kinds = forms.MultipleChoiceField(
        label=_("限于"), required=False, widget=forms.CheckboxSelectMultiple, help_text=_("不选：你能看到的所有案件")
    )
    days = forms.IntegerField(label=_("有效天数"), min_value=1, max_value=MOST_DAYS, initial=90)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kinds"].choices = [(slug, model._meta.verbose_name) for slug, model in kinds().items()]  # type: ignore[attr-defined]
