"""Addresses of the ledger."""

from django.urls import path

from kechuang.web.ledger import payments, statements, views

urlpatterns = [
    path("ledger/", views.index, name="ledger"),
    path("ledger/earmarks/", views.earmarks, name="ledger-earmarks"),
    path("ledger/entries/", views.entries, name="ledger-entries"),
    path("ledger/entries/<str:number>/", views.entry, name="ledger-entry"),
    path("ledger/payments/", payments.waiting, name="ledger-payments"),
    path("ledger/payments/<str:number>/", payments.file, name="payment-file"),
    path("ledger/payments/<str:number>/hand-out/", payments.hand_out, name="payment-file-hand-out"),
    path("ledger/accounts/<int:pk>/", statements.account, name="account-statement"),
    path("ledger/accounts/<int:pk>/statement.<str:form>", statements.account_out, name="account-statement-out"),
    path("ledger/earmarks/<str:number>/", statements.earmark, name="earmark-statement"),
    path("ledger/earmarks/<str:number>/statement.<str:form>", statements.earmark_out, name="earmark-statement-out"),
]
