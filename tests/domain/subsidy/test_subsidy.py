"""A subsidy: once, in the fund of its purpose, undone in red."""

from datetime import date
from typing import get_args

import msgspec
import pytest

from domain.funds import SubsidyKind, fund_of
from domain.money import negated
from domain.subsidy.aggregate import Context
from domain.subsidy.commands import ReceiveSubsidy, ReverseSubsidy
from domain.subsidy.events import SubsidyReceived, SubsidyReversed
from tests.domain.funds import ALLOCATION, FUND_POSTING_MAP, NO_RULES, SUBSIDY
from tests.domain.values import lines
from tests.support.given_when_then import given, on

DAY = date(2026, 1, 20)
CONTEXT = Context(FUND_POSTING_MAP)
RECEIVE = ReceiveSubsidy(
    occurred_on=DAY,
    subsidy_id=SUBSIDY,
    kind="winter_warmth",
    amount_fen=5_000_000,
    document_no="青工〔2026〕5号",
    allocation_id=ALLOCATION,
)
RECEIVED = SubsidyReceived(
    subsidy_id=SUBSIDY,
    kind="winter_warmth",
    fund="winter_warmth_earmarked",
    amount_fen=5_000_000,
    document_no="青工〔2026〕5号",
    posting_map="posting-2021",
    lines=lines("102", "40305", "winter_warmth_earmarked", 5_000_000),
    allocation_id=ALLOCATION,
)
REVERSE = ReverseSubsidy(occurred_on=DAY, subsidy_id=SUBSIDY, reason="误入")


def test_winter_warmth_has_a_line_of_its_own() -> None:
    """两条线, domain.md rule 12."""
    given().when(RECEIVE, CONTEXT).then(RECEIVED)
    assert fund_of("winter_warmth") != fund_of("hardship")


@pytest.mark.parametrize("kind", get_args(SubsidyKind))
def test_every_kind_of_subsidy_has_its_income_account(kind: SubsidyKind) -> None:
    """domain.md 4.3: 40301 to 40307, 404, 405."""
    [event] = given().when(msgspec.structs.replace(RECEIVE, kind=kind), CONTEXT).events()
    assert event.fund == fund_of(kind)
    assert event.lines[1].account == FUND_POSTING_MAP.rules[f"subsidy.{kind}"].credit


def test_the_paper_may_name_another_fund_of_the_purpose() -> None:
    command = msgspec.structs.replace(RECEIVE, kind="hardship", fund="central_fiscal")
    [event] = given().when(command, CONTEXT).events()
    assert {line.fund for line in event.lines} == {"central_fiscal"}


@pytest.mark.parametrize("fund", ["own_funds", "custodial", ""])
@pytest.mark.parametrize("kind", ["special", "hardship", "winter_warmth", "disaster"])
def test_earmarked_money_does_not_go_into_the_unions_own(kind: SubsidyKind, fund: str) -> None:
    """专款专用."""
    command = msgspec.structs.replace(RECEIVE, kind=kind, fund=fund)
    given().when(command, CONTEXT).refused("subsidy.fund_of_another_purpose", "fund")


def test_a_subsidy_is_nobody_elses_money() -> None:
    command = msgspec.structs.replace(RECEIVE, kind="employer", fund="custodial")
    given().when(command, CONTEXT).refused("subsidy.fund_of_another_purpose", "fund")


def test_a_subsidy_is_received_once() -> None:
    given(RECEIVED).when(RECEIVE, CONTEXT).refused("subsidy.already_received", "subsidy_id")


@pytest.mark.parametrize("amount_fen", [0, -1, 10**12 + 1])
def test_an_amount_is_more_than_nothing(amount_fen: int) -> None:
    command = msgspec.structs.replace(RECEIVE, amount_fen=amount_fen)
    given().when(command, CONTEXT).refused("subsidy.amount_not_positive", "amount_fen")


def test_no_money_moves_without_a_posting_map() -> None:
    given().when(RECEIVE, Context(None)).refused("subsidy.no_posting_map_in_force", "occurred_on")
    given().when(RECEIVE, Context(NO_RULES)).refused("subsidy.operation_not_posted", "occurred_on")


def test_a_subsidy_entered_by_mistake_is_reversed_in_red() -> None:
    event = SubsidyReversed(
        subsidy_id=SUBSIDY,
        kind="winter_warmth",
        fund="winter_warmth_earmarked",
        amount_fen=5_000_000,
        reversed_version=1,
        reason="误入",
        lines=negated(RECEIVED.lines),
    )
    outcome = given(on(DAY, RECEIVED)).when(REVERSE, CONTEXT).then(event)
    outcome.and_when(REVERSE, CONTEXT).refused("subsidy.already_reversed", "subsidy_id")
    outcome.and_when(RECEIVE, CONTEXT).refused("subsidy.already_received", "subsidy_id")


def test_what_was_not_received_is_not_reversed() -> None:
    given().when(REVERSE, CONTEXT).refused("subsidy.not_received", "subsidy_id")


def test_nothing_is_reversed_before_it_was_received() -> None:
    outcome = given(on(date(2026, 1, 21), RECEIVED)).when(REVERSE, CONTEXT)
    outcome.refused("subsidy.reversed_before_received", "occurred_on")


def test_earmarked_money_does_not_stand_in_another_line() -> None:
    other = msgspec.structs.replace(RECEIVE, kind="hardship", fund="winter_warmth_earmarked")
    given().when(other, CONTEXT).refused("subsidy.fund_of_another_purpose", "fund")
