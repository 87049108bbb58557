from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FundingConfig(AppConfig):
    name = "kechuang.domains.funding"
    label = "funding"
    verbose_name = _("经费")

    def ready(self) -> None:
        from kechuang.domains.funding import following

        assert following.open_awards  # registers itself with evaluation
