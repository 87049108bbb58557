"""Addresses of these pages."""

from django.urls import path

from kechuang.web.rewards import mine, reports, slips

urlpatterns = [
    path("my-rewards/", mine.my_rewards, name="my-rewards"),
    path("my-rewards/<str:number>/", slips.own, name="reward-slip"),
    path("my-rewards/<str:number>/<int:position>/", slips.of_person, name="reward-slip-of"),
    path("my-rewards/<str:number>/<int:position>/slip.<str:form>", slips.paper, name="reward-slip-paper"),
    path("transformation-report-sheets/<str:number>.xlsx", reports.workbook, name="transformation-report-sheet"),
]
