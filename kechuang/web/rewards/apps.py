from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RewardPagesConfig(AppConfig):
    name = "kechuang.web.rewards"
    label = "reward_pages"
    verbose_name = _("奖励的页面")
