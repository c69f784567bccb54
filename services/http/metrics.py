"""Figures for whoever runs the service, in Prometheus' format. No label holds an id or a word of a person."""

from collections.abc import Mapping
from typing import Final

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

MEDIA_TYPE: Final = "text/plain; version=0.0.4; charset=utf-8"


class Metrics:
    """The figures of one process."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        self._append_seconds = Histogram(
            "append_seconds",
            "From request to answer of the desk",
            ["result"],
            registry=self._registry,
        )
        self._requests = Counter(
            "http_requests",
            "Requests by route template and status",
            ["method", "route", "status"],
            registry=self._registry,
        )
        self._request_seconds = Histogram(
            "http_request_seconds",
            "Duration of requests by route template",
            ["route"],
            registry=self._registry,
        )
        self._lag = Gauge(
            "projection_lag_events",
            "Events not yet in the ledgers",
            ["name"],
            registry=self._registry,
        )
        self._parked = Gauge(
            "parked_unions", "Unions with a parked projection", registry=self._registry
        )
        self._dead = Gauge(
            "dead_letters", "Events that parked a projection", registry=self._registry
        )

    def appended(self, result: str, seconds: float) -> None:
        """Count one request to the desk: `stored`, `repeated`, `refused` or `failed`."""
        self._append_seconds.labels(result).observe(seconds)

    def requested(self, method: str, route: str, status: int, seconds: float) -> None:
        """Count one request."""
        self._requests.labels(method, route, str(status)).inc()
        self._request_seconds.labels(route).observe(seconds)

    def followed(self, lag: Mapping[str, int], *, parked_unions: int, dead_letters: int) -> None:
        """Take over how far the ledgers are."""
        for name, events in lag.items():
            self._lag.labels(name).set(events)
        self._parked.set(parked_unions)
        self._dead.set(dead_letters)

    def text(self) -> bytes:
        """Return the figures as they are scraped."""
        return generate_latest(self._registry)
