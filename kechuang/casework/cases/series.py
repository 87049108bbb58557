"""The letters that begin the numbers of each kind of case: its own, or two kinds would count in one series."""

from __future__ import annotations

from collections.abc import Iterable

from django.core.exceptions import ImproperlyConfigured

from kechuang.casework.cases.models import Case


def kinds(of: type[Case] = Case) -> Iterable[type[Case]]:
    """Every kind of case there is: models with rows of their own."""
    for kind in of.__subclasses__():
        if not kind._meta.abstract and not kind._meta.proxy:
            yield kind
        yield from kinds(kind)


def check_series(models: Iterable[type[Case]]) -> None:
    """Raises ImproperlyConfigured where a kind has no letters of its own."""
    taken: dict[str, type[Case]] = {}
    for model in models:
        name = model.kind_name()
        if not model.SERIES:
            raise ImproperlyConfigured(f"{name} has no SERIES: its numbers need two letters of their own")
        other = taken.setdefault(model.SERIES, model)
        if other is not model:
            raise ImproperlyConfigured(f"{name} and {other.kind_name()} share the series {model.SERIES}")
