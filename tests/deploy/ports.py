"""Ports: which nobody uses at the moment, and whether somebody does."""

import socket
from contextlib import ExitStack


def free_ports(count: int) -> list[int]:
    """Return different free ports of this machine."""
    with ExitStack() as taken:
        found = []
        for _ in range(count):
            opened = taken.enter_context(socket.socket())
            opened.bind(("127.0.0.1", 0))
            found.append(int(opened.getsockname()[1]))
        return found


def is_open(port: int) -> bool:
    """Tell whether somebody takes connections at a port of this machine."""
    with socket.socket() as tried:
        return tried.connect_ex(("127.0.0.1", port)) == 0
