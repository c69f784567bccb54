"""Unions merge, split and end: their balances go with them (工会法 art. 13, 章程 art. 40)."""

from datetime import date

import msgspec
import pytest

from domain.money import PostingLines, negated
from domain.union.aggregate import Context
from domain.union.commands import (
    AbsorbUnion,
    DissolveUnion,
    MergeUnion,
    SplitUnion,
    TakeOverBalances,
    UnionCommand,
)
from domain.union.events import (
    BalancesTakenOver,
    UnionAbsorbed,
    UnionDissolved,
    UnionMerged,
    UnionRegistered,
    UnionSplit,
)
from tests.domain.funds import BALANCES, RECEIVER
from tests.domain.values import TRANSFER, UNION, lines
from tests.support.given_when_then import given

DAY = date(2026, 4, 1)
PAPER = "青工〔2026〕11号"
REGISTERED = UnionRegistered(code="QZ007", name="县人民医院工会")
WITH_BALANCES = Context(own_id=UNION, balances=BALANCES)
GONE = negated(BALANCES)
LOPSIDED = (*lines("102", "321", "own_funds", 1), *lines("102", "231", "custodial", 2)[:1])
MERGE = MergeUnion(
    occurred_on=DAY, into_union_id=RECEIVER, transfer_id=TRANSFER, document_no=PAPER, lines=GONE
)
MERGED = UnionMerged(into_union_id=RECEIVER, transfer_id=TRANSFER, document_no=PAPER, lines=GONE)
ABSORB = AbsorbUnion(
    occurred_on=DAY,
    from_union_id=RECEIVER,
    transfer_id=TRANSFER,
    document_no=PAPER,
    lines=BALANCES,
)
SPLIT = SplitUnion(
    occurred_on=DAY,
    into_union_id=RECEIVER,
    transfer_id=TRANSFER,
    document_no=PAPER,
    share_numerator=120,
    share_denominator=262,
    lines=lines("102", "321", "own_funds", -1_000),
)
TAKE_OVER = TakeOverBalances(
    occurred_on=DAY, from_union_id=RECEIVER, transfer_id=TRANSFER, lines=BALANCES
)
DISSOLVE = DissolveUnion(
    occurred_on=DAY, document_no=PAPER, handed_to=RECEIVER, transfer_id=TRANSFER, lines=GONE
)
MOVES: list[UnionCommand] = [MERGE, ABSORB, SPLIT, TAKE_OVER, DISSOLVE]


def named(command: object) -> str:
    return type(command).__name__


def test_a_union_that_merges_hands_everything_over_and_ends() -> None:
    outcome = given(REGISTERED).when(MERGE, WITH_BALANCES).then(MERGED)
    assert outcome.state().dissolved


@pytest.mark.parametrize("command", [MERGE, DISSOLVE], ids=named)
@pytest.mark.parametrize("kept", [(), GONE[:2], BALANCES], ids=["all", "some", "doubled"])
def test_a_union_that_ends_keeps_no_balance(command: UnionCommand, kept: PostingLines) -> None:
    asked = msgspec.structs.replace(command, lines=kept)
    given(REGISTERED).when(asked, WITH_BALANCES).refused("union.balances_not_closed", "lines")


@pytest.mark.parametrize("command", MOVES, ids=named)
@pytest.mark.parametrize(
    "wrong", [LOPSIDED, lines("102", "321", "own_funds", 0)], ids=["lopsided", "nothing"]
)
def test_what_moves_is_in_balance_fund_by_fund(command: UnionCommand, wrong: PostingLines) -> None:
    asked = msgspec.structs.replace(command, lines=wrong)
    given(REGISTERED).when(asked).refused("union.lines_not_balanced", "lines")


@pytest.mark.parametrize("command", MOVES, ids=named)
def test_nothing_moves_from_a_union_to_itself(command: UnionCommand) -> None:
    context = msgspec.structs.replace(WITH_BALANCES, own_id=RECEIVER)
    given(REGISTERED).when(command, context).refused("union.moved_to_itself")


def test_a_union_takes_in_another_with_its_balances() -> None:
    absorbed = UnionAbsorbed(
        from_union_id=RECEIVER, transfer_id=TRANSFER, document_no=PAPER, lines=BALANCES
    )
    given(REGISTERED).when(ABSORB, WITH_BALANCES).then(absorbed)


def test_a_part_leaves_with_its_share() -> None:
    """By members or workers (Henan, Chongqing), domain.md 4.1."""
    split = UnionSplit(
        into_union_id=RECEIVER,
        transfer_id=TRANSFER,
        document_no=PAPER,
        share_numerator=120,
        share_denominator=262,
        lines=SPLIT.lines,
    )
    outcome = given(REGISTERED).when(SPLIT, WITH_BALANCES).then(split)
    assert not outcome.state().dissolved


@pytest.mark.parametrize(("numerator", "denominator"), [(0, 5), (5, 5), (6, 5), (-1, 5), (1, 0)])
def test_a_share_is_a_part(numerator: int, denominator: int) -> None:
    command = msgspec.structs.replace(
        SPLIT, share_numerator=numerator, share_denominator=denominator
    )
    given(REGISTERED).when(command).refused("union.share_not_a_part", "share_numerator")


def test_the_new_union_takes_its_share_over() -> None:
    event = BalancesTakenOver(from_union_id=RECEIVER, transfer_id=TRANSFER, lines=BALANCES)
    given(REGISTERED).when(TAKE_OVER).then(event)


def test_whoever_takes_over_takes_something() -> None:
    command = msgspec.structs.replace(TAKE_OVER, lines=())
    given(REGISTERED).when(command).refused("union.nothing_taken_over", "lines")


@pytest.mark.parametrize("command", [ABSORB, SPLIT, TAKE_OVER], ids=named)
def test_a_move_is_recorded_once(command: UnionCommand) -> None:
    outcome = given(REGISTERED).when(command)
    outcome.and_when(command).refused("union.transfer_already_recorded", "transfer_id")


def test_what_a_dissolved_union_had_goes_to_the_higher_union() -> None:
    """章程 art. 40."""
    dissolved = UnionDissolved(
        document_no=PAPER, handed_to=RECEIVER, transfer_id=TRANSFER, lines=GONE
    )
    assert given(REGISTERED).when(DISSOLVE, WITH_BALANCES).then(dissolved).state().dissolved


def test_balances_are_handed_to_somebody() -> None:
    command = msgspec.structs.replace(DISSOLVE, handed_to=None)
    given(REGISTERED).when(command, WITH_BALANCES).refused("union.receiver_unnamed", "handed_to")
