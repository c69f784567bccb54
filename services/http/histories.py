"""The course of one matter as its page tells it: every event of its stream, newest first.

Of a unit's case the county learns what was done and signed, and of the unit's own people no name.
"""

from collections.abc import Callable, Collection, Sequence
from typing import Final
from uuid import UUID

from msgspec.structs import replace

from domain.ids import AccountId, MemberId, dues_stream
from services.auth import may, refusal_of
from services.http.asking import Answer, Asking, weak
from services.http.county import UNIT_OF_COUNTY, in_unit
from services.http.county_cases import UNKNOWN, county_sees_case, county_sees_household
from services.http.fields import Answered, Limit, Position
from services.http.operation import operation
from services.http.paging import ReadQuery, scope_of
from services.http.problems import Problem
from services.reads import Scope
from services.reads.histories import Acting, HistoryRow, Names, history_rows
from services.store.contract import RecordedEvent
from services.words.history import BY_COUNTY, BY_KEY, BY_OPERATOR, BY_UNIT

_UNION: Final = "/v1/unions/{union_id}"
_ACCOUNT: Final = "account:"
_KEY: Final = "key:"


class HistoryQuery(ReadQuery, frozen=True, kw_only=True):
    """`before`: only what stands before this position; the answer's `next_before` goes on."""

    limit: Limit = 50
    before: Position | None = None


class HistoryView(Answered, frozen=True, kw_only=True):
    """Newest first. `total` counts all rows of the date and position asked for, whatever page is shown."""

    position: int
    stream_ids: list[UUID]
    total: int
    rows: list[HistoryRow]
    next_before: int | None


@operation(
    "GET",
    f"{_UNION}/members/{{member_id}}/history",
    "readMemberHistory",
    tag="members",
    policy=may("members.read"),
    answer=HistoryView,
    refusals=("member.unknown",),
)
async def read_member_history(asking: Asking, member_id: UUID, query: HistoryQuery) -> Answer:
    """Everything that happened to one membership, and to its dues for whoever may read dues.

    Under an engagement the dues have a topic of their own and stand at `…/dues/history`.
    """
    more = [dues_stream(MemberId(member_id))] if _reads_dues(asking) else []
    return await _history(asking, query, member_id, "member", "member.unknown", more=more)


def _reads_dues(asking: Asking) -> bool:
    is_open = refusal_of(may("dues.read"), asking.login, asking.tenant_id) is None
    return is_open and asking.login.engagement_id is None


@operation(
    "GET",
    f"{_UNION}/members/{{member_id}}/dues/history",
    "readDuesHistory",
    tag="dues",
    policy=may("dues.read"),
    answer=HistoryView,
    refusals=("member.unknown",),
)
async def read_dues_history(asking: Asking, member_id: UUID, query: HistoryQuery) -> Answer:
    """Everything that happened to one member's dues."""
    return await _history(asking, query, dues_stream(MemberId(member_id)), "dues", "member.unknown")


@operation(
    "GET",
    f"{_UNION}/vouchers/{{voucher_id}}/history",
    "readVoucherHistory",
    tag="vouchers",
    policy=may("books.read"),
    answer=HistoryView,
    refusals=("voucher.unknown",),
)
async def read_voucher_history(asking: Asking, voucher_id: UUID, query: HistoryQuery) -> Answer:
    """Every step of one voucher."""
    return await _history(asking, query, voucher_id, "voucher", "voucher.unknown")


@operation(
    "GET",
    f"{_UNION}/aid-cases/{{aid_case_id}}/history",
    "readAidCaseHistory",
    tag="aid",
    policy=may("aid.read"),
    answer=HistoryView,
    refusals=("aid_case.not_approved",),
)
async def read_aid_case_history(asking: Asking, aid_case_id: UUID, query: HistoryQuery) -> Answer:
    """Every step of one aid case."""
    return await _history(asking, query, aid_case_id, "aid_case", "aid_case.not_approved")


@operation(
    "GET",
    f"{_UNION}/households/{{household_id}}/history",
    "readHouseholdHistory",
    tag="aid",
    policy=may("aid.read"),
    answer=HistoryView,
    refusals=("request.path_unknown",),
)
async def read_household_history(asking: Asking, household_id: UUID, query: HistoryQuery) -> Answer:
    """Every step of one hardship file."""
    return await _history(asking, query, household_id, "household", "request.path_unknown")


@operation(
    "GET",
    f"{_UNION}/pay-batches/{{pay_batch_id}}/history",
    "readPayBatchHistory",
    tag="aid",
    policy=may("payments.read"),
    answer=HistoryView,
    refusals=("pay_batch.unknown",),
)
async def read_pay_batch_history(asking: Asking, pay_batch_id: UUID, query: HistoryQuery) -> Answer:
    """Every step of one pay list."""
    return await _history(asking, query, pay_batch_id, "pay_batch", "pay_batch.unknown")


@operation(
    "GET",
    f"{_UNION}/condolence-requests/{{condolence_id}}/history",
    "readCondolenceHistory",
    tag="condolences",
    policy=may("aid.read"),
    answer=HistoryView,
    refusals=("condolence.unknown",),
)
async def read_condolence_history(
    asking: Asking, condolence_id: UUID, query: HistoryQuery
) -> Answer:
    """Every step of one condolence."""
    return await _history(asking, query, condolence_id, "condolence", "condolence.unknown")


@operation(
    "GET",
    f"{_UNION}/history",
    "readUnionHistory",
    tag="unions",
    policy=may("union.read"),
    answer=HistoryView,
)
async def read_union_history(asking: Asking, query: HistoryQuery) -> Answer:
    """What happened to the union itself: officers, rules, periods."""
    return await _history(asking, query, asking.tenant_id, "union", "union.unknown")


@operation(
    "GET",
    f"{UNIT_OF_COUNTY}/households/{{household_id}}/history",
    "readHouseholdHistoryOfUnit",
    tag="county",
    policy=may("county.cases"),
    answer=HistoryView,
    refusals=UNKNOWN,
)
async def read_household_history_of_unit(
    asking: Asking, unit_id: UUID, household_id: UUID, query: HistoryQuery
) -> Answer:
    """Every step of a hardship file that waits for the county or was decided by it."""
    there = await in_unit(asking, unit_id)
    if not await county_sees_household(there, await scope_of(there, query), household_id):
        raise Problem("request.path_unknown")
    return await _history(
        there, query, household_id, "household", "request.path_unknown", reader=asking
    )


@operation(
    "GET",
    f"{UNIT_OF_COUNTY}/aid-cases/{{aid_case_id}}/history",
    "readAidCaseHistoryOfUnit",
    tag="county",
    policy=may("county.cases"),
    answer=HistoryView,
    refusals=UNKNOWN,
)
async def read_aid_case_history_of_unit(
    asking: Asking, unit_id: UUID, aid_case_id: UUID, query: HistoryQuery
) -> Answer:
    """Every step of an aid case that the county decides."""
    there = await in_unit(asking, unit_id)
    if not await county_sees_case(there, await scope_of(there, query), aid_case_id):
        raise Problem("request.path_unknown")
    return await _history(
        there, query, aid_case_id, "aid_case", "request.path_unknown", reader=asking
    )


async def _history(
    asking: Asking,
    query: HistoryQuery,
    stream_id: UUID,
    package: str,
    unknown: str,
    *,
    more: Sequence[UUID] = (),
    reader: Asking | None = None,
) -> Answer:
    """Answer the events of a stream, which begins with one of its package; `reader`: the county that asks."""
    scope = await scope_of(asking, query)
    read = await asking.parts.log.read_streams(asking.tenant_id, [stream_id, *more])
    if not any(one.stream_id == stream_id and _package(one) == package for one in read.events):
        raise Problem(unknown)
    names = await officer_names(asking if reader is None else reader, scope)
    acting = await who_acted(asking, read.events, names, is_county=reader is not None)
    rows = history_rows(read.events, names, acting, as_of=scope.as_of, until=scope.known_at)
    if not rows:
        raise Problem(unknown)
    if reader is not None:
        rows = [replace(row, papers=[]) for row in rows]
    before = query.before
    left = [row for row in rows if before is None or row.position < before]
    shown = left[: query.limit]
    view = HistoryView(
        position=read.position if scope.known_at is None else scope.known_at,
        stream_ids=sorted({row.stream_id for row in rows}),
        total=len(rows),
        rows=shown,
        next_before=shown[-1].position if len(left) > len(shown) else None,
    )
    return Answer(body=view, headers=weak(view.position))


def _package(event: RecordedEvent) -> str:
    return event.topic.partition(".")[0]


async def officer_names(asking: Asking, scope: Scope) -> Names:
    """The masked names of the reader's own officers, by id."""
    own = Scope(union_id=asking.tenant_id, as_of=scope.as_of)
    return await asking.parts.ledgers.officer_names(own)


async def who_acted(
    asking: Asking, events: Sequence[RecordedEvent], names: Names, *, is_county: bool
) -> Callable[[str], Acting]:
    """Return what tells who acted; people of the other side are called by their side."""
    accounts = _accounts(events)
    standing = asking.parts.accounts.standing
    of_unit = await standing.officers(asking.tenant_id, accounts)
    others = [one for one in accounts if one not in of_unit]
    of_county: dict[AccountId, UUID | None] = {}
    federation_id = (await asking.parts.desk.read_union(asking.tenant_id)).federation_id
    if others and federation_id is not None:
        of_county = dict(await standing.officers(federation_id, others))

    def named(officer_id: UUID | None, else_called: str) -> str:
        return else_called if officer_id is None else names.get(officer_id) or else_called

    def acting(actor_id: str) -> Acting:
        if actor_id.startswith(_KEY):
            return Acting("key", BY_KEY)
        if not actor_id.startswith(_ACCOUNT):
            return Acting("operator", BY_OPERATOR)
        account = AccountId(UUID(actor_id.removeprefix(_ACCOUNT)))
        if account in of_unit:
            return Acting("person", BY_UNIT if is_county else named(of_unit[account], BY_UNIT))
        if account in of_county:
            who = named(of_county[account], BY_COUNTY) if is_county else BY_COUNTY
            return Acting("county", who)
        return Acting("operator", BY_OPERATOR)

    return acting


def _accounts(events: Collection[RecordedEvent]) -> list[AccountId]:
    """The accounts that acted, each once."""
    acted = {event.actor_id for event in events if event.actor_id.startswith(_ACCOUNT)}
    return [AccountId(UUID(one.removeprefix(_ACCOUNT))) for one in sorted(acted)]
