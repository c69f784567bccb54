"""Decides about a collection of dues: declaration and count agree, or it is said why not (domain.md 3.4)."""

from typing import assert_never

import msgspec

from domain.dues_batch.commands import CloseDuesBatch, DuesBatchCommand
from domain.dues_batch.events import DuesBatchClosed, DuesBatchEvent
from domain.event import Fact
from domain.money import FEN_MAX
from domain.period import is_month
from domain.refusal import Refused

_MOST_HEADS = 10**9


class State(msgspec.Struct, frozen=True):
    """Whether the batch is closed: then no receipt may name it any more."""

    closed: bool = False


def evolve(state: State, fact: Fact) -> State:
    event: DuesBatchEvent = fact.event  # type: ignore[assignment] # the catalogue gave this stream only these
    match event:
        case DuesBatchClosed():
            return msgspec.structs.replace(state, closed=True)
        case _:
            assert_never(event)


def decide(state: State, command: DuesBatchCommand) -> list[DuesBatchEvent] | Refused:
    match command:
        case CloseDuesBatch():
            return _close(state, command)
        case _:
            assert_never(command)


def _close(state: State, command: CloseDuesBatch) -> list[DuesBatchEvent] | Refused:
    if state.closed:
        return Refused("dues_batch.already_closed", "batch_id")
    refused = _out_of_range(command) or _malformed_months(command)
    if refused is not None:
        return refused
    differs = (command.declared_heads, command.declared_fen) != (command.heads, command.amount_fen)
    if differs and command.difference_reason is None:
        return Refused("dues_batch.difference_without_reason", "difference_reason")
    if not differs and command.difference_reason is not None:
        return Refused("dues_batch.reason_without_difference", "difference_reason")
    return [
        DuesBatchClosed(
            declared_heads=command.declared_heads,
            declared_fen=command.declared_fen,
            heads=command.heads,
            amount_fen=command.amount_fen,
            difference_reason=command.difference_reason,
            first_month=command.first_month,
            last_month=command.last_month,
            branch_id=command.branch_id,
        )
    ]


def _out_of_range(command: CloseDuesBatch) -> Refused | None:
    """A batch is of somebody's money: at least one head, at least one fen, declared and counted."""
    for field in ("declared_heads", "heads"):
        if not 1 <= getattr(command, field) <= _MOST_HEADS:
            return Refused("dues_batch.heads_out_of_range", field)
    for field in ("declared_fen", "amount_fen"):
        if not 1 <= getattr(command, field) <= FEN_MAX:
            return Refused("dues_batch.amount_not_positive", field)
    return None


def _malformed_months(command: CloseDuesBatch) -> Refused | None:
    """Both months or neither, in order."""
    first, last = command.first_month, command.last_month
    if first is None and last is None:
        return None
    if first is None or not is_month(first):
        return Refused("dues_batch.month_malformed", "first_month")
    if last is None or not is_month(last):
        return Refused("dues_batch.month_malformed", "last_month")
    return Refused("dues_batch.months_reversed", "last_month") if last < first else None
