"""Wishes about the books: vouchers on their way, reversals, budgets, comparisons with the bank, closed months."""

from collections.abc import Sequence
from datetime import date
from typing import Any, Protocol
from uuid import UUID

from domain.attachment import Attachment
from domain.bank_statement.commands import AssertBalance, WithdrawAssertion
from domain.budget.commands import (
    ApprovePaper,
    CommitBudget,
    DraftBudget,
    DraftBudgetAdjustment,
    PassPaper,
    ReleaseBudget,
    ReviewPaper,
)
from domain.budget_lines import BudgetChange, BudgetLine
from domain.command import Command
from domain.ids import OfficerId, VoucherId, opening_voucher_id
from domain.money import PostingLine, PostingLines
from domain.officers import Office as OfficeHeld
from domain.policy.approval import ApprovalPolicy
from domain.policy.budget_control import BudgetControl
from domain.union.commands import AdoptPolicy, ClosePeriod, RecordOfficer, ReopenPeriod
from domain.voucher.commands import (
    ApproveVoucher,
    DiscardVoucher,
    DraftVoucher,
    PostVoucher,
    ReturnVoucher,
    ReverseVoucher,
    ReviewVoucher,
    SubmitVoucher,
)
from domain.voucher_kind import BOOKKEEPING, VoucherKind
from services.reads import Scope
from services.reads.statements import balance_sheet, income_statement, is_balanced
from services.wiring import Wired
from tests.support.books import Office

KINDS = (
    *("voucher", "voucher", "voucher", "undo_voucher", "opening", "year_end", "budget", "commit"),
    *("compare", "withdraw_comparison", "close", "reopen"),
)
HELD: tuple[OfficeHeld, ...] = (
    "handler",
    "reviewer",
    "approver",
    "cashier",
    "accountant",
    "chairperson",
    "audit_committee_chair",
)
PAPER = Attachment(sha256="ab" * 32, byte_count=1, media_type="image/png")
PROPOSED: dict[VoucherKind, tuple[str, str]] = {
    "expense": ("50102", "102"),
    "income": ("102", "408"),
    "transfer": ("101", "102"),
    "adjustment": ("135", "225"),
    "opening": ("102", "331"),
    "year_end": ("408", "331"),
}
FAR = date(2099, 12, 31)


class Asked(Protocol):
    """What a wish says."""

    @property
    def kind(self) -> str: ...
    @property
    def amount(self) -> int: ...
    @property
    def which(self) -> int: ...


class Books:
    """Turns wishes about the books into groups of commands; somebody holds every office."""

    def __init__(self, office: Office, sealed: Any) -> None:  # noqa: ANN401 # any ciphertext will do
        self.office = office
        self.sealed = sealed
        self.by = {held: OfficerId(office_id(office, held)) for held in HELD}

    async def staff(self, day: date) -> None:
        """Fill the offices and adopt the rules."""
        approval = ApprovalPolicy(policy_id="approval", version=1, collective_above_fen=1_000_000)
        control = BudgetControl(
            policy_id="control",
            version=1,
            on_excess="warn",
            deficit_allowed=True,
            adjustments_per_year=9,
            materials_working_days=0,
        )
        await self.office.do(
            *(
                RecordOfficer(occurred_on=day, officer_id=who, office=held, name=self.sealed)
                for held, who in self.by.items()
            ),
            *(
                AdoptPolicy(occurred_on=day, policy=rule, valid_from=day, document_no="文1")
                for rule in (approval, control)
            ),
        )

    def group(self, wish: Asked, day: date) -> Sequence[Command] | None:
        """Return what a wish asks for, None when it is not about the books."""
        match wish.kind:
            case "voucher":
                kinds: tuple[VoucherKind, ...] = ("expense", "income", "transfer", "adjustment")
                return self._way(wish, kinds[wish.which % 4], day)
            case "opening" | "year_end" as kind:
                at = date(day.year, 12, 31) if kind == "year_end" else day
                return self._way(wish, kind, at)
            case "undo_voucher":
                return [self._undone(wish, day)]
            case "budget":
                return self._budget(wish, day)
            case "commit":
                return [self._charge(wish, day)]
            case "compare":
                return [self._compared(wish, day)]
            case "withdraw_comparison":
                return [
                    WithdrawAssertion(
                        occurred_on=day,
                        account="102",
                        withdrawn_version=wish.which + 1,
                        withdrawn_by=self.by["accountant"],
                        reason="statement_wrong",
                    )
                ]
            case "close":
                period = f"2025-0{3 + wish.which}"
                return [ClosePeriod(occurred_on=date(2025, 10, 1), period=period)]
            case "reopen":
                return [self._reopened(wish, day)]
        return None

    def _way(self, wish: Asked, kind: VoucherKind, day: date) -> Sequence[Command]:
        """Draft a voucher and take it some of its way."""
        own = self._voucher(wish)
        if kind == "opening":
            own = opening_voucher_id(self.office.union_id)  # type: ignore[arg-type] # it is a union's
        by = self.by["accountant" if kind in BOOKKEEPING else "handler"]
        paid = kind not in BOOKKEEPING
        on: Any = {"occurred_on": day, "voucher_id": own}
        steps = [
            DraftVoucher(
                **on,
                kind=kind,
                proposed=self._lines(kind, wish.amount),
                details=self.sealed,
                handler_id=by,
                attachments=(PAPER,),
            ),
            SubmitVoucher(**on, handler_id=by),
            ReviewVoucher(**on, reviewer_id=self.by["reviewer"]),
            ApproveVoucher(**on, approver_id=self.by["approver"], decision_no="会1"),
            PostVoucher(
                **on,
                posted_by=self.by["cashier" if paid else "accountant"],
                method="cash" if paid else None,
            ),
        ]
        if kind == "opening":
            del steps[2]
        return steps[: len(steps) if wish.amount % 3 else 1 + wish.which % len(steps)]

    def _lines(self, kind: VoucherKind, fen: int) -> PostingLines:
        debit, credit = PROPOSED[kind]
        fund = "own_funds" if fen % 2 else "special_earmarked"
        return (
            PostingLine(account=debit, fund=fund, fen=fen),
            PostingLine(account=credit, fund=fund, fen=-fen),
        )

    def _undone(self, wish: Asked, day: date) -> Command:
        on: Any = {"occurred_on": day, "voucher_id": self._voucher(wish)}
        match wish.which % 3:
            case 0:
                return ReturnVoucher(**on, returned_by=self.by["reviewer"], reason="other")
            case 1:
                return DiscardVoucher(**on, discarded_by=self.by["reviewer"], reason="other")
            case _:
                return ReverseVoucher(
                    **on,
                    today=day,
                    requested_by=self.by["accountant"],
                    approved_by=self.by["approver"],
                    reason="other",
                )

    def _budget(self, wish: Asked, day: date) -> Sequence[Command]:
        year, by = day.year, self.by["accountant"]
        adjusts = bool(wish.which % 2)
        on: Any = {"occurred_on": day, "year": year}
        paper: Any = {**on, "paper": "adjustment" if adjusts else "budget"}
        draft: Command = DraftBudget(
            **on, planned=(BudgetLine(account="501", amount_fen=wish.amount),), drafted_by=by
        )
        if adjusts:
            change = BudgetChange(account="501", change_fen=wish.amount)
            draft = DraftBudgetAdjustment(**on, changes=(change,), drafted_by=by, reason="other")
        steps = [
            draft,
            PassPaper(**paper, signed_by=self.by["chairperson"], decision_no="会2"),
            ReviewPaper(
                **paper,
                auditor_id=self.by["audit_committee_chair"],
                opinion="agreed",
                materials_on=day,
            ),
            ApprovePaper(**paper, approved_by=self.by["chairperson"]),
        ]
        return steps if wish.amount % 3 else steps[: 1 + wish.which % 4]

    def _charge(self, wish: Asked, day: date) -> Command:
        on: Any = {
            "occurred_on": day,
            "year": day.year,
            "account": "50102",
            "amount_fen": wish.amount,
            "source_id": self._voucher(wish),
        }
        return ReleaseBudget(**on) if wish.which == 5 else CommitBudget(**on)

    def _compared(self, wish: Asked, day: date) -> Command:
        told: Any = {} if wish.amount == 1 else {"difference_reason": "under_inquiry"}
        return AssertBalance(
            occurred_on=day,
            account="102",
            bank_fen=wish.amount,
            books_fen=1,
            asserted_by=self.by["accountant"],
            books_position=wish.which,
            **told,
        )

    def _reopened(self, wish: Asked, day: date) -> Command:
        return ReopenPeriod(
            occurred_on=day,
            period=f"2025-0{3 + wish.which}",
            reason="补记",
            requested_by=self.by["accountant"],
            approved_by=self.by["chairperson"],
        )

    def _voucher(self, wish: Asked) -> VoucherId:
        return VoucherId(UUID(int=0x70000 + wish.amount % 6))


def office_id(office: Office, held: str) -> UUID:
    """The officer who holds an office in a union's history."""
    return UUID(int=(office.union_id.int & ~0xFF) + HELD.index(held))  # type: ignore[arg-type] # one of them


async def in_balance(books: Wired, union_id: UUID) -> None:
    """Every fund sums to nothing, the sheet balances, the statement is what postings earned."""
    scope = Scope(union_id=union_id, as_of=FAR)
    sums: dict[str, int] = {}
    for row in (await books.ledgers.fund_balances(scope)).rows:
        sums[row.fund] = sums.get(row.fund, 0) + row.balance_fen
    assert not any(sums.values()), sums
    for year in (2025, 2026):
        at_end = Scope(union_id=union_id, as_of=date(year, 12, 31))
        balances = (await books.ledgers.balances(at_end, since=date(year, 12, 1))).rows
        chart = await books.ledgers.chart(at_end)
        assert is_balanced(balance_sheet(balances, chart))
        earned = income_statement(balances, chart)[-1]
        earning = [row for row in balances if row.kind in ("income", "expense")]
        assert earned.year_fen == sum(row.year_earned_fen for row in earning)
    numbered = (await books.ledgers.vouchers(scope, since=date(2000, 1, 1), limit=10_000)).rows
    months: dict[str, list[int]] = {}
    for voucher in numbered:
        months.setdefault(voucher.period, []).append(voucher.number)
    assert all(numbers == list(range(1, len(numbers) + 1)) for numbers in months.values())
