import datetime as dt

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class AuditConfig(AppConfig):
    name = "kechuang.core.audit"
    label = "audit"
    verbose_name = _("审计")

    def ready(self) -> None:
        from kechuang.core.audit import indexes, seal
        from kechuang.core.daily import every_day

        post_migrate.connect(indexes.keep, sender=self)
        every_day("seal", lambda day: f"{len(seal.seal_finished(day))} day(s) sealed", at=dt.time(2))
