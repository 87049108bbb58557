from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EvaluationConfig(AppConfig):
    name = "kechuang.domains.evaluation"
    label = "evaluation"
    verbose_name = _("绩效评价")

    def ready(self) -> None:
        from kechuang.core.daily import every_day
        from kechuang.domains.evaluation import cycles, effects, following
        from kechuang.domains.evaluation.queries import records
        from kechuang.domains.platforms.following import on_signed, renewal_gate

        following.on_result_published(effects.make)
        following.on_result_published(cycles.held)
        on_signed(cycles.watch)
        renewal_gate(cycles.gate)
        every_day("cycle_evaluations", cycles.watch_all)
        records.declare()
