"""R13, R14, R15 and R17: papers, mixed money, assets, balances nobody settles."""

from domain.bank_statement.events import AssertionWithdrawn, BalanceAsserted
from domain.ids import bank_statement_stream
from domain.union.events import BankAccountRecorded
from domain.voucher.events import VoucherReversed, VoucherRevised
from tests.domain.books import ACCOUNTANT, APPROVAL, INVOICE, entry
from tests.domain.irregularity.telling import Log, day
from tests.domain.values import APPROVER, HANDLER, UNION, lines, sealed

BANK = bank_statement_stream(UNION, "102")


def test_an_expense_without_a_paper_hits_and_with_one_does_not() -> None:
    log = Log()
    voucher_id = log.voucher(day(3), attached=False)
    log.voucher(day(3))
    found = log.found("R13")
    assert [(hit.kind, hit.voucher_id) for hit in found.hits] == [
        ("attachment_missing", voucher_id)
    ]
    assert found.gaps == {"paper_kind_not_recorded": 1}


def test_kinds_that_need_no_paper_are_not_looked_at() -> None:
    log = Log()
    log.voucher(day(3), kind="adjustment", attached=False, method=None)
    assert log.found("R13").examined == 0


def test_the_approval_policy_in_force_says_which_kinds_need_one() -> None:
    log = Log()
    log.adopt(APPROVAL)
    log.voucher(day(3), lines("102", "408", "own_funds", 5), kind="income", attached=False)
    assert log.kinds("R13") == []


def test_the_last_draft_counts() -> None:
    log = Log()
    voucher_id = log.voucher(day(3), attached=False)
    booked = lines("50102", "102", "own_funds", 123_456)
    posted = log.events.pop()
    revised = VoucherRevised(
        voucher_id=voucher_id,
        proposed=booked,
        details=sealed("books"),
        handler_id=HANDLER,
        attachments=(INVOICE,),
    )
    log._versions[voucher_id] -= 1
    log.told(day(3), voucher_id, revised)
    log.told(day(3), voucher_id, posted.event)
    assert log.kinds("R13") == []


def asserted(log: Log, difference_fen: int) -> int:
    event = BalanceAsserted(
        account="102",
        bank_fen=100_000,
        books_fen=100_000 - difference_fen,
        asserted_by=ACCOUNTANT,
        difference_fen=difference_fen,
        difference_reason="under_inquiry" if difference_fen else None,
    )
    return log.told(day(3, 31), BANK, event)


def test_a_difference_to_the_bank_hits_until_it_is_withdrawn() -> None:
    log = Log()
    asserted(log, 0)
    place = asserted(log, -7_000)
    (hit,) = log.found("R14").hits
    assert (hit.kind, hit.positions, hit.amount_fen) == ("bank_difference", (place,), 7_000)
    withdrawn = AssertionWithdrawn(
        account="102", withdrawn_version=2, withdrawn_by=ACCOUNTANT, reason="statement_wrong"
    )
    log.told(day(4), BANK, withdrawn)
    assert log.kinds("R14") == []


def test_an_account_the_union_never_recorded_hits_once_it_recorded_one() -> None:
    log = Log()
    log.voucher(day(3), lines("50102", "111", "own_funds", 500))
    assert log.kinds("R14") == []
    assert "no_bank_account_recorded" in log.found("R14").gaps
    recorded = BankAccountRecorded(ledger_account="102", bank_account=sealed("books"))
    log.told(day(1), UNION, recorded)
    log.voucher(day(3), lines("50102", "102", "own_funds", 500))
    log.voucher(day(3), lines("50102", "101", "own_funds", 500))
    (hit,) = log.found("R14").hits
    assert (hit.kind, hit.amount_fen) == ("bank_account_unrecorded", 500)


def test_money_lent_hits_and_money_that_comes_back_does_not() -> None:
    log = Log()
    log.voucher(day(3), lines("121", "102", "own_funds", 90_000))
    log.voucher(day(4), lines("102", "121", "own_funds", 90_000), kind="income")
    assert log.kinds("R14") == ["money_lent"]


def test_it_is_never_checked_in_full() -> None:
    log = Log()
    log.voucher(day(3))
    found = log.found("R14")
    assert found.state == "partly_checked"
    assert "counterparties_not_compared" in found.gaps


def test_a_purchase_that_never_became_an_asset_hits() -> None:
    log = Log()
    voucher_id = log.voucher(day(3), lines("50502", "102", "own_funds", 600_000))
    (hit,) = log.found("R15").hits
    assert (hit.kind, hit.voucher_id) == ("asset_not_registered", voucher_id)


def test_one_that_came_onto_the_asset_account_in_time_does_not() -> None:
    log = Log()
    whole = entry(("50502", 600_000), ("102", -600_000), ("162", 600_000), ("30104", -600_000))
    log.voucher(day(3), whole)
    log.voucher(day(5), lines("50502", "102", "own_funds", 400_000))
    asset = lines("162", "30104", "own_funds", 400_000)
    log.voucher(day(6, 1), asset, kind="adjustment", method=None)
    assert log.kinds("R15") == []


def test_one_registration_answers_for_one_purchase() -> None:
    log = Log()
    for _ in range(2):
        log.voucher(day(3), lines("50502", "102", "own_funds", 400_000))
    asset = lines("162", "30104", "own_funds", 400_000)
    log.voucher(day(3), asset, kind="adjustment", method=None)
    assert log.kinds("R15") == ["asset_not_registered"]


def test_whether_the_things_are_there_is_never_said() -> None:
    found = Log().found("R15")
    assert (found.state, found.gaps) == ("not_checkable", {"asset_cards_not_kept": 1})


def test_what_is_open_for_more_than_the_months_hits_and_not_a_day_before() -> None:
    log = Log()
    log.voucher(day(3, 10, year=2025), lines("135", "102", "own_funds", 70_000))
    assert log.kinds("R17", until=day(3, 10)) == []
    (hit,) = log.found("R17", until=day(3, 11)).hits
    assert (hit.kind, hit.amount_fen) == ("long_outstanding", 70_000)


def test_what_was_settled_does_not_hit() -> None:
    log = Log()
    log.voucher(day(3, year=2025), lines("135", "102", "own_funds", 70_000))
    log.voucher(day(4, year=2025), lines("102", "135", "own_funds", 70_000), kind="income")
    assert log.kinds("R17") == []


def test_a_debt_of_the_union_counts_as_well_with_what_is_left_of_it() -> None:
    log = Log()
    log.voucher(day(3, year=2025), lines("102", "225", "own_funds", 70_000), kind="income")
    log.voucher(day(4, year=2025), lines("225", "102", "own_funds", 30_000))
    (hit,) = log.found("R17").hits
    assert hit.amount_fen == 40_000


def test_what_was_reversed_was_never_open() -> None:
    log = Log()
    booked = lines("135", "102", "own_funds", 70_000)
    voucher_id = log.voucher(day(3, year=2025), booked)
    reversal = VoucherReversed(
        voucher_id=voucher_id,
        reversed_version=4,
        requested_by=HANDLER,
        approved_by=APPROVER,
        reason="entered_twice",
        lines=lines("135", "102", "own_funds", -70_000),
    )
    log.told(day(5), voucher_id, reversal)
    assert log.kinds("R17") == []
    assert log.kinds("R17", until=day(4)) == ["long_outstanding"]
