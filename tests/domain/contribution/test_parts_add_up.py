"""Whatever is received, handed up, refunded and reversed: the parts add up, and nothing goes up that never came."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from domain.contribution import aggregate
from domain.contribution.aggregate import Context
from domain.contribution.commands import (
    ContributionCommand,
    PayUpward,
    ReceiveContribution,
    ReceiveRefund,
    ReverseContribution,
)
from domain.contribution.events import (
    ContributionReceived,
    RefundReceived,
    UpwardRemittancePaid,
)
from domain.event import Fact
from domain.policy.sharing import SharingPolicy, retained_fen
from tests.domain.funds import FUND_POSTING_MAP, sharing_policies
from tests.domain.strategies import THOROUGH, run

DAY = date(2026, 4, 10)
MONTH = "2026-03"
amounts = st.integers(1, 400)
receipts = st.builds(
    ReceiveContribution, occurred_on=st.just(DAY), month=st.just(MONTH), amount_fen=amounts
)
others: st.SearchStrategy[ContributionCommand] = st.one_of(
    st.builds(PayUpward, occurred_on=st.just(DAY), month=st.just(MONTH), amount_fen=amounts),
    st.builds(
        ReceiveRefund,
        occurred_on=st.just(DAY),
        month=st.just(MONTH),
        amount_fen=amounts,
        kind=st.just("rebate"),
        document_no=st.just("1号"),
    ),
    st.builds(
        ReverseContribution,
        occurred_on=st.just(DAY),
        month=st.just(MONTH),
        reversed_version=st.integers(1, 14),
        reason=st.just("冲销"),
    ),
)


def carried_out(
    policy: SharingPolicy, commands: list[ContributionCommand]
) -> tuple[aggregate.State, list[Fact]]:
    context = Context(policy, FUND_POSTING_MAP)
    state, facts = run(
        aggregate, commands, lambda state, command: aggregate.decide(state, command, context)
    )
    assert isinstance(state, aggregate.State)
    return state, facts


@THOROUGH
@given(sharing_policies, st.lists(receipts, min_size=1, max_size=12))
def test_part_payments_are_split_exactly_like_one(
    policy: SharingPolicy, commands: list[ContributionCommand]
) -> None:
    state, _ = carried_out(policy, commands)
    received = state.total_fen(ContributionReceived)
    assert state.retained_fen() == retained_fen(received, policy)
    assert state.retained_fen() + state.owed_upward_fen() == received


@THOROUGH
@given(sharing_policies, st.lists(receipts | others, max_size=16))
def test_no_run_hands_up_more_than_came_in_or_back_more_than_went_up(
    policy: SharingPolicy, commands: list[ContributionCommand]
) -> None:
    state, facts = carried_out(policy, commands)
    assert state.owed_upward_fen() >= 0
    assert state.refundable_fen() >= 0
    assert 0 <= state.retained_fen() <= state.total_fen(ContributionReceived)
    for account, expected in (
        ("402", -state.retained_fen()),
        ("221", -state.owed_upward_fen()),
        ("40301", -state.total_fen(RefundReceived)),
        (
            "102",
            state.total_fen(ContributionReceived)
            - state.total_fen(UpwardRemittancePaid)
            + state.total_fen(RefundReceived),
        ),
    ):
        assert booked(facts, account) == expected


def booked(facts: list[Fact], account: str) -> int:
    """Return the balance of an account from the posting lines alone."""
    return sum(
        line.fen
        for fact in facts
        for line in getattr(fact.event, "lines", ())
        if line.account == account
    )
