from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ObligationsConfig(AppConfig):
    name = "kechuang.casework.obligations"
    label = "obligations"
    verbose_name = _("义务与期限")
