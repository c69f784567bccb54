"""The proxy's configuration, run by nginx: TLS, limits, what it hides and writes anew, whom it asks next."""

import json
import re
import socket
import ssl
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import httpx
import pytest

from services.http.entrance import _SECURITY
from services.importers.limits import DEFAULT_LIMITS
from tests.deploy.ports import dead_port
from tests.deploy.proxying import Proxy, proxying

STANDS_ALONE = {b"cache-control", b"content-security-policy", b"referrer-policy",
                b"strict-transport-security", b"x-content-type-options", b"x-frame-options"}  # fmt: skip


class _Telling(BaseHTTPRequestHandler):
    """Answers with the headers it was sent."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        self._tell()

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        self._tell()

    def _tell(self) -> None:
        body = json.dumps(list(self.headers.items())).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        return


class _HangsUp(_Telling):
    """Takes a request and goes away without a word, like a server that is stopped in that moment."""

    asked = 0

    def _tell(self) -> None:
        type(self).asked += 1
        self.close_connection = True


@pytest.fixture(scope="module")
def upstream() -> Iterator[int]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Telling)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield server.server_port
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture(scope="module")
def proxy(upstream: int, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Proxy]:
    with proxying(tmp_path_factory.mktemp("proxy"), [upstream]) as made:
        yield made


@pytest.fixture
def client(proxy: Proxy) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=proxy.secure, verify=proxy.trust) as made:
        yield made


def test_plain_http_leads_to_https(proxy: Proxy) -> None:
    answer = httpx.get(f"{proxy.plain}/login?a=b")
    assert (answer.status_code, answer.headers["location"]) == (308, "https://localhost/login?a=b")


@pytest.mark.parametrize(
    ("version", "is_taken"),
    [
        (ssl.TLSVersion.TLSv1_1, False),
        (ssl.TLSVersion.TLSv1_2, True),
        (ssl.TLSVersion.TLSv1_3, True),
    ],
)
@pytest.mark.filterwarnings("ignore:ssl.TLSVersion.TLSv1_1 is deprecated")
def test_only_tls_that_holds_is_spoken(
    proxy: Proxy, version: ssl.TLSVersion, *, is_taken: bool
) -> None:
    context = ssl.create_default_context(cafile=str(proxy.folder / "fullchain.pem"))
    context.set_ciphers("ALL:@SECLEVEL=0")
    context.minimum_version = context.maximum_version = version
    with socket.create_connection(("localhost", proxy.port)) as raw:
        if is_taken:
            with context.wrap_socket(raw, server_hostname="localhost") as spoken:
                assert spoken.version() == version.name.replace("_", ".")
        else:
            with pytest.raises(ssl.SSLError):
                context.wrap_socket(raw, server_hostname="localhost")


def test_ciphers_without_forward_secrecy_are_refused(proxy: Proxy) -> None:
    context = ssl.create_default_context(cafile=str(proxy.folder / "fullchain.pem"))
    context.maximum_version = ssl.TLSVersion.TLSv1_2
    context.set_ciphers("ECDHE-ECDSA-AES256-SHA:AES256-GCM-SHA384:@SECLEVEL=0")
    with (
        socket.create_connection(("localhost", proxy.port)) as raw,
        pytest.raises(ssl.SSLError),
    ):
        context.wrap_socket(raw, server_hostname="localhost")


def test_what_a_client_says_of_itself_is_written_anew(client: httpx.Client) -> None:
    lies = {"X-Forwarded-For": "10.9.9.9", "Forwarded": "for=10.9.9.9", "X-Real-IP": "10.9.9.9",
            "X-Forwarded-Host": "evil.example", "X-Forwarded-Proto": "http"}  # fmt: skip
    told = httpx.Headers(client.get("/login", headers=lies).json())
    assert told["x-forwarded-for"] in {"127.0.0.1", "::1"}
    assert told["x-forwarded-proto"] == "https"
    assert told["host"] == client.base_url.netloc.decode()
    assert not {"forwarded", "x-real-ip", "x-forwarded-host"} & set(told)


@pytest.mark.parametrize("path", ["/metrics", "/health/ready", "/health/live", "/health/"])
def test_what_is_for_this_machine_only_is_hidden(client: httpx.Client, path: str) -> None:
    assert client.get(path).status_code == 404


def test_a_workbook_passes_and_what_is_larger_does_not(client: httpx.Client) -> None:
    form = b"x" * (DEFAULT_LIMITS.file_bytes + 2**16)
    assert client.post("/v1/imports", content=form).status_code == 200
    assert client.post("/v1/imports", content=b"x" * (21 * 2**20)).status_code == 413


def test_what_the_proxy_answers_itself_is_as_strict_as_the_servers(client: httpx.Client) -> None:
    answer = client.get("/metrics")
    ours = dict(_SECURITY)
    for name in STANDS_ALONE - {b"content-security-policy"}:
        assert answer.headers[name.decode()] == ours[name].decode()
    assert answer.headers["content-security-policy"].startswith("default-src 'none'")
    assert answer.headers["server"] == "nginx"
    assert "暂时不能访问" in answer.text


def test_a_flood_from_one_address_is_bounded(tmp_path: Path) -> None:
    """Five hundred requests at once are more than a burst; where no server is, each is answered at once."""
    with (
        dead_port() as nobody,
        proxying(tmp_path, [nobody]) as proxy,
        socket.create_connection(("localhost", proxy.port)) as raw,
        proxy.trust.wrap_socket(raw, server_hostname="localhost") as flooding,
    ):
        one = b"GET /login HTTP/1.1\r\nHost: localhost\r\n\r\n"
        last = b"GET /login HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
        flooding.sendall(one * 499 + last)
        answers = flooding.makefile("rb").read()
    statuses = re.findall(rb"HTTP/1.1 (\d+) ", answers)
    assert statuses[:100] == [b"502"] * 100
    assert set(statuses) == {b"502", b"429"}


def test_a_request_that_a_stopping_server_dropped_is_taken_by_the_other(
    tmp_path: Path, upstream: int
) -> None:
    hanging = ThreadingHTTPServer(("127.0.0.1", 0), _HangsUp)
    thread = threading.Thread(target=hanging.serve_forever)
    thread.start()
    try:
        with (
            dead_port() as nobody,
            proxying(tmp_path, [nobody, hanging.server_port, upstream]) as proxy,
            httpx.Client(base_url=proxy.secure, verify=proxy.trust) as client,
        ):
            answers = [client.post("/v1/x", content=b"{}") for _ in range(12)]
    finally:
        hanging.shutdown()
        hanging.server_close()
        thread.join()
    assert [answer.status_code for answer in answers].count(200) >= 11
    assert _HangsUp.asked >= 1


def test_without_servers_the_answer_says_when_to_come_again(tmp_path: Path) -> None:
    with (
        dead_port() as nobody,
        proxying(tmp_path, [nobody]) as proxy,
        httpx.Client(base_url=proxy.secure, verify=proxy.trust) as client,
    ):
        answer = client.get("/login")
    assert (answer.status_code, answer.headers["retry-after"]) == (502, "2")


def test_no_address_of_a_page_is_logged(proxy: Proxy, client: httpx.Client) -> None:
    client.get("/unions/0123/members?name=secret")
    log = (proxy.folder / "gonghui.log").read_text()
    assert log
    assert "/unions" not in log
    assert "secret" not in log
