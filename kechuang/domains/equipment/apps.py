from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EquipmentConfig(AppConfig):
    name = "kechuang.domains.equipment"
    label = "equipment"
    verbose_name = _("大型科研仪器")

    def ready(self) -> None:
        from kechuang.domains.equipment import indicators  # noqa: F401  # what it registers
