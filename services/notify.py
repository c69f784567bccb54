"""Tells the supervisor that started this process how it is (sd_notify(3)); without one, nobody is told.

So `systemctl restart gonghui-web@8001` comes back when that server can serve, and the next one may be restarted.
"""

import socket
from contextlib import suppress
from typing import Final

READY: Final = b"READY=1"
STOPPING: Final = b"STOPPING=1"
_ABSTRACT: Final = "@"


def tell(address: str | None, state: bytes) -> None:
    """Send a state to a supervisor's socket; one that is gone keeps nobody from working."""
    if address is None:
        return
    name = f"\0{address[1:]}" if address.startswith(_ABSTRACT) else address
    with suppress(OSError), socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as opened:
        opened.sendto(state, name)
