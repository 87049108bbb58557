from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LedgerConfig(AppConfig):
    name = "kechuang.casework.ledger"
    label = "ledger"
    verbose_name = _("账簿")

    def ready(self) -> None:
        from kechuang.casework.ledger import checking
        from kechuang.core.daily import every_day

        every_day("ledger", checking.in_a_line)
