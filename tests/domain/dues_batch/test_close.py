"""A collection of dues is closed once, with count and declaration in agreement or a reason (domain.md 3.4)."""

import msgspec
import pytest
from hypothesis import given as given_any
from hypothesis import strategies as st

from domain.dues_batch import aggregate
from domain.dues_batch.commands import CloseDuesBatch
from domain.dues_batch.events import DuesBatchClosed
from domain.money import FEN_MAX
from domain.refusal import Refused
from tests.domain.strategies import NO_MONTHS, THOROUGH
from tests.domain.values import BRANCH, DUES_BATCH
from tests.support.given_when_then import ANY_DAY, given

CLOSE = CloseDuesBatch(
    occurred_on=ANY_DAY,
    batch_id=DUES_BATCH,
    declared_heads=40,
    declared_fen=104600,
    heads=40,
    amount_fen=104600,
)
CLOSED = DuesBatchClosed(declared_heads=40, declared_fen=104600, heads=40, amount_fen=104600)
counts = st.integers(1, 3)


def test_a_batch_that_agrees_is_closed() -> None:
    assert given().when(CLOSE).then(CLOSED).state().closed


def test_a_batch_says_for_which_months_and_from_where() -> None:
    months = {"first_month": "2026-01", "last_month": "2026-06", "branch_id": BRANCH}
    command = msgspec.structs.replace(CLOSE, **months)
    given().when(command).then(msgspec.structs.replace(CLOSED, **months))


def test_a_batch_is_closed_once() -> None:
    given(CLOSED).when(CLOSE).refused("dues_batch.already_closed", "batch_id")


@pytest.mark.parametrize("changed", [{"heads": 39}, {"amount_fen": 101985}])
def test_a_difference_carries_a_reason(changed: dict[str, int]) -> None:
    differing = msgspec.structs.replace(CLOSE, **changed)
    outcome = given().when(differing)
    outcome.refused("dues_batch.difference_without_reason", "difference_reason")
    explained = msgspec.structs.replace(differing, difference_reason="absent")
    event = msgspec.structs.replace(CLOSED, difference_reason="absent", **changed)
    given().when(explained).then(event)


def test_a_reason_needs_a_difference() -> None:
    command = msgspec.structs.replace(CLOSE, difference_reason="absent")
    outcome = given().when(command)
    outcome.refused("dues_batch.reason_without_difference", "difference_reason")


@pytest.mark.parametrize("field", ["declared_heads", "heads"])
@pytest.mark.parametrize("heads", [0, -1, 10**9 + 1])
def test_a_batch_is_of_somebody(field: str, heads: int) -> None:
    command = msgspec.structs.replace(CLOSE, **{field: heads})
    given().when(command).refused("dues_batch.heads_out_of_range", field)


@pytest.mark.parametrize("field", ["declared_fen", "amount_fen"])
@pytest.mark.parametrize("amount_fen", [0, -1, FEN_MAX + 1])
def test_a_batch_is_of_money(field: str, amount_fen: int) -> None:
    command = msgspec.structs.replace(CLOSE, **{field: amount_fen})
    given().when(command).refused("dues_batch.amount_not_positive", field)


@pytest.mark.parametrize("month", [*NO_MONTHS, None])
def test_a_batch_is_for_months_both_named(month: str | None) -> None:
    begun = msgspec.structs.replace(CLOSE, first_month=month, last_month="2026-06")
    given().when(begun).refused("dues_batch.month_malformed", "first_month")
    ended = msgspec.structs.replace(CLOSE, first_month="2026-01", last_month=month)
    given().when(ended).refused("dues_batch.month_malformed", "last_month")


def test_months_run_forwards() -> None:
    command = msgspec.structs.replace(CLOSE, first_month="2026-06", last_month="2026-05")
    given().when(command).refused("dues_batch.months_reversed", "last_month")


@THOROUGH
@given_any(counts, counts, counts, counts, st.sampled_from([None, "absent", "other"]))
def test_a_closed_batch_agrees_or_says_why_not(
    declared_heads: int, declared_fen: int, heads: int, amount_fen: int, reason: str | None
) -> None:
    command = msgspec.structs.replace(
        CLOSE,
        declared_heads=declared_heads,
        declared_fen=declared_fen,
        heads=heads,
        amount_fen=amount_fen,
        difference_reason=reason,
    )
    decided = aggregate.decide(aggregate.State(), command)
    agrees = (declared_heads, declared_fen) == (heads, amount_fen)
    assert isinstance(decided, Refused) == (agrees != (reason is None))
