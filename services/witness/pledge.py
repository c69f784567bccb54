"""What a key has signed up to, in a file beside the key.

The store may be lost or restored from an older copy; the key would then sign a second history. So the key carries
its own short memory, and a store that remembers less is refused.
"""

import os
import tempfile
from pathlib import Path
from uuid import UUID

import msgspec

from services.witness.faults import StartRefused


class Pledge(msgspec.Struct, frozen=True, kw_only=True):
    """Which store the key belongs to, and the largest checkpoint it may have signed; 0 before the first."""

    store_id: UUID
    size: int = 0
    root: str = ""


def pledge_file(key: Path) -> Path:
    """Return where the pledge of a key lies."""
    return key.with_name(f"{key.name}.pledge")


def read_pledge(key: Path) -> Pledge | None:
    """Return a key's pledge; None where it has none. Raises StartRefused."""
    try:
        return msgspec.json.decode(pledge_file(key).read_bytes(), type=Pledge)
    except FileNotFoundError:
        return None
    except (OSError, msgspec.MsgspecError, ValueError):
        raise StartRefused("pledge_unusable") from None


def write_pledge(key: Path, pledge: Pledge) -> None:
    """Put a pledge in the place of the one before, on the disk when this returns."""
    descriptor, beside = tempfile.mkstemp(dir=key.parent, prefix=f"{key.name}.pledge-")
    try:
        with os.fdopen(descriptor, "wb") as opened:
            opened.write(msgspec.json.encode(pledge))
            opened.flush()
            os.fsync(opened.fileno())
        _replace(pledge_file(key), Path(beside))
    finally:
        Path(beside).unlink(missing_ok=True)


def _replace(file: Path, by: Path) -> None:
    by.replace(file)
    folder = os.open(file.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
