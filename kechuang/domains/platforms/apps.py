from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PlatformsConfig(AppConfig):
    name = "kechuang.domains.platforms"
    label = "platforms"
    verbose_name = _("平台")

    def ready(self) -> None:
        from kechuang.core.daily import every_day
        from kechuang.domains.platforms import daily

        every_day("recognitions", daily.warn)
        every_day("half_year", daily.ask_half_year)
