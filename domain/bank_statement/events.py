"""What can happen between the books and the bank.

Adjusted balances must agree: 银行对账单余额 + 企业已收银行未收 - 企业已付银行未付
= 账面余额 + 银行已收企业未收 - 银行已付企业未付.
"""

from datetime import date
from typing import Annotated, ClassVar, Literal

import msgspec

from domain.attachment import Attachment
from domain.event import Event
from domain.ids import OfficerId
from domain.money import PositiveFen, SignedFen

LogPosition = Annotated[int, msgspec.Meta(ge=0, le=2**63 - 1)]
OutstandingKind = Literal[
    "received_not_at_bank", "paid_not_at_bank", "received_not_in_books", "paid_not_in_books"
]
"""企业已收银行未收, 企业已付银行未付, 银行已收企业未收, 银行已付企业未付."""
DifferenceReason = Literal["under_inquiry", "bank_error", "books_error", "before_opening", "other"]
WithdrawalReason = Literal["statement_wrong", "books_changed", "entered_twice", "other"]


class OutstandingItem(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An amount (未达账项) that one side has noted and the other has not yet."""

    kind: OutstandingKind
    fen: PositiveFen
    noted_on: date


class BalanceAsserted(Event, frozen=True, kw_only=True):
    """On the event's date the bank says `bank_fen`, the books `books_fen`; `difference_fen` stays unexplained.

    `books_position`: up to which event of the log the books were read, so that anybody can read them again.
    """

    TOPIC: ClassVar[str] = "bank_statement.balance_asserted"

    account: str
    bank_fen: SignedFen
    books_fen: SignedFen
    asserted_by: OfficerId
    statement: Attachment | None = None
    outstanding: tuple[OutstandingItem, ...] = ()
    difference_fen: int = 0
    difference_reason: DifferenceReason | None = None
    books_position: LogPosition | None = None


class AssertionWithdrawn(Event, frozen=True, kw_only=True):
    """A comparison was made by mistake; its date may be compared again."""

    TOPIC: ClassVar[str] = "bank_statement.assertion_withdrawn"

    account: str
    withdrawn_version: int
    withdrawn_by: OfficerId
    reason: WithdrawalReason


BankStatementEvent = BalanceAsserted | AssertionWithdrawn
