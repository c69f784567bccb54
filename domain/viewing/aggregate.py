"""Decides whether something personal may be shown in clear (domain.md 8.1, PIPL arts. 6, 28, 45, 51).

Every viewing is a stream of its own with one event, so that the same request never stands twice in the log.
"""

from collections.abc import Iterable
from typing import Final, assert_never

import msgspec

from domain.event import Fact
from domain.refusal import Refused
from domain.viewing.commands import ExportPersonalData, RevealPersonalData, ViewingCommand
from domain.viewing.events import (
    PersonalDataExported,
    PersonalDataRevealed,
    Reason,
    ViewingEvent,
)
from domain.viewing.fields import FIELDS, Group, group_of

Decided = list[ViewingEvent] | Refused

_NEED_REFERENCE: Final[frozenset[Reason]] = frozenset({"payment", "audit", "authority"})
"""Reasons that rest on a paper or case: without its number nobody could check them later."""
_PAYEES_NAME: Final = "identity.name"


class State(msgspec.Struct, frozen=True):
    """Whether it happened."""

    recorded: bool = False


class Context(msgspec.Struct, frozen=True):
    """Whether the union has anything about this person, and whether something is approved and not yet paid out."""

    known: bool = False
    payment_released: bool = False


def evolve(state: State, fact: Fact) -> State:
    event: ViewingEvent = fact.event  # type: ignore[assignment] # the catalogue gave this stream only these
    match event:
        case PersonalDataRevealed() | PersonalDataExported():
            return msgspec.structs.replace(state, recorded=True)
        case _:
            assert_never(event)


def decide(state: State, command: ViewingCommand, context: Context) -> Decided:
    refused = _not_to_be_shown(state, command, context)
    if refused is not None:
        return refused
    match command:
        case RevealPersonalData():
            return _reveal(command, context)
        case ExportPersonalData():
            return _export(command)
        case _:
            assert_never(command)


def _not_to_be_shown(state: State, command: ViewingCommand, context: Context) -> Refused | None:
    if state.recorded:
        return Refused("viewing.already_recorded", "viewing_id")
    if not context.known:
        return Refused("viewing.member_unknown", "subject_id")
    if command.reason in _NEED_REFERENCE and not command.reference.strip():
        return Refused("viewing.reference_missing", "reference")
    return None


def _reveal(command: RevealPersonalData, context: Context) -> Decided:
    if not command.fields:
        return Refused("viewing.fields_missing", "fields")
    if any(group_of(field) is None for field in command.fields):
        return Refused("viewing.field_unknown", "fields")
    if command.as_cashier and not _is_to_be_paid(command, context):
        return Refused("viewing.not_for_a_payment", "fields")
    return [
        PersonalDataRevealed(
            viewing_id=command.viewing_id,
            subject_id=command.subject_id,
            what=_groups(command.fields),
            fields=tuple(dict.fromkeys(command.fields)),
            reason=command.reason,
            reference=command.reference,
        )
    ]


def _is_to_be_paid(command: RevealPersonalData, context: Context) -> bool:
    """Tell whether it is who gets a released payment, and into which account (assurance 11)."""
    is_payee = all(group_of(field) == "payee" or field == _PAYEES_NAME for field in command.fields)
    return is_payee and command.reason == "payment" and context.payment_released


def _export(command: ExportPersonalData) -> Decided:
    if command.rows < 0:
        return Refused("viewing.rows_out_of_range", "rows")
    return [
        PersonalDataExported(
            viewing_id=command.viewing_id,
            subject_id=command.subject_id,
            what=command.what,
            rows=command.rows,
            reason=command.reason,
            reference=command.reference,
        )
    ]


def _groups(fields: Iterable[str]) -> tuple[Group, ...]:
    named = {group_of(field) for field in fields}
    return tuple(group for group in FIELDS if group in named)
