from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TransformationPagesConfig(AppConfig):
    name = "kechuang.web.transformations"
    label = "transformation_pages"
    verbose_name = _("成果转化的页面")
