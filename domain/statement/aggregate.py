"""Decides about printed statements (打印件): each code is issued once (design 7; domain.md 6.1, common footer)."""

from typing import assert_never

import msgspec

from domain.event import Fact
from domain.refusal import Refused
from domain.statement.commands import IssueStatement, StatementCommand
from domain.statement.events import StatementIssued
from domain.statement_code import is_code

Decided = list[StatementIssued] | Refused
_DIGEST_CHARACTERS = 8
"""Of one row: four bytes as hexadecimal digits."""


class State(msgspec.Struct, frozen=True):
    issued: StatementIssued | None = None


def evolve(state: State, fact: Fact) -> State:
    event: StatementIssued = fact.event  # type: ignore[assignment] # the catalogue gave this stream only these
    match event:
        case StatementIssued():
            return msgspec.structs.replace(state, issued=event)
        case _:
            assert_never(event)


def decide(state: State, command: StatementCommand) -> Decided:
    match command:
        case IssueStatement():
            return _issue(state, command)
        case _:
            assert_never(command)


def _issue(state: State, command: IssueStatement) -> Decided:
    if state.issued is not None:
        return Refused("statement.already_issued", "code")
    if not is_code(command.code):
        return Refused("statement.code_malformed", "code")
    if command.known_at < 1:
        return Refused("statement.no_position", "known_at")
    if command.month is not None and not command.month.startswith(f"{command.year:04d}-"):
        return Refused("statement.month_of_another_year", "month")
    if len(command.row_digests) not in {0, command.row_count * _DIGEST_CHARACTERS}:
        return Refused("statement.rows_miscounted", "row_count")
    taken = {name: getattr(command, name) for name in StatementIssued.__struct_fields__}
    return [StatementIssued(**taken)]
