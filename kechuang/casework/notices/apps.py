from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NoticesConfig(AppConfig):
    name = "kechuang.casework.notices"
    label = "notices"
    verbose_name = _("公示与异议")

    def ready(self) -> None:
        from kechuang.casework.notices import daily
        from kechuang.core.daily import every_day

        every_day("notices", daily.run)
