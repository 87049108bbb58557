from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class WorkbenchConfig(AppConfig):
    name = "kechuang.web.workbench"
    label = "workbench"
    verbose_name = _("工作台")

    def ready(self) -> None:
        from django.urls import reverse

        from kechuang.casework.inbox import mail

        mail.preferences_page(lambda: reverse("message-preferences"))
