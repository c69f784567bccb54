"""R01, R02, R04 and R05: what went out twice, to somebody gone, in pieces, or in the wrong way."""

from datetime import timedelta
from uuid import UUID

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from domain.aid_case.events import AidPaymentReturned
from domain.condolence.events import CondolenceReversed
from domain.ids import CondolenceId
from domain.irregularity.books import Opened
from domain.member.events import MemberDeceased, TransferOutCompleted, WithdrawalAnnounced
from domain.money import negated
from domain.policy.aid import AidLimits, ApprovalRule
from tests.domain.books import APPROVAL
from tests.domain.irregularity.telling import MEMBER, OTHER_MEMBER, Log, day
from tests.domain.values import AID_POLICY, TRANSFER, lines


def test_the_same_aid_from_another_case_within_days_hits() -> None:
    log = Log()
    first = log.aid(day(3, 1))
    second = log.aid(day(3, 20))
    (hit,) = log.found("R01").hits
    assert (hit.kind, hit.positions) == ("same_aid_again", (first, second))
    assert hit.member_id == MEMBER
    assert hit.measures["days_between"] == 19


def test_other_aid_other_people_and_later_aid_do_not() -> None:
    log = Log()
    log.aid(day(3, 1))
    log.aid(day(3, 2), category="medical_aid")
    log.aid(day(3, 3), beneficiary_id=OTHER_MEMBER)
    log.aid(day(4, 2))
    assert log.kinds("R01") == []
    assert log.found("R01").examined == 4


def test_one_case_paid_twice_on_a_day_hits_and_in_instalments_does_not() -> None:
    log = Log()
    case = log.approved(day(3, 1))
    log.paid(day(3, 1), case, amount_fen=1_000)
    log.paid(day(3, 1), case, amount_fen=1_000)
    log.paid(day(3, 2), case, amount_fen=1_000)
    assert log.kinds("R01") == ["same_case_same_day"]


def test_what_came_back_was_not_paid_twice() -> None:
    log = Log()
    log.aid(day(3, 1))
    case = log.approved(day(3, 5))
    log.paid(day(3, 5), case)
    log.told(
        day(3, 6),
        case.aid_case_id,
        AidPaymentReturned(
            aid_case_id=case.aid_case_id,
            household_id=case.household_id,
            recipient_id=MEMBER,
            category="living_aid",
            fund_source="own_funds",
            amount_fen=case.amount_fen,
            returned_version=2,
            reason="退汇",
            lines=lines("50204", "102", "own_funds", -case.amount_fen),
        ),
    )
    assert log.kinds("R01") == []
    assert log.kinds("R01", until=day(3, 5)) == ["same_aid_again"]


def test_a_yearly_occasion_twice_in_a_year_hits() -> None:
    log = Log()
    log.condolence(day(2, 1), occasion="birthday")
    log.condolence(day(9, 1), occasion="birthday")
    assert log.kinds("R01") == ["same_occasion_again"]


def test_a_yearly_occasion_in_two_years_does_not() -> None:
    log = Log()
    log.condolence(day(12, 31, year=2025), occasion="birthday")
    log.condolence(day(1, 2), occasion="birthday")
    assert log.kinds("R01") == []


def test_the_same_illness_by_its_key_hits_and_another_one_does_not() -> None:
    log = Log()
    log.condolence(day(2, 1), duplicate_key="a")
    log.condolence(day(2, 2), duplicate_key="b")
    log.condolence(day(11, 1), duplicate_key="a")
    assert len(log.found("R01").hits) == 1


def test_a_condolence_that_was_reversed_was_not_given() -> None:
    log = Log()
    log.condolence(day(2, 1), occasion="birthday")
    given_twice = CondolenceId(UUID(int=77))
    booked = lines("50104", "102", "own_funds", 50_000)
    log.condolence(day(2, 2), occasion="birthday", condolence_id=given_twice, lines=booked)
    log.told(
        day(2, 3),
        given_twice,
        CondolenceReversed(
            condolence_id=given_twice,
            member_id=MEMBER,
            occasion="birthday",
            amount_fen=50_000,
            reason="重复",
            lines=negated(booked),
        ),
    )
    assert log.kinds("R01") == []


def test_money_after_death_hits_and_on_the_day_itself_does_not() -> None:
    log = Log()
    log.member()
    log.told(day(5, 10), MEMBER, MemberDeceased())
    log.aid(day(5, 10))
    late = log.aid(day(5, 11))
    (hit,) = log.found("R02").hits
    assert (hit.kind, hit.positions) == ("paid_after_death", (late,))


def test_a_death_that_was_entered_later_is_found() -> None:
    log = Log()
    log.member()
    log.aid(day(5, 11))
    log.told(day(5, 10), MEMBER, MemberDeceased())
    assert log.kinds("R02") == ["paid_after_death"]


def test_the_family_of_the_deceased_may_be_condoled() -> None:
    log = Log()
    log.member()
    log.told(day(5, 10), MEMBER, MemberDeceased())
    log.condolence(day(5, 12), occasion="bereavement")
    assert log.kinds("R02") == []
    log.condolence(day(5, 12), occasion="festival")
    assert log.kinds("R02") == ["paid_after_death"]


def test_whoever_left_or_was_transferred_gets_nothing_more() -> None:
    log = Log()
    for who in (MEMBER, OTHER_MEMBER):
        log.member(who)
    log.told(day(5, 10), MEMBER, WithdrawalAnnounced())
    log.told(day(5, 10), OTHER_MEMBER, TransferOutCompleted(transfer_id=TRANSFER))
    log.condolence(day(6), member_id=MEMBER)
    log.condolence(day(6), member_id=OTHER_MEMBER)
    log.condolence(day(5, 9), member_id=OTHER_MEMBER)
    assert log.kinds("R02") == ["paid_after_leaving"] * 2


def test_vouchers_just_below_the_limit_to_one_payee_hit() -> None:
    log = Log()
    log.adopt(APPROVAL)
    for number in (1, 5, 8):
        log.voucher(day(6, number), lines("50102", "102", "own_funds", 900_000))
    (hit,) = log.found("R04").hits
    assert hit.kind == "split_below_limit"
    assert hit.measures == {"items": 3, "days_between": 7, "limit_fen": 1_000_000}
    assert hit.amount_fen == 2_700_000


def test_small_late_decided_or_other_payees_items_do_not() -> None:
    log = Log()
    log.adopt(APPROVAL)
    log.voucher(day(6, 1), lines("50102", "102", "own_funds", 900_000))
    log.voucher(day(6, 2), lines("50102", "102", "own_funds", 799_999))
    log.voucher(day(6, 3), lines("50102", "102", "own_funds", 900_000), decision_no="委3号")
    log.voucher(day(6, 4), lines("508", "102", "own_funds", 900_000))
    log.voucher(day(6, 12), lines("50102", "102", "own_funds", 900_000))
    assert log.kinds("R04") == []


def test_counterparties_tell_vouchers_apart_where_they_are_known() -> None:
    log = Log()
    log.adopt(APPROVAL)
    one = log.voucher(day(6, 1), lines("50102", "102", "own_funds", 900_000))
    two = log.voucher(day(6, 2), lines("50102", "102", "own_funds", 900_000))
    three = log.voucher(day(6, 3), lines("508", "102", "own_funds", 900_000))
    payees = {one: "a", two: "b", three: "a"}
    (hit,) = log.found("R04", opened=Opened(counterparties=payees)).hits
    assert hit.measures["items"] == 2


def test_aid_just_below_a_tier_of_approval_hits() -> None:
    log = Log()
    log.adopt(
        AidLimits(
            policy_id="aid-limits-county",
            version=1,
            approvals=(
                ApprovalRule(over_fen=0, tier="unit"),
                ApprovalRule(over_fen=300_000, tier="county"),
            ),
        )
    )
    log.approved(day(6, 1), amount_fen=290_000)
    log.approved(day(6, 2), amount_fen=290_000, category="medical_aid")
    log.approved(day(6, 3), amount_fen=290_000, beneficiary_id=OTHER_MEMBER)
    assert log.kinds("R04") == ["split_below_limit"]


def test_without_any_limit_nothing_can_be_said() -> None:
    log = Log()
    log.voucher(day(6, 1))
    found = log.found("R04")
    assert (found.state, found.gaps) == ("not_checkable", {"no_limit_in_force": 1})


@given(st.lists(st.integers(1, 1_000_000), max_size=8), st.integers(0, 20))
def test_what_stays_below_the_limit_in_sum_never_hits(amounts: list[int], apart: int) -> None:
    log = Log()
    log.adopt(APPROVAL)
    for number, fen in enumerate(amounts):
        booked = lines("50102", "102", "own_funds", fen)
        log.voucher(day(6) + timedelta(days=number * apart), booked)
    hits = log.found("R04", until=day(12, 31)).hits
    assert all(hit.amount_fen > 1_000_000 for hit in hits)
    assert sum(hit.amount_fen for hit in hits) <= sum(amounts)


def test_earmarked_money_in_cash_hits_and_own_money_does_not() -> None:
    log = Log()
    log.adopt(AID_POLICY)
    for source in ("central_fiscal", "own_funds"):
        log.paid(day(3), log.approved(day(3), fund_source=source), method="cash")
    assert log.kinds("R05") == ["earmarked_in_cash"]


def test_a_voucher_that_takes_earmarked_money_from_the_cash_box_hits() -> None:
    log = Log()
    log.adopt(AID_POLICY)
    log.voucher(day(3), lines("508", "101", "central_fiscal", 10_000))
    log.voucher(day(3), lines("508", "102", "central_fiscal", 10_000), method="cash")
    log.voucher(day(3), lines("508", "102", "central_fiscal", 10_000))
    assert log.kinds("R05") == ["earmarked_in_cash"] * 2


def test_an_account_of_another_hits_unless_a_paper_allows_it() -> None:
    log = Log()
    log.adopt(AID_POLICY)
    same = log.aid(day(3))
    differs = log.aid(day(4))
    allowed = log.paid(day(5), log.approved(day(5)), exception_document_no="监护公证1号")
    earmarked = log.paid(
        day(6),
        log.approved(day(6), fund_source="central_fiscal"),
        exception_document_no="监护公证2号",
    )
    holders = Opened(
        holders={same: "same", differs: "differs", allowed: "differs", earmarked: "differs"}
    )
    found = log.found("R05", opened=holders)
    assert [hit.positions for hit in found.hits] == [(differs,), (earmarked,)]
    assert {hit.kind for hit in found.hits} == {"account_of_another"}
    assert found.state == "checked"


def test_an_unnamed_or_unreadable_account_is_a_gap_not_a_match() -> None:
    log = Log()
    log.adopt(AID_POLICY)
    unnamed = log.aid(day(3))
    log.aid(day(4))
    found = log.found("R05", opened=Opened(holders={unnamed: "unnamed"}))
    assert found.hits == []
    assert found.state == "partly_checked"
    assert found.gaps == {"holder_not_recorded": 1, "payee_not_readable": 1}


def test_without_an_aid_policy_nothing_can_be_said() -> None:
    log = Log()
    log.aid(day(3))
    assert log.found("R05").state == "not_checkable"


def test_a_rule_without_numbers_says_so() -> None:
    log = Log(parameters=None)
    log.aid(day(3))
    for rule_id in ("R01", "R04", "R06", "R08", "R09", "R11", "R12", "R13", "R14", "R15"):
        found = log.found(rule_id)
        assert found.state == "not_checkable"
        assert found.gaps == {"no_parameters": 1}


def test_the_numbers_in_force_on_the_last_day_count() -> None:
    log = Log()
    log.aid(day(3, 1))
    log.aid(day(3, 20))
    stricter = msgspec.structs.replace(log.books().parameters(), version=2, repeat_days=7)
    log.adopt(stricter, valid_from=day(6))
    assert log.kinds("R01") == []
    assert log.kinds("R01", until=day(5)) == ["same_aid_again"]
