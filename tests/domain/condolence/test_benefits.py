"""Condolences that are asked for, approved and delivered, within the benefit rules of the place."""

from datetime import date

import msgspec
import pytest

from domain.condolence.aggregate import Context
from domain.condolence.commands import (
    ApproveCondolence,
    CondolenceCommand,
    RecordCondolence,
    RejectCondolence,
    RequestCondolence,
)
from domain.condolence.events import (
    CondolenceApproved,
    CondolenceRecorded,
    CondolenceRejected,
    CondolenceRequested,
    Goods,
)
from domain.ids import OfficerId
from domain.membership import Timeline
from domain.money import FEN_MAX
from domain.officers import Officers
from domain.policy.benefit import Benefit
from domain.policy.posting import PostingRule
from tests.domain.aid import (
    A_MEMBER,
    A_RETIREE,
    BENEFIT_POLICY,
    OFFICERS,
    STRANGER,
    VISITOR,
    who_is,
)
from tests.domain.values import APPROVER, CONDOLENCE, HANDLER, MEMBER, POSTING_MAP, lines, sealed
from tests.support.given_when_then import Given, given, on

DAY = date(2026, 3, 8)
BEFORE = date(2026, 3, 7)
WITH_GOODS = msgspec.structs.replace(
    POSTING_MAP,
    rules={**POSTING_MAP.rules, "condolence.goods": PostingRule(debit="50104", credit="141")},
)
CONTEXT = Context(A_MEMBER, WITH_GOODS, BENEFIT_POLICY, officers=OFFICERS)
REQUEST = RequestCondolence(
    occurred_on=DAY,
    condolence_id=CONDOLENCE,
    member_id=MEMBER,
    occasion="illness",
    amount_fen=200000,
    handler_id=HANDLER,
    details=sealed("file"),
    form="cash",
    duplicate_key="9f2c",
)
REQUESTED = CondolenceRequested(
    condolence_id=CONDOLENCE,
    member_id=MEMBER,
    occasion="illness",
    amount_fen=200000,
    handler_id=HANDLER,
    details=sealed("file"),
    form="cash",
    duplicate_key="9f2c",
)
APPROVE = ApproveCondolence(
    occurred_on=DAY, condolence_id=CONDOLENCE, amount_fen=150000, approver_id=APPROVER
)
APPROVED = CondolenceApproved(
    condolence_id=CONDOLENCE, member_id=MEMBER, amount_fen=150000, approver_id=APPROVER
)
REJECT = RejectCondolence(
    occurred_on=DAY, condolence_id=CONDOLENCE, reason="no_proof", approver_id=APPROVER
)
REJECTED = CondolenceRejected(
    condolence_id=CONDOLENCE, member_id=MEMBER, reason="no_proof", approver_id=APPROVER
)
DELIVER = RecordCondolence(
    occurred_on=DAY,
    condolence_id=CONDOLENCE,
    member_id=MEMBER,
    occasion="illness",
    amount_fen=150000,
    details=sealed("file"),
    form="cash",
    duplicate_key="9f2c",
    deliverer_id=VISITOR,
)
DELIVERED = CondolenceRecorded(
    condolence_id=CONDOLENCE,
    member_id=MEMBER,
    occasion="illness",
    amount_fen=150000,
    details=sealed("file"),
    posting_map="posting-2021",
    lines=lines("501", "102", "own_funds", 150000),
    form="cash",
    duplicate_key="9f2c",
    deliverer_id=VISITOR,
    requested_version=1,
    benefit_id="benefit.anhui",
    benefit_version=2025,
)
GIFT = RecordCondolence(
    occurred_on=DAY,
    condolence_id=CONDOLENCE,
    member_id=MEMBER,
    occasion="festival",
    amount_fen=30000,
    details=sealed("file"),
    form="goods",
    festival="spring_festival",
    goods=(Goods(name="大米 10kg", unit_price_fen=10000, quantity=3),),
)


def approved() -> Given:
    return given(REQUESTED, APPROVED)


def test_one_asks_another_approves_a_third_delivers() -> None:
    """domain.md 5.4."""
    outcome = given().when(REQUEST, CONTEXT).then(REQUESTED)
    outcome = outcome.and_when(APPROVE, CONTEXT).then(APPROVED)
    outcome.and_when(DELIVER, CONTEXT).then(DELIVERED)


def test_a_condolence_is_asked_for_once() -> None:
    given(REQUESTED).when(REQUEST, CONTEXT).refused("condolence.already_requested")
    given(DELIVERED).when(REQUEST, CONTEXT).refused("condolence.already_recorded")


def test_it_is_asked_for_a_member_and_an_amount() -> None:
    nobody = msgspec.structs.replace(CONTEXT, member=Timeline())
    given().when(REQUEST, nobody).refused("condolence.member_unknown", "member_id")
    endless = msgspec.structs.replace(REQUEST, amount_fen=FEN_MAX + 1)
    given().when(endless, CONTEXT).refused("condolence.amount_not_positive", "amount_fen")


def test_what_nobody_asked_for_is_not_decided() -> None:
    for command in (APPROVE, REJECT):
        given().when(command, CONTEXT).refused("condolence.not_requested", "condolence_id")


def test_it_is_decided_once_and_not_before_it_was_asked_for() -> None:
    for decided in (APPROVED, REJECTED):
        given(REQUESTED, decided).when(APPROVE, CONTEXT).refused("condolence.already_decided")
    given(REQUESTED).when(REJECT, CONTEXT).then(REJECTED)
    early = msgspec.structs.replace(APPROVE, occurred_on=BEFORE)
    outcome = given(on(DAY, REQUESTED)).when(early, CONTEXT)
    outcome.refused("condolence.before_the_last_step", "occurred_on")


@pytest.mark.parametrize("amount_fen", [0, 200001])
def test_not_more_is_approved_than_was_asked_for(amount_fen: int) -> None:
    command = msgspec.structs.replace(APPROVE, amount_fen=amount_fen)
    given(REQUESTED).when(command, CONTEXT).refused("condolence.over_requested", "amount_fen")


def test_what_is_delivered_is_what_was_approved() -> None:
    given(REQUESTED).when(DELIVER, CONTEXT).refused("condolence.not_approved")
    given(REQUESTED, REJECTED).when(DELIVER, CONTEXT).refused("condolence.not_approved")
    other = msgspec.structs.replace(DELIVER, form="coupon")
    approved().when(other, CONTEXT).refused("condolence.differs_from_request", "condolence_id")
    more = msgspec.structs.replace(DELIVER, amount_fen=150001)
    approved().when(more, CONTEXT).refused("condolence.over_approved", "amount_fen")
    early = msgspec.structs.replace(DELIVER, occurred_on=BEFORE)
    dated = given(on(DAY, REQUESTED), on(DAY, APPROVED))
    dated.when(early, CONTEXT).refused("condolence.before_the_last_step", "occurred_on")
    unsigned = msgspec.structs.replace(DELIVER, deliverer_id=None)
    approved().when(unsigned, CONTEXT).refused("condolence.deliverer_unnamed", "deliverer_id")


HANDS: list[tuple[Given, CondolenceCommand, str]] = [
    (given(), REQUEST, "handler_id"),
    (given(REQUESTED), APPROVE, "approver_id"),
    (given(REQUESTED, APPROVED), DELIVER, "deliverer_id"),
]


@pytest.mark.parametrize(("before", "command", "field"), HANDS, ids=[hand[2] for hand in HANDS])
def test_each_hand_holds_an_office_and_receives_nothing(
    before: Given, command: CondolenceCommand, field: str
) -> None:
    stranger = msgspec.structs.replace(command, **{field: STRANGER})
    before.when(stranger, CONTEXT).refused("condolence.office_not_held", field)
    officer: OfficerId = getattr(command, field)
    own = msgspec.structs.replace(CONTEXT, officers=who_is(officer, MEMBER))
    before.when(command, own).refused("condolence.duties_not_separated", field)


@pytest.mark.parametrize(("before", "command", "field"), HANDS[1:], ids=["approver", "deliverer"])
def test_who_asked_neither_approves_nor_delivers(
    before: Given, command: CondolenceCommand, field: str
) -> None:
    officers = Officers({**OFFICERS.held, (HANDLER, "approver"): None})
    context = msgspec.structs.replace(CONTEXT, officers=officers)
    again = msgspec.structs.replace(command, **{field: HANDLER})
    before.when(again, context).refused("condolence.duties_not_separated", field)


def already(**changed: object) -> Context:
    """Say what the member got before."""
    ill = Benefit(
        occasion="illness", given_on=DAY, amount_fen=100, form="cash", duplicate_key="9f2c"
    )
    return msgspec.structs.replace(CONTEXT, given=(msgspec.structs.replace(ill, **changed),))


def test_the_same_disease_is_honoured_once_a_year() -> None:
    """安徽 2025: hospitalization, duplicate key = disease. R01: 重复发放."""
    given(REQUESTED).when(APPROVE, already()).refused("condolence.already_given", "occasion")
    approved().when(DELIVER, already()).refused("condolence.already_given", "occasion")
    approved().when(DELIVER, already(duplicate_key="77aa")).events()
    keyless = msgspec.structs.replace(DELIVER, duplicate_key=None)
    given().when(keyless, CONTEXT).refused("condolence.duplicate_key_missing", "duplicate_key")


def test_goods_of_a_festival_leave_the_store() -> None:
    """L16: item, unit price, quantity; domain.md 4.3: goods are credited to 141."""
    [event] = given().when(GIFT, CONTEXT).events()
    assert event.lines == lines("50104", "141", "own_funds", 30000)
    assert event.goods == GIFT.goods


@pytest.mark.parametrize("quantity", [2, 0, -3])
def test_goods_add_up_to_the_amount(quantity: int) -> None:
    goods = (Goods(name="大米 10kg", unit_price_fen=10000, quantity=quantity),)
    command = msgspec.structs.replace(GIFT, goods=goods)
    given().when(command, CONTEXT).refused("condolence.goods_do_not_add_up", "goods")


def test_goods_need_a_posting_of_goods() -> None:
    context = msgspec.structs.replace(CONTEXT, posting_map=POSTING_MAP)
    given().when(GIFT, context).refused("condolence.operation_not_posted", "occurred_on")


def test_gifts_of_a_year_stay_within_the_limit_of_the_place() -> None:
    """皖工发〔2025〕18号: 2,200 yuan a year; R06: 慰问超标准."""
    spent = already(occasion="festival", form="goods", amount_fen=190001)
    given().when(GIFT, spent).refused("condolence.over_limit", "amount_fen")


@pytest.mark.parametrize("form", ["cash", "shopping_card"])
def test_no_cash_and_no_shopping_card_for_a_festival(form: str) -> None:
    """domain.md 4.5."""
    command = msgspec.structs.replace(GIFT, form=form, goods=())
    given().when(command, CONTEXT).refused("condolence.form_not_allowed", "form")


def test_retired_members_get_no_collective_benefit() -> None:
    """domain.md 4.5: no retirees' benefits from union funds."""
    context = msgspec.structs.replace(CONTEXT, member=A_RETIREE)
    given().when(GIFT, context).refused("condolence.not_entitled", "member_id")


def test_what_only_warns_is_recorded_with_the_warning() -> None:
    """domain.md 4.6: warn (missing hardship file), block (quota)."""
    command = msgspec.structs.replace(GIFT, occasion="hardship", festival=None)
    [event] = given().when(command, CONTEXT).events()
    assert event.warnings == ("no_hardship_file",)
    filed = msgspec.structs.replace(CONTEXT, hardship_file=True)
    [event] = given().when(command, filed).events()
    assert event.warnings == ()


def test_without_an_adopted_policy_paper_is_taken_over_as_it_is() -> None:
    context = msgspec.structs.replace(already(), benefit_policy=None)
    command = msgspec.structs.replace(GIFT, form="shopping_card", goods=())
    [event] = given().when(command, context).events()
    assert (event.benefit_id, event.warnings) == (None, ())
