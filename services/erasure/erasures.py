"""Carries out erasures: the event first, then the key store; every step may be done again, whatever broke it off.

The event says what must be so; the key store is then brought there. A process that dies in between leaves an
erasure whose event stands and whose keys do not agree with it: `settle` mends that, and `settle_all` goes over
every log, also after the key store was restored from a backup that still held the keys.
"""

from collections.abc import Awaitable, Callable
from datetime import UTC, date, datetime
from typing import get_args
from uuid import UUID

import msgspec

from domain.actor import Actor
from domain.encoding import decode
from domain.erasure.aggregate import APPROVALS, State, evolve
from domain.erasure.commands import ApproveErasure, DestroyBooks, ExecuteErasure
from domain.erasure.events import ErasureEvent, ErasureRequested
from domain.event import Fact
from domain.ids import MemberId
from services.attachments import Attachments
from services.commands import Asked, Desk, Outcome
from services.erasure.needed import events_about, needed
from services.identifiers import new_id
from services.store.contract import RecordedEvent
from services.store.keyring import Keyring
from services.store.person_log import PersonLog

TOPICS: tuple[str, ...] = tuple(event.TOPIC for event in get_args(ErasureEvent))


class ErasureRow(msgspec.Struct, frozen=True, kw_only=True):
    """How far an erasure has come: ids and states, nothing of the person."""

    union_id: UUID
    subject_id: UUID
    stage: str
    basis: str | None
    approvals: int
    holds: int
    requested_on: date | None
    books_until: date | None
    version: int
    is_ready: bool


Forget = Callable[[UUID], Awaitable[None]]
"""Throws away what a union holds beside its log in which the person may stand, such as uploaded workbooks."""


class Erasures:
    """The use cases of erasing."""

    def __init__(
        self,
        desk: Desk,
        keyring: Keyring,
        log: PersonLog,
        papers: Attachments,
        *,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        forget: Forget | None = None,
    ) -> None:
        self._forget = forget
        self._desk = desk
        self._keyring = keyring
        self._log = log
        self._papers = papers
        self._now = now

    async def approval(self, union_id: UUID, command: ApproveErasure) -> ApproveErasure:
        """Return an approval that names the audits it must be weighed against."""
        found = await needed(self._log, union_id, command.subject_id)
        return msgspec.structs.replace(
            command, engagements=found.engagements, findings=found.findings
        )

    async def execute(
        self,
        union_id: UUID,
        subject_id: UUID,
        *,
        actor: Actor,
        day: date,
        command_id: UUID | None = None,
        request: bytes = b"execute erasure",
    ) -> Outcome:
        """Carry out an approved erasure, or destroy the books key whose term is over; then settle the keys."""
        who = MemberId(subject_id)
        found = await needed(self._log, union_id, subject_id)
        state = (await self._states(union_id)).get(subject_id, (State(), None))[0]
        is_late = state.stage in {"executed", "restricted"}
        command = (DestroyBooks if is_late else ExecuteErasure)(
            occurred_on=day,
            subject_id=who,
            last_posting_on=found.last_posting_on,
            engagements=found.engagements,
            findings=found.findings,
        )
        outcome = await self._desk.carry_out(
            Asked(
                union_id=union_id,
                command_id=command_id or new_id(),
                actor=actor,
                request=request,
                groups=[[command]],
                counted_at=found.position,
            )
        )
        if outcome.receipt is not None:
            await self.settle(union_id, subject_id)
            if self._forget is not None:
                await self._forget(union_id)
        return outcome

    async def settle(self, union_id: UUID, subject_id: UUID) -> bool:
        """Bring the key store to what the log says of one person; True where there was something to say."""
        states = await self._states(union_id)
        if subject_id not in states:
            return False
        return await self._settle(union_id, subject_id, states[subject_id][0])

    async def settle_all(self) -> int:
        """Bring the key store to what every log says; returns how many people were erased."""
        settled = 0
        for union_id in await self._log.unions_with(TOPICS):
            for subject_id, (state, _) in (await self._states(union_id)).items():
                settled += await self._settle(union_id, subject_id, state)
        return settled

    async def listed(self, union_id: UUID, day: date) -> list[ErasureRow]:
        """Return the erasures of a union, oldest first."""
        return [
            _row(union_id, subject_id, state, asked, day)
            for subject_id, (state, asked) in (await self._states(union_id)).items()
        ]

    async def ready(self, day: date) -> list[ErasureRow]:
        """Return what may be carried out in any union: approved by two, or restricted and its term over."""
        return [
            row
            for union_id in await self._log.unions_with(TOPICS)
            for row in await self.listed(union_id, day)
            if row.is_ready
        ]

    async def _settle(self, union_id: UUID, subject_id: UUID, state: State) -> bool:
        if state.stage not in {"executed", "restricted", "destroyed"}:
            return False
        who, now = [subject_id], self._now()
        await self._keyring.destroy_subject_keys(union_id, who, "file", now)
        if state.stage == "destroyed":
            await self._keyring.destroy_subject_keys(union_id, who, "books", now)
        else:
            await self._keyring.restrict_subject_keys(union_id, who, "books", now)
        await self._keyring.remove_blinds(union_id, who)
        await self._keyring.remove_from_every_county(union_id, who)
        await self._destroy_papers(union_id, subject_id, of_books=state.stage == "destroyed")
        return True

    async def _destroy_papers(self, union_id: UUID, subject_id: UUID, *, of_books: bool) -> None:
        """Destroy the papers of the person's hardship files; those of aid paid go with the books key."""
        packages = {"household", "aid_case"} if of_books else {"household"}
        about = await events_about(self._log, union_id, subject_id)
        streams = {one.stream_id for one in about if one.topic.partition(".")[0] in packages}
        if streams:
            await self._papers.destroy_of(union_id, sorted(streams))

    async def _states(self, union_id: UUID) -> dict[UUID, tuple[State, RecordedEvent | None]]:
        """Return where each erasure of a union stands, and the event that last asked for it."""
        found: dict[UUID, tuple[State, RecordedEvent | None]] = {}
        for recorded in await self._log.of_topics(union_id, TOPICS):
            event = decode(recorded.topic, recorded.schema_version, recorded.body)
            subject_id: UUID = event.subject_id  # type: ignore[attr-defined] # every event of an erasure names whom
            state, asked = found.get(subject_id, (State(), None))
            state = evolve(state, Fact(event, recorded.occurred_on, recorded.version))
            is_asked = isinstance(event, ErasureRequested)
            found[subject_id] = (state, recorded if is_asked else asked)
        return found


def _row(
    union_id: UUID, subject_id: UUID, state: State, asked: RecordedEvent | None, day: date
) -> ErasureRow:
    is_approved = state.stage == "requested" and state.approvals >= APPROVALS
    is_over = state.books_until is not None and state.books_until <= day
    is_restricted = state.stage in {"executed", "restricted"}
    basis = None
    if asked is not None:
        requested = decode(asked.topic, asked.schema_version, asked.body)
        basis = getattr(requested, "basis", None)
    return ErasureRow(
        union_id=union_id,
        subject_id=subject_id,
        stage=state.stage,
        basis=basis,
        approvals=state.approvals,
        holds=len(state.holds),
        requested_on=None if asked is None else asked.occurred_on,
        books_until=state.books_until,
        version=state.version,
        is_ready=is_approved or (is_restricted and is_over),
    )
