from django.apps import AppConfig


class SecurityConfig(AppConfig):
    name = "kechuang.web.security"
    label = "web_security"
