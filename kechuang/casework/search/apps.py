from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SearchConfig(AppConfig):
    name = "kechuang.casework.search"
    label = "search"
    verbose_name = _("检索")
