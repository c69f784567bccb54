"""Decides about bank statements: one comparison a day, by somebody who does not keep the money.

Sources: 会计法 art. 17 (账实相符) and 35 (出纳 does no 稽核), domain.md 5.4 and 7.3.
"""

from collections.abc import Iterable
from datetime import date
from typing import assert_never

import msgspec

from domain.accounts import Chart
from domain.bank_statement.commands import (
    AssertBalance,
    BankStatementCommand,
    WithdrawAssertion,
)
from domain.bank_statement.events import (
    AssertionWithdrawn,
    BalanceAsserted,
    BankStatementEvent,
    OutstandingItem,
    OutstandingKind,
)
from domain.event import Fact
from domain.ids import OfficerId
from domain.money import FEN_MAX
from domain.officers import Office, Officers
from domain.refusal import Refused

_COMPARING: tuple[Office, ...] = (
    "accountant",
    "reviewer",
    "audit_committee_chair",
    "audit_committee_member",
)
_SIGN: dict[OutstandingKind, int] = {
    "received_not_at_bank": 1,
    "paid_not_at_bank": -1,
    "received_not_in_books": -1,
    "paid_not_in_books": 1,
}
"""What an outstanding item does to the bank's balance less that of the books."""


class State(msgspec.Struct, frozen=True):
    """Which day was compared by which version; withdrawn comparisons are gone."""

    asserted: dict[date, int] = {}


class Context(msgspec.Struct, frozen=True):
    """Who holds which office, and the chart of the command's date (None: none in force)."""

    officers: Officers
    chart: Chart | None


def difference_fen(bank_fen: int, books_fen: int, outstanding: Iterable[OutstandingItem]) -> int:
    """Return the bank's adjusted balance less that of the books: zero when all is explained."""
    explained = sum(_SIGN[item.kind] * item.fen for item in outstanding)
    return bank_fen - books_fen + explained


def evolve(state: State, fact: Fact) -> State:
    event: BankStatementEvent = fact.event  # type: ignore[assignment] # the catalogue gave this stream only these
    match event:
        case BalanceAsserted():
            return State({**state.asserted, fact.occurred_on: fact.version})
        case AssertionWithdrawn():
            withdrawn = event.withdrawn_version
            return State({day: v for day, v in state.asserted.items() if v != withdrawn})
        case _:
            assert_never(event)


def decide(
    state: State, command: BankStatementCommand, context: Context
) -> list[BankStatementEvent] | Refused:
    match command:
        case AssertBalance():
            return _assert(state, command, context)
        case WithdrawAssertion():
            return _withdraw(state, command, context)
        case _:
            assert_never(command)


def _assert(
    state: State, command: AssertBalance, context: Context
) -> list[BankStatementEvent] | Refused:
    day = command.occurred_on
    if context.chart is None:
        return Refused("bank_statement.no_chart_in_force", "occurred_on")
    account = context.chart.posting(command.account)
    if account is None or not account.money:
        return Refused("bank_statement.not_a_money_account", "account")
    if day in state.asserted:
        return Refused("bank_statement.already_asserted", "occurred_on")
    if max(abs(command.bank_fen), abs(command.books_fen)) > FEN_MAX:
        return Refused("bank_statement.amount_out_of_range", "account")
    if any(item.noted_on > day for item in command.outstanding):
        return Refused("bank_statement.item_after_statement", "outstanding")
    if (fault := _wrong_person(command.asserted_by, "asserted_by", day, context)) is not None:
        return fault
    difference = difference_fen(command.bank_fen, command.books_fen, command.outstanding)
    if difference and command.difference_reason is None:
        return Refused("bank_statement.difference_unexplained", "difference_reason")
    if not difference and command.difference_reason is not None:
        return Refused("bank_statement.no_difference", "difference_reason")
    return [
        BalanceAsserted(
            account=command.account,
            bank_fen=command.bank_fen,
            books_fen=command.books_fen,
            asserted_by=command.asserted_by,
            statement=command.statement,
            outstanding=command.outstanding,
            difference_fen=difference,
            difference_reason=command.difference_reason,
            books_position=command.books_position,
        )
    ]


def _withdraw(
    state: State, command: WithdrawAssertion, context: Context
) -> list[BankStatementEvent] | Refused:
    if command.withdrawn_version not in state.asserted.values():
        return Refused("bank_statement.no_such_assertion", "withdrawn_version")
    day = command.occurred_on
    if (fault := _wrong_person(command.withdrawn_by, "withdrawn_by", day, context)) is not None:
        return fault
    return [
        AssertionWithdrawn(
            account=command.account,
            withdrawn_version=command.withdrawn_version,
            withdrawn_by=command.withdrawn_by,
            reason=command.reason,
        )
    ]


def _wrong_person(officer_id: OfficerId, field: str, day: date, context: Context) -> Refused | None:
    """Whoever keeps the money does not confirm it."""
    if not context.officers.holds_any(officer_id, _COMPARING, day):
        return Refused("bank_statement.office_not_held", field)
    if _keeps_the_money(officer_id, day, context.officers):
        return Refused("bank_statement.cashier_compares", field)
    return None


def _keeps_the_money(officer_id: OfficerId, day: date, officers: Officers) -> bool:
    return any(
        office == "cashier"
        and officers.holds(other, office, day)
        and not officers.are_different(officer_id, other)
        for other, office in officers.held
    )
