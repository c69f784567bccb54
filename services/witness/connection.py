"""Asks a server that may be hostile: no redirect, no proxy, and neither endless nor very slow answers."""

import http.client
import ipaddress
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final, Protocol
from urllib.parse import urlsplit

from services.witness.faults import NotAnswered, NotCosigned, StartRefused

_STALL_SECONDS: Final = 10
"""How long the server may say nothing at all."""
_ANSWER_SECONDS: Final = 60
"""How long one answer may take to its last byte."""
_PIECE: Final = 1 << 16
_REFUSAL_BYTES: Final = 1 << 12


class Asking(Protocol):
    """Reaches a log."""

    def get(self, path: str, most: int) -> bytes:
        """Return an answer of `most` bytes at most; raises NotAnswered, or NotCosigned for a longer one."""
        ...

    def post(self, path: str, body: bytes) -> None:
        """Hand something in; raises NotAnswered unless it was taken."""
        ...


class Connection:
    """A log behind an address; each question opens a connection of its own."""

    def __init__(self, url: str, api_key: str) -> None:
        parts = urlsplit(url)
        try:
            self._port = parts.port
        except ValueError:
            raise StartRefused("server_unusable") from None
        is_plain = not (parts.query or parts.fragment or parts.username or parts.password)
        if parts.scheme not in {"http", "https"} or not parts.hostname or not is_plain:
            raise StartRefused("server_unusable")
        if parts.scheme == "http" and not _is_this_machine(parts.hostname):
            raise StartRefused("server_in_clear")
        self._host = parts.hostname
        self._is_secure = parts.scheme == "https"
        self._base = parts.path.rstrip("/")
        self._headers = {"Authorization": f"Bearer {api_key}", "Accept-Encoding": "identity"}

    def get(self, path: str, most: int) -> bytes:
        """Return the body of a 200; raises NotAnswered, or NotCosigned when it is longer."""
        return self._ask("GET", path, None, most)

    def post(self, path: str, body: bytes) -> None:
        """Send JSON; raises NotAnswered unless the answer is a 2xx."""
        self._ask("POST", path, body, _REFUSAL_BYTES)

    def _ask(self, method: str, path: str, body: bytes | None, most: int) -> bytes:
        headers = self._headers | ({} if body is None else {"Content-Type": "application/json"})
        connection = self._opened()
        try:
            connection.connect()
            with _ended_in_time(connection.sock) as is_late:
                connection.request(method, self._base + path, body=body, headers=headers)
                with connection.getresponse() as response:
                    if response.status // 100 != http.client.OK // 100:
                        raise NotAnswered(response.status)
                    whole = _read(response, most)
            if is_late.is_set():
                raise NotAnswered
        except (OSError, http.client.HTTPException, ValueError):
            raise NotAnswered from None
        finally:
            connection.close()
        return whole

    def _opened(self) -> http.client.HTTPConnection:
        if self._is_secure:
            return http.client.HTTPSConnection(self._host, self._port, timeout=_STALL_SECONDS)
        return http.client.HTTPConnection(self._host, self._port, timeout=_STALL_SECONDS)


def _is_this_machine(host: str) -> bool:
    """Without TLS the API key, and whatever the log says, would pass in clear through everybody between."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _read(response: http.client.HTTPResponse, most: int) -> bytes:
    pieces, length = [], 0
    while piece := response.read1(_PIECE):
        length += len(piece)
        if length > most:
            raise NotCosigned("answer_too_long")
        pieces.append(piece)
    if response.length:  # the peer hung up before what it had announced
        raise NotAnswered
    return b"".join(pieces)


@contextmanager
def _ended_in_time(connected: socket.socket) -> Iterator[threading.Event]:
    """Cut a connection that is not done in time: a stall is noticed by the socket, a drip only here."""
    is_late = threading.Event()

    def cut() -> None:
        is_late.set()
        connected.shutdown(socket.SHUT_RDWR)

    timer = threading.Timer(_ANSWER_SECONDS, cut)
    timer.daemon = True
    timer.start()
    try:
        yield is_late
    finally:
        timer.cancel()
