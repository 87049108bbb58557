import datetime as dt

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TransformationsConfig(AppConfig):
    name = "kechuang.domains.transformations"
    label = "transformations"
    verbose_name = _("成果转化")

    def ready(self) -> None:
        from kechuang.core.daily import every_day
        from kechuang.domains.transformations import indicators  # noqa: F401  # what it registers

        every_day("deal_payments", _remind)


def _remind(day: dt.date) -> str:
    from kechuang.domains.transformations.due import remind

    return remind(day)
