"""Wishes about the union as an organisation and its money: particulars, contribution, subsidies, trust."""

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID

from domain.command import Command
from domain.contribution.commands import (
    DeclarePayroll,
    DunEmployer,
    PayUpward,
    ReceiveContribution,
    ReceiveRefund,
    ReverseContribution,
)
from domain.custodial.commands import (
    PayCustodialFund,
    ReceiveCustodialFund,
    ReverseCustodialEntry,
)
from domain.ids import CustodialId, SubsidyId
from domain.sealed import Sealed
from domain.subsidy.commands import ReceiveSubsidy, ReverseSubsidy
from domain.union.commands import (
    CorrectParticulars,
    FreezeUnion,
    RecordBankAccount,
    RecordElection,
    UnfreezeUnion,
)

KINDS = (
    *("particulars", "election", "bank_account", "unfreeze", "unfreeze", "freeze"),
    *("payroll", "payroll", "dun", "contribution", "contribution", "upward", "refund"),
    *("reverse_contribution", "subsidy", "reverse_subsidy", "trust", "pay_trust", "reverse_trust"),
)


def organisation_wish(
    kind: str,
    day: date,
    amount: int,
    which: int,
    *,
    name_of: Callable[[str, int], UUID],
    seal: Sealed,
) -> Command | None:
    """Return the command of a kind; `name_of` makes ids of this union, `seal` is something sealed."""
    on: Any = {"occurred_on": day}
    match kind:
        case "particulars":
            return CorrectParticulars(
                **on,
                legal_person=(None, True)[which % 2],
                credit_code=(None, "", "81110000100000000A")[which % 3],
                employee_count=amount % 500 if amount % 2 else None,
            )
        case "election":
            until = date(day.year + 1 + which, 1, 1)
            return RecordElection(**on, term_from=day, term_until=until)
        case "bank_account":
            return RecordBankAccount(
                **on,
                ledger_account="102",
                bank_account=seal,
                fund=(None, "hardship_earmarked")[which % 2],
                until=day if amount % 3 == 0 else None,
            )
        case "freeze" if which == 0:
            return FreezeUnion(**on, reason="books_missing", document_no="县〔1〕")
        case "freeze" | "unfreeze":
            return UnfreezeUnion(**on, document_no="县〔2〕")
        case _:
            return _contribution(kind, day, amount, which) or _fund(
                kind, day, amount, which, name_of, seal
            )


def _contribution(kind: str, day: date, amount: int, which: int) -> Command | None:
    on: Any = {"occurred_on": day, "month": f"{day.year:04d}-{which + 1:02d}"}
    match kind:
        case "payroll":
            return DeclarePayroll(**on, employees=amount % 300, payroll_fen=amount * 50)
        case "dun":
            return DunEmployer(**on, document_no="催〔1〕")
        case "contribution":
            receipt_no = f"{amount % 7}" if amount % 2 else None
            return ReceiveContribution(**on, amount_fen=amount, receipt_no=receipt_no)
        case "upward":
            return PayUpward(**on, amount_fen=amount // 4 + 1)
        case "refund":
            return ReceiveRefund(
                **on, amount_fen=amount // 9 + 1, kind="rebate", document_no="回〔1〕"
            )
        case "reverse_contribution":
            return ReverseContribution(**on, reversed_version=amount % 6 + 1, reason="录错")
    return None


def _fund(  # noqa: PLR0917 # a wish taken apart
    kind: str,
    day: date,
    amount: int,
    which: int,
    name_of: Callable[[str, int], UUID],
    seal: Sealed,
) -> Command | None:
    subsidy: Any = {"occurred_on": day, "subsidy_id": SubsidyId(name_of("subsidy", which % 3))}
    trust: Any = {"occurred_on": day, "custodial_id": CustodialId(name_of("trust", which % 2))}
    match kind:
        case "subsidy":
            grants: Any = ("hardship", "winter_warmth", "refund", "employer")
            return ReceiveSubsidy(
                **subsidy, kind=grants[amount % 4], amount_fen=amount, document_no="市〔1〕"
            )
        case "reverse_subsidy":
            return ReverseSubsidy(**subsidy, reason="录错")
        case "trust":
            details = seal if amount % 2 else None
            return ReceiveCustodialFund(
                **trust, purpose="donation", amount_fen=amount, details=details
            )
        case "pay_trust":
            return PayCustodialFund(**trust, amount_fen=amount // 3 + 1, payee=seal)
        case "reverse_trust":
            return ReverseCustodialEntry(**trust, reversed_version=which + 1, reason="录错")
    return None
