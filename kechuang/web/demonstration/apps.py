from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DemoPagesConfig(AppConfig):
    name = "kechuang.web.demonstration"
    label = "demo_pages"
    verbose_name = _("演示页面")
