"""R07 and R08: dues and contributions that did not come in, or did not go up."""

from hypothesis import given
from hypothesis import strategies as st

from domain.contribution.events import ContributionReceived, PayrollDeclared, UpwardRemittancePaid
from domain.dues.events import DuesWaived
from domain.ids import contribution_stream, dues_stream
from domain.member.events import MembershipRetained
from tests.domain.funds import SHARING_POLICY
from tests.domain.irregularity.telling import MEMBER, OTHER_MEMBER, Log, day
from tests.domain.irregularity.test_benefits import dues, wage_base
from tests.domain.values import UNION, lines


def test_a_month_paid_in_part_hits_with_what_is_missing() -> None:
    log = Log()
    for who in (MEMBER, OTHER_MEMBER):
        log.member(who)
    base = wage_base(log)
    wage_base(log, OTHER_MEMBER)
    dues(log, 1)
    dues(log, 1, OTHER_MEMBER)
    dues(log, 2, OTHER_MEMBER)
    (hit,) = log.found("R07", until=day(2, 28)).hits
    assert (hit.kind, hit.amount_fen) == ("dues_short", 2_000)
    assert hit.positions == (base,)
    assert hit.measures == {"due_fen": 4_000, "received_fen": 2_000, "members_short": 1}


def test_a_month_without_any_dues_hits() -> None:
    log = Log()
    log.member()
    wage_base(log)
    assert log.kinds("R07", until=day(1, 31)) == ["no_dues_at_all"]


def test_a_month_that_has_not_ended_is_not_looked_at() -> None:
    log = Log()
    log.member()
    wage_base(log)
    assert log.found("R07", until=day(1, 30)).examined == 0


def test_what_was_waived_or_retained_is_not_owed() -> None:
    log = Log()
    for who in (MEMBER, OTHER_MEMBER):
        log.member(who)
        wage_base(log, who)
    log.told(day(1), OTHER_MEMBER, MembershipRetained(cause="retired"))
    waived = DuesWaived(
        member_id=MEMBER,
        dues_month="2026-01",
        amount_fen=2_000,
        reason="hardship",
        decision_no="1号",
    )
    log.told(day(1, 5), dues_stream(MEMBER), waived)
    assert log.kinds("R07", until=day(1, 31)) == []


def test_members_without_a_wage_base_are_a_gap() -> None:
    log = Log()
    log.member()
    found = log.found("R07", until=day(2, 28))
    assert (found.state, found.gaps) == ("not_checkable", {"no_wage_base_declared": 2})


@given(st.lists(st.integers(0, 3_000), min_size=1, max_size=6))
def test_what_is_missing_is_what_was_due_less_what_came_in(paid: list[int]) -> None:
    log = Log()
    log.member()
    wage_base(log)
    for number, fen in enumerate(paid, start=1):
        if fen:
            dues(log, number, amount_fen=fen)
    missing = sum(max(0, 2_000 - fen) for fen in paid)
    hits = log.found("R07", until=day(len(paid) + 1).replace(day=1)).hits
    assert sum(hit.amount_fen for hit in hits) == missing


def declared(log: Log, month: int, payroll_fen: int = 10_000_000, due_fen: int = 200_000) -> int:
    text = f"2026-{month:02d}"
    event = PayrollDeclared(
        month=text,
        employees=10,
        payroll_fen=payroll_fen,
        due_fen=due_fen,
        due_on=day(month + 1, 15),
        policy_id="sharing-county",
        policy_version=1,
    )
    return log.told(day(month, 28), contribution_stream(UNION, text), event)


def received(log: Log, month: int, amount_fen: int = 200_000, upward_fen: int = 80_000) -> int:
    text = f"2026-{month:02d}"
    kept = amount_fen - upward_fen
    event = ContributionReceived(
        month=text,
        amount_fen=amount_fen,
        retained_fen=kept,
        upward_fen=upward_fen,
        channel="union",
        policy_id="sharing-county",
        policy_version=1,
        posting_map="posting-2021",
        lines=(
            *lines("102", "402", "own_funds", kept),
            *lines("102", "221", "own_funds", upward_fen),
        ),
    )
    return log.told(day(month + 1, 10), contribution_stream(UNION, text), event)


def test_what_came_in_full_and_went_up_in_time_does_not_hit() -> None:
    log = Log()
    log.adopt(SHARING_POLICY)
    declared(log, 1)
    received(log, 1)
    found = log.found("R08", until=day(3, 31))
    assert found.hits == []
    assert found.state == "checked"


def test_a_contribution_that_is_short_after_its_due_day_hits() -> None:
    log = Log()
    log.adopt(SHARING_POLICY)
    place = declared(log, 1)
    received(log, 1, amount_fen=150_000, upward_fen=60_000)
    (hit,) = log.found("R08", until=day(2, 15)).hits
    assert (hit.kind, hit.positions, hit.amount_fen) == ("contribution_short", (place,), 50_000)
    assert log.kinds("R08", until=day(2, 14)) == []


def test_only_the_newest_declaration_of_a_month_counts() -> None:
    log = Log()
    log.adopt(SHARING_POLICY)
    declared(log, 1)
    declared(log, 1, payroll_fen=5_000_000, due_fen=100_000)
    received(log, 1, amount_fen=100_000, upward_fen=40_000)
    assert log.kinds("R08", until=day(3, 31)) == []


def test_a_due_below_the_rate_and_a_share_below_it_hit() -> None:
    log = Log()
    log.adopt(SHARING_POLICY)
    declared(log, 1, due_fen=150_000)
    received(log, 1, amount_fen=150_000, upward_fen=59_999)
    assert sorted(log.kinds("R08", until=day(3, 31))) == ["due_below_rate", "share_below_rate"]


def test_money_for_above_that_lies_for_long_hits_until_it_goes_up() -> None:
    log = Log()
    log.adopt(SHARING_POLICY)
    declared(log, 1)
    place = received(log, 1)
    (hit,) = log.found("R08", until=day(6, 30)).hits
    assert (hit.kind, hit.positions, hit.amount_fen) == ("upward_overdue", (place,), 80_000)
    paid = UpwardRemittancePaid(
        month="2026-01",
        amount_fen=80_000,
        posting_map="posting-2021",
        lines=lines("221", "102", "own_funds", 80_000),
    )
    log.told(day(6, 30), contribution_stream(UNION, "2026-01"), paid)
    assert log.kinds("R08", until=day(6, 30)) == []


def test_without_a_declared_payroll_nothing_is_compared() -> None:
    found = Log().found("R08")
    assert (found.state, found.gaps) == ("not_checkable", {"no_payroll_declared": 1})


def test_without_a_sharing_policy_the_rate_is_a_gap() -> None:
    log = Log()
    declared(log, 1)
    received(log, 1)
    found = log.found("R08", until=day(3, 31))
    assert found.gaps == {"no_sharing_policy_in_force": 2}
