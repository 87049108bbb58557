from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _


class CasesConfig(AppConfig):
    name = "kechuang.casework.cases"
    label = "cases"
    verbose_name = _("案件")

    def ready(self) -> None:
        from kechuang.casework.cases import law, queries
        from kechuang.casework.cases.series import check_series, kinds
        from kechuang.casework.inbox import mail
        from kechuang.casework.obligations import services as obligations

        check_series(kinds())

        autodiscover_modules("actions")
        mail.case_paths(queries.paths)
        obligations.determinations_from(law.determined_in)
