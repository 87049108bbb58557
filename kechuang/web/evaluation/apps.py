from django.apps import AppConfig


class EvaluationPagesConfig(AppConfig):
    name = "kechuang.web.evaluation"
    label = "evaluation_pages"
