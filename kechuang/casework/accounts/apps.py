from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    name = "kechuang.casework.accounts"
    label = "accounts"
    verbose_name = _("登录与令牌")

    def ready(self) -> None:
        from kechuang.casework.accounts import events

        events.connect()
