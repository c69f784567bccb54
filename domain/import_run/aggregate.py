"""Decides about an import run: a workbook is imported once."""

import msgspec

from domain.event import Fact
from domain.import_run.commands import ImportRunCommand
from domain.import_run.events import ImportCommitted, ImportRunEvent
from domain.refusal import Refused


class State(msgspec.Struct, frozen=True):
    committed: ImportCommitted | None = None


def evolve(state: State, fact: Fact) -> State:
    event: ImportRunEvent = fact.event  # type: ignore[assignment] # the catalogue gave this stream only these
    return msgspec.structs.replace(state, committed=event)


def decide(state: State, command: ImportRunCommand) -> list[ImportRunEvent] | Refused:
    if state.committed is not None:
        return Refused("import_run.already_committed")
    return [
        ImportCommitted(
            table_kind=command.table_kind,
            rows_read=command.rows_read,
            rows_accepted=command.rows_accepted,
            refused=command.refused,
        )
    ]
