"""X01 to X04: round sums, days of rest, late reversals, gaps in numbers."""

from domain.ids import PayBatchId
from domain.pay_batch.events import PaymentBatchPaid
from domain.voucher.events import VoucherReversed
from tests.domain.books import CASHIER
from tests.domain.irregularity.telling import Log, day
from tests.domain.values import APPROVER, HANDLER, lines


def test_a_round_sum_hits_and_one_fen_more_does_not() -> None:
    log = Log()
    log.voucher(day(3), lines("50102", "102", "own_funds", 2_000_000))
    log.voucher(day(3), lines("50102", "102", "own_funds", 2_000_001))
    log.voucher(day(3), lines("102", "408", "own_funds", 2_000_000), kind="income")
    (hit,) = log.found("X01").hits
    assert (hit.kind, hit.amount_fen) == ("round_sum", 2_000_000)


def test_money_that_moved_on_a_day_of_rest_hits() -> None:
    log = Log()
    sunday, monday = day(3), day(3, 2)
    log.aid(sunday)
    log.aid(monday)
    log.voucher(sunday)
    log.voucher(sunday, kind="adjustment", method=None)
    list_id = PayBatchId(log.some_id())
    paid = PaymentBatchPaid(
        pay_batch_id=list_id, item_count=1, total_fen=300_000, cashier_id=CASHIER
    )
    log.told(sunday, list_id, paid)
    assert log.kinds("X02", rest_days=[sunday]) == ["rest_day"] * 3
    assert log.found("X02").examined == 4


def test_a_reversal_long_after_hits_and_one_in_time_does_not() -> None:
    log = Log()
    booked = lines("50102", "102", "own_funds", 50_000)
    for reversed_on in (day(4, 1), day(4, 2)):
        voucher_id = log.voucher(day(3), booked)
        reversal = VoucherReversed(
            voucher_id=voucher_id,
            reversed_version=4,
            requested_by=HANDLER,
            approved_by=APPROVER,
            reason="amount_wrong",
            lines=lines("50102", "102", "own_funds", -50_000),
        )
        log.told(reversed_on, voucher_id, reversal)
    (hit,) = log.found("X03").hits
    assert (hit.kind, hit.on, hit.amount_fen) == ("late_reversal", day(4, 2), 50_000)
    assert hit.measures == {"days_after": 32}


def test_a_number_missing_in_a_series_hits() -> None:
    log = Log()
    for number in (1, 2, 4, 5):
        log.approved(day(number), case_no=f"救2026-{number:03d}")
    (hit,) = log.found("X04").hits
    assert (hit.kind, hit.measures) == ("number_gap", {"missing": 1, "after_number": 2})


def test_numbers_without_gaps_of_two_series_or_too_scattered_do_not_hit() -> None:
    log = Log()
    for number in (1, 2, 3):
        log.approved(day(number), case_no=f"A{number}")
        log.approved(day(number), case_no=f"B{number + 40}")
        log.approved(day(number), case_no=f"C{number * 100}")
        log.approved(day(number), case_no="无号")
    found = log.found("X04")
    assert found.hits == []
    assert found.examined == 9
