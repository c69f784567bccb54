"""A unit's year of bookkeeping: opening balances, budget, the employer's 2 %, vouchers, comparisons, closes."""

from datetime import date, timedelta

from domain.bank_statement.commands import AssertBalance
from domain.budget.commands import ApprovePaper, DraftBudget, FilePaper, PassPaper, ReviewPaper
from domain.budget_lines import BudgetLine
from domain.contribution.commands import DeclarePayroll, PayUpward, ReceiveContribution
from domain.ids import UnionId, VoucherId, opening_voucher_id
from domain.period import MONTHS_PER_YEAR, first_day, last_day, months_of_year, next_month
from domain.policy.sharing import SharingPolicy
from domain.union.commands import ClosePeriod, LockYear
from services.demonstration.script import Script
from services.demonstration.telling import Storyteller
from services.demonstration.vouchers import own_lines, post, post_of_the_accountant
from services.http.closing import checklist
from services.policies import presets
from services.reads import Scope
from services.reads.books import BalanceRow

_SHARING = "sharing.national"
_BANK, _CASH = "102", "101"


async def open_books(unit: Storyteller, script: Script) -> None:
    """Take over what stood in bank and cash box when the year began."""
    total = script.opening_bank_fen + script.opening_cash_fen
    lines = own_lines(
        (_BANK, script.opening_bank_fen),
        (_CASH, script.opening_cash_fen),
        (script.opening_surplus_account, -total),
    )
    day = date(script.year, 1, 1)
    own = opening_voucher_id(UnionId(unit.union_id))
    await post_of_the_accountant(unit, own, "opening", day, lines)


async def budget(unit: Storyteller, script: Script, payroll_fen: int) -> None:
    """Draft, pass, review and approve the year's budget in the December before."""
    year, before = script.year, script.year - 1
    signing = unit.officers
    planned = tuple(
        BudgetLine(
            account=item.account,
            amount_fen=MONTHS_PER_YEAR * _kept(two_percent(payroll_fen))
            if item.payroll_based
            else item.amount_fen,
        )
        for item in script.budget
    )
    await unit.tell(
        "budget",
        [
            DraftBudget(
                occurred_on=date(before, 12, 3),
                year=year,
                planned=planned,
                drafted_by=signing["accountant"],
                carried_over_fen=script.opening_bank_fen,
            ),
            PassPaper(
                occurred_on=date(before, 12, 8),
                year=year,
                paper="budget",
                signed_by=signing["chairperson"],
                decision_no=f"会〔{before}〕12号",
            ),
            ReviewPaper(
                occurred_on=date(before, 12, 16),
                year=year,
                paper="budget",
                auditor_id=signing["audit_committee_chair"],
                opinion="agreed",
                materials_on=date(before, 12, 9),
            ),
            ApprovePaper(
                occurred_on=date(before, 12, 22),
                year=year,
                paper="budget",
                approved_by=signing["approver"],
            ),
            FilePaper(
                occurred_on=date(before, 12, 29),
                year=year,
                paper="budget",
                filing_no=f"备〔{before}〕{unit.union_id.hex[:4]}",
            ),
        ],
    )


async def contribute(unit: Storyteller, script: Script, employees: int, payroll_fen: int) -> None:
    """Declare each month's payroll, receive the 2 %, and hand the upper share up."""
    for month in months_of_year(script.year):
        following = first_day(next_month(month))
        due_fen = two_percent(payroll_fen)
        await unit.tell(
            f"contribution {month}",
            [
                DeclarePayroll(
                    occurred_on=last_day(month),
                    month=month,
                    employees=employees,
                    payroll_fen=payroll_fen,
                ),
                ReceiveContribution(
                    occurred_on=following + timedelta(11),
                    month=month,
                    amount_fen=due_fen,
                    receipt_no=f"SJ{month.replace('-', '')}",
                ),
                PayUpward(
                    occurred_on=following + timedelta(19),
                    month=month,
                    amount_fen=due_fen - _kept(due_fen),
                    approver_id=unit.officers["approver"],
                    cashier_id=unit.officers["cashier"],
                ),
            ],
        )


async def spend(unit: Storyteller, script: Script) -> None:
    """Take every voucher of the script from draft to posting, each step by somebody else."""
    for number, item in enumerate(script.vouchers, start=1):
        await post(unit, f"voucher {number}", item)


async def close_months(unit: Storyteller, script: Script) -> None:
    """Compare bank and cash with the books, then close, month by month; the year's end is transferred first."""
    for month in months_of_year(script.year):
        if month.endswith("-12"):
            await _transfer_year_end(unit, script)
        await _compare(unit, month)
        await _close(unit, month)
    locked = LockYear(
        occurred_on=date(script.year + 1, 3, 31),
        year=script.year,
        locked_by=unit.officers["chairperson"],
    )
    await unit.tell("lock", [locked])


async def _compare(unit: Storyteller, month: str) -> None:
    if await unit.was_told(f"compare {month}"):
        return
    day = last_day(month)
    balances = {row.account: row.after_fen for row in await _balances(unit, month)}
    await unit.tell(
        f"compare {month}",
        [
            AssertBalance(
                occurred_on=day,
                account=account,
                bank_fen=balances[account],
                books_fen=balances[account],
                asserted_by=unit.officers["accountant"],
            )
            for account in (_BANK, _CASH)
            if account in balances
        ],
    )


async def _close(unit: Storyteller, month: str) -> None:
    if await unit.was_told(f"close {month}"):
        return
    books = unit.books
    position = (await books.log.head(unit.union_id)).position
    found = await checklist(books.desk, books.ledgers, unit.union_id, month, position)
    unseen = [one.item for one in found.items if one.passed is None]
    failed = {one.item: "演示数据" for one in found.items if one.passed is False}
    closed = ClosePeriod(
        occurred_on=first_day(next_month(month)) + timedelta(24),
        period=month,
        checklist=found.signed(failed, unseen),
        closed_by=unit.officers["accountant"],
    )
    await unit.tell(f"close {month}", [closed])


async def _transfer_year_end(unit: Storyteller, script: Script) -> None:
    if await unit.was_told("year_end"):
        return
    scope = await _scope(unit, f"{script.year}-12")
    lines = await unit.books.ledgers.transfer_lines(
        scope, surplus_account=script.opening_surplus_account
    )
    own = VoucherId(unit.id_of("voucher", "year end"))
    await post_of_the_accountant(unit, own, "year_end", scope.as_of, lines)


async def _balances(unit: Storyteller, month: str) -> list[BalanceRow]:
    scope = await _scope(unit, month)
    return (await unit.books.ledgers.balances(scope, since=first_day(month))).rows


async def _scope(unit: Storyteller, month: str) -> Scope:
    position = (await unit.books.log.head(unit.union_id)).position
    return Scope(union_id=unit.union_id, as_of=last_day(month), min_position=position)


def two_percent(payroll_fen: int) -> int:
    """Return the employer's contribution of a month under the national rule."""
    policy = _sharing()
    return payroll_fen * policy.rate_numerator // policy.rate_denominator


def _kept(due_fen: int) -> int:
    policy = _sharing()
    return due_fen * policy.retained_numerator // policy.retained_denominator


def _sharing() -> SharingPolicy:
    return next(
        preset.policy
        for preset in presets()
        if isinstance(preset.policy, SharingPolicy) and preset.policy.policy_id == _SHARING
    )
