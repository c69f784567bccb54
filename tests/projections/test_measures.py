"""What money, rules and hardship files contribute to the roll-up: the sum of all writes by measure."""

from collections import Counter
from collections.abc import Iterable
from datetime import date
from uuid import UUID

from domain.contribution.events import ContributionReceived, ContributionReversed, PayrollDeclared
from domain.event import Recorded
from domain.household.events import (
    HardshipExited,
    HardshipReclassified,
    HouseholdFileClosed,
    HouseholdFileOpened,
)
from domain.ids import HouseholdId, MemberId, OfficerId
from domain.union.events import ParticularsCorrected, UnionRegistered
from projections.rollup.projection import ROLLUP
from tests.domain.values import MEMBER, sealed
from tests.projections.happening import applied, story

HOUSEHOLD = HouseholdId(UUID(int=41))
OFFICER = OfficerId(UUID(int=42))
JAN, FEB, MAR, APR = (date(2026, month, 8) for month in range(1, 5))


def totals(events: Iterable[Recorded]) -> dict[tuple[str, str, str], int]:
    """The values that stay, by (month, measure, item)."""
    writes, _ = applied(ROLLUP, events, through_bytes=True)
    sums: Counter[tuple[str, str, str]] = Counter()
    for write in writes:
        if write.query == "add_contribution":
            sums[write.key] += write.value[0]
    return {key: value for key, value in sums.items() if value}


def payroll(due_fen: int, employees: int) -> PayrollDeclared:
    return PayrollDeclared(
        month="2026-01",
        employees=employees,
        payroll_fen=due_fen * 50,
        due_fen=due_fen,
        due_on=FEB,
        policy_id="sharing.national",
        policy_version=1,
    )


def test_a_payroll_declared_again_takes_the_place_of_the_one_before() -> None:
    assert totals(story((FEB, payroll(1_000, 10)), (MAR, payroll(400, 12)))) == {
        ("2026-01", "payroll_employees", ""): 12,
        ("2026-01", "contribution_due", ""): 400,
    }


def test_what_is_reversed_counts_no_more() -> None:
    received = ContributionReceived(
        month="2026-01",
        amount_fen=100,
        retained_fen=60,
        upward_fen=40,
        channel="union",
        policy_id="sharing.national",
        policy_version=1,
        posting_map="posting.2021",
        lines=(),
    )
    undone = ContributionReversed(
        month="2026-01",
        entry="contribution",
        amount_fen=100,
        reversed_version=1,
        reason="录错",
        lines=(),
        retained_fen=60,
        upward_fen=40,
    )
    assert totals(story((FEB, received))) == {
        ("2026-01", "contribution_received", ""): 100,
        ("2026-01", "contribution_upward", ""): 40,
    }
    assert totals(story((FEB, received), (MAR, undone))) == {}


def test_employees_are_a_stock_that_corrections_move() -> None:
    registered = UnionRegistered(code="U1", name="U1工会", employee_count=100)
    assert totals(
        story(
            (JAN, registered),
            (FEB, ParticularsCorrected(employee_count=90)),
            (MAR, ParticularsCorrected(legal_person=True)),
        )
    ) == {("2026-01", "employees", ""): 100, ("2026-02", "employees", ""): -10}


def test_a_hardship_file_is_counted_from_opening_to_exit_under_its_class() -> None:
    opened = HouseholdFileOpened(
        household_id=HOUSEHOLD,
        file_no="KN1",
        householder_id=MemberId(MEMBER),
        hardship_class="deep",
        circumstances=sealed("file"),
    )
    lifted = HardshipExited(
        household_id=HOUSEHOLD,
        kind="lifted",
        months_above=12,
        approver_id=OFFICER,
        decision_no="县〔1〕",
        policy_id="hardship.national",
        policy_version=1,
    )
    closed = HouseholdFileClosed(
        household_id=HOUSEHOLD, reason="exited", approver_id=OFFICER, decision_no="县〔2〕"
    )
    lighter = HardshipReclassified(
        household_id=HOUSEHOLD,
        hardship_class="relative",
        approver_id=OFFICER,
        decision_no="县〔3〕",
    )
    found = totals(story((JAN, opened), (FEB, lighter), (MAR, lifted), (APR, closed)))
    assert found == {
        ("2026-01", "hardship_files", "deep"): 1,
        ("2026-01", "files_opened", ""): 1,
        ("2026-02", "hardship_files", "deep"): -1,
        ("2026-02", "hardship_files", "relative"): 1,
        ("2026-03", "hardship_files", "relative"): -1,
        ("2026-03", "files_exited", ""): 1,
        ("2026-04", "files_closed", ""): 1,
    }
