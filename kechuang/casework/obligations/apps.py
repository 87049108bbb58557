from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ObligationsConfig(AppConfig):
    name = "kechuang.casework.obligations"
    label = "obligations"
    verbose_name = _("义务与期限")

    def ready(self) -> None:
        from kechuang.casework.obligations import daily, figures
        from kechuang.core.daily import every_day
        from kechuang.core.metrics import at_scrape

        every_day("obligations", lambda day: str(daily.run(day)))
        at_scrape("obligations", figures.gauges)
