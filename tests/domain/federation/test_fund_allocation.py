"""Money for units: never more than stands ready, by two people, confirmed by the unit's own log."""

from datetime import date
from uuid import UUID

import msgspec
import pytest
from hypothesis import given as drawn
from hypothesis import strategies as st

from domain.event import Event, Fact
from domain.federation import aggregate
from domain.federation.commands import (
    AllocateFund,
    CancelFundAllocation,
    ConfirmFundAllocation,
    FederationCommand,
    ProvideFund,
    ReverseFundProvision,
    TakeOverBalances,
)
from domain.federation.events import (
    BalancesTakenOver,
    CountyOfficerRecorded,
    FederationRegistered,
    FundAllocated,
    FundAllocationCancelled,
    FundAllocationConfirmed,
    FundProvided,
    FundProvisionReversed,
    UnitClosed,
    UnitEnrolled,
    UnitFrozen,
)
from domain.ids import AllocationId, OfficerId
from tests.domain.funds import ALLOCATION, BALANCES
from tests.domain.strategies import THOROUGH
from tests.domain.values import (
    APPROVER,
    FEDERATION,
    HANDLER,
    REVIEWER,
    TRANSFER,
    UNION,
    lines,
    sealed,
)
from tests.support.given_when_then import Outcome, folded, given

DAY = date(2026, 3, 2)
FUND = "central_fiscal"
PAPER = "青工〔2026〕15号"
NAME = sealed("books")
PROVIDED = FundProvided(fund=FUND, amount_fen=1_000_000, document_no="财社〔2026〕1号")
COUNTY: list[Event] = [
    FederationRegistered(code="QZ000", name="青峙县总工会"),
    PROVIDED,
    UnitEnrolled(
        unit_id=UNION,
        code="QZ002",
        name="县教育工会",
        parent_id=FEDERATION,
        edge="industrial",
        legal_person=True,
    ),
    CountyOfficerRecorded(officer_id=HANDLER, office="handler", name=NAME),
    CountyOfficerRecorded(officer_id=APPROVER, office="approver", name=NAME),
]
PROVISION_VERSION = 2
ALLOCATE = AllocateFund(
    occurred_on=DAY,
    allocation_id=ALLOCATION,
    unit_id=UNION,
    kind="hardship",
    fund=FUND,
    amount_fen=1_000_000,
    document_no=PAPER,
    handler_id=HANDLER,
    approver_id=APPROVER,
)
ALLOCATED = FundAllocated(
    allocation_id=ALLOCATION,
    unit_id=UNION,
    kind="hardship",
    fund=FUND,
    amount_fen=1_000_000,
    document_no=PAPER,
    handler_id=HANDLER,
    approver_id=APPROVER,
)
CANCEL = CancelFundAllocation(occurred_on=DAY, allocation_id=ALLOCATION, reason="单位有误")
CANCELLED = FundAllocationCancelled(
    allocation_id=ALLOCATION, unit_id=UNION, fund=FUND, amount_fen=1_000_000, reason="单位有误"
)
CONFIRM = ConfirmFundAllocation(
    occurred_on=DAY, allocation_id=ALLOCATION, fund=FUND, amount_fen=1_000_000, received_on=DAY
)
CONFIRMED = FundAllocationConfirmed(
    allocation_id=ALLOCATION, unit_id=UNION, fund=FUND, amount_fen=1_000_000, received_on=DAY
)
TAKE_OVER = TakeOverBalances(
    occurred_on=DAY, from_union_id=UNION, transfer_id=TRANSFER, lines=BALANCES
)


def asked(command: FederationCommand, *later: Event) -> Outcome:
    return given(*COUNTY, *later).when(command, own_id=FEDERATION)


def test_money_stands_ready_in_a_fund() -> None:
    command = ProvideFund(occurred_on=DAY, fund=FUND, amount_fen=5, document_no="财社〔2026〕2号")
    outcome = asked(command)
    outcome.then(FundProvided(fund=FUND, amount_fen=5, document_no="财社〔2026〕2号"))
    assert outcome.state().available_fen(FUND) == 1_000_005


@pytest.mark.parametrize("amount_fen", [0, -1, 10**12 + 1])
def test_an_amount_is_more_than_nothing(amount_fen: int) -> None:
    provide = ProvideFund(occurred_on=DAY, fund=FUND, amount_fen=amount_fen, document_no="2号")
    asked(provide).refused("federation.amount_not_positive", "amount_fen")
    allocate = msgspec.structs.replace(ALLOCATE, amount_fen=amount_fen)
    asked(allocate).refused("federation.amount_not_positive", "amount_fen")


def test_a_fund_has_a_name() -> None:
    command = ProvideFund(occurred_on=DAY, fund="", amount_fen=1, document_no="2号")
    asked(command).refused("federation.fund_unnamed", "fund")


def test_money_is_allocated_to_a_unit_for_a_purpose() -> None:
    outcome = asked(ALLOCATE).then(ALLOCATED)
    assert outcome.state().available_fen(FUND) == 0


def test_no_more_is_allocated_than_stands_ready() -> None:
    command = msgspec.structs.replace(ALLOCATE, amount_fen=1_000_001)
    asked(command).refused("federation.fund_not_enough", "amount_fen")


def test_another_fund_does_not_help() -> None:
    command = msgspec.structs.replace(ALLOCATE, fund="upper_union", amount_fen=1)
    asked(command).refused("federation.fund_not_enough", "amount_fen")


@pytest.mark.parametrize("fund", ["own_funds", "custodial", ""])
def test_earmarked_money_goes_into_a_fund_of_its_purpose(fund: str) -> None:
    """专款专用, domain.md rule 12."""
    command = msgspec.structs.replace(ALLOCATE, fund=fund)
    asked(command).refused("federation.fund_of_another_purpose", "fund")


def test_an_allocation_is_made_once() -> None:
    command = msgspec.structs.replace(ALLOCATE, amount_fen=1)
    asked(command, ALLOCATED).refused("federation.already_allocated", "allocation_id")


def test_a_stranger_gets_nothing() -> None:
    command = msgspec.structs.replace(ALLOCATE, unit_id=FEDERATION)
    asked(command).refused("federation.unit_unknown", "unit_id")


def test_a_unit_that_ended_gets_nothing() -> None:
    closed = UnitClosed(unit_id=UNION, document_no=PAPER)
    asked(ALLOCATE, closed).refused("federation.unit_ended", "unit_id")


def test_a_frozen_unit_gets_nothing() -> None:
    frozen = UnitFrozen(unit_id=UNION, reason="misuse_of_funds", document_no=PAPER)
    asked(ALLOCATE, frozen).refused("federation.unit_frozen", "unit_id")


def test_whoever_handles_an_allocation_does_not_approve_it() -> None:
    """Rule 15 of domain.md."""
    command = msgspec.structs.replace(ALLOCATE, approver_id=HANDLER)
    asked(command).refused("federation.duties_not_separated", "approver_id")


@pytest.mark.parametrize(
    ("field", "officer"), [("handler_id", REVIEWER), ("approver_id", REVIEWER)]
)
def test_whoever_signs_holds_the_office_for_it(field: str, officer: OfficerId) -> None:
    command = msgspec.structs.replace(ALLOCATE, **{field: officer})
    asked(command).refused("federation.office_not_held", field)


def test_a_cancelled_allocation_frees_its_money() -> None:
    outcome = asked(CANCEL, ALLOCATED).then(CANCELLED)
    assert outcome.state().available_fen(FUND) == 1_000_000


def test_the_units_receipt_confirms_an_allocation() -> None:
    outcome = asked(CONFIRM, ALLOCATED).then(CONFIRMED)
    assert outcome.state().confirmed == {ALLOCATION}


@pytest.mark.parametrize("command", [CANCEL, CONFIRM], ids=lambda one: type(one).__name__)
def test_what_was_not_allocated_is_neither_cancelled_nor_confirmed(
    command: FederationCommand,
) -> None:
    asked(command).refused("federation.no_such_allocation", "allocation_id")
    asked(command, ALLOCATED, CANCELLED).refused("federation.no_such_allocation", "allocation_id")


@pytest.mark.parametrize("command", [CANCEL, CONFIRM], ids=lambda one: type(one).__name__)
def test_what_was_received_stays_allocated(command: FederationCommand) -> None:
    outcome = asked(command, ALLOCATED, CONFIRMED)
    outcome.refused("federation.allocation_confirmed", "allocation_id")


@pytest.mark.parametrize("otherwise", [{"amount_fen": 999_999}, {"fund": "upper_union"}])
def test_a_unit_that_received_something_else_confirms_nothing(
    otherwise: dict[str, object],
) -> None:
    command = msgspec.structs.replace(CONFIRM, **otherwise)
    asked(command, ALLOCATED).refused("federation.received_otherwise", "amount_fen")


def test_a_provision_entered_by_mistake_is_reversed() -> None:
    command = ReverseFundProvision(
        occurred_on=DAY, reversed_version=PROVISION_VERSION, reason="金额有误"
    )
    event = FundProvisionReversed(
        fund=FUND, amount_fen=1_000_000, reversed_version=PROVISION_VERSION, reason="金额有误"
    )
    outcome = asked(command).then(event)
    assert outcome.state().available_fen(FUND) == 0
    outcome.and_when(command, own_id=FEDERATION).refused(
        "federation.provision_already_reversed", "reversed_version"
    )


def test_what_units_were_promised_is_not_taken_back() -> None:
    command = ReverseFundProvision(
        occurred_on=DAY, reversed_version=PROVISION_VERSION, reason="金额有误"
    )
    asked(command, ALLOCATED).refused("federation.provision_allocated", "reversed_version")
    assert len(asked(command, ALLOCATED, CANCELLED).events()) == 1


def test_what_is_no_provision_is_not_reversed() -> None:
    command = ReverseFundProvision(occurred_on=DAY, reversed_version=1, reason="金额有误")
    asked(command).refused("federation.no_such_provision", "reversed_version")


def test_the_balances_of_a_dissolved_unit_come_to_the_federation() -> None:
    """章程 art. 40."""
    event = BalancesTakenOver(from_union_id=UNION, transfer_id=TRANSFER, lines=BALANCES)
    outcome = asked(TAKE_OVER).then(event)
    outcome.and_when(TAKE_OVER, own_id=FEDERATION).refused(
        "federation.transfer_already_recorded", "transfer_id"
    )


@pytest.mark.parametrize("wrong", [(), lines("102", "321", "own_funds", 1)[:1]])
def test_balances_taken_over_are_in_balance(wrong: object) -> None:
    command = msgspec.structs.replace(TAKE_OVER, lines=wrong)
    asked(command).refused("federation.lines_not_balanced", "lines")


def test_balances_come_from_a_unit() -> None:
    command = msgspec.structs.replace(TAKE_OVER, from_union_id=FEDERATION)
    asked(command).refused("federation.unit_unknown", "from_union_id")


few_allocations = st.integers(1, 4).map(lambda number: AllocationId(UUID(int=number)))
amounts = st.integers(1, 60)
commands: st.SearchStrategy[FederationCommand] = st.one_of(
    st.builds(
        ProvideFund,
        occurred_on=st.just(DAY),
        fund=st.just(FUND),
        amount_fen=amounts,
        document_no=st.just("1号"),
    ),
    st.builds(
        AllocateFund,
        occurred_on=st.just(DAY),
        allocation_id=few_allocations,
        unit_id=st.just(UNION),
        kind=st.just("hardship"),
        fund=st.just(FUND),
        amount_fen=amounts,
        document_no=st.just("2号"),
        handler_id=st.just(HANDLER),
        approver_id=st.just(APPROVER),
    ),
    st.builds(
        CancelFundAllocation,
        occurred_on=st.just(DAY),
        allocation_id=few_allocations,
        reason=st.just(""),
    ),
    st.builds(
        ReverseFundProvision,
        occurred_on=st.just(DAY),
        reversed_version=st.integers(1, 12),
        reason=st.just(""),
    ),
)


@THOROUGH
@drawn(st.lists(commands, max_size=16))
def test_no_run_of_commands_allocates_more_than_stands_ready(
    asked_for: list[FederationCommand],
) -> None:
    state = folded(aggregate, given(*COUNTY).facts)
    for version, command in enumerate(asked_for, start=len(COUNTY) + 1):
        decided = aggregate.decide(state, command, own_id=FEDERATION)
        if isinstance(decided, list):
            state = aggregate.evolve(state, Fact(decided[0], DAY, version))
        assert state.available_fen(FUND) >= 0
