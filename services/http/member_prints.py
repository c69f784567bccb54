"""Papers of membership as PDF: 工会会员登记表 and the letter of transfer."""

from datetime import date
from typing import Final, NamedTuple
from uuid import UUID

from domain.encoding import decode
from domain.member.events import TransferOutStarted
from services.auth import may
from services.exporters.prints.member_paper import TransferTold, member_paper, transfer_paper
from services.http.asking import Answer, Asking
from services.http.operation import operation
from services.http.paging import ReadQuery, scope_of
from services.http.printing import FAULTS, PDF, PRINTS, printed, stand_of, union_named
from services.http.problems import Problem
from services.reads import Scope
from services.reads.rows import ChangeRow, MemberRow
from services.words import prints as words

_BEGINNING: Final = date(1900, 1, 1)
_CHANGES_SHOWN: Final = 200


@operation(
    "GET",
    f"{PRINTS}/members/{{member_id}}/form",
    "typesetMember",
    tag="members",
    policy=may("members.read"),
    answer=bytes,
    media_type=PDF,
    refusals=("member.unknown", *FAULTS),
)
async def typeset_member(asking: Asking, member_id: UUID, query: ReadQuery) -> Answer:
    """会员登记表打印: masked as on the roster, with every change of membership and room for who signs."""
    read = await member_read(asking, member_id, query)
    stand = await stand_of(asking, read.position)
    return await printed(
        asking,
        member_paper(read.member, read.changes, read.union, stand),
        stand,
        about=f"member {member_id}",
        name=(read.union, words.MEMBER_TITLE),
    )


class MemberRead(NamedTuple):
    """What the form of a member is made of, masked."""

    member: MemberRow
    changes: list[ChangeRow]
    union: str
    position: int


async def member_read(asking: Asking, member_id: UUID, query: ReadQuery) -> MemberRead:
    """Read somebody with every change of membership; 404 for nobody of these books."""
    scope = await scope_of(asking, query)
    ledgers = asking.parts.ledgers
    member = await ledgers.member(scope, member_id)
    if member is None:
        raise Problem("member.unknown")
    changes = await ledgers.changes(
        scope, since=_BEGINNING, limit=_CHANGES_SHOWN, member_id=member_id
    )
    return MemberRead(member, changes.rows, await union_named(asking, scope), changes.position)


@operation(
    "GET",
    f"{PRINTS}/transfers/{{transfer_id}}",
    "typesetTransfer",
    tag="transfers",
    policy=may("members.read"),
    answer=bytes,
    media_type=PDF,
    refusals=("transfer.unknown", *FAULTS),
)
async def typeset_transfer(asking: Asking, transfer_id: UUID, query: ReadQuery) -> Answer:
    """组织关系接转介绍信打印: the letter the old union gives, and the answer to be sent back."""
    scope = await scope_of(asking, query)
    ledgers = asking.parts.ledgers
    member_id = await ledgers.transferring_member(asking.tenant_id, transfer_id)
    told = None if member_id is None else await _letter(asking, scope, member_id, transfer_id)
    member = None if member_id is None else await ledgers.member(scope, member_id)
    if told is None or member is None:
        raise Problem("transfer.unknown")
    letter, position = told
    union = await union_named(asking, scope)
    stand = await stand_of(asking, position)
    return await printed(
        asking,
        transfer_paper(member, letter, union, stand),
        stand,
        about=f"transfer {transfer_id}",
        name=(union, words.TRANSFER_TITLE),
    )


async def _letter(
    asking: Asking, scope: Scope, member_id: UUID, transfer_id: UUID
) -> tuple[TransferTold, int] | None:
    """Return what the letter of a transfer says, None where it had not been given by the date."""
    read = await asking.parts.log.read_streams(asking.tenant_id, [member_id])
    for recorded in read.events:
        if recorded.topic != TransferOutStarted.TOPIC or recorded.occurred_on > scope.as_of:
            continue
        if scope.known_at is not None and recorded.position > scope.known_at:
            continue
        event = decode(recorded.topic, recorded.schema_version, recorded.body)
        if isinstance(event, TransferOutStarted) and event.transfer_id == transfer_id:
            told = TransferTold(
                transfer_id=str(transfer_id),
                other_union=event.target_union,
                changed_on=str(recorded.occurred_on),
                decision_no=event.decision_no,
                last_dues_month=event.last_dues_month or "",
            )
            return told, scope.known_at or read.position
    return None
