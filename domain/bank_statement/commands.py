"""What may be asked about a money account and its statement."""

from domain.attachment import Attachment
from domain.bank_statement.events import (
    DifferenceReason,
    LogPosition,
    OutstandingItem,
    WithdrawalReason,
)
from domain.command import Command
from domain.ids import OfficerId
from domain.money import SignedFen


class AssertBalance(Command, frozen=True, kw_only=True):
    """`occurred_on` is the statement's date; `books_fen` what the books say at the end of that day.

    `books_position` is the place in the log up to which they were read.
    """

    account: str
    bank_fen: SignedFen
    books_fen: SignedFen
    asserted_by: OfficerId
    statement: Attachment | None = None
    outstanding: tuple[OutstandingItem, ...] = ()
    difference_reason: DifferenceReason | None = None
    books_position: LogPosition | None = None


class WithdrawAssertion(Command, frozen=True, kw_only=True):
    account: str
    withdrawn_version: int
    withdrawn_by: OfficerId
    reason: WithdrawalReason


BankStatementCommand = AssertBalance | WithdrawAssertion
