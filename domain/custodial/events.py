"""What can happen to money held in trust."""

from typing import ClassVar, Literal

from domain.event import Event
from domain.ids import CustodialId, OfficerId
from domain.money import PositiveFen, PostingLines
from domain.sealed import Sealed

Entry = Literal["received", "paid"]


class CustodialFundReceived(Event, frozen=True, kw_only=True):
    """Somebody else's money came in (代管经费); `details` says whose and what for, `purpose` is a code."""

    TOPIC: ClassVar[str] = "custodial.received"

    custodial_id: CustodialId
    purpose: str
    amount_fen: PositiveFen
    posting_map: str
    lines: PostingLines
    details: Sealed | None = None
    document_no: str | None = None


class CustodialFundPaid(Event, frozen=True, kw_only=True):
    """Money held in trust went to whom it is for."""

    TOPIC: ClassVar[str] = "custodial.paid"

    custodial_id: CustodialId
    amount_fen: PositiveFen
    posting_map: str
    lines: PostingLines
    payee: Sealed | None = None
    document_no: str | None = None
    approver_id: OfficerId | None = None
    cashier_id: OfficerId | None = None


class CustodialFundReversed(Event, frozen=True, kw_only=True):
    """An entry was a mistake (冲销); the lines are its red-letter lines."""

    TOPIC: ClassVar[str] = "custodial.reversed"

    custodial_id: CustodialId
    entry: Entry
    amount_fen: PositiveFen
    reversed_version: int
    reason: str
    lines: PostingLines


CustodialEvent = CustodialFundReceived | CustodialFundPaid | CustodialFundReversed
