"""What the books are like, as figures (assurance 3.7).

The same from every process: take the highest, never the sum. What never happened is infinitely old, so that one
comparison finds what is late and what is missing.
"""

import math
from collections.abc import Iterator, Mapping
from typing import Final

from prometheus_client.core import GaugeMetricFamily, Metric

from services.http.seen import Backed, Disk, Evidence, LastRunOf, Seen

_AGED: Final = {
    "fsck": ("chain_verified_age_seconds", "Since fsck last found everything sound"),
    "drill": ("drill_age_seconds", "Since a restore drill last ended well"),
    "erase": ("erase_age_seconds", "Since what is to be erased was last carried out"),
}
_MILLISECONDS: Final = 1_000
_SOUND: Final = {
    "fsck": ("last_fsck_sound", "Whether the newest fsck found everything sound"),
    "drill": ("last_drill_sound", "Whether the newest restore drill ended well"),
}


def books_figures(seen: Seen) -> Iterator[Metric]:
    """Yield the figures of one look; those of what could not be seen are left out."""
    told = not seen.is_incomplete
    yield _one("books_reachable", "Whether all of the books could be looked at", float(told))
    yield from _ledgers(seen)
    if seen.evidence is not None:
        yield from _evidence(seen.evidence)
    if seen.runs is not None:
        yield from _runs(seen.runs)
    if seen.backed is not None:
        yield from _backed(seen.backed)
    if seen.waits is not None:
        yield _one(
            "head_lock_wait_seconds",
            "The longest an append waits at this moment for the head of its union",
            seen.waits.longest_milliseconds / _MILLISECONDS,
        )
        yield _one("head_lock_waiting", "Appends that wait for a head", seen.waits.waiting)
    if seen.jobs is not None:
        yield _many("import_jobs", "Imports of all unions by state", "state", seen.jobs)
    if seen.versions is not None:
        yield _one("books_migration", "The newest migration applied", seen.versions.migration)
    yield from _disk(seen.disk)


def _ledgers(seen: Seen) -> Iterator[Metric]:
    if seen.lag_events is not None:
        name = "projection_lag_events"
        yield _many(name, "Events not yet in the ledgers", "name", seen.lag_events)
    if seen.oldest_seconds is not None:
        name = "projection_oldest_seconds"
        meaning = "How long the oldest event waits that is not yet in the ledgers"
        yield _many(name, meaning, "name", seen.oldest_seconds)
    if seen.parked is not None:
        unions = len({event.union_id for event in seen.parked})
        yield _one("parked_unions", "Unions with a parked projection", unions)
        yield _one("dead_letters", "Events that parked a projection", len(seen.parked))


def _evidence(evidence: Evidence) -> Iterator[Metric]:
    if evidence.checkpoint_age_seconds is not None:
        age = max(0, evidence.checkpoint_age_seconds)
        yield _one("checkpoint_age_seconds", "Since the newest checkpoint, while one is due", age)
    yield _many(
        "witness_age_seconds",
        "Since the last word of a witness",
        "witness",
        {one.name: _or_for_ever(one.age_seconds) for one in evidence.witnesses},
    )
    yield _one("witnesses", "Witnesses the log knows", len(evidence.witnesses))


def _runs(runs: Mapping[str, LastRunOf]) -> Iterator[Metric]:
    for kind, (name, meaning) in _AGED.items():
        run = runs.get(kind)
        yield _one(name, meaning, _or_for_ever(None if run is None else run.sound_age_seconds))
    for kind, (name, meaning) in _SOUND.items():
        run = runs.get(kind)
        if run is not None:
            yield _one(name, meaning, float(run.sound))


def _backed(backed: Backed) -> Iterator[Metric]:
    """Left out by a process that cannot see a folder: the others tell."""
    if backed.base_age_seconds is not None:
        yield _one("backup_age_seconds", "Since the newest base backup", backed.base_age_seconds)
    if backed.keystore_age_seconds is not None:
        name = "keystore_backup_age_seconds"
        yield _one(name, "Since the newest copy of the key store", backed.keystore_age_seconds)
    name = "wal_archive_failing"
    meaning = "Whether PostgreSQL's last try to archive its log failed"
    yield _one(name, meaning, float(backed.archive_is_failing))


def _disk(disk: Disk) -> Iterator[Metric]:
    sizes = {"books": disk.books_bytes, "keys": disk.keys_bytes}
    known = {name: size for name, size in sizes.items() if size is not None}
    yield _many("database_bytes", "Size of a database", "database", known)
    yield _one("home_free_bytes", "Free where GONGHUI_HOME lies", disk.home_free_bytes)
    yield _one("home_bytes", "Size of the disk GONGHUI_HOME lies on", disk.home_bytes)


def _or_for_ever(age: float | None) -> float:
    return math.inf if age is None else age


def _one(name: str, meaning: str, value: float) -> Metric:
    return GaugeMetricFamily(name, meaning, value=value)


def _many(name: str, meaning: str, label: str, values: Mapping[str, float]) -> Metric:
    made = GaugeMetricFamily(name, meaning, labels=[label])
    for key, value in sorted(values.items()):
        made.add_metric([key], value)
    return made
