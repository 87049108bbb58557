from django.apps import AppConfig


class UiConfig(AppConfig):
    name = "kechuang.core.ui"
    label = "ui"
    verbose_name = "Components"
