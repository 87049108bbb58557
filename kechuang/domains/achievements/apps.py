from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AchievementsConfig(AppConfig):
    name = "kechuang.domains.achievements"
    label = "achievements"
    verbose_name = _("成果")
