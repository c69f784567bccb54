"""Aid that is asked for here: requested, reviewed, approved by whoever may, paid by the cashier."""

from datetime import date

import msgspec
import pytest

from domain.aid_case.commands import (
    AidCaseCommand,
    CancelAid,
    RejectAid,
    RequestAid,
    ReviewAid,
)
from domain.aid_case.events import AidCancelled, AidRejected, AidRequested, AidReviewed
from domain.membership import Timeline
from domain.officers import Officers
from domain.policy.aid import AidSoFar
from tests.domain.aid import (
    AID_LIMITS,
    CASHIER,
    COUNTY,
    COUNTY_APPROVER,
    OFFICERS,
    PAPER,
    STRANGER,
    who_is,
)
from tests.domain.aid_case import cases
from tests.domain.aid_case.cases import APPROVE, APPROVED, DAY, PAID, PAY, THE_DAY_BEFORE
from tests.domain.values import (
    AID_CASE,
    APPROVER,
    HANDLER,
    HOUSEHOLD,
    MEMBER,
    OTHER_MEMBER,
    REVIEWER,
    sealed,
)
from tests.support.given_when_then import Given, given, on

CONTEXT = msgspec.structs.replace(cases.CONTEXT, officers=OFFICERS, county=COUNTY)
LIMITED = msgspec.structs.replace(CONTEXT, limits=AID_LIMITS)
REQUEST = RequestAid(
    occurred_on=DAY,
    aid_case_id=AID_CASE,
    case_no="BF2026-001",
    household_id=HOUSEHOLD,
    beneficiary_id=MEMBER,
    category="living_aid",
    fund_source="central_fiscal",
    amount_fen=300000,
    handler_id=HANDLER,
    evidence=(PAPER,),
    details=sealed("file"),
)
REQUESTED = AidRequested(
    aid_case_id=AID_CASE,
    case_no="BF2026-001",
    household_id=HOUSEHOLD,
    beneficiary_id=MEMBER,
    category="living_aid",
    fund_source="central_fiscal",
    amount_fen=300000,
    handler_id=HANDLER,
    evidence=(PAPER,),
    details=sealed("file"),
)
REVIEW = ReviewAid(occurred_on=DAY, aid_case_id=AID_CASE, outcome="supported", reviewer_id=REVIEWER)
REVIEWED = AidReviewed(aid_case_id=AID_CASE, outcome="supported", reviewer_id=REVIEWER)
BARE_APPROVE = msgspec.structs.replace(APPROVE, handler_id=None, reviewer_id=None)
APPROVED_HERE = msgspec.structs.replace(APPROVED, requested_version=1, tier="unit")
REJECT = RejectAid(occurred_on=DAY, aid_case_id=AID_CASE, reason="no_funds", approver_id=APPROVER)
CANCEL = CancelAid(occurred_on=DAY, aid_case_id=AID_CASE, reason="withdrawn", handler_id=HANDLER)
CANCELLED = AidCancelled(
    aid_case_id=AID_CASE, household_id=HOUSEHOLD, reason="withdrawn", handler_id=HANDLER
)
REJECTED = AidRejected(
    aid_case_id=AID_CASE,
    household_id=HOUSEHOLD,
    reason="no_funds",
    approver_id=APPROVER,
    tier="unit",
)
PAY_HERE = msgspec.structs.replace(PAY, cashier_id=CASHIER)


def reviewed() -> Given:
    return given(REQUESTED, REVIEWED)


def approved() -> Given:
    return given(REQUESTED, REVIEWED, APPROVED_HERE)


def test_a_request_is_reviewed_approved_and_paid_by_five_people() -> None:
    """domain.md 5.4: recipient, requester, reviewer, approver, cashier."""
    outcome = given().when(REQUEST, CONTEXT).then(REQUESTED)
    outcome = outcome.and_when(REVIEW, CONTEXT).then(REVIEWED)
    outcome = outcome.and_when(BARE_APPROVE, CONTEXT).then(APPROVED_HERE)
    paid = msgspec.structs.replace(PAID, cashier_id=CASHIER)
    state = outcome.and_when(PAY_HERE, CONTEXT).then(paid).state()
    assert (state.paid_fen(), state.open_fen()) == (200000, 100000)


def test_aid_is_requested_once() -> None:
    given(REQUESTED).when(REQUEST, CONTEXT).refused("aid_case.already_requested", "case_no")
    given(APPROVED).when(REQUEST, CONTEXT).refused("aid_case.already_approved", "case_no")


def test_a_request_needs_a_file_a_member_and_an_amount() -> None:
    """Rule 13 of domain.md: 先建档、后帮扶."""
    no_file = msgspec.structs.replace(CONTEXT, file_opened_on=None)
    given().when(REQUEST, no_file).refused("aid_case.no_household_file", "household_id")
    nobody = msgspec.structs.replace(CONTEXT, person=Timeline())
    given().when(REQUEST, nobody).refused("aid_case.member_unknown", "beneficiary_id")
    nothing = msgspec.structs.replace(REQUEST, amount_fen=0)
    given().when(nothing, CONTEXT).refused("aid_case.amount_not_positive", "amount_fen")


@pytest.mark.parametrize("command", [REQUEST, APPROVE], ids=["request", "approve"])
def test_no_aid_on_a_closed_file(command: AidCaseCommand) -> None:
    context = msgspec.structs.replace(CONTEXT, file_closed_on=THE_DAY_BEFORE)
    given().when(command, context).refused("aid_case.file_closed", "household_id")


def test_late_entries_from_before_the_closing_stand() -> None:
    context = msgspec.structs.replace(CONTEXT, file_closed_on=DAY)
    given().when(APPROVE, context).then(APPROVED)


def test_nothing_is_reviewed_rejected_or_cancelled_that_nobody_asked_for() -> None:
    for command in (REVIEW, REJECT, CANCEL):
        given().when(command, CONTEXT).refused("aid_case.not_requested", "aid_case_id")


def test_a_request_is_reviewed_once_and_before_it_is_approved() -> None:
    reviewed().when(REVIEW, CONTEXT).refused("aid_case.already_reviewed", "aid_case_id")
    given(REQUESTED).when(BARE_APPROVE, CONTEXT).refused("aid_case.not_reviewed", "aid_case_id")


def test_what_the_reviewer_does_not_support_is_not_approved() -> None:
    against = msgspec.structs.replace(REVIEWED, outcome="not_supported")
    outcome = given(REQUESTED, against).when(BARE_APPROVE, CONTEXT)
    outcome.refused("aid_case.not_supported", "aid_case_id")


@pytest.mark.parametrize(
    "other",
    [
        {"category": "medical_aid"},
        {"fund_source": "own_funds"},
        {"beneficiary_id": OTHER_MEMBER},
        {"handler_id": APPROVER},
        {"reviewer_id": APPROVER},
    ],
)
def test_what_is_approved_is_what_was_requested(other: dict[str, object]) -> None:
    command = msgspec.structs.replace(BARE_APPROVE, **other)
    reviewed().when(command, CONTEXT).refused("aid_case.differs_from_request", "aid_case_id")


def test_less_may_be_approved_but_not_more() -> None:
    less = msgspec.structs.replace(BARE_APPROVE, amount_fen=299999)
    assert reviewed().when(less, CONTEXT).state().open_fen() == 299999
    more = msgspec.structs.replace(BARE_APPROVE, amount_fen=300001)
    reviewed().when(more, CONTEXT).refused("aid_case.over_requested", "amount_fen")


@pytest.mark.parametrize("command", [REVIEW, REJECT, CANCEL], ids=["review", "reject", "cancel"])
def test_no_step_is_dated_before_the_one_it_follows(command: AidCaseCommand) -> None:
    early = msgspec.structs.replace(command, occurred_on=THE_DAY_BEFORE)
    outcome = given(on(DAY, REQUESTED)).when(early, CONTEXT)
    outcome.refused("aid_case.before_the_last_step", "occurred_on")


def test_each_hand_in_a_case_holds_its_office() -> None:
    request = msgspec.structs.replace(REQUEST, handler_id=STRANGER)
    given().when(request, CONTEXT).refused("aid_case.office_not_held", "handler_id")
    review = msgspec.structs.replace(REVIEW, reviewer_id=STRANGER)
    given(REQUESTED).when(review, CONTEXT).refused("aid_case.office_not_held", "reviewer_id")
    approve = msgspec.structs.replace(BARE_APPROVE, approver_id=STRANGER)
    reviewed().when(approve, CONTEXT).refused("aid_case.office_not_held", "approver_id")
    reject = msgspec.structs.replace(REJECT, approver_id=STRANGER)
    reviewed().when(reject, CONTEXT).refused("aid_case.office_not_held", "approver_id")
    cancel = msgspec.structs.replace(CANCEL, handler_id=STRANGER)
    reviewed().when(cancel, CONTEXT).refused("aid_case.office_not_held", "handler_id")
    pay = msgspec.structs.replace(PAY, cashier_id=STRANGER)
    approved().when(pay, CONTEXT).refused("aid_case.office_not_held", "cashier_id")


def test_an_approval_of_a_request_and_its_payment_are_signed() -> None:
    unsigned = msgspec.structs.replace(BARE_APPROVE, approver_id=None)
    reviewed().when(unsigned, CONTEXT).refused("aid_case.approver_unnamed", "approver_id")
    approved().when(PAY, CONTEXT).refused("aid_case.cashier_unnamed", "cashier_id")


def test_nobody_handles_the_own_case() -> None:
    """Rule 15 of domain.md, also where an officer is known to be the beneficiary."""
    own = msgspec.structs.replace(CONTEXT, officers=who_is(HANDLER, MEMBER))
    given().when(REQUEST, own).refused("aid_case.duties_not_separated", "handler_id")
    own = msgspec.structs.replace(CONTEXT, officers=who_is(REVIEWER, MEMBER))
    given(REQUESTED).when(REVIEW, own).refused("aid_case.duties_not_separated", "reviewer_id")
    own = msgspec.structs.replace(CONTEXT, officers=who_is(APPROVER, MEMBER))
    reviewed().when(BARE_APPROVE, own).refused("aid_case.duties_not_separated", "approver_id")
    own = msgspec.structs.replace(CONTEXT, officers=who_is(CASHIER, MEMBER))
    approved().when(PAY_HERE, own).refused("aid_case.duties_not_separated", "cashier_id")


@pytest.mark.parametrize("signed", [HANDLER, REVIEWER, APPROVER])
def test_the_cashier_is_nobody_who_signed_before(signed: object) -> None:
    """会计法 art. 35."""
    everything = Officers({**OFFICERS.held, (signed, "cashier"): None})
    context = msgspec.structs.replace(CONTEXT, officers=everything)
    command = msgspec.structs.replace(PAY, cashier_id=signed)
    approved().when(command, context).refused("aid_case.duties_not_separated", "cashier_id")


def big_case(amount_fen: int) -> Given:
    return given(msgspec.structs.replace(REQUESTED, amount_fen=amount_fen), REVIEWED)


def test_a_large_amount_is_a_collective_decision() -> None:
    """domain.md 5.4: major items by collective decision."""
    reviewed().when(BARE_APPROVE, LIMITED).refused("aid_case.decision_missing", "decision_no")
    decided = msgspec.structs.replace(BARE_APPROVE, decision_no="会议纪要〔2026〕3号")
    [event] = reviewed().when(decided, LIMITED).events()
    assert (event.tier, event.limits_id, event.limits_version) == (
        "unit",
        "aid_limits.county",
        2,
    )


def test_a_very_large_amount_is_approved_by_the_county() -> None:
    unit = msgspec.structs.replace(
        BARE_APPROVE, amount_fen=500001, decision_no="会议纪要〔2026〕3号"
    )
    big_case(500001).when(unit, LIMITED).refused("aid_case.tier_too_low", "tier")
    county = msgspec.structs.replace(unit, tier="county", approver_id=COUNTY_APPROVER)
    [event] = big_case(500001).when(county, LIMITED).events()
    assert event.tier == "county"
    union_officer = msgspec.structs.replace(unit, tier="county")
    big_case(500001).when(union_officer, LIMITED).refused("aid_case.office_not_held")


def case_of(category: str) -> tuple[Given, AidCaseCommand]:
    """Return a reviewed request of 1,000 yuan in a category, and its approval."""
    changed = {"category": category, "amount_fen": 100000}
    requested = msgspec.structs.replace(REQUESTED, **changed)
    return given(requested, REVIEWED), msgspec.structs.replace(BARE_APPROVE, **changed)


def after(**so_far: dict[str, int]) -> object:
    return msgspec.structs.replace(LIMITED, so_far=AidSoFar(**so_far))


def test_the_limits_of_a_year_block() -> None:
    """domain.md 5.6: per person-year, one after another, all aid together."""
    case, approve = case_of("living_aid")
    spent = {"living_aid": 500001}
    case.when(approve, after(person_fen=spent)).refused("aid_case.over_year_limit", "amount_fen")
    case, approve = case_of("medical_aid")
    case.when(approve, after(household_fen={"temporary_aid": 1})).refused(
        "aid_case.excluded_by_other_aid", "category"
    )
    case.when(approve, after(household_fen={"education_aid": 900001})).refused(
        "aid_case.over_all_aid_limit", "amount_fen"
    )


def test_one_relief_a_year_blocks_or_warns_as_the_policy_says() -> None:
    """原则上一年内只能救助一次 (domain.md 5.6)."""
    case, approve = case_of("winter_warmth")
    context = after(household_fen={"winter_warmth": 1})
    [event] = case.when(approve, context).events()
    assert event.warnings == ("second_aid_in_year",)
    limits = tuple(msgspec.structs.replace(each, mode="block") for each in AID_LIMITS.limits)
    strict = msgspec.structs.replace(
        context, limits=msgspec.structs.replace(AID_LIMITS, limits=limits)
    )
    case.when(approve, strict).refused("aid_case.second_aid_in_year", "category")


def test_an_approval_taken_over_from_paper_only_warns() -> None:
    """What was done cannot be prevented (补登): the limit it passed is noted."""
    context = after(person_fen={"living_aid": 600000})
    [event] = given().when(APPROVE, context).events()
    assert event.warnings == ("over_year_limit",)
    assert event.tier is None


def test_the_limit_of_a_person_time_is_one_of_each_payment() -> None:
    case = given(
        msgspec.structs.replace(REQUESTED, amount_fen=600000),
        REVIEWED,
        msgspec.structs.replace(APPROVED_HERE, amount_fen=600000),
    )
    at_limit = msgspec.structs.replace(PAY_HERE, amount_fen=300000)
    assert case.when(at_limit, LIMITED).state().paid_fen() == 300000
    over = msgspec.structs.replace(PAY_HERE, amount_fen=300001)
    case.when(over, LIMITED).refused("aid_case.over_payment_limit", "amount_fen")
    on_paper = given(msgspec.structs.replace(APPROVED, amount_fen=600000))
    [event] = on_paper.when(over, LIMITED).events()
    assert event.warnings == ("over_payment_limit",)


def test_money_to_anothers_account_has_its_paper_and_earmarked_money_none() -> None:
    """domain.md 5.5: the account's name is the person's; a guardian's needs its own document; R05."""
    other = msgspec.structs.replace(PAY, payee_is_recipient=False)
    given(APPROVED).when(other, CONTEXT).refused("aid_case.fiscal_funds_to_another", "payee")
    own_funds = given(cases.APPROVED_OWN_FUNDS)
    own_funds.when(other, CONTEXT).refused("aid_case.payee_not_recipient", "payee")
    told = msgspec.structs.replace(other, exception_document_no="监护公证〔2026〕5号")
    [event] = own_funds.when(told, CONTEXT).events()
    assert event.exception_document_no == "监护公证〔2026〕5号"


def test_a_rejected_case_is_over() -> None:
    rejected = reviewed().when(REJECT, CONTEXT).then(REJECTED)
    for command in (BARE_APPROVE, REJECT, CANCEL):
        rejected.and_when(command, CONTEXT).refused("aid_case.ended", "aid_case_id")
    approved().when(REJECT, CONTEXT).refused("aid_case.already_approved", "aid_case_id")


def test_what_is_not_paid_may_be_cancelled_and_is_then_not_paid() -> None:
    cancelled = approved().when(CANCEL, CONTEXT).then(CANCELLED)
    cancelled.and_when(PAY_HERE, CONTEXT).refused("aid_case.ended", "aid_case_id")
    assert cancelled.state().open_fen() == 0
    paid = given(REQUESTED, REVIEWED, APPROVED_HERE, PAID)
    paid.when(CANCEL, CONTEXT).refused("aid_case.already_paid", "aid_case_id")


def test_the_day_of_the_file_still_bounds_the_approval() -> None:
    context = msgspec.structs.replace(CONTEXT, file_opened_on=date(2026, 5, 7))
    reviewed().when(BARE_APPROVE, context).refused("aid_case.approved_before_file", "occurred_on")


def test_whoever_handled_or_reviewed_a_request_does_not_reject_it() -> None:
    for officer in (HANDLER, REVIEWER):
        both = CONTEXT.officers.with_office(officer, "approver", None)
        context = msgspec.structs.replace(CONTEXT, officers=both)
        reject = msgspec.structs.replace(REJECT, approver_id=officer)
        reviewed().when(reject, context).refused("aid_case.duties_not_separated", "approver_id")


@pytest.mark.parametrize(
    ("fund_source", "category"),
    [("winter_warmth_earmarked", "living_aid"), ("hardship_earmarked", "winter_warmth")],
)
def test_money_of_one_line_does_not_pay_for_the_other(fund_source: str, category: str) -> None:
    """两条线, rule 12 of domain.md: 帮扶资金 and 送温暖资金."""
    request = msgspec.structs.replace(REQUEST, fund_source=fund_source, category=category)
    given().when(request, CONTEXT).refused("aid_case.fund_of_another_purpose", "fund_source")
