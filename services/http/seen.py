"""What one look at the installation came to: lags, ages, sizes, counts; ids of unions, nothing of their books."""

from collections.abc import Mapping, Sequence
from datetime import datetime

import msgspec

from services.projector.parked import ParkedEvent


class LastRunOf(msgspec.Struct, frozen=True, kw_only=True):
    """The newest run of a check, and the age of the newest that found everything sound (None: none ever did)."""

    kind: str
    finished_at: datetime
    sound: bool
    age_seconds: int
    sound_age_seconds: int | None


class Connected(msgspec.Struct, frozen=True, kw_only=True):
    """Connections one kind of process holds under one role."""

    role: str
    application: str
    connections: int


class Waits(msgspec.Struct, frozen=True, kw_only=True):
    """Appends that wait for the head of a union at this moment, and for how long the longest."""

    waiting: int
    longest_milliseconds: int


class WitnessAge(msgspec.Struct, frozen=True, kw_only=True):
    """A witness the log knows, and the seconds since its last word; None: it never said any."""

    name: str
    age_seconds: int | None


class Evidence(msgspec.Struct, frozen=True, kw_only=True):
    """Seconds since the newest checkpoint (None: there is none), and since each witness' last word."""

    checkpoint_age_seconds: int | None
    witnesses: Sequence[WitnessAge]


class Backed(msgspec.Struct, frozen=True, kw_only=True):
    """Seconds since the newest base backup and the newest copy of the key store.

    None: not to be seen from here; infinite: there is none.

    `archive_is_failing`: PostgreSQL's last try to put a piece of its log into the archive did not work.
    """

    base_age_seconds: float | None
    keystore_age_seconds: float | None
    archive_is_failing: bool
    archived_at: datetime | None


class Disk(msgspec.Struct, frozen=True, kw_only=True):
    """Bytes of the databases as PostgreSQL counts them, and what is free where GONGHUI_HOME lies."""

    books_bytes: int | None
    keys_bytes: int | None
    home_free_bytes: int
    home_bytes: int


class Versions(msgspec.Struct, frozen=True, kw_only=True):
    """What runs: PostgreSQL, the newest migration applied, the live build of each ledger."""

    server: str
    migration: int
    builds: Mapping[str, int]


class Seen(msgspec.Struct, frozen=True, kw_only=True):
    """What one look came to; None for what could not be seen."""

    lag_events: Mapping[str, int] | None
    oldest_seconds: Mapping[str, int] | None
    parked: Sequence[ParkedEvent] | None
    evidence: Evidence | None
    runs: Mapping[str, LastRunOf] | None
    backed: Backed | None
    waits: Waits | None
    connections: Sequence[Connected] | None
    disk: Disk
    jobs: Mapping[str, int] | None
    versions: Versions | None

    @property
    def is_incomplete(self) -> bool:
        """Whether anything that could be late could not be seen."""
        watched = (self.lag_events, self.oldest_seconds, self.parked, self.evidence, self.runs)
        return None in (*watched, self.backed, self.waits)
