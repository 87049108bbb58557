from django.apps import AppConfig


class FundingPagesConfig(AppConfig):
    name = "kechuang.web.funding"
    label = "funding_pages"
