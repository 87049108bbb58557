from django.apps import AppConfig


class LedgerPagesConfig(AppConfig):
    name = "kechuang.web.ledger"
    label = "ledger_pages"
