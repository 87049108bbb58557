from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RewardsConfig(AppConfig):
    name = "kechuang.domains.rewards"
    label = "rewards"
    verbose_name = _("收益奖励")
