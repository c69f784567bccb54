"""删除个人信息 (PIPL art. 47): asked for and approved in the union, carried out by the platform, by id only."""

from datetime import date
from typing import Final
from uuid import UUID

from domain.erasure.commands import (
    ApproveErasure,
    ErasureCommand,
    HoldRecords,
    RefuseErasure,
    ReleaseHold,
    RequestErasure,
)
from domain.erasure.events import Basis, HoldReason, RefusalReason
from domain.ids import MemberId, OfficerId, erasure_stream
from services.auth import may
from services.erasure import ErasureRow
from services.http.asking import Answer, Asking, strong
from services.http.fields import Answered, Body, DocumentNo, DocumentNoNeeded
from services.http.membership import MEMBER
from services.http.operation import operation
from services.http.steps import command_of
from services.http.writing import Written, carry_out, stored_of

_ERASURE: Final = f"{MEMBER}/erasure"
_OFFICER: Final = "01959000-0000-7000-8000-000000000009"
_SIGNED: Final = ("erasure.before_the_last_step", "erasure.office_not_held", "member.unknown")
_KEPT: Final = (
    "erasure.member_is_live",
    "erasure.household_file_open",
    "erasure.aid_open",
    "erasure.no_policy_in_force",
    "erasure.hardship_file_kept",
    "erasure.records_held",
    "erasure.audit_open",
)


class ErasureWritten(Written, frozen=True, kw_only=True):
    member_id: UUID


class ErasureRequest(Body, frozen=True, kw_only=True):
    """`officer_id`: who takes the request; `document_no`: the person's written one."""

    occurred_on: date
    basis: Basis
    officer_id: OfficerId
    document_no: DocumentNo = ""


class ErasureApproval(Body, frozen=True, kw_only=True):
    occurred_on: date
    officer_id: OfficerId
    decision_no: DocumentNo = ""


class ErasureRefusal(Body, frozen=True, kw_only=True):
    occurred_on: date
    reason: RefusalReason
    officer_id: OfficerId


class Hold(Body, frozen=True, kw_only=True):
    """保全: nothing of this person may go while the paper stands."""

    occurred_on: date
    reason: HoldReason
    document_no: DocumentNoNeeded
    officer_id: OfficerId


class HoldRelease(Body, frozen=True, kw_only=True):
    occurred_on: date
    document_no: DocumentNoNeeded
    officer_id: OfficerId


class ErasureRows(Answered, frozen=True, kw_only=True):
    """Ids and states; nothing of the people."""

    as_of: date
    rows: list[ErasureRow]


@operation(
    "POST",
    _ERASURE,
    "requestErasure",
    tag="privacy",
    policy=may("privacy.propose"),
    answer=ErasureWritten,
    writes=True,
    status=201,
    refusals=(
        *_SIGNED,
        "erasure.member_unknown",
        "erasure.already_requested",
        "erasure.already_executed",
    ),
    example={"occurred_on": "2026-03-01", "basis": "requested", "officer_id": _OFFICER},
)
async def request_erasure(asking: Asking, member_id: UUID, body: ErasureRequest) -> Answer:
    """Take down that a person's data shall be erased; whether they may be is weighed afterwards."""
    command = await command_of(
        asking, RequestErasure, body, subject_id=MemberId(member_id), by=_by(asking)
    )
    return await _step(asking, member_id, command, body, is_new=True)


@operation(
    "POST",
    f"{_ERASURE}/approve",
    "approveErasure",
    tag="privacy",
    policy=may("privacy.approve"),
    answer=ErasureWritten,
    writes=True,
    matches=True,
    refusals=(
        *_SIGNED,
        *_KEPT,
        "erasure.not_requested",
        "erasure.already_approved",
        "erasure.signers_not_different",
    ),
    example={"occurred_on": "2026-03-02", "officer_id": _OFFICER, "decision_no": "批-1"},
)
async def approve_erasure(asking: Asking, member_id: UUID, body: ErasureApproval) -> Answer:
    """Approve an erasure, as one of two who did not ask for it; nothing of the person may still be needed."""
    command = await command_of(
        asking, ApproveErasure, body, subject_id=MemberId(member_id), by=_by(asking)
    )
    weighed = await asking.parts.erasures.approval(asking.tenant_id, command)
    return await _step(asking, member_id, weighed, body)


@operation(
    "POST",
    f"{_ERASURE}/refuse",
    "refuseErasure",
    tag="privacy",
    policy=may("privacy.approve"),
    answer=ErasureWritten,
    writes=True,
    matches=True,
    refusals=(*_SIGNED, "erasure.not_requested"),
    example={"occurred_on": "2026-03-02", "reason": "no_ground", "officer_id": _OFFICER},
)
async def refuse_erasure(asking: Asking, member_id: UUID, body: ErasureRefusal) -> Answer:
    """Refuse an erasure, with the reason the person is told."""
    command = await command_of(
        asking, RefuseErasure, body, subject_id=MemberId(member_id), by=_by(asking)
    )
    return await _step(asking, member_id, command, body)


@operation(
    "POST",
    f"{_ERASURE}/hold",
    "holdRecords",
    tag="privacy",
    policy=may("privacy.approve"),
    answer=ErasureWritten,
    writes=True,
    refusals=(
        *_SIGNED,
        "erasure.member_unknown",
        "erasure.document_missing",
        "erasure.hold_already_placed",
    ),
    example={
        "occurred_on": "2026-03-01",
        "reason": "lawsuit",
        "document_no": "（2026）民初1号",
        "officer_id": _OFFICER,
    },
)
async def hold_records(asking: Asking, member_id: UUID, body: Hold) -> Answer:
    """Hold a person's records: nothing of them is erased until the hold is lifted."""
    command = await command_of(asking, HoldRecords, body, subject_id=MemberId(member_id))
    return await _step(asking, member_id, command, body, is_new=True)


@operation(
    "POST",
    f"{_ERASURE}/release",
    "releaseHold",
    tag="privacy",
    policy=may("privacy.approve"),
    answer=ErasureWritten,
    writes=True,
    matches=True,
    refusals=(*_SIGNED, "erasure.no_such_hold"),
    example={
        "occurred_on": "2026-06-01",
        "document_no": "（2026）民初1号",
        "officer_id": _OFFICER,
    },
)
async def release_hold(asking: Asking, member_id: UUID, body: HoldRelease) -> Answer:
    """Lift a hold."""
    command = await command_of(asking, ReleaseHold, body, subject_id=MemberId(member_id))
    return await _step(asking, member_id, command, body)


@operation(
    "GET",
    "/v1/unions/{union_id}/erasures",
    "listErasures",
    tag="privacy",
    policy=may("privacy.read"),
    answer=ErasureRows,
)
async def list_erasures(asking: Asking) -> Answer:
    """Every erasure of the union and how far it has come; `version` is what If-Match asks for."""
    today = asking.parts.today()
    rows = await asking.parts.erasures.listed(asking.tenant_id, today)
    return Answer(body=ErasureRows(as_of=today, rows=rows))


@operation(
    "GET",
    "/v1/erasures",
    "listErasuresReady",
    tag="platform",
    policy=may("platform.erase"),
    answer=ErasureRows,
)
async def list_erasures_ready(asking: Asking) -> Answer:
    """What waits to be carried out, in any union: approved by two, or with a term that is over."""
    today = asking.parts.today()
    return Answer(body=ErasureRows(as_of=today, rows=await asking.parts.erasures.ready(today)))


@operation(
    "POST",
    "/v1/erasures/{union_id}/{member_id}/execute",
    "executeErasure",
    tag="platform",
    policy=may("platform.erase"),
    answer=ErasureWritten,
    writes=True,
    refusals=(
        *_KEPT,
        "erasure.before_the_last_step",
        "erasure.already_executed",
        "erasure.not_approved",
        "erasure.not_restricted",
        "erasure.retention_runs",
        "member.unknown",
        "union.unknown",
    ),
)
async def execute_erasure(asking: Asking, member_id: UUID) -> Answer:
    """Destroy the keys of an erasure that two have approved, or the books key whose term is over."""
    outcome = await asking.parts.erasures.execute(
        asking.tenant_id,
        member_id,
        actor=asking.login.actor,
        day=asking.parts.today(),
        command_id=asking.command_id,
        request=asking.fingerprint,
    )
    stored = stored_of(outcome)
    stream = erasure_stream(member_id)
    written = ErasureWritten(**stored.of(stream), member_id=member_id)  # type: ignore[arg-type] # one dict, many types
    return Answer(body=written, headers=stored.headers | strong(stored.streams[stream]))


def _by(asking: Asking) -> str:
    return asking.login.actor.actor_id


async def _step(
    asking: Asking,
    member_id: UUID,
    command: ErasureCommand,
    body: Body,
    *,
    is_new: bool = False,
) -> Answer:
    stream = erasure_stream(member_id)
    return await carry_out(
        asking,
        [command],
        stream,
        expected=asking.if_named(stream) if is_new else asking.matching(stream),
        fields=frozenset(body.__struct_fields__),
        ids={"member_id": member_id},
        kind=ErasureWritten,
    )
