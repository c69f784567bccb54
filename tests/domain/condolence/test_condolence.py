"""A condolence (慰问): recorded once for any member, reversed once, posted to the union's own funds."""

from datetime import date, timedelta

import msgspec
import pytest

from domain.condolence.aggregate import Context
from domain.condolence.commands import RecordCondolence, ReverseCondolence
from domain.condolence.events import CondolenceRecorded, CondolenceReversed
from domain.membership import Span, Timeline
from domain.money import FEN_MAX
from tests.domain.values import CONDOLENCE, MEMBER, POSTING_MAP, lines, sealed
from tests.support.given_when_then import given, on

DAY = date(2026, 3, 8)
A_MEMBER = Timeline((Span(date(2010, 1, 1), None, "active"),))
CONTEXT = Context(A_MEMBER, POSTING_MAP)
RECORD = RecordCondolence(
    occurred_on=DAY,
    condolence_id=CONDOLENCE,
    member_id=MEMBER,
    occasion="illness",
    amount_fen=50000,
    details=sealed("file"),
)
RECORDED = CondolenceRecorded(
    condolence_id=CONDOLENCE,
    member_id=MEMBER,
    occasion="illness",
    amount_fen=50000,
    details=sealed("file"),
    posting_map="posting-2021",
    lines=lines("501", "102", "own_funds", 50000),
)
REVERSE = ReverseCondolence(occurred_on=DAY, condolence_id=CONDOLENCE, reason="重复录入")
REVERSED = CondolenceReversed(
    condolence_id=CONDOLENCE,
    member_id=MEMBER,
    occasion="illness",
    amount_fen=50000,
    reason="重复录入",
    lines=lines("501", "102", "own_funds", -50000),
)


def test_a_condolence_is_recorded_with_its_posting_lines() -> None:
    """总工办发〔2017〕32号: collective benefits are paid from the union's own funds."""
    assert given().when(RECORD, CONTEXT).then(RECORDED).state().recorded == RECORDED


def test_a_condolence_for_a_deceased_member_goes_to_the_family() -> None:
    """Rule 8 of the samples: a 丧事 row about a deceased member is good."""
    deceased = Timeline(
        (
            Span(date(2010, 1, 1), date(2026, 3, 1), "active"),
            Span(date(2026, 3, 1), None, "deceased"),
        )
    )
    command = msgspec.structs.replace(RECORD, occasion="bereavement")
    event = msgspec.structs.replace(RECORDED, occasion="bereavement")
    given().when(command, Context(deceased, POSTING_MAP)).then(event)


def test_a_condolence_is_recorded_once() -> None:
    given(RECORDED).when(RECORD, CONTEXT).refused("condolence.already_recorded", "condolence_id")


def test_no_condolence_for_somebody_who_never_was_a_member() -> None:
    outcome = given().when(RECORD, Context(Timeline(), POSTING_MAP))
    outcome.refused("condolence.member_unknown", "member_id")


@pytest.mark.parametrize("amount_fen", [0, -1, FEN_MAX + 1])
def test_the_amount_is_positive_and_bounded(amount_fen: int) -> None:
    command = msgspec.structs.replace(RECORD, amount_fen=amount_fen)
    given().when(command, CONTEXT).refused("condolence.amount_not_positive", "amount_fen")


def test_without_a_posting_map_nothing_is_booked() -> None:
    outcome = given().when(RECORD, Context(A_MEMBER, None))
    outcome.refused("condolence.no_posting_map_in_force", "occurred_on")


def test_what_the_posting_map_does_not_know_is_not_booked() -> None:
    unaware = msgspec.structs.replace(POSTING_MAP, rules={})
    outcome = given().when(RECORD, Context(A_MEMBER, unaware))
    outcome.refused("condolence.operation_not_posted", "occurred_on")


def test_a_mistake_is_reversed_with_red_letter_lines() -> None:
    """Rule 17 of domain.md: 冲销, never edited."""
    assert given(RECORDED).when(REVERSE, CONTEXT).then(REVERSED).state().reversed


def test_a_condolence_is_reversed_once() -> None:
    outcome = given(RECORDED, REVERSED).when(REVERSE, CONTEXT)
    outcome.refused("condolence.already_reversed", "condolence_id")


def test_nothing_is_reversed_before_it_was_given() -> None:
    later = on(REVERSE.occurred_on + timedelta(days=1), RECORDED)
    given(later).when(REVERSE, CONTEXT).refused("condolence.reversed_before_given", "occurred_on")


def test_what_was_never_recorded_is_not_reversed() -> None:
    given().when(REVERSE, CONTEXT).refused("condolence.unknown", "condolence_id")
