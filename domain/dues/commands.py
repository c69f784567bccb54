"""What may be asked of a dues account."""

from domain.command import Command
from domain.ids import MemberId
from domain.sealed import Sealed


class DeclareWageBase(Command, frozen=True, kw_only=True):
    """`wage_fen` decides and is forgotten; `wage` is the same, sealed, and goes into the event."""

    member_id: MemberId
    from_month: str
    wage_fen: int
    wage: Sealed


class ReceiveDues(Command, frozen=True, kw_only=True):
    member_id: MemberId
    dues_month: str
    amount_fen: int


class ReverseDuesReceipt(Command, frozen=True, kw_only=True):
    member_id: MemberId
    reversed_version: int
    reason: str


DuesCommand = DeclareWageBase | ReceiveDues | ReverseDuesReceipt
