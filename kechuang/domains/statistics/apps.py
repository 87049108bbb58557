import datetime as dt

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class StatisticsConfig(AppConfig):
    name = "kechuang.domains.statistics"
    label = "statistics"
    verbose_name = _("统计")

    def ready(self) -> None:
        from kechuang.core.daily import every_day

        every_day("idle_ladder", _ladder)
        every_day("figures", _figures)


def _figures(day: dt.date) -> str:
    from kechuang.domains.statistics.nightly import figures

    return figures(day)


def _ladder(day: dt.date) -> str:
    from kechuang.domains.statistics.nightly import ladder

    return ladder(day)
