"""Units merge, split and end: members and balances move, decided by the county (章程 art. 40)."""

from collections.abc import Awaitable, Sequence
from datetime import date
from typing import Annotated
from uuid import UUID, uuid5

import msgspec
from msgspec import Meta

from services.auth import may
from services.commands.reorganising import Done, Held, Reorganiser, ReorganisingRefused, Wish
from services.commands.transferring import Transferring
from services.http.asking import Answer, Asking
from services.http.county import UNIT_OF_COUNTY, in_unit
from services.http.fields import Answered, Body, Count, DocumentNoNeeded
from services.http.operation import operation
from services.http.problems import Fault, Problem
from services.reads import Ledgers, Scope
from services.store.contract import LogStore

_MEMBERS_MOST = 2_000
_REFUSALS = (
    "federation.unit_unknown",
    "federation.unit_ended",
    "federation.receiver_unknown",
    "union.balances_not_closed",
    "union.lines_not_balanced",
    "union.frozen",
    "union.dissolved",
)


class LedgerBooks(msgspec.Struct, frozen=True):
    """What a reorganisation reads: the ledgers, once they have reached the end of the log."""

    ledgers: Ledgers
    log: LogStore

    async def held(self, union_id: UUID) -> Held:
        """Return the whole trial balance, and the position it was taken at."""
        page = await self.ledgers.held(await self._at_the_end(union_id))
        return Held(tuple(page.rows), page.position)

    async def live_members(self, union_id: UUID) -> Sequence[UUID]:
        """Return the ids of all live members."""
        return (await self.ledgers.live_members(await self._at_the_end(union_id))).rows

    async def _at_the_end(self, union_id: UUID) -> Scope:
        head = await self.log.head(union_id)
        return Scope(union_id=union_id, as_of=date.max, min_position=head.position)


class Merger(Body, frozen=True, kw_only=True):
    occurred_on: date
    into_id: UUID
    document_no: DocumentNoNeeded


class Splitting(Body, frozen=True, kw_only=True):
    """The share of every balance, by members or workers, and the members who go; `into_id` was founded before."""

    occurred_on: date
    into_id: UUID
    document_no: DocumentNoNeeded
    share_numerator: Count
    share_denominator: Count
    member_ids: Annotated[tuple[UUID, ...], Meta(max_length=_MEMBERS_MOST)] = ()


class WindingUp(Body, frozen=True, kw_only=True):
    occurred_on: date
    document_no: DocumentNoNeeded


class Reorganised(Answered, frozen=True, kw_only=True):
    """What moved under `transfer_id`, the id both logs carry; repeated after a crash it says what moved then."""

    unit_id: UUID
    transfer_id: UUID
    members_moved: int
    members_left: int
    lines: list[dict[str, str | int]]


@operation(
    "POST",
    f"{UNIT_OF_COUNTY}/merge",
    "mergeUnit",
    tag="county",
    policy=may("county.write"),
    answer=Reorganised,
    writes=True,
    refusals=(
        *_REFUSALS,
        "federation.unit_merged_into_itself",
        "federation.units_below",
        "store.period_closed",
    ),
    example={
        "occurred_on": "2026-12-01",
        "into_id": "01959000-0000-7000-8000-000000000003",
        "document_no": "县总工〔2026〕40号",
    },
)
async def merge_unit(asking: Asking, unit_id: UUID, body: Merger) -> Answer:
    """Merge a unit into another one: it is frozen, its members and all its balances go over, then it ends."""
    wish = await _wish(asking, unit_id, body.occurred_on, body.document_no)
    return await _answer(wish, _reorganiser(asking).merge(wish, body.into_id), body)


@operation(
    "POST",
    f"{UNIT_OF_COUNTY}/split",
    "splitUnit",
    tag="county",
    policy=may("county.write"),
    answer=Reorganised,
    writes=True,
    refusals=(*_REFUSALS, "union.share_not_a_part", "union.moved_to_itself", "store.period_closed"),
    example={
        "occurred_on": "2026-12-01",
        "into_id": "01959000-0000-7000-8000-000000000003",
        "document_no": "县总工〔2026〕41号",
        "share_numerator": 120,
        "share_denominator": 400,
    },
)
async def split_unit(asking: Asking, unit_id: UUID, body: Splitting) -> Answer:
    """Split a part off a unit: a share of every balance and the members named go to a unit founded for it."""
    wish = await _wish(asking, unit_id, body.occurred_on, body.document_no)
    share = (body.share_numerator, body.share_denominator)
    work = _reorganiser(asking).split(wish, body.into_id, share, body.member_ids)
    return await _answer(wish, work, body)


@operation(
    "POST",
    f"{UNIT_OF_COUNTY}/dissolve",
    "dissolveUnit",
    tag="county",
    policy=may("county.write"),
    answer=Reorganised,
    writes=True,
    refusals=(*_REFUSALS, "federation.units_below", "store.period_closed"),
    example={"occurred_on": "2026-12-31", "document_no": "县总工〔2026〕42号"},
)
async def dissolve_unit(asking: Asking, unit_id: UUID, body: WindingUp) -> Answer:
    """Dissolve a unit whose employer ended: what its books still hold comes to the federation."""
    wish = await _wish(asking, unit_id, body.occurred_on, body.document_no)
    return await _answer(wish, _reorganiser(asking).dissolve(wish), body)


def books_of(asking: Asking) -> LedgerBooks:
    """Return the ledgers as reorganisations read them."""
    return LedgerBooks(asking.parts.ledgers, asking.parts.log)


def _reorganiser(asking: Asking) -> Reorganiser:
    parts = asking.parts
    transferring = Transferring(parts.log, parts.vault, parts.desk)
    return Reorganiser(parts.desk, parts.log, transferring, books_of(asking))


async def _wish(asking: Asking, unit_id: UUID, day: date, document_no: str) -> Wish:
    """The Idempotency-Key names the reorganisation: the same key goes on with the same one."""
    await in_unit(asking, unit_id)
    return Wish(
        federation_id=asking.tenant_id,
        unit_id=unit_id,
        transfer_id=uuid5(asking.command_id, f"reorganise:{unit_id}"),
        day=day,
        document_no=document_no,
        actor=asking.login.actor,
    )


async def _answer(wish: Wish, work: Awaitable[Done], body: Body) -> Answer:
    try:
        done = await work
    except ReorganisingRefused as refused:
        named = refused.field in body.__struct_fields__
        faults = [Fault(f"#/{refused.field}", refused.code)] if named else []
        raise Problem(refused.code, faults=faults) from None
    answered = Reorganised(
        unit_id=wish.unit_id,
        transfer_id=wish.transfer_id,
        members_moved=done.members_moved,
        members_left=done.members_left,
        lines=[
            {"account": line.account, "fund": line.fund, "fen": line.fen} for line in done.lines
        ],
    )
    return Answer(body=answered)
