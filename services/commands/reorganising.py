"""Merges, splits and dissolves units: members and balances move, each move two facts in two logs with one id.

Sources: 工会法 art. 13, 章程 art. 40, domain.md 4.1. What could be refused is asked before anything is written. A
union that ends is frozen first, so that nothing moves behind the figures its balances are taken from. Every
step has a command id that follows from the reorganisation's: repeated after a crash, what is left is done and
nothing twice.
"""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Protocol
from uuid import UUID, uuid5

import msgspec

from domain.actor import Actor
from domain.command import Command
from domain.encoding import decode
from domain.federation import aggregate as federation
from domain.federation.commands import CloseUnit, FreezeUnit, MergeUnit
from domain.federation.commands import TakeOverBalances as FederationTakesOver
from domain.ids import MemberId, UnionId
from domain.member.commands import StartTransferOut
from domain.money import PostingLines, negated
from domain.reorganisation import share_of
from domain.union.commands import (
    AbsorbUnion,
    DissolveUnion,
    FreezeUnion,
    MergeUnion,
    SplitUnion,
    TakeOverBalances,
)
from domain.union.events import UnionDissolved, UnionMerged, UnionSplit
from services.commands.deciding import IfNew
from services.commands.desk import Asked, Desk, Outcome
from services.commands.transferring import Acceptance, Moving, TransferRefused, Transferring
from services.errors import ConditionFailed, PeriodIsClosed
from services.store.contract import LogStore

_TRIES = 3


class Held(msgspec.Struct, frozen=True):
    """A whole trial balance, and the position of the log it was taken at."""

    lines: PostingLines
    position: int


class Books(Protocol):
    """What a reorganisation must read from ledgers, as they stand at the end of the log."""

    async def held(self, union_id: UUID) -> Held: ...
    async def live_members(self, union_id: UUID) -> Sequence[UUID]: ...


class ReorganisingRefused(Exception):
    """A rule refused a step; nothing after it was done, and a repeat goes on from there."""

    def __init__(self, code: str, field: str = "") -> None:
        super().__init__(code)
        self.code = code
        self.field = field


class Wish(msgspec.Struct, frozen=True, kw_only=True):
    """A reorganisation: its id, on which day, by which document, and who asks for it."""

    federation_id: UUID
    unit_id: UUID
    transfer_id: UUID
    day: date
    document_no: str
    actor: Actor


class Done(msgspec.Struct, frozen=True, kw_only=True):
    """How many members moved or stayed behind, and the balances that moved, debit positive."""

    members_moved: int
    members_left: int = 0
    lines: PostingLines


class Reorganiser:
    """Carries out reorganisations through the desk, like everybody."""

    def __init__(self, desk: Desk, log: LogStore, transferring: Transferring, books: Books) -> None:
        self._desk = desk
        self._log = log
        self._transferring = transferring
        self._books = books

    async def merge(self, wish: Wish, into_id: UUID) -> Done:
        """The unit becomes part of another one: all members and balances go there, then it ends."""
        ours = MergeUnit(
            occurred_on=wish.day,
            unit_id=UnionId(wish.unit_id),
            into_id=UnionId(into_id),
            transfer_id=wish.transfer_id,
            document_no=wish.document_no,
        )
        absorb = self._absorption(wish, ())
        await self._rehearse(wish, wish.federation_id, "end", IfNew(ours, "federation.unit_ended"))
        await self._rehearse(wish, into_id, "absorb", _once(absorb))
        await self._freeze(wish)
        moved = await self._move(wish, into_id, await self._books.live_members(wish.unit_id))
        await self._settle(
            wish,
            lambda lines: MergeUnion(
                occurred_on=wish.day,
                into_union_id=UnionId(into_id),
                transfer_id=wish.transfer_id,
                document_no=wish.document_no,
                lines=lines,
            ),
            negated,
        )
        lines = await self._taken_out(wish)
        await self._step(wish, into_id, "absorb", _once(self._absorption(wish, lines)))
        await self._step(wish, wish.federation_id, "end", IfNew(ours, "federation.unit_ended"))
        return Done(members_moved=moved, lines=lines)

    async def dissolve(self, wish: Wish) -> Done:
        """The unit ends; what it still has goes to the federation. Members who have not gone are counted."""
        close = CloseUnit(
            occurred_on=wish.day,
            unit_id=UnionId(wish.unit_id),
            document_no=wish.document_no,
        )
        await self._rehearse(wish, wish.federation_id, "end", IfNew(close, "federation.unit_ended"))
        await self._freeze(wish)
        await self._settle(
            wish,
            lambda lines: DissolveUnion(
                occurred_on=wish.day,
                document_no=wish.document_no,
                handed_to=UnionId(wish.federation_id),
                transfer_id=wish.transfer_id,
                lines=lines,
            ),
            negated,
        )
        lines = await self._taken_out(wish)
        if lines:
            taking = FederationTakesOver(
                occurred_on=wish.day,
                from_union_id=UnionId(wish.unit_id),
                transfer_id=wish.transfer_id,
                lines=lines,
            )
            unless = "federation.transfer_already_recorded"
            await self._step(wish, wish.federation_id, "take_over", IfNew(taking, unless))
        await self._step(wish, wish.federation_id, "end", IfNew(close, "federation.unit_ended"))
        left = await self._books.live_members(wish.unit_id)
        return Done(members_moved=0, members_left=len(left), lines=lines)

    async def split(
        self, wish: Wish, into_id: UUID, share: tuple[int, int], members: Sequence[UUID]
    ) -> Done:
        """Some members and a share of every balance, by numbers, go to a unit of their own (Henan, Chongqing)."""
        numerator, denominator = share

        def command(lines: PostingLines) -> SplitUnion:
            return SplitUnion(
                occurred_on=wish.day,
                into_union_id=UnionId(into_id),
                transfer_id=wish.transfer_id,
                document_no=wish.document_no,
                share_numerator=numerator,
                share_denominator=denominator,
                lines=lines,
            )

        await self._refuse_strangers(wish, into_id)
        await self._rehearse(wish, wish.unit_id, "settle", _once(command(())))
        await self._settle(
            wish, command, lambda lines: negated(share_of(lines, numerator, denominator))
        )
        lines = await self._taken_out(wish)
        if lines:
            taking = TakeOverBalances(
                occurred_on=wish.day,
                from_union_id=UnionId(wish.unit_id),
                transfer_id=wish.transfer_id,
                lines=lines,
            )
            await self._step(wish, into_id, "take_over", _once(taking))
        moved = await self._move(wish, into_id, members)
        return Done(members_moved=moved, lines=lines)

    def _absorption(self, wish: Wish, lines: PostingLines) -> AbsorbUnion:
        return AbsorbUnion(
            occurred_on=wish.day,
            from_union_id=UnionId(wish.unit_id),
            transfer_id=wish.transfer_id,
            document_no=wish.document_no,
            lines=lines,
        )

    async def _refuse_strangers(self, wish: Wish, into_id: UUID) -> None:
        states = await self._desk.read_states(wish.federation_id, [wish.federation_id])
        county = states.of(wish.federation_id, federation.State)
        if into_id not in county.units or into_id in county.ended:
            raise ReorganisingRefused("federation.receiver_unknown", "into_id")

    async def _freeze(self, wish: Wish) -> None:
        """Stop the union in both logs; it may have been frozen before, or have ended by an earlier try."""
        state = await self._desk.read_union(wish.unit_id)
        if state.dissolved:
            return
        ours = FreezeUnit(
            occurred_on=wish.day,
            unit_id=UnionId(wish.unit_id),
            reason="reorganisation",
            document_no=wish.document_no,
        )
        theirs = FreezeUnion(
            occurred_on=wish.day, reason="reorganisation", document_no=wish.document_no
        )
        unless = "federation.unit_already_frozen"
        await self._step(wish, wish.federation_id, "freeze", IfNew(ours, unless))
        await self._step(wish, wish.unit_id, "freeze", IfNew(theirs, "union.frozen"))

    async def _move(self, wish: Wish, into_id: UUID, members: Sequence[UUID]) -> int:
        """Move members one by one; who left for another union meanwhile is not asked to move twice."""
        for member_id in members:
            transfer_id = uuid5(wish.transfer_id, str(member_id))
            start = StartTransferOut(
                occurred_on=wish.day,
                member_id=MemberId(member_id),
                transfer_id=transfer_id,
                target_union_id=UnionId(into_id),
                decision_no=wish.document_no,
            )
            await self._step(wish, wish.unit_id, f"start:{member_id}", start)
            moving = Moving(
                transfer_id=transfer_id,
                old_union_id=wish.unit_id,
                new_union_id=into_id,
                member_id=member_id,
            )
            acceptance = Acceptance(
                occurred_on=wish.day,
                actor=wish.actor,
                request=f"reorganise:{wish.transfer_id}".encode(),
                decision_no=wish.document_no,
            )
            try:
                accepted = await self._transferring.accept(moving, acceptance)
            except TransferRefused as refused:
                raise ReorganisingRefused(refused.code, refused.field) from None
            _refuse(accepted.accepted)
            if not accepted.completed:
                raise ReorganisingRefused("store.period_closed")
        return len(members)

    async def _settle(
        self,
        wish: Wish,
        command: Callable[[PostingLines], Command],
        moved: Callable[[PostingLines], PostingLines],
    ) -> None:
        """Take balances out of the unit's books as they stand when it is recorded, or not at all."""
        for attempt in range(_TRIES):
            if await self._taken_out_before(wish) is not None:
                return
            held = await self._books.held(wish.unit_id)
            asked = self._asked(wish, wish.unit_id, "settle", command(moved(held.lines)))
            try:
                _refuse(
                    await self._desk.carry_out(
                        msgspec.structs.replace(asked, counted_at=held.position)
                    )
                )
            except ConditionFailed:
                if attempt == _TRIES - 1:
                    raise
            else:
                return

    async def _taken_out(self, wish: Wish) -> PostingLines:
        """Return the balances as they left the unit's books, debit positive: never reckoned again."""
        return await self._taken_out_before(wish) or ()

    async def _taken_out_before(self, wish: Wish) -> PostingLines | None:
        read = await self._log.read_streams(wish.unit_id, [wish.unit_id])
        for recorded in read.events:
            event = decode(recorded.topic, recorded.schema_version, recorded.body)
            if (
                isinstance(event, UnionMerged | UnionSplit | UnionDissolved)
                and event.transfer_id == wish.transfer_id
            ):
                return negated(event.lines)
        return None

    async def _rehearse(self, wish: Wish, union_id: UUID, step: str, command: IfNew) -> None:
        """What a later step would refuse must not be found out halfway."""
        asked = self._asked(wish, union_id, step, command)
        outcome = await self._desk.carry_out(msgspec.structs.replace(asked, dry_run=True))
        _refuse(outcome)
        for place in (union_id, wish.unit_id):
            closed_until = (await self._log.head(place)).closed_until
            if outcome.receipt is None and closed_until and wish.day <= closed_until:
                raise PeriodIsClosed(closed_until)

    async def _step(
        self, wish: Wish, union_id: UUID, step: str, command: Command | IfNew
    ) -> Outcome:
        outcome = await self._desk.carry_out(self._asked(wish, union_id, step, command))
        _refuse(outcome)
        return outcome

    def _asked(self, wish: Wish, union_id: UUID, step: str, command: Command | IfNew) -> Asked:
        return Asked(
            union_id=union_id,
            command_id=uuid5(wish.transfer_id, f"{step}:{union_id}"),
            actor=wish.actor,
            request=f"{step}:{wish.transfer_id}".encode(),
            groups=[[command]],
        )


def _once(command: Command) -> IfNew:
    """A move that stands in a union's log already is not made again."""
    return IfNew(command, unless="union.transfer_already_recorded")


def _refuse(outcome: Outcome) -> None:
    for one in outcome.refused:
        raise ReorganisingRefused(one.refused.code, one.refused.field)
