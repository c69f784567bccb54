"""Problem documents (RFC 9457): every refusal has a stable code, a status, and says in Chinese what to do next.

The table is closed: a code that is not in it is a fault of ours and answered as one. Nothing a person typed
ever enters a problem.
"""

from collections.abc import Mapping, Sequence
from typing import Final

import msgspec

from domain.refusal import Refused
from services.audit import NoSuchCheckpoint, NotCovered
from services.audit.proofs import CheckpointSpoilt
from services.audit.trees import TreeIncomplete
from services.commands import VersionMoved
from services.commands.states import StreamOfAnotherKind
from services.commands.transferring import TransferRefused
from services.errors import PeriodIsClosed, StoreError, VersionConflict
from services.http.statuses import BUSY, STATUS
from services.projector.replay import ReplayStumbled
from services.projector.showing import NotYetShown
from services.words.access import ACCESS_PROBLEMS
from services.words.problems import (
    PERSON_PROBLEMS,
    REQUEST_PROBLEMS,
    STORE_PROBLEMS,
    TRANSFER_PROBLEMS,
)
from services.words.reason import Reason
from services.words.refusals import REFUSAL_PROBLEMS

REASONS: Final[Mapping[str, Reason]] = {
    **REFUSAL_PROBLEMS,
    **STORE_PROBLEMS,
    **PERSON_PROBLEMS,
    **TRANSFER_PROBLEMS,
    **REQUEST_PROBLEMS,
    **ACCESS_PROBLEMS,
}
MEDIA_TYPE: Final = "application/problem+json"
RETRY_AFTER_SECONDS: Final = "1"

FAILED: Final = "service.failed"


class Fault(msgspec.Struct, frozen=True):
    """One place of a request and what is wrong there. `pointer` is a JSON pointer (RFC 6901)."""

    pointer: str
    code: str

    @property
    def detail(self) -> str:
        return REASONS[self.code].what


class Problem(Exception):
    """Why a request was not carried out."""

    def __init__(
        self,
        code: str,
        *,
        faults: Sequence[Fault] = (),
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(code)
        self.code = code if code in STATUS else FAILED
        self.faults = faults
        self.status = STATUS[self.code]
        self.headers = dict(headers or {})
        if self.status == BUSY:
            self.headers["Retry-After"] = RETRY_AFTER_SECONDS
        if self.code == "access.unauthenticated":
            self.headers["WWW-Authenticate"] = "Bearer"

    def document(self, *, instance: str, request_id: str) -> bytes:
        """Return the problem as it is answered."""
        reason = REASONS[self.code]
        return msgspec.json.encode(
            {
                "type": type_of(self.code),
                "title": reason.what,
                "status": self.status,
                "detail": reason.mend,
                "instance": instance,
                "code": self.code,
                "request_id": request_id,
                "errors": [
                    {"pointer": fault.pointer, "code": fault.code, "detail": fault.detail}
                    for fault in self.faults
                ],
            }
        )


def status_of(code: str) -> int:
    """Return the status a code is answered with."""
    return STATUS[code]


def type_of(code: str) -> str:
    """Return the `type` of a code: a stable relative address."""
    return f"/problems/{code.replace('.', '-').replace('_', '-')}"


def of_refusal(refused: Refused, fields: frozenset[str] = frozenset()) -> Problem:
    """Return the problem of a refusal; the place is named when it is a field of the request's body."""
    faults = [Fault(f"#/{refused.field}", refused.code)] if refused.field in fields else []
    return Problem(refused.code, faults=faults)


def of_error(error: Exception) -> Problem | None:
    """Return the problem an error of the edges stands for; None when it is nobody's but ours."""
    match error:
        case Problem():
            return error
        case VersionMoved() | VersionConflict():
            return Problem("store.version_moved", headers={"ETag": f'"{error.current}"'})
        case PeriodIsClosed():
            return Problem(error.code)
        case StoreError():
            return Problem(error.code)
        case TransferRefused():
            return of_refusal(Refused(error.code, error.field))
        case NotYetShown():
            return Problem("ledgers.not_yet_shown")
        case ReplayStumbled():
            return Problem("ledgers.stumbled")
        case NoSuchCheckpoint():
            return Problem("evidence.no_checkpoint")
        case NotCovered():
            return Problem("evidence.not_covered")
        case TreeIncomplete() | CheckpointSpoilt():
            return Problem("evidence.log_broken")
        case StreamOfAnotherKind():
            return Problem("request.id_of_another_kind")
        case UnicodeError() | RecursionError():
            return Problem("request.body_malformed")
        case _:
            return None
