"""Decides about an import run: a workbook is imported once, agrees with its paper, and is taken back whole."""

from typing import assert_never

import msgspec

from domain.event import Fact
from domain.import_run.commands import CommitImport, ImportRunCommand, ReverseImport
from domain.import_run.events import ImportCommitted, ImportReversed, ImportRunEvent
from domain.refusal import Refused

Decided = list[ImportRunEvent] | Refused


class State(msgspec.Struct, frozen=True):
    committed: ImportCommitted | None = None
    reversed: bool = False


def evolve(state: State, fact: Fact) -> State:
    event: ImportRunEvent = fact.event  # type: ignore[assignment] # the catalogue gave this stream only these
    match event:
        case ImportCommitted():
            return msgspec.structs.replace(state, committed=event)
        case ImportReversed():
            return msgspec.structs.replace(state, reversed=True)
        case _:
            assert_never(event)


def decide(state: State, command: ImportRunCommand) -> Decided:
    match command:
        case CommitImport():
            return _commit(state, command)
        case ReverseImport():
            return _reverse(state, command)
        case _:
            assert_never(command)


def _commit(state: State, command: CommitImport) -> Decided:
    if state.committed is not None:
        return Refused("import_run.already_committed")
    if command.control is not None and not command.control.agree_with(command.found):
        if not command.control_reason.strip():
            return Refused("import_run.control_differs", "control")
    elif command.control_reason:
        return Refused("import_run.control_agrees", "control_reason")
    return [
        ImportCommitted(
            table_kind=command.table_kind,
            rows_read=command.rows_read,
            rows_accepted=command.rows_accepted,
            refused=command.refused,
            outcome=command.outcome,
            found=command.found,
            control=command.control,
            control_reason=command.control_reason,
        )
    ]


def _reverse(state: State, command: ReverseImport) -> Decided:
    if state.committed is None:
        return Refused("import_run.not_committed")
    if state.reversed:
        return Refused("import_run.already_reversed")
    return [ImportReversed(undone=command.undone, reason=command.reason)]
