"""A log behind a real socket, honest or rude."""

import contextlib
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer

from services.witness import NotAnswered
from services.witness.connection import Asking

ALL = 1 << 30


class Behind(BaseHTTPRequestHandler):
    """Answers from the log that the server was given; `rude` may answer in its place."""

    asking: Asking
    rude: "Callable[[Behind], bool] | None" = None
    seen: list[str]

    def do_GET(self) -> None:
        self.seen.append(self.headers["Authorization"])
        if self.rude is None or not type(self).rude(self):  # type: ignore[misc] # not bound on purpose
            self._answer(lambda: self.asking.get(self.path, ALL))

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))

        def handed_in() -> bytes:
            self.asking.post(self.path, body)
            return b"{}"

        self._answer(handed_in)

    def _answer(self, made: Callable[[], bytes]) -> None:
        try:
            body = made()
        except NotAnswered as refused:
            self.send_error(refused.status or 500)
            return
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


class _Quiet(HTTPServer):
    def handle_error(self, *_: object) -> None:
        """A witness may hang up in the middle of a rude answer."""


@contextmanager
def served(
    asking: Asking, rude: Callable[[Behind], bool] | None = None
) -> Iterator[tuple[str, list[str]]]:
    """Serve a log; yields its address, and the authorisation of each question."""
    seen: list[str] = []
    handler = type("Handler", (Behind,), {"asking": asking, "rude": rude, "seen": seen})
    server = _Quiet(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}", seen
    finally:
        with contextlib.suppress(OSError):
            server.shutdown()
        thread.join()
        server.server_close()
