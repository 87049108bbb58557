from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TransformationsConfig(AppConfig):
    name = "kechuang.domains.transformations"
    label = "transformations"
    verbose_name = _("成果转化")
