import datetime as dt

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AchievementsConfig(AppConfig):
    name = "kechuang.domains.achievements"
    label = "achievements"
    verbose_name = _("科技成果")

    def ready(self) -> None:
        from kechuang.core.daily import every_day
        from kechuang.domains.achievements import coauthors, indicators  # noqa: F401  # what they register

        every_day("ip_fees", _remind)
        every_day("idle_clocks", _clocks)


def _remind(day: dt.date) -> str:
    from kechuang.domains.achievements.fees import remind

    return remind(day)


def _clocks(day: dt.date) -> str:
    from kechuang.domains.achievements.dormancy import keep

    return keep(day)
