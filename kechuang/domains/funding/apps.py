from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FundingConfig(AppConfig):
    name = "kechuang.domains.funding"
    label = "funding"
    verbose_name = _("经费")

    def ready(self) -> None:
        import kechuang.domains.funding.following  # noqa: F401  registers itself with evaluation
