from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReviewPagesConfig(AppConfig):
    name = "kechuang.web.reviews"
    label = "review_pages"
    verbose_name = _("评审页面")
