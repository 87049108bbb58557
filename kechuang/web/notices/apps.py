from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PublicNoticesConfig(AppConfig):
    name = "kechuang.web.notices"
    label = "public_notices"
    verbose_name = _("公示栏")

    def ready(self) -> None:
        from django.urls import reverse

        from kechuang.casework.notices import mailing

        mailing.follow_path(lambda token: reverse("objection-follow", args=[token]))
