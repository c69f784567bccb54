"""What money, rules and hardship files contribute to the roll-up (domain.md 6.2): numerator and denominator apart.

| measure | item | month |
|---|---|---|
| `employees` | | a stock: as stated by the registration |
| `payroll_employees`, `contribution_due` | | the month of the payroll |
| `contribution_received`, `contribution_upward`, `contribution_remitted`, `contribution_refunded` | | the same |
| `subsidy_amount` | kind | when it was received |
| `budget_planned`, `budget_spent` | account | January; when it was spent |
| `hardship_files` | class | a stock: files open and not exited |
| `files_opened`, `files_exited`, `files_relapsed`, `files_closed` | | when it was decided |
"""

from collections import Counter

import msgspec
from domain.budget.events import BudgetAdjusted, BudgetApproved, BudgetCommitted, BudgetReleased
from domain.contribution.events import (
    ContributionReceived,
    ContributionReversed,
    PayrollDeclared,
    RefundReceived,
    UpwardRemittancePaid,
)
from domain.event import Recorded
from domain.household.events import (
    FileOpeningReversed,
    HardshipExited,
    HardshipReclassified,
    HardshipRelapsed,
    HouseholdFileClosed,
    HouseholdFileOpened,
    HouseholdFileReopened,
)
from domain.period import month_of, month_text
from domain.subsidy.events import SubsidyReceived, SubsidyReversed
from domain.union.events import ParticularsCorrected, UnionRegistered

FileEvent = (
    HouseholdFileOpened
    | FileOpeningReversed
    | HouseholdFileReopened
    | HardshipReclassified
    | HardshipExited
    | HardshipRelapsed
    | HouseholdFileClosed
)
_MoneyEvent = (
    ContributionReceived
    | UpwardRemittancePaid
    | RefundReceived
    | ContributionReversed
    | SubsidyReceived
    | SubsidyReversed
)
_BudgetEvent = BudgetApproved | BudgetAdjusted | BudgetCommitted | BudgetReleased

KEYED_TOPICS = frozenset(
    event.TOPIC
    for event in (
        UnionRegistered,
        ParticularsCorrected,
        PayrollDeclared,
        *FileEvent.__args__,
    )
)
"""What these count depends on what their stream said before."""
MEASURED_TOPICS = KEYED_TOPICS | frozenset(
    event.TOPIC for event in (*_MoneyEvent.__args__, *_BudgetEvent.__args__)
)
_ENTRY_MEASURES = {
    "contribution": "contribution_received",
    "remittance": "contribution_remitted",
    "refund": "contribution_refunded",
}

Counted = Counter[tuple[str, str, str]]
"""Values by (month, measure, item)."""


class Stated(msgspec.Struct, frozen=True):
    """What a stream said last: heads, what is due, the class of a file that is open and not exited."""

    employees: int = 0
    due_fen: int = 0
    is_in_file: bool = False
    hardship_class: str = ""


def measured(recorded: Recorded, before: Stated) -> tuple[Stated, Counted]:
    """Return what a stream says now, and what one event of MEASURED_TOPICS counts."""
    month = month_of(recorded.occurred_on)
    match recorded.event:
        case UnionRegistered() | ParticularsCorrected() as event:
            return _employees(before, event.employee_count, month)
        case PayrollDeclared() as event:
            return _declared(before, event)
        case (
            ContributionReceived()
            | UpwardRemittancePaid()
            | RefundReceived()
            | ContributionReversed() as event
        ):
            return before, _contribution(event)
        case SubsidyReceived() as event:
            return before, Counter({(month, "subsidy_amount", event.kind): event.amount_fen})
        case SubsidyReversed() as event:
            return before, Counter({(month, "subsidy_amount", event.kind): -event.amount_fen})
        case BudgetApproved() | BudgetAdjusted() | BudgetCommitted() | BudgetReleased() as event:
            return before, _budget(event, month)
        case _:
            return _file(before, recorded, month)


def _employees(before: Stated, employees: int | None, month: str) -> tuple[Stated, Counted]:
    if employees is None:
        return before, Counter()
    counted = Counter({(month, "employees", ""): employees - before.employees})
    return msgspec.structs.replace(before, employees=employees), counted


def _declared(before: Stated, event: PayrollDeclared) -> tuple[Stated, Counted]:
    """Declared again it takes the place of what was declared before."""
    now = Stated(employees=event.employees, due_fen=event.due_fen)
    return now, Counter(
        {
            (event.month, "payroll_employees", ""): now.employees - before.employees,
            (event.month, "contribution_due", ""): now.due_fen - before.due_fen,
        }
    )


def _contribution(
    event: ContributionReceived | UpwardRemittancePaid | RefundReceived | ContributionReversed,
) -> Counted:
    match event:
        case ContributionReceived():
            return _entry(event.month, "contribution", event.amount_fen, event.upward_fen)
        case UpwardRemittancePaid():
            return _entry(event.month, "remittance", event.amount_fen, 0)
        case RefundReceived():
            return _entry(event.month, "refund", event.amount_fen, 0)
        case ContributionReversed():
            return _entry(event.month, event.entry, -event.amount_fen, -event.upward_fen)


def _entry(month: str, entry: str, amount_fen: int, upward_fen: int) -> Counted:
    measure = _ENTRY_MEASURES.get(entry)
    if measure is None:
        return Counter()
    return Counter(
        {(month, measure, ""): amount_fen, (month, "contribution_upward", ""): upward_fen}
    )


def _budget(event: _BudgetEvent, month: str) -> Counted:
    """Which accounts are expenses the chart says: who asks leaves the others out."""
    match event:
        case BudgetApproved():
            lines = [(line.account, line.amount_fen) for line in event.planned]
            return _planned(event.year, lines)
        case BudgetAdjusted():
            changes = [(change.account, change.change_fen) for change in event.changes]
            return _planned(event.year, changes)
        case BudgetCommitted():
            return Counter({(month, "budget_spent", event.account): event.amount_fen})
        case BudgetReleased():
            return Counter({(month, "budget_spent", event.account): -event.amount_fen})


def _planned(year: int, lines: list[tuple[str, int]]) -> Counted:
    counted: Counted = Counter()
    for account, fen in lines:
        counted[month_text(year, 1), "budget_planned", account] += fen
    return counted


def _file(before: Stated, recorded: Recorded, month: str) -> tuple[Stated, Counted]:
    """在档困难户 by class, and what became of files. An exited household is no hardship household any more."""
    event = recorded.event
    now, flow = before, ""
    match event:
        case HouseholdFileOpened() | HouseholdFileReopened():
            now = Stated(is_in_file=True, hardship_class=event.hardship_class or "")
            flow = "files_opened" if isinstance(event, HouseholdFileOpened) else ""
        case FileOpeningReversed():
            now = msgspec.structs.replace(before, is_in_file=False)
        case HardshipReclassified():
            now = msgspec.structs.replace(before, hardship_class=event.hardship_class)
        case HardshipExited():
            now, flow = msgspec.structs.replace(before, is_in_file=False), "files_exited"
        case HouseholdFileClosed():
            now, flow = msgspec.structs.replace(before, is_in_file=False), "files_closed"
        case HardshipRelapsed():
            flow = "files_relapsed"
    counted: Counted = Counter()
    if before.is_in_file:
        counted[month, "hardship_files", before.hardship_class] -= 1
    if now.is_in_file:
        counted[month, "hardship_files", now.hardship_class] += 1
    if isinstance(event, FileOpeningReversed):
        counted[month, "files_opened", ""] -= 1
    if flow:
        counted[month, flow, ""] += 1
    return now, counted
