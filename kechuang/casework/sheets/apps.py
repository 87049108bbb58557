from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _


class SheetsConfig(AppConfig):
    name = "kechuang.casework.sheets"
    label = "sheets"
    verbose_name = _("导入导出")

    def ready(self) -> None:
        autodiscover_modules("imports", "exports")
