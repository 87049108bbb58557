from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountPagesConfig(AppConfig):
    name = "kechuang.web.account"
    label = "account_pages"
    verbose_name = _("账户页面")
