"""Aid cases and payments (L12 to L14)."""

from datetime import date
from uuid import UUID

import msgspec

from services.reads.ledger_pages import After, LedgerPages, Raw, dated_place
from services.reads.people import Fields, Opened, Person
from services.reads.rows import MoneyTotals, Page
from services.reads.scope import Scope

_NEEDS = ("roster", "household", "aid")


class AidCaseRow(msgspec.Struct, frozen=True, kw_only=True):
    """One case between two dates: what was asked for and approved, who signed, what of it was paid.

    `stage`: requested, not_supported, reviewed, approved, paid (all of it) or ended.
    """

    aid_case_id: UUID
    version: int
    case_no: str
    household_id: UUID
    file_no: str | None
    beneficiary_id: UUID
    person: Person
    hardship_class: str | None
    circumstances: Fields
    category: str
    fund_source: str
    details: Fields
    requested_fen: int | None
    requested_on: date | None
    review_outcome: str | None
    approved_fen: int | None
    approved_on: date | None
    handler_id: UUID | None
    reviewer_id: UUID | None
    approver_id: UUID | None
    tier: str | None
    decision_no: str | None
    warnings: list[str]
    ended: str | None
    stage: str
    payments: int
    paid_fen: int
    last_paid_on: date | None
    payee: Fields


class PaymentRow(msgspec.Struct, frozen=True, kw_only=True):
    aid_case_id: UUID
    version: int
    case_no: str
    file_no: str | None
    hardship_class: str | None
    recipient_id: UUID
    person: Person
    category: str
    fund_source: str
    amount_fen: int
    method: str
    payee: Fields
    details: Fields
    pay_batch_id: UUID | None
    paid_on: date


class AidLedgers(LedgerPages):
    """Aid cases and payments (L12 to L14)."""

    async def aid_cases(
        self,
        scope: Scope,
        *,
        since: date,
        limit: int,
        after: After = None,
        aid_case_id: UUID | None = None,
        household_id: UUID | None = None,
        category: str | None = None,
        stage: str | None = None,
    ) -> Page[AidCaseRow]:
        """困难职工帮扶台账 (L12) between two dates."""
        place = UUID(after[0]) if after else None
        return await self._page(
            scope,
            "aid",
            "aid_ledger",
            (since, scope.as_of, place, aid_case_id, household_id, category, stage),
            limit,
            sealed=("identity", "circumstances", "details", "payee"),
            row=_case,
            needs=_NEEDS,
            key=lambda raw: (raw["aid_case_id"],),
        )

    async def payments(
        self,
        scope: Scope,
        *,
        since: date,
        limit: int,
        after: After = None,
        aid_case_id: UUID | None = None,
        pay_batch_id: UUID | None = None,
    ) -> Page[PaymentRow]:
        """困难职工帮扶资金发放花名册 (L13) between two dates."""
        place = dated_place(after, 2)
        return await self._page(
            scope,
            "aid",
            "pay_list",
            (since, scope.as_of, aid_case_id, pay_batch_id, *place),
            limit,
            sealed=("identity", "payee", "details"),
            row=_payment,
            needs=_NEEDS,
            key=lambda raw: (raw["paid_on"], raw["aid_case_id"], raw["version"]),
        )

    async def payment_totals(self, scope: Scope, *, since: date) -> MoneyTotals:
        """What the pay lists between two dates add up to."""
        return await self._totals(scope, "aid", "payment_totals", since, ("aid",))


def _case(raw: Raw, open_: Opened) -> AidCaseRow:
    warnings = raw["warnings"]
    return AidCaseRow(
        aid_case_id=raw["aid_case_id"],
        version=raw["version"],
        case_no=raw["case_no"],
        household_id=raw["household_id"],
        file_no=raw["file_no"],
        beneficiary_id=raw["beneficiary_id"],
        person=open_.person(raw["identity"]),
        hardship_class=raw["hardship_class"],
        circumstances=open_.fields(raw["circumstances"], "circumstances"),
        category=raw["category"],
        fund_source=raw["fund_source"],
        details=open_.fields(raw["details"], "details"),
        requested_fen=raw["requested_fen"],
        requested_on=raw["requested_on"],
        review_outcome=raw["review_outcome"],
        approved_fen=raw["approved_fen"],
        approved_on=raw["approved_on"],
        handler_id=raw["handler_id"],
        reviewer_id=raw["reviewer_id"],
        approver_id=raw["approver_id"],
        tier=raw["tier"],
        decision_no=raw["decision_no"],
        warnings=[] if warnings is None else msgspec.json.decode(warnings, type=list[str]),
        ended=raw["ended"],
        stage=raw["stage"],
        payments=raw["payments"],
        paid_fen=raw["paid_fen"],
        last_paid_on=raw["last_paid_on"],
        payee=open_.fields(raw["payee"], "payee"),
    )


def _payment(raw: Raw, open_: Opened) -> PaymentRow:
    return PaymentRow(
        aid_case_id=raw["aid_case_id"],
        version=raw["version"],
        case_no=raw["case_no"],
        file_no=raw["file_no"],
        hardship_class=raw["hardship_class"],
        recipient_id=raw["recipient_id"],
        person=open_.person(raw["identity"]),
        category=raw["category"],
        fund_source=raw["fund_source"],
        amount_fen=raw["amount_fen"],
        method=raw["method"],
        payee=open_.fields(raw["payee"], "payee"),
        details=open_.fields(raw["details"], "details"),
        pay_batch_id=raw["pay_batch_id"],
        paid_on=raw["paid_on"],
    )
