"""The root key's file, and its successor while a rotation is under way.

`root.key` is current; `root.key.next` lies beside it from the first step of a rotation to the last. What is wrapped
opens under either, so processes go on while keys are re-wrapped one after the other.
"""

import os
import secrets
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from services.keys.wrapping import KEY_BYTES

RootKeys = Callable[[], tuple[bytes, ...]]
"""Reads the root keys anew: the current one first, the one to wrap with last."""


def read_root_key(path: Path) -> bytes:
    """Return the root key: 32 bytes, which `gonghui migrate` made."""
    key = path.read_bytes()
    if len(key) != KEY_BYTES:
        raise ValueError("the root key file does not hold 32 bytes")
    return key


def next_root_file(path: Path) -> Path:
    """Return where the successor of a root key lies while a rotation is under way."""
    return path.with_name(f"{path.name}.next")


def read_root_keys(path: Path) -> tuple[bytes, ...]:
    """Return the root key, and behind it its successor where there is one.

    Between the two readings the successor may have taken the first one's place: then it alone counts.
    """
    current = read_root_key(path)
    try:
        return (current, read_root_key(next_root_file(path)))
    except FileNotFoundError:
        return (read_root_key(path),)


def begin_succession(path: Path, successor: bytes) -> None:
    """Lay the successor beside the root key, whole or not at all; an equal one that lies there stays."""
    beside = next_root_file(path)
    part = path.with_name(f"{path.name}.{secrets.token_hex(8)}.part")
    descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as opened:
            opened.write(successor)
            opened.flush()
            os.fsync(opened.fileno())
        os.link(part, beside)  # unlike a rename it never takes the place of another's
    except FileExistsError:
        if read_root_key(beside) != successor:
            raise
    finally:
        part.unlink()
    _keep_names(path.parent)


def end_succession(path: Path) -> None:
    """Put the successor into the root key's place. From here on the old root key opens nothing."""
    with suppress(FileNotFoundError):  # somebody who rotated to the same key has been here
        next_root_file(path).replace(path)
    _keep_names(path.parent)


def _keep_names(folder: Path) -> None:
    """Let the names in a folder outlive a loss of power."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
