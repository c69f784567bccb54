"""New identifiers: 128 bits in the layout of UUIDv7 (RFC 9562), so that they sort by time of making."""

import os
import time
from uuid import UUID, uuid4

_RANDOM_BYTES = 10
_VERSION = 0x7000
_VARIANT = 0x8000000000000000


def new_id() -> UUID:
    """Return an identifier nobody has, later than those before it to the millisecond."""
    return _layout(time.time_ns() // 1_000_000, os.urandom(_RANDOM_BYTES))


def new_ids(count: int) -> list[UUID]:
    """Return many identifiers for the price of one system call."""
    now = time.time_ns() // 1_000_000
    noise = os.urandom(_RANDOM_BYTES * count)
    return [
        _layout(now, noise[start : start + _RANDOM_BYTES])
        for start in range(0, len(noise), _RANDOM_BYTES)
    ]


def timeless_ids(count: int) -> list[UUID]:
    """Return identifiers that do not tell when they were made."""
    return [uuid4() for _ in range(count)]


def _layout(milliseconds: int, noise: bytes) -> UUID:
    high = (milliseconds << 16) | _VERSION | (int.from_bytes(noise[:2], "big") & 0x0FFF)
    low = _VARIANT | (int.from_bytes(noise[2:], "big") & 0x3FFFFFFFFFFFFFFF)
    return UUID(int=(high << 64) | low)
