"""慰问: recorded, and reversed when entered by mistake; what is asked for first is in `condolence_requests.py`."""

from datetime import date
from typing import Annotated
from uuid import UUID, uuid5

from msgspec import Meta

from domain.condolence.commands import RecordCondolence, ReverseCondolence
from domain.condolence.events import Goods
from domain.ids import CondolenceId, MemberId, OfficerId
from domain.money import PositiveFen
from domain.policy.benefit import Festival, Form, Occasion, Relation
from services.auth import may
from services.http.aid import SinceQuery
from services.http.asking import Answer, Asking, strong
from services.http.fields import Answered, Body, Reason
from services.http.operation import operation
from services.http.paging import ReadQuery, Rows, listed, paged, scope_of
from services.http.people import CondolenceDetails
from services.http.problems import Problem
from services.http.steps import FAULTS_OF_CHARGES, command_of, take
from services.http.writing import Written
from services.reads.condolence import CondolenceRow

CONDOLENCES = "/v1/unions/{union_id}/condolences"
GoodsGiven = Annotated[tuple[Goods, ...], Meta(max_length=50)]
_Subject = Annotated[str, Meta(min_length=1, max_length=100)]
BENEFIT_REFUSALS = (
    "condolence.over_limit",
    "condolence.already_given",
    "condolence.form_not_allowed",
    "condolence.not_entitled",
    "condolence.duplicate_key_missing",
    "ledgers.not_yet_shown",
)
POSTING_REFUSALS = (
    "condolence.no_posting_map_in_force",
    "condolence.operation_not_posted",
    *FAULTS_OF_CHARGES,
    "condolence.goods_do_not_add_up",
)


class CondolenceWritten(Written, frozen=True, kw_only=True):
    condolence_id: UUID


class CondolenceRecord(Body, frozen=True, kw_only=True):
    """`amount_fen` is the value, also of goods.

    `subject` names the disease or relative that may be condoled once a year; only a keyed digest of it is kept.
    """

    occurred_on: date
    member_id: MemberId
    occasion: Occasion
    amount_fen: PositiveFen
    details: CondolenceDetails = CondolenceDetails()
    form: Form | None = None
    relation: Relation | None = None
    festival: Festival | None = None
    subject: _Subject | None = None
    goods: GoodsGiven = ()
    deliverer_id: OfficerId | None = None


class CondolenceReversal(Body, frozen=True, kw_only=True):
    occurred_on: date
    reason: Reason


class CondolenceView(Answered, frozen=True, kw_only=True):
    """One condolence that stands; `version` is what If-Match asks for."""

    position: int
    version: int
    condolence: CondolenceRow


async def duplicate_key(asking: Asking, member_id: UUID, subject: str | None) -> str | None:
    """Return an opaque name of a disease or relative: equal for equal words of one member, and no more."""
    if subject is None:
        return None
    keys = await asking.parts.vault.union_keys(asking.tenant_id)
    return keys.digest(b"condolence|" + member_id.bytes + subject.strip().encode()).hex()[:32]


@operation(
    "POST",
    CONDOLENCES,
    "recordCondolence",
    tag="condolences",
    policy=may("paper.transcribe"),
    answer=CondolenceWritten,
    writes=True,
    status=201,
    refusals=(
        *BENEFIT_REFUSALS,
        *POSTING_REFUSALS,
        "member.unknown",
        "condolence.member_unknown",
    ),
    example={
        "occurred_on": "2026-03-08",
        "member_id": "01959000-0000-7000-8000-000000000002",
        "occasion": "illness",
        "amount_fen": 50000,
        "form": "cash",
        "subject": "肺炎",
        "details": {"evidence": "住院证明", "voucher_no": "2026-03-0017"},
    },
)
async def record_condolence(asking: Asking, body: CondolenceRecord) -> Answer:
    """Record a condolence to a member, measured by the benefit policy of the date."""
    condolence_id = uuid5(asking.command_id, "condolence")
    sealed = await command_of(
        asking,
        RecordCondolence,
        body,
        about=body.member_id,
        condolence_id=CondolenceId(condolence_id),
        duplicate_key=await duplicate_key(asking, body.member_id, body.subject),
    )
    ids = {"condolence_id": condolence_id}
    return await take(
        asking, [sealed], body, condolence_id, kind=CondolenceWritten, ids=ids, is_new=True
    )


@operation(
    "POST",
    f"{CONDOLENCES}/{{condolence_id}}/reverse",
    "reverseCondolence",
    tag="condolences",
    policy=may("aid.approve"),
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
    command = await command_of(
        asking, ReverseCondolence, body, condolence_id=CondolenceId(condolence_id)
    )
    ids = {"condolence_id": condolence_id}
    return await take(asking, [command], body, condolence_id, kind=CondolenceWritten, ids=ids)


@operation(
    "GET",
    CONDOLENCES,
    "listCondolences",
    tag="condolences",
    policy=may("aid.read"),
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


@operation(
    "GET",
    f"{CONDOLENCES}/{{condolence_id}}",
    "readCondolence",
    tag="condolences",
    policy=may("aid.read"),
    answer=CondolenceView,
    refusals=("condolence.unknown",),
)
async def read_condolence(asking: Asking, condolence_id: UUID, query: ReadQuery) -> Answer:
    """One condolence; one that was reversed is told by its request and the log."""
    scope = await scope_of(asking, query)
    page = await asking.parts.ledgers.condolences(
        scope, since=SinceQuery().since, limit=1, condolence_id=condolence_id
    )
    if not page.rows:
        raise Problem("condolence.unknown")
    version = await asking.version_of(condolence_id)
    view = CondolenceView(position=page.position, version=version, condolence=page.rows[0])
    return Answer(body=view, headers=strong(version))
