from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _


class CasePagesConfig(AppConfig):
    name = "kechuang.web.cases"
    label = "case_pages"
    verbose_name = _("案件页面")

    def ready(self) -> None:
        autodiscover_modules("tables")
