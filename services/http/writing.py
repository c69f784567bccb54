"""Every write goes this way: groups of commands to the desk, and an answer built from what is stored.

Nothing else may enter the body of an answer, so that a repeat is answered byte for byte the same.
"""

import time
from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

import msgspec

from domain.command import Command
from services.commands import Asked, GroupRefused, Outcome, VersionMoved
from services.errors import StoreError
from services.http.asking import Answer, Asking, strong
from services.http.fields import Answered
from services.http.problems import Fault, Problem, of_refusal
from services.store.contract import WriteReceipt


class WrittenTogether(Answered, frozen=True, kw_only=True):
    """A write receipt: where in the union's log the last event stands, and the chain's hash there."""

    union_id: UUID
    position: int
    hash: str
    recorded_at: datetime


class Written(WrittenTogether, frozen=True, kw_only=True):
    """A write receipt about one stream."""

    stream_id: UUID
    version: int


class Stored(msgspec.Struct, frozen=True, kw_only=True):
    """What was stored, now or the first time the same was asked."""

    receipt: WriteReceipt
    streams: Mapping[UUID, int]
    headers: dict[str, str]

    def of(self, stream_id: UUID) -> dict[str, object]:
        """Return the fields of a receipt about one stream."""
        return {**self.place(), "stream_id": stream_id, "version": self.streams[stream_id]}

    def place(self) -> dict[str, object]:
        """Return where the write stands in the log."""
        return {
            "union_id": self.receipt.union_id,
            "position": self.receipt.last_position,
            "hash": self.receipt.hash.hex(),
            "recorded_at": self.receipt.recorded_at,
        }


async def carry_out(
    asking: Asking,
    commands: Sequence[Command],
    stream_id: UUID,
    *,
    expected: Mapping[UUID, int],
    fields: frozenset[str] = frozenset(),
    ids: Mapping[str, UUID] | None = None,
    kind: type[Written] = Written,
    counted_at: int | None = None,
) -> Answer:
    """Carry out one group of commands about one stream, or raise the problem it met."""
    stored = await store(
        asking, [commands], expected=expected, fields=fields, counted_at=counted_at
    )
    body = kind(**stored.of(stream_id), **(ids or {}))  # type: ignore[arg-type] # one dict, many types
    headers = stored.headers | strong(stored.streams[stream_id])
    return Answer(body=body, headers=headers)


async def store(
    asking: Asking,
    groups: Sequence[Sequence[Command]],
    *,
    expected: Mapping[UUID, int],
    fields: frozenset[str] = frozenset(),
    elements: str | None = None,
    union_id: UUID | None = None,
    command_id: UUID | None = None,
    counted_at: int | None = None,
) -> Stored:
    """Carry out groups of commands, all or none. `elements` names the array the groups came from.

    `counted_at`: the position of the ledgers that figures in them were counted from; nothing may have come since.
    """
    asked = Asked(
        union_id=union_id or asking.tenant_id,
        command_id=command_id or asking.command_id,
        actor=asking.login.actor,
        request=asking.fingerprint,
        groups=groups,
        expected=expected,
        counted_at=counted_at,
    )
    return stored_of(await _timed(asking, asked), fields, elements)


def stored_of(
    outcome: Outcome, fields: frozenset[str] = frozenset(), elements: str | None = None
) -> Stored:
    """Return what was stored, or raise the problem that nothing was."""
    if outcome.receipt is None:
        raise _refused(outcome.refused, fields, elements)
    headers = {}
    if outcome.receipt.replayed:
        headers["Idempotency-Hit"] = "true"
    if not outcome.ledgers_current:
        headers["Ledgers-Behind"] = "true"
    return Stored(receipt=outcome.receipt, streams=outcome.streams, headers=headers)


async def _timed(asking: Asking, asked: Asked) -> Outcome:
    begun = time.perf_counter()
    result = "failed"
    try:
        outcome = await asking.parts.desk.carry_out(asked)
        result = _result(outcome)
    except (StoreError, VersionMoved):
        result = "refused"
        raise
    finally:
        asking.parts.metrics.appended(result, time.perf_counter() - begun)
    return outcome


def _result(outcome: Outcome) -> str:
    if outcome.receipt is None:
        return "refused"
    return "repeated" if outcome.receipt.replayed else "stored"


def _refused(
    refused: Sequence[GroupRefused], fields: frozenset[str], elements: str | None
) -> Problem:
    if elements is None:
        return of_refusal(refused[0].refused, fields)
    faults = [
        Fault(f"#/{elements}/{one.group}/{one.refused.field}".rstrip("/"), one.refused.code)
        for one in refused
    ]
    codes = {fault.code for fault in faults}
    code = codes.pop() if len(codes) == 1 else "request.elements_refused"
    return Problem(code, faults=faults)
