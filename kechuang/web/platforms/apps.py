from django.apps import AppConfig


class PlatformPagesConfig(AppConfig):
    name = "kechuang.web.platforms"
    label = "platform_pages"
