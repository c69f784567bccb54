"""组织关系接转 between unions: started by the old one, accepted or declined by the new one."""

from datetime import date
from uuid import UUID, uuid5

from domain.ids import MemberId, UnionId
from domain.member.commands import CancelTransferOut, StartTransferOut
from domain.member.events import TransferEnd
from services.auth import may
from services.commands.transferring import Acceptance, Moving, Transferring
from services.http.asking import Answer, Asking, strong
from services.http.fields import Body, DocumentNo, Month, Query, Title
from services.http.membership import ILLEGAL, MEMBER, MemberWritten, sealed
from services.http.operation import operation
from services.http.paging import Rows
from services.http.people import ChangeDetails, texts_of
from services.http.problems import Problem
from services.http.writing import WrittenTogether, carry_out, stored_of
from services.reads import Scope
from services.reads.transfers import TransferRow

_TRANSFERS = "/v1/unions/{union_id}/transfers"
_TRANSFER = f"{_TRANSFERS}/{{transfer_id}}"
_ON = {"occurred_on": "2026-03-10"}
_SOME_UNION = "01959000-0000-7000-8000-000000000009"


class TransferStarted(MemberWritten, frozen=True, kw_only=True):
    """`transfer_id` is what the new union accepts."""

    transfer_id: UUID


class TransferAccepted(MemberWritten, frozen=True, kw_only=True):
    """The receipt of the new union's log.

    The header `Transfer-Pending` tells when the old union's log does not have its half yet.
    """

    transfer_id: UUID


class TransferEnded(WrittenTogether, frozen=True, kw_only=True):
    """The receipt of the old union's log."""

    transfer_id: UUID


class TransferStart(Body, frozen=True, kw_only=True):
    """`target_union_id` where the new union keeps its books here too, else its name.

    Dues are paid through `last_dues_month`.
    """

    occurred_on: date
    target_union_id: UUID | None = None
    target_union: Title | None = None
    last_dues_month: Month | None = None
    decision_no: DocumentNo = ""
    details: ChangeDetails | None = None


class TransferCancelling(Body, frozen=True, kw_only=True):
    occurred_on: date
    reason: TransferEnd
    details: ChangeDetails | None = None


class TransferAcceptance(Body, frozen=True, kw_only=True):
    """Name, number, profile and the first 入会日期 come from the old union's books, not from the request."""

    occurred_on: date
    decision_no: DocumentNo = ""
    details: ChangeDetails | None = None


class TransferDecline(Body, frozen=True, kw_only=True):
    occurred_on: date
    reason: TransferEnd = "not_accepted"


class TransferCompletion(Body, frozen=True, kw_only=True):
    occurred_on: date
    decision_no: DocumentNo = ""


class BoardQuery(Query, frozen=True, kw_only=True):
    as_of: date | None = None


@operation(
    "POST",
    f"{MEMBER}/transfers",
    "startTransferOut",
    tag="transfers",
    policy=may("members.write"),
    answer=TransferStarted,
    writes=True,
    matches=True,
    status=201,
    refusals=("member.unknown", "member.month_malformed", "transfer.target_unknown", *ILLEGAL),
    example=_ON | {"target_union_id": _SOME_UNION, "last_dues_month": "2026-03"},
)
async def start_transfer_out(asking: Asking, member_id: UUID, body: TransferStart) -> Answer:
    """Give the letter of transfer (开具接转); the member stays one until the new union accepts."""
    transfer_id = uuid5(asking.command_id, "transfer")
    target = body.target_union_id
    command = StartTransferOut(
        occurred_on=body.occurred_on,
        member_id=MemberId(member_id),
        transfer_id=transfer_id,
        target_union_id=None if target is None else UnionId(target),
        target_union=await _name_of_target(asking, body),
        last_dues_month=body.last_dues_month,
        decision_no=body.decision_no,
        details=await sealed(asking, member_id, body.details),
    )
    return await carry_out(
        asking,
        [command],
        member_id,
        expected=asking.matching(member_id),
        fields=frozenset(body.__struct_fields__),
        ids={"member_id": member_id, "transfer_id": transfer_id},
        kind=TransferStarted,
    )


async def _name_of_target(asking: Asking, body: TransferStart) -> str:
    """Return the new union's name; a union that keeps its books here must be of the same county."""
    if body.target_union_id is None:
        return body.target_union or ""
    county = Scope(union_id=await _federation_of(asking), as_of=date.max)
    units = (await asking.parts.ledgers.units(county)).rows
    names = {unit.unit_id: unit.name for unit in units if unit.unit_id != asking.tenant_id}
    if body.target_union_id not in names:
        raise Problem("transfer.target_unknown")
    return body.target_union or names[body.target_union_id]


@operation(
    "POST",
    f"{MEMBER}/transfers/{{transfer_id}}/cancel",
    "cancelTransferOut",
    tag="transfers",
    policy=may("members.write"),
    answer=MemberWritten,
    writes=True,
    matches=True,
    refusals=(
        "member.unknown",
        "member.no_transfer_pending",
        "member.other_transfer",
        "transfer.already_accepted",
        *ILLEGAL,
    ),
    example=_ON | {"reason": "stays_employed"},
)
async def cancel_transfer_out(
    asking: Asking, member_id: UUID, transfer_id: UUID, body: TransferCancelling
) -> Answer:
    """Let a pending transfer come to nothing: the state before it holds again."""
    expected = asking.matching(member_id)
    row = await _transfer(asking, transfer_id)
    if row is not None and row.state in ("accepted", "completed"):
        raise Problem("transfer.already_accepted")
    command = CancelTransferOut(
        occurred_on=body.occurred_on,
        member_id=MemberId(member_id),
        transfer_id=transfer_id,
        by="old_union",
        reason=body.reason,
        details=await sealed(asking, member_id, body.details),
    )
    return await carry_out(
        asking,
        [command],
        member_id,
        expected=expected,
        fields=frozenset(body.__struct_fields__),
        ids={"member_id": member_id},
        kind=MemberWritten,
    )


@operation(
    "POST",
    f"{_TRANSFER}/accept",
    "acceptTransfer",
    tag="transfers",
    policy=may("members.write"),
    answer=TransferAccepted,
    writes=True,
    refusals=(
        "transfer.unknown",
        "transfer.not_pending",
        "transfer.already_accepted",
        "transfer.identity_unreadable",
        "member.already_member",
        *ILLEGAL,
    ),
    example=_ON | {"decision_no": "工字〔2026〕3号"},
)
async def accept_transfer(asking: Asking, transfer_id: UUID, body: TransferAcceptance) -> Answer:
    """Take in a member another union sends; that union's books follow in the same request."""
    moving = await _coming(asking, transfer_id)
    acceptance = _acceptance(asking, body.occurred_on, body.decision_no, body.details)
    done = await _transferring(asking).accept(moving, acceptance)
    stored = stored_of(done.accepted, frozenset(body.__struct_fields__))
    answered = TransferAccepted(
        **stored.of(done.member_id),  # type: ignore[arg-type] # one dict, many types
        member_id=done.member_id,
        transfer_id=transfer_id,
    )
    pending = {} if done.completed else {"Transfer-Pending": "true"}
    return Answer(body=answered, headers=stored.headers | pending | strong(answered.version))


@operation(
    "POST",
    f"{_TRANSFER}/decline",
    "declineTransfer",
    tag="transfers",
    policy=may("members.write"),
    answer=TransferEnded,
    writes=True,
    refusals=(
        "transfer.unknown",
        "transfer.already_accepted",
        "member.no_transfer_pending",
        *ILLEGAL,
    ),
    example=_ON | {"reason": "not_accepted"},
)
async def decline_transfer(asking: Asking, transfer_id: UUID, body: TransferDecline) -> Answer:
    """Refuse to take a member in: the transfer comes to nothing in the old union's books."""
    moving = await _coming(asking, transfer_id)
    row = await _transfer(asking, transfer_id)
    if row is not None and row.accepted_on is not None:
        raise Problem("transfer.already_accepted")
    acceptance = _acceptance(asking, body.occurred_on)
    outcome = await _transferring(asking).cancel(
        moving, acceptance, by="new_union", reason=body.reason
    )
    stored = stored_of(outcome, frozenset(body.__struct_fields__))
    answered = TransferEnded(**stored.place(), transfer_id=transfer_id)  # type: ignore[arg-type] # one dict, many types
    return Answer(body=answered, headers=stored.headers)


@operation(
    "POST",
    f"{_TRANSFER}/complete",
    "completeTransfer",
    tag="transfers",
    policy=may("members.write"),
    answer=TransferEnded,
    writes=True,
    refusals=("transfer.unknown", "transfer.not_accepted", "transfer.not_pending", *ILLEGAL),
    example=_ON,
)
async def complete_transfer(asking: Asking, transfer_id: UUID, body: TransferCompletion) -> Answer:
    """Complete a transfer out that the new union accepted while the own books were closed on that day."""
    row = await _transfer(asking, transfer_id)
    if row is None or row.old_union_id != asking.tenant_id or row.new_union_id is None:
        raise Problem("transfer.unknown")
    if row.accepted_on is None:
        raise Problem("transfer.not_accepted")
    moving = await _moving(asking, row.old_union_id, row.new_union_id, transfer_id)
    acceptance = _acceptance(asking, body.occurred_on, body.decision_no)
    outcome = await _transferring(asking).complete(moving, acceptance)
    if outcome.receipt is None and not outcome.refused:
        raise Problem("transfer.not_pending")
    stored = stored_of(outcome, frozenset(body.__struct_fields__))
    answered = TransferEnded(**stored.place(), transfer_id=transfer_id)  # type: ignore[arg-type] # one dict, many types
    return Answer(body=answered, headers=stored.headers)


@operation(
    "GET",
    _TRANSFERS,
    "listTransfers",
    tag="transfers",
    policy=may("members.read"),
    answer=Rows[TransferRow],
)
async def list_transfers(asking: Asking, query: BoardQuery) -> Answer:
    """Transfers in flight from and to this union: what another union sends is the inbox."""
    as_of = query.as_of or asking.parts.today()
    federation_id = await _federation_of(asking)
    rows = await asking.parts.transfers.of_union(federation_id, asking.tenant_id, as_of)
    head = await asking.parts.log.head(asking.tenant_id)
    return Answer(body=Rows(position=head.position, as_of=as_of, rows=rows))


def _transferring(asking: Asking) -> Transferring:
    parts = asking.parts
    return Transferring(parts.log, parts.vault, parts.desk)


def _acceptance(
    asking: Asking,
    occurred_on: date,
    decision_no: str = "",
    details: ChangeDetails | None = None,
) -> Acceptance:
    return Acceptance(
        occurred_on=occurred_on,
        actor=asking.login.actor,
        request=asking.fingerprint,
        decision_no=decision_no,
        details={} if details is None else texts_of(details),
    )


async def _federation_of(asking: Asking) -> UUID:
    """Return the federation of the union; a union of none has no transfers here."""
    federation_id = (await asking.parts.desk.read_union(asking.tenant_id)).federation_id
    if federation_id is None:
        raise Problem("transfer.target_unknown")
    return federation_id


async def _transfer(asking: Asking, transfer_id: UUID) -> TransferRow | None:
    federation_id = await _federation_of(asking)
    found = await asking.parts.transfers.transfers(federation_id, date.max, transfer_id=transfer_id)
    return found[0] if found else None


async def _coming(asking: Asking, transfer_id: UUID) -> Moving:
    """Return a transfer that was started towards this union."""
    row = await _transfer(asking, transfer_id)
    if row is None or row.old_union_id is None or row.new_union_id != asking.tenant_id:
        raise Problem("transfer.unknown")
    return await _moving(asking, row.old_union_id, asking.tenant_id, transfer_id)


async def _moving(
    asking: Asking, old_union_id: UUID, new_union_id: UUID, transfer_id: UUID
) -> Moving:
    member_id = await asking.parts.ledgers.transferring_member(old_union_id, transfer_id)
    if member_id is None:
        raise Problem("transfer.unknown")
    return Moving(
        transfer_id=transfer_id,
        old_union_id=old_union_id,
        new_union_id=new_union_id,
        member_id=member_id,
    )
