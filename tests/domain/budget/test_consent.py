"""Committee, 经审会, chairperson: three steps for budget, adjustment and final accounts; then filing, reports."""

from datetime import date

import msgspec
import pytest

from domain.budget.aggregate import State
from domain.budget.commands import BudgetCommand, DiscloseFinalAccounts, ReportExecution
from domain.budget.events import (
    ExecutionReported,
    FinalAccountsDisclosed,
    Paper,
    PaperAbandoned,
    PaperFiled,
)
from domain.money import FEN_MAX
from domain.officers import Officers
from tests.domain.books import ACCOUNTANT, AUDITOR, CHAIRPERSON, NOBODY, OFFICERS
from tests.domain.budget.cases import (
    ACCOUNTS_DRAFTED,
    ADJUST,
    ADJUSTED,
    ADJUSTMENT_DRAFTED,
    APPROVED,
    COMMIT,
    CONTEXT,
    DAY,
    DRAFT,
    DRAFTED,
    NEXT_YEAR,
    SETTLE,
    SETTLED,
    THE_DAY_BEFORE,
    TO_APPROVED,
    TO_PASSED,
    TO_REVIEWED,
    TO_SETTLED,
    abandoning,
    approving,
    filing,
    passed,
    passing,
    reviewed,
    reviewing,
)
from tests.domain.strategies import NO_MONTHS
from tests.support.given_when_then import Dated, given, on

STEPS: list[tuple[tuple[Dated, ...], BudgetCommand, str]] = [
    ((on(DAY, DRAFTED),), passing(), "signed_by"),
    (TO_PASSED, reviewing(), "auditor_id"),
    (TO_REVIEWED, approving(), "approved_by"),
]
NAMES = ["pass", "review", "approve"]
REPORT = ReportExecution(
    occurred_on=date(2026, 7, 10),
    year=2026,
    through_month="2026-06",
    income_fen=450000,
    expense_fen=310000,
    reported_by=ACCOUNTANT,
)
DISCLOSE = DiscloseFinalAccounts(
    occurred_on=NEXT_YEAR, year=2026, place="notice_board", disclosed_by=CHAIRPERSON
)


def test_a_budget_holds_after_three_steps() -> None:
    """domain.md 4.4: draft, committee, 经审会, and then it binds."""
    outcome = given().when(DRAFT, CONTEXT).and_when(passing(), CONTEXT).then(passed())
    outcome = outcome.and_when(reviewing(), CONTEXT).then(reviewed())
    state: State = outcome.and_when(approving(), CONTEXT).then(APPROVED).state()
    assert state.planned == {"401": 900000, "40304": 100000, "501": 700000, "508": 300000}
    assert (state.pending, state.approved) == (None, {"budget": 1})


def test_an_adjustment_goes_the_same_way() -> None:
    outcome = given(*TO_APPROVED).when(ADJUST, CONTEXT)
    outcome = outcome.and_when(passing("adjustment"), CONTEXT).then(passed("adjustment"))
    outcome = outcome.and_when(reviewing("adjustment"), CONTEXT).then(reviewed("adjustment"))
    state: State = outcome.and_when(approving("adjustment"), CONTEXT).then(ADJUSTED).state()
    assert (state.planned["501"], state.planned["508"]) == (500000, 500000)


def test_what_was_spent_meanwhile_counts_when_the_adjustment_is_approved() -> None:
    more = msgspec.structs.replace(COMMIT, occurred_on=DAY, amount_fen=600000)
    outcome = given(*TO_APPROVED, on(DAY, ADJUSTMENT_DRAFTED), on(DAY, passed("adjustment")))
    spent = outcome.when(reviewing("adjustment"), CONTEXT).and_when(more, CONTEXT)
    refused = spent.and_when(approving("adjustment"), CONTEXT)
    refused.refused("budget.line_below_spent", "change_fen")


def test_final_accounts_go_the_same_way_and_settle_the_year() -> None:
    paper: Paper = "final_accounts"
    outcome = given(*TO_APPROVED).when(SETTLE, CONTEXT).then(ACCOUNTS_DRAFTED)
    outcome = outcome.and_when(passing(paper, NEXT_YEAR), CONTEXT)
    outcome = outcome.and_when(reviewing(paper, NEXT_YEAR), CONTEXT)
    state: State = outcome.and_when(approving(paper, NEXT_YEAR), CONTEXT).then(SETTLED).state()
    assert state.approved == {"budget": 1, "final_accounts": 1}


@pytest.mark.parametrize(("history", "command", "field"), STEPS, ids=NAMES)
def test_whoever_signs_holds_the_office(
    history: tuple[Dated, ...], command: BudgetCommand, field: str
) -> None:
    stranger = msgspec.structs.replace(command, **{field: NOBODY})
    given(*history).when(stranger, CONTEXT).refused("budget.office_not_held", field)


@pytest.mark.parametrize(("history", "command", "field"), STEPS, ids=NAMES)
def test_whoever_drafted_does_not_consent(
    history: tuple[Dated, ...], command: BudgetCommand, field: str
) -> None:
    held = {(ACCOUNTANT, "chairperson"): None, (ACCOUNTANT, "audit_committee_chair"): None}
    officers = Officers({**OFFICERS.held, **held})
    context = msgspec.structs.replace(CONTEXT, officers=officers)
    own = msgspec.structs.replace(command, **{field: ACCOUNTANT})
    given(*history).when(own, context).refused("budget.duties_not_separated", field)


def test_the_audit_committee_does_not_review_itself() -> None:
    """工会法 art. 45: the 经审会 reviews what the committee decided."""
    held = {(CHAIRPERSON, "audit_committee_chair"): None, (AUDITOR, "chairperson"): None}
    context = msgspec.structs.replace(CONTEXT, officers=Officers({**OFFICERS.held, **held}))
    own = msgspec.structs.replace(reviewing(), auditor_id=CHAIRPERSON)
    given(*TO_PASSED).when(own, context).refused("budget.duties_not_separated", "auditor_id")
    own_approval = msgspec.structs.replace(approving(), approved_by=AUDITOR)
    outcome = given(*TO_REVIEWED).when(own_approval, context)
    outcome.refused("budget.duties_not_separated", "approved_by")


@pytest.mark.parametrize(
    ("history", "command"),
    [
        ((on(DAY, DRAFTED),), reviewing()),
        ((on(DAY, DRAFTED),), approving()),
        (TO_PASSED, passing()),
        (TO_PASSED, approving()),
        (TO_REVIEWED, passing()),
        (TO_REVIEWED, reviewing()),
    ],
)
def test_no_step_is_left_out_or_repeated(
    history: tuple[Dated, ...], command: BudgetCommand
) -> None:
    given(*history).when(command, CONTEXT).refused("budget.step_out_of_order", "paper")


@pytest.mark.parametrize(("history", "command"), [step[:2] for step in STEPS], ids=NAMES)
def test_no_step_is_dated_before_the_one_before(
    history: tuple[Dated, ...], command: BudgetCommand
) -> None:
    early = msgspec.structs.replace(command, occurred_on=THE_DAY_BEFORE)
    given(*history).when(early, CONTEXT).refused("budget.before_last_step", "occurred_on")


def test_the_committee_decides_by_a_numbered_decision() -> None:
    command = msgspec.structs.replace(passing(), decision_no="")
    outcome = given(on(DAY, DRAFTED)).when(command, CONTEXT)
    outcome.refused("budget.decision_missing", "decision_no")


@pytest.mark.parametrize(("working_days", "materials_on"), [(2, DAY), (9, date(2026, 1, 21))])
def test_the_audit_committee_has_the_materials_some_working_days_before(
    working_days: int, materials_on: date
) -> None:
    """At least three working days before it meets (domain.md 4.4); the number is policy."""
    context = msgspec.structs.replace(CONTEXT, working_days=working_days)
    command = msgspec.structs.replace(reviewing(), materials_on=materials_on)
    given(*TO_PASSED).when(command, context).refused("budget.materials_too_late", "materials_on")


def test_without_budget_control_nothing_is_reviewed() -> None:
    context = msgspec.structs.replace(CONTEXT, policy=None)
    outcome = given(*TO_PASSED).when(reviewing(), context)
    outcome.refused("budget.no_policy_in_force", "occurred_on")


def test_what_the_audit_committee_rejects_is_a_draft_again() -> None:
    rejected = msgspec.structs.replace(reviewing(), opinion="rejected")
    outcome = given(*TO_PASSED).when(rejected, CONTEXT)
    outcome.and_when(approving(), CONTEXT).refused("budget.step_out_of_order", "paper")
    outcome.and_when(passing(), CONTEXT).then(passed())


def test_a_draft_may_be_given_up() -> None:
    event = PaperAbandoned(year=2026, paper="adjustment", abandoned_by=ACCOUNTANT)
    history = (*TO_APPROVED, on(DAY, ADJUSTMENT_DRAFTED))
    outcome = given(*history).when(abandoning("adjustment"), CONTEXT).then(event)
    assert outcome.state().pending is None
    given(*history).when(abandoning(), CONTEXT).refused("budget.no_such_draft", "paper")
    stranger = msgspec.structs.replace(abandoning("adjustment"), abandoned_by=NOBODY)
    given(*history).when(stranger, CONTEXT).refused("budget.office_not_held", "abandoned_by")


def test_what_was_approved_is_filed_with_the_higher_union_once() -> None:
    """中国工会章程 art. 39: reported to the next higher committee."""
    event = PaperFiled(year=2026, paper="budget", filing_no="青工备〔2026〕7号")
    outcome = given(*TO_APPROVED).when(filing(), CONTEXT).then(event)
    outcome.and_when(filing(), CONTEXT).refused("budget.nothing_to_file", "paper")
    given(*TO_REVIEWED).when(filing(), CONTEXT).refused("budget.nothing_to_file", "paper")


def test_a_filing_has_a_number() -> None:
    command = msgspec.structs.replace(filing(), filing_no="")
    given(*TO_APPROVED).when(command, CONTEXT).refused("budget.filing_no_missing", "filing_no")


def test_the_execution_is_reported_within_the_year() -> None:
    event = ExecutionReported(
        year=2026,
        through_month="2026-06",
        income_fen=450000,
        expense_fen=310000,
        reported_by=ACCOUNTANT,
    )
    given(*TO_APPROVED).when(REPORT, CONTEXT).then(event)
    given(*TO_REVIEWED).when(REPORT, CONTEXT).refused("budget.none_approved", "year")
    beyond = msgspec.structs.replace(REPORT, income_fen=FEN_MAX + 1)
    given(*TO_APPROVED).when(beyond, CONTEXT).refused("budget.amount_out_of_range", "through_month")
    stranger = msgspec.structs.replace(REPORT, reported_by=NOBODY)
    given(*TO_APPROVED).when(stranger, CONTEXT).refused("budget.office_not_held", "reported_by")


@pytest.mark.parametrize("month", ["2025-12", "2027-01", *NO_MONTHS])
def test_a_report_is_through_a_month_of_the_year(month: str) -> None:
    command = msgspec.structs.replace(REPORT, through_month=month)
    outcome = given(*TO_APPROVED).when(command, CONTEXT)
    outcome.refused("budget.month_not_of_year", "through_month")


def test_final_accounts_are_disclosed_when_approved() -> None:
    event = FinalAccountsDisclosed(year=2026, place="notice_board", disclosed_by=CHAIRPERSON)
    given(*TO_SETTLED).when(DISCLOSE, CONTEXT).then(event)
    given(*TO_APPROVED).when(DISCLOSE, CONTEXT).refused("budget.not_settled", "year")
    stranger = msgspec.structs.replace(DISCLOSE, disclosed_by=NOBODY)
    given(*TO_SETTLED).when(stranger, CONTEXT).refused("budget.office_not_held", "disclosed_by")
