"""Decides whether an export is put on record: once each, as a stream of its own."""

import msgspec

from domain.event import Fact
from domain.export.commands import ExportCommand
from domain.export.events import ExportDelivered, ExportEvent
from domain.headcount import HEADS_MAX
from domain.refusal import Refused

Decided = list[ExportEvent] | Refused

_ABOUT_MOST = 200


class State(msgspec.Struct, frozen=True):
    """Whether it happened."""

    delivered: bool = False


def evolve(_state: State, _fact: Fact) -> State:
    return State(delivered=True)


def decide(state: State, command: ExportCommand) -> Decided:
    if state.delivered:
        return Refused("export.already_delivered", "export_id")
    if not 0 < len(command.about) <= _ABOUT_MOST:
        return Refused("export.about_missing", "about")
    if not 0 <= command.people <= HEADS_MAX:
        return Refused("export.people_out_of_range", "people")
    return [
        ExportDelivered(
            export_id=command.export_id,
            kind=command.kind,
            about=command.about,
            people=command.people,
        )
    ]
