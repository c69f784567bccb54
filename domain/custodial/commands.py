"""What may be asked about money held in trust."""

from domain.command import Command
from domain.ids import CustodialId, OfficerId
from domain.sealed import Sealed


class ReceiveCustodialFund(Command, frozen=True, kw_only=True):
    custodial_id: CustodialId
    purpose: str
    amount_fen: int
    details: Sealed | None = None
    document_no: str | None = None


class PayCustodialFund(Command, frozen=True, kw_only=True):
    custodial_id: CustodialId
    amount_fen: int
    payee: Sealed | None = None
    document_no: str | None = None
    approver_id: OfficerId | None = None
    cashier_id: OfficerId | None = None


class ReverseCustodialEntry(Command, frozen=True, kw_only=True):
    custodial_id: CustodialId
    reversed_version: int
    reason: str


CustodialCommand = ReceiveCustodialFund | PayCustodialFund | ReverseCustodialEntry
