"""Traces: spans of a request reach a collector under the request's id, and carry nothing of a person."""

import builtins
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from opentelemetry.proto.collector.trace.v1 import trace_service_pb2 as proto

from services import tracing
from tests.services.http.calling import County, registration


class Collector:
    """Takes spans as any OTLP collector does, and keeps them."""

    def __init__(self) -> None:
        self.bodies: list[bytes] = []
        bodies = self.bodies

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                bodies.append(self.rfile.read(int(self.headers["Content-Length"])))
                self.send_response(200)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, format: str, *args: object) -> None:  # noqa: A002 # the library's
                """Quiet."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.thread = threading.Thread(target=self.server.serve_forever, daemon=True)

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server.server_address[1]}/v1/traces"

    def spans(self) -> list[Any]:
        """Every span that came, in the order of their beginnings."""
        found = []
        for body in self.bodies:
            request = proto.ExportTraceServiceRequest.FromString(body)
            for resource in request.resource_spans:
                found += [span for scope in resource.scope_spans for span in scope.spans]
        return sorted(found, key=lambda span: int(span.start_time_unix_nano))


@pytest.fixture
def collector() -> Iterator[Collector]:
    made = Collector()
    made.thread.start()
    yield made
    tracing.end()
    made.server.shutdown()
    made.server.server_close()
    made.thread.join()


def attributes_of(span: Any) -> dict[str, object]:  # noqa: ANN401 # protobuf
    return {
        one.key.removeprefix("gonghui."): one.value.string_value or one.value.int_value
        for one in span.attributes
    }


async def test_spans_of_a_request_arrive_under_its_id(county: County, collector: Collector) -> None:
    tracing.begin(collector.address, service="gonghui-test")
    answer = await county.unit.post(f"{county.union}/members/register", registration(1))
    tracing.end()
    spans = collector.spans()
    names = [span.name for span in spans]
    assert names[0] == "request"
    assert {"admission", "decide", "append", "projection"} <= set(names)
    root = spans[0]
    told = attributes_of(root)
    assert told["request_id"] == answer.headers["x-request-id"]
    assert told["route"] == "/v1/unions/{union_id}/members/register"
    assert (told["status"], told["union_id"]) == (201, county.union_id)
    assert all(span.trace_id == root.trace_id for span in spans)
    assert all(span.parent_span_id for span in spans[1:])
    (append,) = [span for span in spans if span.name == "append"]
    assert attributes_of(append)["events"] == 1
    assert all(attributes_of(span).keys() <= tracing.ATTRIBUTES for span in spans)
    for body in collector.bodies:
        assert "王小明".encode() not in body
        assert str(registration(1)["id_number"]).encode() not in body


async def test_an_error_is_told_by_its_class_only(collector: Collector) -> None:
    tracing.begin(collector.address, service="gonghui-test")
    with pytest.raises(ValueError, match="王小明"), tracing.span("decide"):
        raise ValueError("王小明")
    tracing.end()
    (span,) = collector.spans()
    assert attributes_of(span) == {"outcome": "ValueError"}
    assert not span.events
    assert "王小明".encode() not in collector.bodies[0]


async def test_without_an_address_nothing_is_sent(county: County, collector: Collector) -> None:
    tracing.begin(None, service="gonghui-test")
    await county.unit.get(county.union)
    tracing.end()
    assert not collector.bodies


def test_without_the_library_it_is_said_at_the_start(monkeypatch: pytest.MonkeyPatch) -> None:
    real = builtins.__import__

    def without(name: str, *rest: Any) -> Any:  # noqa: ANN401 # as __import__ is
        if name.startswith("opentelemetry"):
            raise ImportError(name)
        return real(name, *rest)

    monkeypatch.setattr(builtins, "__import__", without)
    tracing.begin(None, service="gonghui-test")
    with pytest.raises(tracing.TracingUnavailable):
        tracing.begin("http://127.0.0.1:1/v1/traces", service="gonghui-test")
