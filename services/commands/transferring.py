"""Moves a member from one union of the system to another: 一次入会, 动态接转 (章程 art. 5, domain.md 2.2).

A transfer is two facts in two logs with one id. The new union accepts, with the name, number and profile the
old union knows, sealed anew under its own keys, and the first 入会日期; then the old union's log says that the
member has gone. Every step has a command id that follows from the transfer's, so whoever repeats it after a crash
has the rest done and nothing twice. Who is moved is never told to anybody on the way.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID, uuid5

import msgspec

from domain.actor import Actor
from domain.command import Command
from domain.encoding import decode
from domain.event import Event, Fact
from domain.ids import MemberId
from domain.member import aggregate as member
from domain.member.commands import AcceptTransferIn, CancelTransferOut, CompleteTransferOut
from domain.member.events import TransferEnd, TransferSide
from domain.refusal import Refused
from services.commands.deciding import IfNew
from services.commands.desk import Asked, Desk, Outcome
from services.errors import CommandReused, PeriodIsClosed
from services.keys import Sealer, Vault
from services.store.contract import LogStore, RecordedEvent

_GONE = "member.not_live"
"""What a completion is refused with when the member has gone already."""

Fields = dict[str, str]


class TransferRefused(Exception):
    """The old union's books do not let the member go; `code` says why."""

    def __init__(self, code: str, field: str = "") -> None:
        super().__init__(code)
        self.code = code
        self.field = field


class Moving(msgspec.Struct, frozen=True, kw_only=True):
    """A transfer that was started: who moves (by the id in the old union), from where, to where."""

    transfer_id: UUID
    old_union_id: UUID
    new_union_id: UUID
    member_id: UUID


class Acceptance(msgspec.Struct, frozen=True, kw_only=True):
    """What the new union says on taking the member in; `request` is what makes two requests the same."""

    occurred_on: date
    actor: Actor
    request: bytes
    decision_no: str = ""
    details: Fields = {}


class Accepted(msgspec.Struct, frozen=True, kw_only=True):
    """`accepted` in the new union's log; `completed` tells whether the old union's log has its half too.

    It has not when its books are closed on that day: it completes the transfer itself then.
    """

    member_id: UUID
    accepted: Outcome
    completed: bool


class _Leaving(msgspec.Struct, frozen=True, kw_only=True):
    """What the old union knows of the member."""

    state: member.State
    identity: Fields
    profile: Fields


class Transferring:
    """Carries out the steps of a transfer that concern two logs."""

    def __init__(self, log: LogStore, vault: Vault, desk: Desk) -> None:
        self._log = log
        self._vault = vault
        self._desk = desk

    async def accept(self, moving: Moving, acceptance: Acceptance) -> Accepted:
        """Take a member in, and let the old union's books follow; raises TransferRefused."""
        leaving = await self._leaving(moving)
        if not _has_gone(leaving.state, moving.transfer_id):
            await self._refuse_stuck(moving, acceptance)
        member_id = await self._enrolled(moving, leaving)
        accepted = await self._take_in(moving, acceptance, leaving, member_id)
        completed = not accepted.refused and await self._follow(moving, acceptance)
        return Accepted(member_id=member_id, accepted=accepted, completed=completed)

    async def complete(self, moving: Moving, acceptance: Acceptance) -> Outcome:
        """Let the old union's books follow an acceptance; `acceptance` says on which day and by whom."""
        wish = IfNew(await self._completion(moving, acceptance), unless=_GONE)
        return await self._carry_out(moving, "complete", [wish], acceptance, b"complete transfer")

    async def cancel(
        self, moving: Moving, acceptance: Acceptance, *, by: TransferSide, reason: TransferEnd
    ) -> Outcome:
        """Let a transfer come to nothing, in the old union's books."""
        wish = CancelTransferOut(
            occurred_on=acceptance.occurred_on,
            member_id=MemberId(moving.member_id),
            transfer_id=moving.transfer_id,
            by=by,
            reason=reason,
        )
        return await self._carry_out(moving, "cancel", [wish], acceptance, acceptance.request)

    async def _leaving(self, moving: Moving) -> _Leaving:
        read = await self._log.read_streams(moving.old_union_id, [moving.member_id])
        events = [
            (recorded, decode(recorded.topic, recorded.schema_version, recorded.body))
            for recorded in read.events
        ]
        state = member.State()
        for recorded, event in events:
            fact = Fact(event, recorded.occurred_on, recorded.version)
            state = member.evolve(state, fact)
        if state.pending_transfer() != moving.transfer_id and not _has_gone(
            state, moving.transfer_id
        ):
            raise TransferRefused("transfer.not_pending")
        return _Leaving(
            state=state,
            identity=await self._opened(moving, events, "identity"),
            profile=await self._opened(moving, events, "profile"),
        )

    async def _opened(
        self, moving: Moving, events: Sequence[tuple[RecordedEvent, Event]], field: str
    ) -> Fields:
        """Return the latest value of a sealed field; empty when it was never given or its key is gone."""
        opener = await self._vault.opener(moving.old_union_id, [moving.member_id])
        for recorded, event in reversed(events):
            sealed = getattr(event, field, None)
            if sealed is not None:
                return opener.open(sealed, command_id=recorded.command_id, field=field) or {}
        return {}

    async def _refuse_stuck(self, moving: Moving, acceptance: Acceptance) -> None:
        """What the old union's books would refuse must not stand in the new union's."""
        head = await self._log.head(moving.old_union_id)
        if head.closed_until is not None and acceptance.occurred_on <= head.closed_until:
            raise PeriodIsClosed(head.closed_until)
        rehearsed = await self._desk.carry_out(
            Asked(
                union_id=moving.old_union_id,
                command_id=uuid5(moving.transfer_id, "rehearsal"),
                actor=acceptance.actor,
                request=b"rehearsal",
                groups=[[await self._completion(moving, acceptance)]],
                dry_run=True,
            )
        )
        for one in rehearsed.refused:
            raise TransferRefused(one.refused.code, one.refused.field)

    async def _enrolled(self, moving: Moving, leaving: _Leaving) -> UUID:
        """Return the person's id on the new union's books."""
        number = leaving.identity.get("id_number")
        if number is None:
            raise TransferRefused("transfer.identity_unreadable")
        people = await self._vault.enrol(moving.new_union_id, "id_number", [number])
        federation_id = (await self._desk.read_union(moving.new_union_id)).federation_id
        if federation_id is not None:
            await self._vault.list_in_county(federation_id, moving.new_union_id, people)
        return people[number]

    async def _take_in(
        self, moving: Moving, acceptance: Acceptance, leaving: _Leaving, member_id: UUID
    ) -> Outcome:
        command_id = uuid5(moving.transfer_id, "accept")
        sealer = await self._vault.sealer(moving.new_union_id, command_id, [member_id])
        command = AcceptTransferIn(
            occurred_on=acceptance.occurred_on,
            member_id=MemberId(member_id),
            transfer_id=moving.transfer_id,
            other_union=(await self._desk.read_union(moving.old_union_id)).name,
            decision_no=acceptance.decision_no,
            joined_on=leaving.state.joined_on,
            **_sealed_anew(sealer, member_id, leaving, acceptance.details),
        )
        asked = Asked(
            union_id=moving.new_union_id,
            command_id=command_id,
            actor=acceptance.actor,
            request=acceptance.request,
            groups=[[command]],
        )
        try:
            return await self._desk.carry_out(asked)
        except CommandReused:
            await self._follow(moving, acceptance)
            raise TransferRefused("transfer.already_accepted") from None

    async def _follow(self, moving: Moving, acceptance: Acceptance) -> bool:
        """Complete in the old union's log, on the day the member was taken in."""
        try:
            outcome = await self.complete(moving, acceptance)
        except PeriodIsClosed:
            return False
        return not outcome.refused

    async def _completion(self, moving: Moving, acceptance: Acceptance) -> CompleteTransferOut:
        return CompleteTransferOut(
            occurred_on=acceptance.occurred_on,
            member_id=MemberId(moving.member_id),
            transfer_id=moving.transfer_id,
            other_union=(await self._desk.read_union(moving.new_union_id)).name,
            decision_no=acceptance.decision_no,
        )

    async def _carry_out(
        self,
        moving: Moving,
        step: str,
        commands: Sequence[Command | IfNew],
        acceptance: Acceptance,
        request: bytes,
    ) -> Outcome:
        return await self._desk.carry_out(
            Asked(
                union_id=moving.old_union_id,
                command_id=uuid5(moving.transfer_id, step),
                actor=acceptance.actor,
                request=request,
                groups=[commands],
            )
        )


def _has_gone(state: member.State, transfer_id: UUID) -> bool:
    """Tell whether the member left by this very transfer."""
    return any(
        step.change == "transfer_out" and state.transfers.get(step.version) == transfer_id
        for step in state.steps
    )


def _sealed_anew(
    sealer: Sealer, member_id: UUID, leaving: _Leaving, details: Fields
) -> Mapping[str, Any]:
    """Seal what the old union knows under the new union's keys; the department was the old employer's."""
    profile = {name: text for name, text in leaving.profile.items() if name != "department"}
    sealed = {
        "identity": sealer.seal(
            member_id, "books", field="identity", ordinal=0, fields=leaving.identity
        ),
        "profile": sealer.seal(member_id, "file", field="profile", ordinal=1, fields=profile),
    }
    if details:
        sealed["details"] = sealer.seal(
            member_id, "file", field="details", ordinal=2, fields=details
        )
    return sealed


def refusal_of(outcome: Outcome) -> Refused | None:
    """Return why a step was refused."""
    return outcome.refused[0].refused if outcome.refused else None
