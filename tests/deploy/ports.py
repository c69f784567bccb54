"""Ports of this machine: free ones, one nobody listens at, and whether somebody does."""

import random
import socket
from collections.abc import Iterator
from contextlib import contextmanager

_BELOW_OUTGOING = range(20_000, 32_000)
"""Nothing the kernel gives to a connection that goes out, so that none takes one between our looking and using."""


def free_ports(count: int) -> list[int]:
    """Return different ports that nobody uses."""
    found: set[int] = set()
    while len(found) < count:
        port = random.choice(_BELOW_OUTGOING)  # noqa: S311 # no secret
        if _may_be_bound(port):
            found.add(port)
    return sorted(found)


@contextmanager
def dead_port() -> Iterator[int]:
    """A port that refuses connections for as long as the block lasts."""
    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))
        yield int(bound.getsockname()[1])


def is_open(port: int) -> bool:
    """Tell whether somebody takes connections at a port of this machine."""
    with socket.socket() as tried:
        return tried.connect_ex(("127.0.0.1", port)) == 0


def _may_be_bound(port: int) -> bool:
    with socket.socket() as tried:
        try:
            tried.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True
