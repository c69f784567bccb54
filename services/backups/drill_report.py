"""What a restore drill found. It is kept as a row of `books.check_run` of the kind `drill`."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final, Literal

import msgspec

from services.audit.fsck_report import Report
from services.backups.standing import Standing
from services.keys.backup import Examined

KIND: Final = "drill"

Finding = Literal[
    "archiving_off",
    "archive_stuck",
    "archive_failing",
    "scratch_unusable",
    "no_base",
    "base_damaged",
    "manifest_unusable",
    "segment_missing",
    "programs_missing",
    "not_started",
    "events_lacking",
    "history_differs",
    "behind_checkpoint",
    "fsck_unsound",
    "keystore_backup_missing",
    "keystore_backup_old",
    "keystore_backup_lacks",
    "keystore_backup_unusable",
]


class Found(msgspec.Struct, frozen=True):
    """One thing that is wrong, and where."""

    finding: Finding
    places: Sequence[str] = ()


class DrillReport(msgspec.Struct, frozen=True, kw_only=True):
    """The drill's report: from which base backup, of how many unions and events, and what was wrong.

    `held` is the checkpoint the copy was checked against: given from outside, or the newest one here that a
    witness has cosigned; None where there was neither. `seconds` are those of each step.
    """

    begun_at: datetime
    base: str | None = None
    base_finished_at: datetime | None = None
    server_version: int | None = None
    files: int = 0
    unions: int = 0
    events: int = 0
    held: str | None = None
    standing: Standing | None = None
    checks: Report | None = None
    keystore: Examined | None = None
    seconds: Mapping[str, float] = {}
    found: Sequence[Found] = ()

    @property
    def sound(self) -> bool:
        """Whether the books could be brought back whole."""
        return not self.found
