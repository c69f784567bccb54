"""Figures and traces of processes that answer no requests: `project`, `checkpoint`, `witness`."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Final

from services import tracing
from services.http.metrics import MEDIA_TYPE, Metrics, PoolUses
from services.http.operating import is_of_this_machine, is_sent
from services.settings import Settings

_FIGURES: Final = "/metrics"
_LIVE: Final = "/health/live"
_JSON: Final = "application/json"
_SLOW_SECONDS: Final = 5.0


@contextmanager
def watched(
    settings: Settings, verb: str, uses: Callable[[], PoolUses] | None = None
) -> Iterator[None]:
    """Show figures on a port of their own and send traces, where either is set up, for as long as the verb runs.

    Raises OSError when the port is taken, and TracingUnavailable.
    """
    tracing.begin(settings.otlp_endpoint, service=f"gonghui-{verb}")
    try:
        if settings.metrics_port is None:
            yield
            return
        metrics = Metrics()
        if uses is not None:
            metrics.watch_pools(uses)
        with _serving(settings.http_host, settings.metrics_port, metrics, settings.metrics_token):
            yield
    finally:
        tracing.end()


@contextmanager
def _serving(host: str, port: int, metrics: Metrics, token: str | None) -> Iterator[None]:
    server = ThreadingHTTPServer((host, port), _handler_of(metrics, token))
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, name="figures", daemon=True)
    thread.start()
    try:
        yield
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def _handler_of(metrics: Metrics, token: str | None) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        """Answers with figures, or that it is there; with nothing else."""

        timeout = _SLOW_SECONDS

        def do_GET(self) -> None:
            if self.path == _LIVE:
                self._answer(b'{"live":true}', _JSON)
            elif self.path != _FIGURES or self._is_strange():
                self.send_error(HTTPStatus.NOT_FOUND)
            elif token is not None and not is_sent(self.headers.get("Authorization"), token):
                self.send_error(HTTPStatus.UNAUTHORIZED)
            else:
                self._answer(metrics.text(), MEDIA_TYPE)

        def _is_strange(self) -> bool:
            return token is None and not is_of_this_machine(self.client_address[0], self.headers)

        def _answer(self, body: bytes, media_type: str) -> None:
            self.send_response(HTTPStatus.OK)
            self.send_header("Content-Type", media_type)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def version_string(self) -> str:
            return "-"

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 # the library's
            """Being read is no news."""

    return Handler
