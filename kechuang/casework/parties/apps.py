from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PartiesConfig(AppConfig):
    name = "kechuang.casework.parties"
    label = "parties"
    verbose_name = _("人员与单位")
