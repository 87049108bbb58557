from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RewardsConfig(AppConfig):
    name = "kechuang.domains.rewards"
    label = "rewards"
    verbose_name = _("收益奖励")

    def ready(self) -> None:
        from kechuang.core.daily import every_day
        from kechuang.domains.rewards import daily, following
        from kechuang.domains.rewards.paying import clocks
        from kechuang.domains.transformations.following import on_income_changed, on_income_obtained

        on_income_obtained(following.income_obtained)
        on_income_changed(following.income_changed)
        # After the plans followed, the clocks follow them.
        on_income_obtained(clocks.income_moved)
        on_income_changed(clocks.income_moved)
        every_day("reward_floors", daily.floors)
        every_day("transformation_reports", daily.reports)
