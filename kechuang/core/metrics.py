"""What a monitoring system asks, in the text format of Prometheus: requests, actions, and what floors above count.

Counters live in this process and start at nought with it. `at_scrape` registers figures that are asked for when
someone looks. The page is for the machine itself, or for whoever holds KECHUANG_METRICS_TOKEN.
"""

from __future__ import annotations

import ipaddress
import secrets
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, HttpResponseForbidden
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET
from prometheus_client import (
    CollectorRegistry,
    Counter,
    Histogram,
    PlatformCollector,
    ProcessCollector,
    generate_latest,
)
from prometheus_client.core import GaugeMetricFamily, InfoMetricFamily, Metric
from prometheus_client.registry import Collector

from kechuang import __version__

REGISTRY = CollectorRegistry(auto_describe=False)
BUCKETS = (0.005, 0.01, 0.02, 0.03, 0.05, 0.08, 0.15, 0.3, 0.6, 1.2, 2.5, 5.0, 10.0)
"""Seconds; 0.03 and 0.08 are the budgets of an action and of a page."""

REQUESTS = Counter(
    "kechuang_requests", "Requests answered", ["view", "method", "status"], registry=REGISTRY
)  # fmt: skip
DURATION = Histogram(
    "kechuang_request_seconds", "Time to answer a request", ["view"], buckets=BUCKETS, registry=REGISTRY
)
ACTIONS = Counter(
    "kechuang_actions", "Actions asked for, by how they ended", ["kind", "action", "outcome"], registry=REGISTRY
)
ACTION_DURATION = Histogram(
    "kechuang_action_seconds", "Time to carry out an action", ["kind"], buckets=BUCKETS, registry=REGISTRY
)

_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
_FORWARDED = ("HTTP_FORWARDED", "HTTP_X_FORWARDED_FOR", "HTTP_X_REAL_IP", "HTTP_X_FORWARDED_PROTO")


class MetricsMiddleware:
    """Counts requests by view and status, and how long they took. Views are named, so that there are few of them."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        start = time.perf_counter()
        response = self.get_response(request)
        match = request.resolver_match
        view = (match.view_name or "unnamed") if match is not None else "none"
        method = request.method if request.method in _METHODS else "other"
        REQUESTS.labels(view, method, str(response.status_code)).inc()
        DURATION.labels(view).observe(time.perf_counter() - start)
        return response


# -- figures asked for at a scrape -----------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Gauge:
    """A figure asked for at a scrape: its name, what it says, and its value by label values."""

    name: str
    about: str
    label: str
    values: Mapping[str, float]


_gauges: dict[str, Callable[[], Iterable[Gauge]]] = {}


def at_scrape(name: str, ask: Callable[[], Iterable[Gauge]]) -> None:
    """Register figures under a name; asked anew at each scrape."""
    _gauges[name] = ask


class _Asked(Collector):
    def collect(self) -> Iterator[Metric]:
        up = GaugeMetricFamily("kechuang_database_up", "Whether the database answered this scrape")
        answers = True
        for ask in _gauges.values():
            try:
                found = list(ask())
            except DatabaseError:  # the other figures are wanted all the more
                answers = False
                continue
            for gauge in found:
                family = GaugeMetricFamily(gauge.name, gauge.about, labels=[gauge.label])
                for label, value in gauge.values.items():
                    family.add_metric([label], value)
                yield family
        up.add_metric([], float(answers))
        yield up
        yield InfoMetricFamily("kechuang", "This program", value={"version": __version__})

    def describe(self) -> list[Any]:
        return []  # nothing is asked of the database when the program starts


REGISTRY.register(_Asked())
ProcessCollector(registry=REGISTRY)
PlatformCollector(registry=REGISTRY)


# -- the page --------------------------------------------------------------------------------------------


@never_cache
@require_GET
def metrics(request: HttpRequest) -> HttpResponse:
    """All figures, for the machine itself or the holder of the token."""
    if not may_look(request):
        return HttpResponseForbidden(
            "metrics: from this machine, or with the bearer token\n", content_type="text/plain"
        )
    return HttpResponse(generate_latest(REGISTRY), content_type="text/plain; version=0.0.4; charset=utf-8")


def may_look(request: HttpRequest) -> bool:
    """With the token from anywhere; without one from this machine, unless a proxy passed the request on."""
    token = getattr(settings, "KECHUANG_METRICS_TOKEN", "")
    scheme, _, sent = request.headers.get("Authorization", "").partition(" ")
    if token and scheme.lower() == "bearer" and secrets.compare_digest(sent.strip().encode(), token.encode()):
        return True
    if settings.SECURE_PROXY_SSL_HEADER is not None or any(name in request.META for name in _FORWARDED):
        return False  # everybody behind the proxy has this machine's address
    try:
        return ipaddress.ip_address(request.META.get("REMOTE_ADDR", "")).is_loopback
    except ValueError:
        return False
