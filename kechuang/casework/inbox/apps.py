import datetime as dt

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class InboxConfig(AppConfig):
    name = "kechuang.casework.inbox"
    label = "inbox"
    verbose_name = _("待办与消息")

    def ready(self) -> None:
        from kechuang.casework.inbox import mail
        from kechuang.core.daily import every_day

        every_day("mail", mail.run, at=dt.time(7, 30), last=True)
