"""What one member contributes, against a count that looks at every month for itself."""

from collections import Counter
from datetime import date
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from domain.dues.events import DuesWaived, DuesWaiverReversed, WageBaseDeclared
from domain.event import Event, Fact, Recorded
from domain.member.aggregate import State, evolve
from domain.member.events import (
    ArrearsWarningIssued,
    ExpulsionDecided,
    MemberAssigned,
    MemberDeceased,
    MemberRegistered,
    MembershipApproved,
    MembershipChangeReversed,
    MembershipReinstated,
    MembershipRetained,
    TransferInAccepted,
    TransferOutCancelled,
    TransferOutCompleted,
    TransferOutStarted,
    WithdrawalAnnounced,
)
from domain.membership import JOINS, LEAVES
from domain.period import last_day, month_of, months_of_year
from projections.registry import PROJECTIONS
from projections.rollup.projection import Contribution, contributions
from projections.standing import Standing, after, due_spans
from tests.domain.values import APPROVER, BRANCH, HANDLER, MEMBER, TRANSFER, sealed
from tests.projections.happening import applied, recorded, stored, story

BY_NAME = {projection.name: projection for projection in PROJECTIONS}
MONTHS = [month for year in (2025, 2026) for month in months_of_year(year)]
days = st.dates(date(2025, 1, 1), date(2026, 12, 31))

changes = st.sampled_from(
    [
        MembershipApproved(),
        MembershipRetained(cause="retired"),
        MembershipReinstated(),
        WithdrawalAnnounced(),
        MemberDeceased(),
        TransferInAccepted(transfer_id=TRANSFER),
        TransferOutCompleted(transfer_id=TRANSFER),
        TransferOutStarted(transfer_id=TRANSFER),
        TransferOutCancelled(transfer_id=TRANSFER, by="old_union", reason="stays_employed"),
        ExpulsionDecided(decision_no="11号", decided_by=APPROVER),
        ArrearsWarningIssued(months_unpaid=6, issued_by=HANDLER),
        MemberAssigned(branch_id=BRANCH),
    ]
)
entries = st.builds(
    MemberRegistered,
    identity=st.just(sealed("books")),
    profile=st.just(sealed("file", 1)),
    joined_on=st.dates(date(2010, 1, 1), date(2026, 12, 31)),
    retained_on=st.none() | st.dates(date(2020, 1, 1), date(2026, 12, 31)),
)
wages = st.builds(
    WageBaseDeclared,
    member_id=st.just(MEMBER),
    from_month=st.sampled_from(MONTHS),
    wage=st.just(sealed("file")),
    due_fen=st.integers(0, 9000),
    policy_id=st.just("dues-national"),
    policy_version=st.just(1),
)
waivers = st.builds(
    DuesWaived,
    member_id=st.just(MEMBER),
    dues_month=st.sampled_from(MONTHS),
    amount_fen=st.integers(1, 9000),
    reason=st.just("hardship"),
    decision_no=st.just("5号"),
)
reversals = st.builds(
    MembershipChangeReversed, reversed_version=st.integers(1, 8), reason=st.just("录错")
)


@st.composite
def lives(draw: st.DrawFn) -> list[Recorded]:
    """What happened to one member: only what a desk would have allowed, in any order of dates."""
    told: list[tuple[date, Event]] = [(draw(days), draw(entries))]
    state = State()
    for on, event in [*told, *draw(st.lists(st.tuples(days, changes | reversals), max_size=7))]:
        fact = recorded(event, on, version=state.version + 1)
        now = after(Standing(state), fact).member
        if now.steps and not now.timeline.spans:
            continue
        if (on, event) != told[0]:
            told.append((on, event))
        state = now
    for on, wage in draw(st.lists(st.tuples(days, wages), max_size=4)):
        told.insert(draw(st.integers(1, len(told))), (on, wage))
    for on, waiver in draw(st.lists(st.tuples(days, waivers), max_size=4)):
        told.append((on, waiver))
        if draw(st.booleans()):
            told.append((on, _taken_back(waiver, len(told))))
    return story(*told)


def _taken_back(waiver: DuesWaived, version: int) -> DuesWaiverReversed:
    return DuesWaiverReversed(
        member_id=waiver.member_id,
        dues_month=waiver.dues_month,
        amount_fen=waiver.amount_fen,
        reversed_version=version,
        reason="录错",
    )


def standing_of(life: list[Recorded]) -> Standing:
    standing = Standing()
    for event in life:
        standing = after(standing, event)
    return standing


def naive_due(standing: Standing, month: str) -> int:
    if standing.member.timeline.on(last_day(month)) != "active":
        return 0
    bases = [base for base in standing.bases if base.from_month <= month]
    return max(bases, key=lambda base: (base.from_month, base.version)).due_fen if bases else 0


def naive(standing: Standing) -> Counter[Contribution]:
    """Look at every month's end, and write down what differs from the month before."""
    counted: Counter[Contribution] = Counter()
    for step in standing.member.steps:
        kind = "joins" if step.change in JOINS else "leaves" if step.change in LEAVES else ""
        if kind:
            counted[month_of(step.on), kind, ""] += 1
        if step.change != "register":
            counted[month_of(step.on), "membership_changes", step.change] += 1
    months = [month for year in range(2009, 2028) for month in months_of_year(year)]
    for before, month in pairwise(months):
        for membership in ("active", "retained"):
            was, now = (
                standing.member.timeline.on(last_day(m)) == membership for m in (before, month)
            )
            counted[month, f"members_{membership}", ""] += now - was
        due = naive_due(standing, month) - naive_due(standing, before)
        counted[month, "dues_due", ""] += due
        waived = min(standing.waived.get(month, 0), naive_due(standing, month))
        counted[month, "dues_waived", ""] += waived
    return counted


def without_nothing(counted: Counter[Contribution]) -> dict[Contribution, int]:
    return {key: value for key, value in counted.items() if value}


@settings(max_examples=200, deadline=None)
@given(lives())
def test_contributions_equal_a_count_month_by_month(life: list[Recorded]) -> None:
    standing = standing_of(life)
    assert without_nothing(contributions(standing)) == without_nothing(naive(standing))


@settings(max_examples=100, deadline=None)
@given(lives())
def test_due_spans_say_what_is_due_in_every_month(life: list[Recorded]) -> None:
    standing = standing_of(life)
    spans = due_spans(standing)
    for month in MONTHS:
        covering = [
            span.due_fen
            for span in spans
            if span.from_month <= month and (span.until_month is None or month < span.until_month)
        ]
        assert sum(covering) == naive_due(standing, month), month


@settings(max_examples=100, deadline=None)
@given(lives())
def test_the_roll_up_adds_up_to_what_stands_in_the_end(life: list[Recorded]) -> None:
    """Differences event by event, back-dated ones and reversals included, sum to the last standing."""
    writes, _ = applied(BY_NAME["rollup"], life)
    summed: Counter[Contribution] = Counter()
    for write in writes:
        if write.query == "add_contribution":
            month, measure, item = write.key
            summed[month, measure, item] += write.value[0]
    assert without_nothing(summed) == without_nothing(contributions(standing_of(life)))


@settings(max_examples=100, deadline=None)
@given(lives())
def test_memories_survive_being_stored_after_every_event(life: list[Recorded]) -> None:
    for name in ("roster", "dues", "rollup"):
        projection = BY_NAME[name]
        assert applied(projection, life) == applied(projection, life, through_bytes=True), name


@settings(max_examples=100, deadline=None)
@given(lives())
def test_a_ledger_and_a_decision_see_the_same_membership(life: list[Recorded]) -> None:
    state = State()
    for event in life:
        if event.event.TOPIC.startswith("member."):
            state = evolve(state, Fact(event.event, event.occurred_on, event.version))
    assert standing_of(life).member == state


def test_a_memory_of_nothing_is_stored_and_read_again() -> None:
    for projection in PROJECTIONS:
        if projection.memory is not None:
            assert stored(projection, projection.memory()) == projection.memory()
