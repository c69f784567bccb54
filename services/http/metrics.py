"""Figures for whoever runs the service, in Prometheus' format. No label holds an id or a word of a person.

Two kinds: what this process did and holds (`Metrics`), which add up over processes, and what the books are like
(`books_figures.py`), which every process answers alike, so a rule takes the highest and never the sum.
"""

from collections.abc import Callable, Iterable, Mapping
from importlib.metadata import PackageNotFoundError, version
from typing import Final

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    ProcessCollector,
    generate_latest,
)
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from services.log import ROUNDS
from services.store.pool_use import PoolUse

MEDIA_TYPE: Final = "text/plain; version=0.0.4; charset=utf-8"
PoolUses = Mapping[str, PoolUse]
"""How connections are used, by role."""


class Metrics:
    """The figures of one process."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self._append_seconds = Histogram(
            "append_seconds",
            "From request to answer of the desk",
            ["result"],
            registry=self.registry,
        )
        self._requests = Counter(
            "http_requests",
            "Requests by route template and status",
            ["method", "route", "status"],
            registry=self.registry,
        )
        self._request_seconds = Histogram(
            "http_request_seconds",
            "Duration of requests by route template",
            ["route"],
            registry=self.registry,
        )
        self._in_progress = Gauge(
            "http_requests_in_progress", "Requests that have no answer yet", registry=self.registry
        )
        self._pools = _Pools()
        self._books = _Books()
        self.registry.register(_Jobs())
        self.registry.register(self._pools)
        self.registry.register(self._books)
        ProcessCollector(registry=self.registry)
        built = Gauge("gonghui_build", "The version that runs", ["version"], registry=self.registry)
        built.labels(own_version()).set(1)

    def appended(self, result: str, seconds: float) -> None:
        """Count one request to the desk: `stored`, `repeated`, `refused` or `failed`."""
        self._append_seconds.labels(result).observe(seconds)

    def begun(self) -> None:
        """Count a request that has come."""
        self._in_progress.inc()

    def requested(self, method: str, route: str, status: int, seconds: float) -> None:
        """Count one request that is over."""
        self._in_progress.dec()
        self._requests.labels(method, route, str(status)).inc()
        self._request_seconds.labels(route).observe(seconds)

    def watch_pools(self, uses: Callable[[], PoolUses]) -> None:
        """Take over where to ask how the process' connections are used."""
        self._pools.uses = uses

    def looked(self, figures: Iterable[Metric]) -> None:
        """Take over what the books were like when somebody last looked."""
        self._books.figures = list(figures)

    def text(self) -> bytes:
        """Return the figures as they are scraped."""
        return generate_latest(self.registry)


def own_version() -> str:
    """Return the version of this code."""
    try:
        return version("gonghui")
    except PackageNotFoundError:  # run from a folder, not from a wheel
        return "0"


class _Jobs(Collector):
    """What this process does besides answering requests, as the log counts it."""

    def collect(self) -> Iterable[Metric]:
        done = CounterMetricFamily("job_rounds", "Rounds of a job", labels=["name"])
        failed = CounterMetricFamily("job_failures", "Rounds that failed", labels=["name"])
        seconds = CounterMetricFamily("job_seconds", "Seconds spent in rounds", labels=["name"])
        ended = GaugeMetricFamily(
            "job_ended_timestamp_seconds", "When the last round ended", labels=["name"]
        )
        for job, rounds in sorted(ROUNDS.items()):
            done.add_metric([job], rounds.done)
            failed.add_metric([job], rounds.failed)
            seconds.add_metric([job], rounds.seconds)
            ended.add_metric([job], rounds.ended_at)
        return [done, failed, seconds, ended]


class _Pools(Collector):
    """How full the process' pools of connections are: the first thing that runs out."""

    uses: Callable[[], PoolUses] = staticmethod(dict)

    def collect(self) -> Iterable[Metric]:
        size = GaugeMetricFamily("pool_size", "Most connections of a role", labels=["role"])
        used = GaugeMetricFamily("pool_used", "Connections at work", labels=["role"])
        waiting = GaugeMetricFamily("pool_waiting", "Who waits for a connection", labels=["role"])
        waited = CounterMetricFamily(
            "pool_wait_seconds", "Seconds waited for connections", labels=["role"]
        )
        refused = CounterMetricFamily("pool_exhausted", "Those who waited in vain", labels=["role"])
        for role, use in sorted(self.uses().items()):
            size.add_metric([role], use.size)
            used.add_metric([role], use.used)
            waiting.add_metric([role], use.waiting)
            waited.add_metric([role], use.waited_seconds)
            refused.add_metric([role], use.exhausted)
        return [size, used, waiting, waited, refused]


class _Books(Collector):
    """What somebody saw who looked at the books."""

    figures: list[Metric]

    def __init__(self) -> None:
        self.figures = []

    def collect(self) -> Iterable[Metric]:
        return self.figures
