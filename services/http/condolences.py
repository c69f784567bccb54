"""慰问: recorded, and reversed when entered by mistake."""

from datetime import date
from uuid import UUID, uuid5

from domain.condolence.commands import RecordCondolence, ReverseCondolence
from domain.condolence.events import Occasion
from domain.ids import CondolenceId, MemberId
from domain.money import PositiveFen
from services.http.aid import SinceQuery
from services.http.asking import Answer, Asking
from services.http.fields import Body, Reason
from services.http.operation import UNIT_READS, UNIT_WRITES, operation
from services.http.paging import Rows, listed, paged
from services.http.people import CondolenceDetails, seals
from services.http.writing import Written, carry_out
from services.reads.rows import CondolenceRow

_CONDOLENCES = "/v1/unions/{union_id}/condolences"


class CondolenceWritten(Written, frozen=True, kw_only=True):
    condolence_id: UUID


class CondolenceRecord(Body, frozen=True, kw_only=True):
    """`amount_fen` is the value, also of goods."""

    occurred_on: date
    member_id: UUID
    occasion: Occasion
    amount_fen: PositiveFen
    details: CondolenceDetails = CondolenceDetails()


class CondolenceReversal(Body, frozen=True, kw_only=True):
    occurred_on: date
    reason: Reason


@operation(
    "POST",
    _CONDOLENCES,
    "recordCondolence",
    tag="condolences",
    policy=UNIT_WRITES,
    answer=CondolenceWritten,
    writes=True,
    status=201,
    refusals=(
        "member.unknown",
        "condolence.member_unknown",
        "condolence.no_posting_map_in_force",
        "condolence.operation_not_posted",
    ),
    example={
        "occurred_on": "2026-03-08",
        "member_id": "01959000-0000-7000-8000-000000000002",
        "occasion": "illness",
        "amount_fen": 50000,
        "details": {"evidence": "住院证明", "voucher_no": "2026-03-0017"},
    },
)
async def record_condolence(asking: Asking, body: CondolenceRecord) -> Answer:
    """Record a condolence to a member."""
    condolence_id = uuid5(asking.command_id, "condolence")
    to = await seals(asking, body.member_id)
    command = RecordCondolence(
        occurred_on=body.occurred_on,
        condolence_id=CondolenceId(condolence_id),
        member_id=MemberId(body.member_id),
        occasion=body.occasion,
        amount_fen=body.amount_fen,
        details=to.struct(body.member_id, "file", "details", body.details),
    )
    return await carry_out(
        asking,
        [command],
        condolence_id,
        expected=asking.if_named(condolence_id),
        fields=frozenset(body.__struct_fields__),
        ids={"condolence_id": condolence_id},
        kind=CondolenceWritten,
    )


@operation(
    "POST",
    f"{_CONDOLENCES}/{{condolence_id}}/reverse",
    "reverseCondolence",
    tag="condolences",
    policy=UNIT_WRITES,
    answer=CondolenceWritten,
    writes=True,
    matches=True,
    refusals=(
        "condolence.unknown",
        "condolence.already_reversed",
        "condolence.reversed_before_given",
    ),
    example={"occurred_on": "2026-03-09", "reason": "重复登记"},
)
async def reverse_condolence(
    asking: Asking, condolence_id: UUID, body: CondolenceReversal
) -> Answer:
    """Take back a condolence that was entered by mistake (冲销); both stay on record."""
    command = ReverseCondolence(
        occurred_on=body.occurred_on,
        condolence_id=CondolenceId(condolence_id),
        reason=body.reason,
    )
    return await carry_out(
        asking,
        [command],
        condolence_id,
        expected=asking.matching(condolence_id),
        fields=frozenset(body.__struct_fields__),
        ids={"condolence_id": condolence_id},
        kind=CondolenceWritten,
    )


@operation(
    "GET",
    _CONDOLENCES,
    "listCondolences",
    tag="condolences",
    policy=UNIT_READS,
    answer=Rows[CondolenceRow],
    refusals=("request.cursor_invalid",),
)
async def list_condolences(asking: Asking, query: SinceQuery) -> Answer:
    """慰问台账."""
    scope, after = await listed(asking, query)
    page = await asking.parts.ledgers.condolences(
        scope, since=query.since, limit=query.limit, after=after
    )
    return await paged(asking, query, scope, page)
