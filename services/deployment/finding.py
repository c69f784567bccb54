"""A finding: what is relaxed, and where. Its words are in `services.words.deployment`."""

from collections.abc import Iterable
from typing import Final, NamedTuple

PASSING: Final = frozenset(
    {
        "backup_old",
        "checkpoint_old",
        "cosignature_old",
        "drill_old",
        "erasures_not_carried_out",
        "fsck_old",
        "fsck_unsound",
    }
)
"""What only a running service mends: a witness asks the server it vouches for, and after a night without power
every cosignature is old. They are told, and do not keep a process from starting."""


class Finding(NamedTuple):
    """One relaxed item. `places` name roles, tables, settings, files or routes: never a value, never a secret."""

    code: str
    places: tuple[str, ...] = ()


def hindering(found: Iterable[Finding]) -> list[Finding]:
    """Return what keeps an installation in production from starting."""
    return [one for one in found if one.code not in PASSING]
