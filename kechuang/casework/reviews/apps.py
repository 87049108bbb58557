from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReviewsConfig(AppConfig):
    name = "kechuang.casework.reviews"
    label = "reviews"
    verbose_name = _("评审")

    def ready(self) -> None:
        from kechuang.casework.reviews import daily, purposes  # noqa: F401  # registers the general purpose
        from kechuang.core.daily import every_day

        every_day("reviews", lambda day: str(daily.run(day)))
