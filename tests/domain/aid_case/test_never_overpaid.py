"""Whatever is paid and comes back, in whatever order: never more than was approved, never before."""

from datetime import date

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from domain.aid_case import aggregate
from domain.aid_case.aggregate import Context
from domain.aid_case.commands import AidCaseCommand, PayAid, ReturnAidPayment
from domain.aid_case.events import AidApproved, AidPaid, AidPaymentReturned
from domain.event import Fact
from domain.membership import Step, timeline
from domain.refusal import Refused
from tests.domain.strategies import FIRST_DAY, THOROUGH, any_command, days_of_2026, run
from tests.domain.values import AID_CASE, AID_POLICY, MEMBER, OTHER_MEMBER, POSTING_MAP, sealed

A_MEMBER = timeline((Step(FIRST_DAY, 1, "register"),))
assert A_MEMBER is not None
CONTEXT = Context(FIRST_DAY, A_MEMBER, AID_POLICY, POSTING_MAP)

payments = st.builds(
    PayAid,
    occurred_on=st.just(FIRST_DAY),
    aid_case_id=st.just(AID_CASE),
    recipient_id=st.sampled_from([MEMBER, MEMBER, MEMBER, OTHER_MEMBER]),
    amount_fen=st.integers(1, 150),
    method=st.just("transfer"),
    payee=st.just(sealed("books")),
)
returns = st.builds(
    ReturnAidPayment,
    occurred_on=st.just(FIRST_DAY),
    aid_case_id=st.just(AID_CASE),
    returned_version=st.integers(1, 10),
    reason=st.just("退汇"),
)
approvals = st.builds(
    AidApproved,
    aid_case_id=st.just(AID_CASE),
    case_no=st.just("BF2026-001"),
    household_id=st.just(AID_CASE),
    beneficiary_id=st.just(MEMBER),
    category=st.just("living_aid"),
    fund_source=st.sampled_from(["own_funds", "central_fiscal"]),
    amount_fen=st.integers(1, 300),
)


def dated(commands: st.SearchStrategy[AidCaseCommand]) -> st.SearchStrategy[AidCaseCommand]:
    """Spread commands over the year."""
    return st.builds(
        lambda command, day: msgspec.structs.replace(command, occurred_on=day),
        commands,
        days_of_2026,
    )


def paid_by_the_facts(facts: list[Fact]) -> int:
    """Count what left and what came back, event by event."""
    paid = sum(fact.event.amount_fen for fact in facts if isinstance(fact.event, AidPaid))
    returned = sum(
        fact.event.amount_fen for fact in facts if isinstance(fact.event, AidPaymentReturned)
    )
    return paid - returned


@THOROUGH
@given(approvals, st.lists(payments | returns, max_size=20))
def test_no_run_of_payments_and_returns_exceeds_the_approval(
    approved: AidApproved, commands: list[AidCaseCommand]
) -> None:
    state = aggregate.evolve(aggregate.State(), Fact(approved, FIRST_DAY, 1))
    facts: list[Fact] = []
    for version, command in enumerate(commands, start=2):
        decided = aggregate.decide(state, command, CONTEXT)
        if isinstance(decided, list):
            facts.append(Fact(decided[0], FIRST_DAY, version))
            state = aggregate.evolve(state, facts[-1])
        assert 0 <= state.paid_fen() == paid_by_the_facts(facts) <= approved.amount_fen


@THOROUGH
@given(st.lists(any_command(AidCaseCommand), max_size=12))
def test_no_run_of_any_commands_exceeds_the_approval(commands: list[AidCaseCommand]) -> None:
    state, facts = run(
        aggregate,
        commands,
        lambda state, command: aggregate.decide(state, command, CONTEXT),
    )
    approved = state.approved.amount_fen if state.approved else 0
    assert 0 <= state.paid_fen() == paid_by_the_facts(facts) <= approved


@THOROUGH
@given(approvals, days_of_2026, st.lists(dated(payments) | dated(returns), max_size=12))
def test_file_approval_payment_and_return_follow_one_another(
    approved: AidApproved, approved_on: date, commands: list[AidCaseCommand]
) -> None:
    """Rule 13 of domain.md, and R03 of its 7.4: by their dates, in whatever order they are entered."""
    state = aggregate.evolve(aggregate.State(), Fact(approved, approved_on, 1))
    for version, command in enumerate(commands, start=2):
        decided = aggregate.decide(state, command, CONTEXT)
        if isinstance(decided, Refused):
            continue
        [event] = decided
        if isinstance(event, AidPaid):
            assert approved_on <= command.occurred_on
            assert event.recipient_id == approved.beneficiary_id
        elif isinstance(event, AidPaymentReturned):
            assert state.paid_on[event.returned_version] <= command.occurred_on
        state = aggregate.evolve(state, Fact(event, command.occurred_on, version))
