"""Problem documents (RFC 9457): every refusal has a stable code, a status, and says in Chinese what to do next.

The table is closed: a code that is not in it is a fault of ours and answered as one. Nothing a person typed
ever enters a problem.
"""

from collections.abc import Mapping, Sequence
from typing import Final

import msgspec

from domain.refusal import Refused
from services.commands import VersionMoved
from services.commands.states import StreamOfAnotherKind
from services.errors import PeriodIsClosed, StoreError, VersionConflict
from services.projector.replay import ReplayStumbled
from services.projector.showing import NotYetShown
from services.words import (
    PERSON_PROBLEMS,
    REFUSAL_PROBLEMS,
    REQUEST_PROBLEMS,
    STORE_PROBLEMS,
    Reason,
)

REASONS: Final[Mapping[str, Reason]] = {
    **REFUSAL_PROBLEMS,
    **STORE_PROBLEMS,
    **PERSON_PROBLEMS,
    **REQUEST_PROBLEMS,
}
MEDIA_TYPE: Final = "application/problem+json"
RETRY_AFTER_SECONDS: Final = "1"

_NOT_FOUND = 404
_CONFLICT = 409
_INVALID = 422
_BUSY = 503

_STATUS: Final[Mapping[str, int]] = {
    **dict.fromkeys(REFUSAL_PROBLEMS, _CONFLICT),
    **dict.fromkeys(PERSON_PROBLEMS, _INVALID),
    **dict.fromkeys(REQUEST_PROBLEMS, 400),
    "member.id_number_differs": _CONFLICT,
    "aid_case.amount_not_positive": _INVALID,
    "aid_case.approved_before_file": _INVALID,
    "aid_case.paid_before_approved": _INVALID,
    "aid_case.recipient_not_beneficiary": _INVALID,
    "aid_case.returned_before_paid": _INVALID,
    "condolence.reversed_before_given": _INVALID,
    "dues.month_malformed": _INVALID,
    "dues.reversed_before_received": _INVALID,
    "federation.unit_is_federation": _INVALID,
    "union.office_ends_before_it_begins": _INVALID,
    "union.offices_not_separated": _INVALID,
    "union.period_malformed": _INVALID,
    "union.policy_not_sound": _INVALID,
    "aid_case.cash_for_fiscal_funds": _INVALID,
    "aid_case.duties_not_separated": _INVALID,
    "aid_case.member_unknown": _NOT_FOUND,
    "aid_case.no_such_payment": _NOT_FOUND,
    "aid_case.not_approved": _NOT_FOUND,
    "condolence.amount_not_positive": _INVALID,
    "condolence.member_unknown": _NOT_FOUND,
    "condolence.unknown": _NOT_FOUND,
    "dues.amount_not_positive": _INVALID,
    "dues.member_unknown": _NOT_FOUND,
    "dues.no_such_receipt": _NOT_FOUND,
    "dues.wage_out_of_range": _INVALID,
    "federation.parent_unknown": _NOT_FOUND,
    "federation.unknown": _NOT_FOUND,
    "household.member_unknown": _NOT_FOUND,
    "member.approved_before_applied": _INVALID,
    "member.joined_after_entry": _INVALID,
    "member.no_such_change": _NOT_FOUND,
    "member.nothing_corrected": _INVALID,
    "member.unknown": _NOT_FOUND,
    "union.credit_code_without_legal_person": _INVALID,
    "union.unknown": _NOT_FOUND,
    "store.failed": 500,
    "store.union_unknown": _NOT_FOUND,
    "store.command_reused": _INVALID,
    "store.version_moved": 412,
    "store.condition_failed": _BUSY,
    "store.claim_taken": _CONFLICT,
    "store.unbalanced": 500,
    "store.period_closed": _CONFLICT,
    "store.value_invalid": 400,
    "store.outcome_unknown": _BUSY,
    "store.busy": _BUSY,
    "request.id_of_another_kind": _NOT_FOUND,
    "request.path_unknown": _NOT_FOUND,
    "request.method_not_allowed": 405,
    "request.body_too_large": 413,
    "request.body_slow": 408,
    "request.media_type_unsupported": 415,
    "request.if_match_missing": 428,
    "request.elements_refused": _INVALID,
    "request.known_at_ahead": _INVALID,
    "access.unauthenticated": 401,
    "access.forbidden": 403,
    "access.key_already_issued": _CONFLICT,
    "access.role_not_fitting": _INVALID,
    "access.key_unknown": _NOT_FOUND,
    "policy.unknown": _INVALID,
    "policy.invalid": _INVALID,
    "ledgers.not_yet_shown": _BUSY,
    "ledgers.stumbled": 500,
    "service.failed": 500,
}

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
        self.code = code if code in _STATUS else FAILED
        self.faults = faults
        self.status = _STATUS[self.code]
        self.headers = dict(headers or {})
        if self.status == _BUSY:
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
    return _STATUS[code]


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
        case NotYetShown():
            return Problem("ledgers.not_yet_shown")
        case ReplayStumbled():
            return Problem("ledgers.stumbled")
        case StreamOfAnotherKind():
            return Problem("request.id_of_another_kind")
        case UnicodeError() | RecursionError():
            return Problem("request.body_malformed")
        case _:
            return None
