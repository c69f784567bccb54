"""What an import job is: its states, how long it is kept, and what was asked of it.

waiting → reading → ready → committing → committed → reversing → reversed; a file that cannot be read is refused, a
job that met a fault of ours failed. What was uploaded and found is thrown away `KEPT` after the job last changed: a
job that came to nothing is then expired, one that was committed stays in the list.
"""

from datetime import datetime, timedelta
from typing import Final, get_args
from uuid import UUID

import msgspec

from domain.actor import Actor
from services.importers.columns import FileKind
from services.importers.outcome import Agreed
from services.importers.report import FileReport
from services.store.import_jobs import ImportJobRow, JobState

KEPT: Final = timedelta(days=30)
"""How long an uploaded workbook and the report on it are kept (personal data: 个人信息保护法 art. 19)."""
MOST_AT_WORK: Final = 20
"""How many jobs of one union may wait or run: whoever may upload can fill no disk."""
MOST_TRIES: Final = 5
"""How often a job is taken up: a file that kills the process would kill every other one too."""
KINDS: Final[tuple[FileKind, ...]] = tuple(kind for kind in get_args(FileKind) if kind != "units")
"""What a union imports; the list of units is the county's (`gonghui import`)."""
BY_KEY_ONLY: Final = frozenset({"aid", "condolence"})
"""Kinds that put down what others signed on paper: for keys, never for people in a session (paper.transcribe)."""
AT_WORK: Final[frozenset[JobState]] = frozenset({"waiting", "reading", "committing", "reversing"})


class JobRefused(Exception):
    """What was asked of a job is not possible now; `code` says why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class Submitted(msgspec.Struct, frozen=True, kw_only=True):
    """A workbook as it was uploaded. `kind` None: told from its headers. `year`: of dues whose name has none."""

    name: str
    content: bytes
    kind: FileKind | None = None
    year: int | None = None
    skip_refused: bool = False


class Wish(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What was asked last: how to read the file, what the commit goes by, why it is taken back and who agreed."""

    kind: FileKind | None = None
    year: int | None = None
    skip_refused: bool = False
    agreed: Agreed | None = None
    reason: str = ""
    approved_by: UUID | None = None


class Found(msgspec.Struct, frozen=True, kw_only=True):
    """What was found in a file: the report, and what stands in the cell at fault of each of its refusals."""

    report: FileReport
    values: list[str] = []


class Job(msgspec.Struct, frozen=True, kw_only=True):
    """A job as it stands. `name` is empty once what was uploaded was thrown away."""

    row: ImportJobRow
    name: str

    @property
    def wish(self) -> Wish:
        return msgspec.json.decode(self.row.wish, type=Wish)

    @property
    def asked_by(self) -> Actor:
        return actor_of(self.row)


def actor_of(row: ImportJobRow) -> Actor:
    """Return who asked last."""
    return msgspec.json.decode(row.asked_by, type=Actor)


def json_of(value: msgspec.Struct) -> str:
    """Return an actor or a wish as the row keeps it."""
    return msgspec.json.encode(value).decode()


def place_of(job: Job) -> tuple[datetime, UUID]:
    """Return where a list that ended with this job goes on."""
    return job.row.created_at, job.row.import_id
