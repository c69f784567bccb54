"""Money in the weeks after the year: dues by list, money in trust, a reversal, the final accounts."""

from datetime import date

from domain.budget.commands import ApprovePaper, DraftFinalAccounts, PassPaper, ReviewPaper
from domain.budget_lines import ActualLine
from domain.custodial.commands import PayCustodialFund, ReceiveCustodialFund
from domain.dues.commands import ReceiveDues, RefundDues, WaiveDues
from domain.dues_batch.commands import CloseDuesBatch
from domain.ids import CustodialId, DuesBatchId, VoucherId
from domain.voucher.commands import ReverseVoucher
from services.demonstration.people import active_members
from services.demonstration.script import VoucherItem
from services.demonstration.telling import Storyteller
from services.demonstration.vouchers import post
from services.reads import Scope

_LISTED = 5


async def collect_dues(unit: Storyteller, year: int, fen: int) -> None:
    """Collect by a list whose heads and total agree; give some back, waive another month."""
    month, day = f"{year}-01", date(year, 1, 29)
    members = (await active_members(unit, date(year - 1, 12, 31)))[2 : 2 + _LISTED]
    batch_id = DuesBatchId(unit.id_of("dues batch", month))
    await unit.tell(
        "dues by list",
        [
            *(
                ReceiveDues(
                    occurred_on=day,
                    member_id=who,
                    dues_month=month,
                    amount_fen=fen,
                    batch_id=batch_id,
                )
                for who in members
            ),
            CloseDuesBatch(
                occurred_on=day,
                batch_id=batch_id,
                declared_heads=len(members),
                declared_fen=len(members) * fen,
                heads=len(members),
                amount_fen=len(members) * fen,
                first_month=month,
                last_month=month,
            ),
        ],
    )
    await unit.tell(
        "dues given back and waived",
        [
            RefundDues(
                occurred_on=date(year, 2, 3),
                member_id=members[0],
                dues_month=month,
                amount_fen=fen // 2,
                reason="overpaid",
                handler_id=unit.officers["handler"],
                approver_id=unit.officers["approver"],
            ),
            WaiveDues(
                occurred_on=date(year, 2, 5),
                member_id=members[1],
                dues_month=f"{year}-02",
                amount_fen=fen // 4,
                reason="illness",
                decision_no=f"会〔{year}〕5号",
            ),
        ],
    )


async def keep_in_trust(unit: Storyteller, year: int, fen: int) -> None:
    """Keep somebody else's money and hand part of it on (代管经费)."""
    own = CustodialId(unit.id_of("custodial", "1"))
    await unit.tell(
        "in trust",
        [
            ReceiveCustodialFund(
                occurred_on=date(year, 1, 18), custodial_id=own, purpose="一日捐", amount_fen=fen
            ),
            PayCustodialFund(
                occurred_on=date(year, 2, 8),
                custodial_id=own,
                amount_fen=fen // 2,
                document_no=f"捐〔{year}〕1号",
                approver_id=unit.officers["approver"],
                cashier_id=unit.officers["cashier"],
            ),
        ],
    )


async def reverse_voucher(unit: Storyteller, year: int, fen: int) -> None:
    """Book an income twice by mistake and take the second booking back, in the same open month."""
    booked, again = date(year, 1, 20), date(year, 1, 22)
    for name, day in (("other income", booked), ("other income again", again)):
        item = VoucherItem(
            on=day,
            kind="income",
            debit="102",
            credit="408",
            fen=fen,
            summary="利息收入",
            method="transfer",
        )
        await post(unit, name, item)
    reversal = ReverseVoucher(
        occurred_on=date(year, 1, 26),
        voucher_id=VoucherId(unit.id_of("voucher", "other income again")),
        today=date(year, 1, 26),
        requested_by=unit.officers["accountant"],
        approved_by=unit.officers["chairperson"],
        reason="entered_twice",
    )
    await unit.tell("reversal", [reversal])


async def settle(unit: Storyteller, year: int) -> None:
    """Draft the final accounts of the year before from the books, and take them through their consents."""
    if await unit.was_told("final accounts"):
        return
    scope = Scope(union_id=unit.union_id, as_of=date(year - 1, 12, 31))
    balances = (await unit.books.ledgers.balances(scope, since=date(year - 1, 1, 1))).rows
    actual = tuple(
        ActualLine(account=row.account, actual_fen=row.year_earned_fen)
        for row in balances
        if row.kind in ("income", "expense") and row.year_earned_fen
    )
    signing = unit.officers
    await unit.tell(
        "final accounts",
        [
            DraftFinalAccounts(
                occurred_on=date(year, 1, 27),
                year=year - 1,
                actual=actual,
                drafted_by=signing["accountant"],
            ),
            PassPaper(
                occurred_on=date(year, 2, 2),
                year=year - 1,
                paper="final_accounts",
                signed_by=signing["chairperson"],
                decision_no=f"会〔{year}〕6号",
            ),
            ReviewPaper(
                occurred_on=date(year, 2, 12),
                year=year - 1,
                paper="final_accounts",
                auditor_id=signing["audit_committee_chair"],
                opinion="agreed",
                materials_on=date(year, 2, 3),
            ),
            ApprovePaper(
                occurred_on=date(year, 2, 24),
                year=year - 1,
                paper="final_accounts",
                approved_by=signing["approver"],
            ),
        ],
    )
