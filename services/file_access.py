"""Who may use a file of a secret: its owner, this process, or somebody else.

systemd hands a credential to a service by an access list: the file belongs to root, is named to the service's user,
and its mode then reads 0440, since the group's bits show the list's mask (acl(5)) and not what a group may do.
Mode bits alone would take that for a file open to a group.
"""

import os
import stat
import struct
from collections.abc import Iterator
from pathlib import Path
from typing import Final

_LIST: Final = "system.posix_acl_access"
_VERSION: Final = 2
_HEAD: Final = struct.Struct("<I")
_ENTRY: Final = struct.Struct("<HHI")
_USER, _GROUP_OWNING, _GROUP = 0x02, 0x04, 0x08


def is_open_to_others(file: Path) -> bool:
    """Tell whether anybody but its owner and this process may use a file; raises OSError."""
    mode = file.stat().st_mode
    if mode & stat.S_IRWXO:
        return True
    if not mode & stat.S_IRWXG:
        return False
    entries = list(_entries(file))
    return not entries or any(_is_of_somebody_else(*entry) for entry in entries)


def _is_of_somebody_else(kind: int, may: int, whose: int) -> bool:
    """An entry that lets a group, or a user who is not us, do anything."""
    return bool(may) and (
        kind in {_GROUP_OWNING, _GROUP} or (kind == _USER and whose != os.geteuid())
    )


def _entries(file: Path) -> Iterator[tuple[int, int, int]]:
    """Yield kind, rights and id of every entry of a file's access list; nothing where it has none."""
    try:
        listed = os.getxattr(file, _LIST)
    except OSError:  # no list, or a file system that has none: the mode says it all
        return
    if len(listed) < _HEAD.size or _HEAD.unpack_from(listed)[0] != _VERSION:
        return
    yield from _ENTRY.iter_unpack(listed[_HEAD.size :])
