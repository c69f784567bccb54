"""R09, R11 and R12: beside the budget, beside the purpose, instead of the employer."""

from uuid import UUID

from domain.budget.events import BudgetApproved, BudgetCommitted, BudgetReleased
from domain.budget_lines import BudgetLine
from domain.ids import SubsidyId, budget_stream
from domain.irregularity.books import Opened
from domain.subsidy.events import SubsidyReceived
from tests.domain.irregularity.telling import Log, day
from tests.domain.values import APPROVER, UNION, lines

SOURCE = UUID(int=88)
BUDGET = budget_stream(UNION, 2026)


def planned() -> Log:
    """A log with a budget for the year."""
    log = Log()
    approved = BudgetApproved(
        year=2026,
        planned=(BudgetLine(account="501", amount_fen=5_000_000),),
        approved_by=APPROVER,
    )
    log.told(day(1), BUDGET, approved)
    return log


def committed(log: Log, over_fen: int, line: str | None = "501") -> int:
    event = BudgetCommitted(
        year=2026,
        account="50102",
        amount_fen=100_000,
        source_id=SOURCE,
        policy_id="budget-lenient",
        policy_version=2,
        line=line,
        over_fen=over_fen,
    )
    return log.told(day(4), BUDGET, event)


def released(log: Log, amount_fen: int) -> int:
    event = BudgetReleased(year=2026, account="50102", amount_fen=amount_fen, source_id=SOURCE)
    return log.told(day(5), BUDGET, event)


def subsidised(log: Log, fund: str = "hardship_earmarked", amount_fen: int = 500_000) -> int:
    """Receive a subsidy in January."""
    event = SubsidyReceived(
        subsidy_id=SubsidyId(log.some_id()),
        kind="hardship",
        fund=fund,
        amount_fen=amount_fen,
        document_no="县工〔2026〕5号",
        posting_map="posting-2021",
        lines=lines("102", "40304", fund, amount_fen),
    )
    return log.told(day(1, 10), event.subsidy_id, event)


def test_spending_within_its_line_does_not_hit() -> None:
    log = planned()
    committed(log, 0)
    log.voucher(day(4))
    found = log.found("R09")
    assert found.hits == []
    assert found.state == "checked"


def test_spending_over_or_without_a_line_hits_with_the_excess() -> None:
    log = planned()
    committed(log, 30_000)
    committed(log, 100_000, line=None)
    found = log.found("R09").hits
    assert [(hit.kind, hit.amount_fen) for hit in found] == [
        ("over_budget", 30_000),
        ("without_line", 100_000),
    ]


def test_what_was_set_free_again_does_not_hit() -> None:
    log = planned()
    committed(log, 30_000)
    released(log, 99_999)
    assert log.kinds("R09") == ["over_budget"]
    released(log, 1)
    assert log.kinds("R09") == []


def test_a_year_that_spends_without_a_budget_hits_once() -> None:
    log = Log()
    log.voucher(day(4))
    log.voucher(day(5))
    (hit,) = log.found("R09").hits
    assert (hit.kind, hit.amount_fen, hit.measures) == ("no_budget", 246_912, {"year": 2026})


def test_december_hits_above_its_share_only() -> None:
    log = planned()
    log.voucher(day(4), lines("50102", "102", "own_funds", 60))
    log.voucher(day(12), lines("50102", "102", "own_funds", 40))
    assert log.kinds("R09") == []
    log.voucher(day(12, 2), lines("50102", "102", "own_funds", 2))
    (hit,) = log.found("R09").hits
    assert hit.kind == "december_rush"
    assert hit.amount_fen == 42
    assert hit.measures == {"year_fen": 102, "december_percent": 41, "allowed_percent": 40}
    assert log.kinds("R09", until=day(12, 30)) == []


def test_closing_the_year_spends_nothing() -> None:
    log = planned()
    log.voucher(day(4))
    log.voucher(
        day(12, 31), lines("331", "50102", "own_funds", 123_456), kind="year_end", method=None
    )
    assert log.kinds("R09") == []


def test_earmarked_money_for_its_purpose_does_not_hit() -> None:
    log = Log()
    subsidised(log)
    log.aid(day(3), fund_source="hardship_earmarked", amount_fen=500_000)
    found = log.found("R11")
    assert found.hits == []
    assert found.state == "checked"


def test_earmarked_money_on_another_account_hits() -> None:
    log = Log()
    voucher_id = log.voucher(day(3), lines("50102", "102", "hardship_earmarked", 10_000))
    (hit,) = log.found("R11").hits
    assert (hit.kind, hit.voucher_id) == ("outside_purpose", voucher_id)


def test_aid_of_the_other_line_hits() -> None:
    log = Log()
    log.aid(day(3), fund_source="hardship_earmarked", category="winter_warmth")
    assert log.kinds("R11") == ["outside_purpose"]


def test_a_fund_whose_purpose_is_not_listed_by_account_is_free() -> None:
    log = Log()
    log.voucher(day(3), lines("50102", "102", "disaster_earmarked", 10_000))
    assert log.kinds("R11") == []


def test_money_that_lies_too_long_hits_with_what_is_left() -> None:
    log = Log()
    place = subsidised(log)
    log.aid(day(3), fund_source="hardship_earmarked", amount_fen=200_000)
    assert log.kinds("R11", until=day(7, 9)) == []
    (hit,) = log.found("R11", until=day(7, 10)).hits
    assert (hit.kind, hit.positions, hit.amount_fen) == ("money_idle", (place,), 300_000)
    assert hit.measures == {"days_open": 181}


def test_own_funds_may_lie_and_go_anywhere() -> None:
    log = Log()
    subsidised(log, fund="own_funds")
    log.voucher(day(3), lines("50102", "102", "own_funds", 10_000))
    assert log.kinds("R11") == []


def test_an_account_of_the_list_hits_and_its_neighbour_does_not() -> None:
    log = Log()
    voucher_id = log.voucher(day(3), lines("50401", "102", "own_funds", 10_000))
    log.voucher(day(3), lines("50402", "102", "own_funds", 10_000))
    (hit,) = log.found("R12").hits
    assert (hit.kind, hit.voucher_id) == ("employer_account", voucher_id)


def test_a_word_of_the_list_in_the_summary_hits() -> None:
    log = Log()
    voucher_id = log.voucher(day(3))
    opened = Opened(employer_words={voucher_id: "水电"})
    (hit,) = log.found("R12", opened=opened).hits
    assert (hit.kind, hit.amount_fen) == ("employer_word", 123_456)


def test_a_summary_nobody_can_read_is_a_gap() -> None:
    log = Log()
    opened = Opened(unreadable=frozenset({log.voucher(day(3))}))
    found = log.found("R12", opened=opened)
    assert found.gaps == {"summary_not_readable": 1}
