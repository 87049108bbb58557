from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EquipmentPagesConfig(AppConfig):
    name = "kechuang.web.equipment"
    label = "equipment_pages"
    verbose_name = _("大型科研仪器的页面")
