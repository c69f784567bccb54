"""Over a real socket: a server that stalls, drips, redirects or never ends cannot hold a witness up or fill it."""

import itertools
import socket
from collections.abc import Callable
from pathlib import Path

import pytest

from services.witness import NotAnswered, NotCosigned, StartRefused, connect, connection
from services.witness.connection import Connection
from tests.services.witness.fake_log import FakeLog, seeded
from tests.services.witness.serving import Behind, served
from tests.services.witness.watching import watched

MOST = 1_000


@pytest.fixture
def log() -> FakeLog:
    made = FakeLog(seeded(3))
    made.grow()
    return made


def raw(text: str) -> Callable[[Behind], bool]:
    def answer(behind: Behind) -> bool:
        behind.wfile.write(text.replace("\n", "\r\n").encode())
        return True

    return answer


def endless(behind: Behind) -> bool:
    behind.wfile.write(b"HTTP/1.1 200 OK\r\n\r\n")
    for _ in itertools.count():
        behind.wfile.write(b" " * 65_536)
    return True


def endless_in_chunks(behind: Behind) -> bool:
    behind.wfile.write(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
    for _ in itertools.count():
        behind.wfile.write(b"400\r\n" + b" " * 1_024 + b"\r\n")
    return True


def endless_headers(behind: Behind) -> bool:
    behind.wfile.write(b"HTTP/1.1 200 OK\r\n")
    for number in itertools.count():
        behind.wfile.write(f"X-{number}: x\r\n".encode())
    return True


def get(log: FakeLog, rude: Callable[[Behind], bool]) -> bytes:
    with served(log, rude) as (url, _):
        return Connection(url, "key").get("/v1/checkpoints/latest", MOST)


def test_rounds_go_over_a_socket_and_show_the_api_key(log: FakeLog, tmp_path: Path) -> None:
    api_key = tmp_path / "api.key"
    api_key.touch(mode=0o600)
    api_key.write_text("gh_secret\n")
    watch = watched(tmp_path, log)
    with served(log) as (url, seen):
        asking = connect(url + "/", api_key)
        watch.round(asking)
        log.grow()
        assert watch.round(asking) == log.size
    assert set(seen) == {"Bearer gh_secret"}
    assert log.moments(watch.public) == [watch.now, watch.now]


@pytest.mark.parametrize("rude", [endless, endless_in_chunks])
def test_an_answer_without_end_is_given_up(log: FakeLog, rude: Callable[[Behind], bool]) -> None:
    with pytest.raises(NotCosigned) as doubted:
        get(log, rude)
    assert doubted.value.fault == "answer_too_long"


@pytest.mark.parametrize(
    "rude",
    [
        endless_headers,
        raw(""),
        raw("garbage\n\n"),
        raw("HTTP/1.1 200 OK\nContent-Length: 100\n\nshort"),
        raw("HTTP/1.1 200 OK\nTransfer-Encoding: chunked\n\nzz\n"),
        raw("HTTP/1.1 200 OK\nTransfer-Encoding: chunked\n\n8\nab"),
        raw("HTTP/1.1 999999 OK\n\n"),
        raw(f"HTTP/1.1 200 OK\nX: {'x' * 100_000}\n\n"),
    ],
)
def test_what_is_no_answer_accuses_nobody(log: FakeLog, rude: Callable[[Behind], bool]) -> None:
    with pytest.raises(NotAnswered) as silent:
        get(log, rude)
    assert silent.value.status is None


@pytest.mark.parametrize("status", [301, 302, 307, 308, 401, 404, 429, 500, 503])
def test_a_status_is_passed_on_and_no_redirect_followed(log: FakeLog, status: int) -> None:
    with served(log) as (elsewhere, seen):
        with pytest.raises(NotAnswered) as silent:
            get(log, raw(f"HTTP/1.1 {status} x\nLocation: {elsewhere}/\nContent-Length: 0\n\n"))
        assert not seen
    assert silent.value.status == status


def test_a_server_that_says_nothing_is_left(log: FakeLog, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connection, "_STALL_SECONDS", 0.05)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        asking = Connection(f"http://127.0.0.1:{silent.getsockname()[1]}", "key")
        with pytest.raises(NotAnswered):
            asking.get("/v1/checkpoints/latest", MOST)
    assert log.size == 1


@pytest.mark.parametrize("begin", [b"", b"HTTP/1.1 200 OK\r\nContent-Length: 900\r\n\r\n"])
def test_a_server_that_drips_is_cut_off(
    log: FakeLog, begin: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connection, "_ANSWER_SECONDS", 0.1)

    def drip(behind: Behind) -> bool:
        behind.wfile.write(begin)
        behind.connection.settimeout(0.005)
        while True:
            behind.wfile.write(b"H")
            try:
                if not behind.connection.recv(1):
                    return True
            except TimeoutError:
                continue

    with pytest.raises(NotAnswered):
        get(log, drip)


def test_nobody_there_is_no_answer() -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    with pytest.raises(NotAnswered):
        Connection(f"http://127.0.0.1:{port}", "key").get("/", MOST)


def test_a_cosignature_that_is_not_taken_is_not_remembered(log: FakeLog, tmp_path: Path) -> None:
    watch = watched(tmp_path, log)

    class Refusing:
        def get(self, path: str, most: int) -> bytes:
            return log.get(path, most)

        def post(self, _path: str, _body: bytes) -> None:
            raise NotAnswered(403)

    with served(Refusing()) as (url, _), pytest.raises(NotAnswered) as silent:
        watch.round(Connection(url, "key"))
    held = watch.held()
    assert (silent.value.status, held and held.cosigned_at) == (403, None)
    assert watch.round(log) == log.size


@pytest.mark.parametrize(
    "url",
    ["", "books.example", "ftp://books.example", "file:///etc/passwd", "http://", "http://a:b@c",
     "https://a/?x=1", "https://a/#x", "http://a:99999", "http://a:x"],
)  # fmt: skip
def test_only_an_address_of_a_server_is_taken(url: str) -> None:
    with pytest.raises(StartRefused) as refused:
        Connection(url, "key")
    assert refused.value.hindrance == "server_unusable"


def test_a_key_is_sent_to_another_machine_through_tls_only() -> None:
    with pytest.raises(StartRefused) as refused:
        Connection("http://books.example.org", "key")
    assert refused.value.hindrance == "server_in_clear"
    Connection("https://books.example.org", "key")
    Connection("http://[::1]:8000", "key")
