"""Addresses of these pages; they stand before the lists, whose addresses begin alike."""

from django.urls import path

from kechuang.web.transformations import board, mine, statistics

urlpatterns = [
    path("my-achievements/", mine.my_achievements, name="my-achievements"),
    path("transformations/board/", board.board, name="transformation-board"),
    path("transformations/statistics/", statistics.statistics, name="transformation-statistics"),
    path("transformations/statistics/export.<str:kind>", statistics.export, name="transformation-statistics-export"),
]
