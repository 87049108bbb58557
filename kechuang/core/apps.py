from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "kechuang.core"
    label = "core"
    verbose_name = "Core"

    def ready(self) -> None:
        from kechuang.core import upkeep, worker
        from kechuang.core.metrics import at_scrape

        assert upkeep.daily  # its jobs and day's work are known from here on
        at_scrape("jobs", worker.gauges)
