from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EvaluationConfig(AppConfig):
    name = "kechuang.domains.evaluation"
    label = "evaluation"
    verbose_name = _("绩效评价")

    def ready(self) -> None:
        from kechuang.domains.evaluation import effects, following
        from kechuang.domains.evaluation.queries import records

        following.on_result_published(effects.make)
        records.declare()
