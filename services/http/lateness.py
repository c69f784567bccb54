"""When something is late, in seconds: the operator's page and deploy/watch/alerts.yml both go by it.

Nightly and monthly work is late when `gonghui check --deploy` says so.
"""

from collections.abc import Mapping
from typing import Final

from services.deployment.surroundings import HABITS, NIGHTLY
from services.http.seen import Seen

LATE_SECONDS: Final[Mapping[str, int]] = {
    "projection_oldest_seconds": 60,
    "checkpoint_age_seconds": 300,
    "witness_age_seconds": 300,
    "chain_verified_age_seconds": int(HABITS["fsck"].most.total_seconds()),
    "drill_age_seconds": int(HABITS["drill"].most.total_seconds()),
    "erase_age_seconds": int(HABITS["erase"].most.total_seconds()),
    "backup_age_seconds": int(NIGHTLY.total_seconds()),
    "keystore_backup_age_seconds": int(NIGHTLY.total_seconds()),
    "head_lock_wait_seconds": 5,
}
"""By figure."""
FREE_LEAST: Final = 0.1
"""Part of a disk that must be free."""


def late(seen: Seen) -> list[str]:
    """Return the codes of what should be looked at, the most urgent first; `unseen`: something did not show."""
    found = [*_ledgers(seen), *_backed(seen), *_runs(seen)]
    if seen.is_incomplete:
        found.append("unseen")
    if seen.disk.home_free_bytes < FREE_LEAST * seen.disk.home_bytes:
        found.append("disk_low")
    waited = 0 if seen.waits is None else seen.waits.longest_milliseconds / 1_000
    if _is_late("head_lock_wait_seconds", waited):
        found.append("head_wait")
    return found


def _ledgers(seen: Seen) -> list[str]:
    parked = ["parked"] if seen.parked else []
    standing = {event.projection for event in seen.parked or ()}
    waits = seen.oldest_seconds or {}
    others = (waits[name] for name in waits.keys() - standing)
    is_behind = any(_is_late("projection_oldest_seconds", one) for one in others)
    return [*parked, *(["lag"] if is_behind else [])]


def _backed(seen: Seen) -> list[str]:
    if seen.backed is None:
        return []
    failing = ["archive_failing"] if seen.backed.archive_is_failing else []
    ages = {
        "backup_age_seconds": seen.backed.base_age_seconds,
        "keystore_backup_age_seconds": seen.backed.keystore_age_seconds,
    }
    is_old = any(age is not None and _is_late(name, age) for name, age in ages.items())
    return [*failing, *(["backup_old"] if is_old else [])]


def _runs(seen: Seen) -> list[str]:
    """What fsck found is said elsewhere; a drill that failed is as good as none, and says more."""
    if seen.runs is None:
        return []
    fsck, drill, erase = (seen.runs.get(kind) for kind in ("fsck", "drill", "erase"))
    found = []
    if drill is not None and not drill.sound:
        found.append("drill_unsound")
    for code, name, run in (
        ("fsck_old", "chain_verified_age_seconds", fsck),
        ("drill_old", "drill_age_seconds", drill),
        ("erasures_not_carried_out", "erase_age_seconds", erase),
    ):
        age = None if run is None else run.sound_age_seconds
        if age is None or _is_late(name, age):
            found.append(code)
    return found


def _is_late(name: str, age: float) -> bool:
    return age > LATE_SECONDS[name]
