"""Traces in OpenTelemetry's form, where an address to send them to is set; nothing of it is loaded otherwise.

A span says how long something took and which request it belongs to: ids, templates and counts, never a name, a
value of a field or the text of an error (assurance S16). What else OpenTelemetry can be told (headers, sampling,
attributes of the resource) is read from its own `OTEL_*` variables by its own library.
"""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from typing import Any, Final
from uuid import UUID

ATTRIBUTES: Final = frozenset(
    {
        "command_id", "events", "method", "operation", "outcome", "principal", "projections", "request_id", "route",
        "status", "union_id",
    }
)  # fmt: skip
"""All a span may carry."""

Attribute = str | int | UUID | None


class TracingUnavailable(Exception):
    """An address for traces is set, and the library that sends them is not installed."""


class Span:
    """A span that is under way, or nothing where no traces are sent."""

    def __init__(self, under_way: Any = None) -> None:  # noqa: ANN401 # OpenTelemetry's, if it is there
        self._under_way = under_way

    def say(self, **attributes: Attribute) -> None:
        """Add what only the end of it shows; raises ValueError for what no span may carry."""
        if not attributes.keys() <= ATTRIBUTES:
            raise ValueError(*(attributes.keys() - ATTRIBUTES))
        if self._under_way is None:
            return
        for name, value in attributes.items():
            if value is not None:
                plain = str(value) if isinstance(value, UUID) else value
                self._under_way.set_attribute(f"gonghui.{name}", plain)


_NOTHING: Final = Span()


class _Sending:
    """Where spans go; None until told."""

    tracer: Any = None
    provider: Any = None


def begin(endpoint: str | None, *, service: str) -> None:
    """Send spans to an OTLP collector from now on (`https://host:4318/v1/traces`); None sends none.

    Raises TracingUnavailable where the extra `traces` is not installed.
    """
    end()
    if endpoint is None:
        return
    try:
        from opentelemetry.exporter.otlp.proto.http.trace_exporter import (  # noqa: PLC0415 # only where wanted
            OTLPSpanExporter,
        )
        from opentelemetry.sdk.resources import Resource  # noqa: PLC0415
        from opentelemetry.sdk.trace import TracerProvider  # noqa: PLC0415
        from opentelemetry.sdk.trace.export import BatchSpanProcessor  # noqa: PLC0415
    except ImportError:
        raise TracingUnavailable from None
    provider = TracerProvider(resource=Resource.create({"service.name": service}))
    provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter(endpoint=endpoint)))
    _Sending.provider, _Sending.tracer = provider, provider.get_tracer("gonghui")


def end() -> None:
    """Send what is left, and no more after that."""
    provider, _Sending.provider, _Sending.tracer = _Sending.provider, None, None
    if provider is not None:
        provider.shutdown()


def span(name: str, **attributes: Attribute) -> AbstractContextManager[Span]:
    """Time what is done inside; spans inside of it become its children."""
    if _Sending.tracer is None:
        return nullcontext(_NOTHING)
    return _timed(name, attributes)


@contextmanager
def _timed(name: str, attributes: dict[str, Attribute]) -> Iterator[Span]:
    """An error's class is told, neither its text nor where it was raised: either may quote what a person typed."""
    tracer = _Sending.tracer
    with tracer.start_as_current_span(
        name, record_exception=False, set_status_on_exception=False
    ) as under_way:
        made = Span(under_way)
        made.say(**attributes)
        try:
            yield made
        except Exception as error:
            made.say(outcome=type(error).__name__)
            raise
