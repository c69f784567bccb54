"""What a voucher may propose: balanced lines on accounts of the chart, doing what its kind says."""

import msgspec
import pytest

from domain.money import FEN_MAX, PostingLines
from domain.voucher_kind import VoucherKind
from tests.domain.books import ACCOUNTANT, OPENING, VOUCHER, entry
from tests.domain.values import APPROVER, HANDLER
from tests.domain.voucher.cases import (
    CONTEXT,
    DAY,
    DRAFT,
    DRAFTED,
    POST,
    TO_APPROVED,
    TO_SUBMITTED,
    drafted,
)
from tests.support.given_when_then import Outcome, given, on

TWO_FUNDS = (
    *entry(("50102", 100), ("102", -100)),
    *entry(("50102", 70), ("102", -70), fund="union_grant"),
)


def test_an_expense_is_drafted_with_its_papers() -> None:
    given().when(DRAFT, CONTEXT).then(DRAFTED)


def test_lines_may_lie_in_several_funds() -> None:
    command = msgspec.structs.replace(DRAFT, proposed=TWO_FUNDS)
    given().when(command, CONTEXT).then(msgspec.structs.replace(DRAFTED, proposed=TWO_FUNDS))


def proposing(proposed: PostingLines) -> Outcome:
    """Draft these lines as an expense."""
    return given().when(msgspec.structs.replace(DRAFT, proposed=proposed), CONTEXT)


@pytest.mark.parametrize("proposed", [(), entry(("50102", 1))])
def test_a_voucher_has_two_lines_at_least(proposed: PostingLines) -> None:
    proposing(proposed).refused("voucher.lines_too_few", "proposed")


def test_no_line_is_about_nothing() -> None:
    outcome = proposing(entry(("50102", 5), ("508", 0), ("102", -5)))
    outcome.refused("voucher.line_without_amount", "proposed")


def test_no_line_is_greater_than_an_amount_may_be() -> None:
    """年终结转 sums a year up: what an event cannot hold is refused before it is one."""
    outcome = proposing(entry(("50102", FEN_MAX + 1), ("102", -FEN_MAX - 1)))
    outcome.refused("voucher.line_out_of_range", "proposed")


def test_every_line_names_its_fund() -> None:
    """Rule 12 of domain.md: earmarked money is a separate line."""
    outcome = proposing(entry(("50102", 5), ("102", -5), fund=""))
    outcome.refused("voucher.line_without_fund", "proposed")


@pytest.mark.parametrize(
    "proposed",
    [
        entry(("50102", 5), ("102", -6)),
        (*entry(("50102", 5)), *entry(("102", -5), fund="union_grant")),
    ],
)
def test_lines_sum_to_zero_in_every_fund(proposed: PostingLines) -> None:
    """Rule 9 of domain.md."""
    proposing(proposed).refused("voucher.lines_not_balanced", "proposed")


def test_only_accounts_of_the_standard_are_posted() -> None:
    """工会会计制度: 一级科目和明细科目不得减并、自行增设."""
    outcome = proposing(entry(("50199", 5), ("102", -5)))
    outcome.refused("voucher.account_unknown", "proposed")


def test_an_account_with_details_is_not_posted_itself() -> None:
    outcome = proposing(entry(("501", 5), ("102", -5)))
    outcome.refused("voucher.account_has_details", "proposed")


def test_without_a_chart_nothing_is_drafted_or_posted() -> None:
    context = msgspec.structs.replace(CONTEXT, chart=None)
    given().when(DRAFT, context).refused("voucher.no_chart_in_force", "occurred_on")
    given(*TO_APPROVED).when(POST, context).refused("voucher.no_chart_in_force", "occurred_on")


def test_the_chart_of_the_posting_date_decides_again() -> None:
    """An account of the old standard may be gone when the voucher is posted in the new year."""
    proposed = entry(("507", 5), ("102", -5))
    history = (on(DAY, msgspec.structs.replace(DRAFTED, proposed=proposed)), *TO_APPROVED[1:])
    given(*history).when(POST, CONTEXT).refused("voucher.account_unknown", "proposed")


@pytest.mark.parametrize(
    ("kind", "proposed"),
    [
        ("expense", entry(("50102", 5), ("102", -5))),
        ("expense", entry(("221", 5), ("102", -5))),
        ("income", entry(("102", 5), ("401", -5))),
        ("transfer", entry(("101", 5), ("102", -5))),
        ("adjustment", entry(("401", 5), ("331", -5))),
        ("adjustment", entry(("508", 5), ("135", -5))),
        ("year_end", entry(("401", 9), ("50102", -4), ("331", -5))),
    ],
)
def test_lines_do_what_the_kind_says(kind: VoucherKind, proposed: PostingLines) -> None:
    command = msgspec.structs.replace(DRAFT, kind=kind, proposed=proposed)
    given().when(command, CONTEXT).then(
        msgspec.structs.replace(DRAFTED, kind=kind, proposed=proposed)
    )


@pytest.mark.parametrize(
    ("kind", "proposed"),
    [
        ("expense", entry(("102", 5), ("401", -5))),
        ("expense", entry(("101", 5), ("102", -5))),
        ("income", entry(("50102", 5), ("102", -5))),
        ("income", entry(("50102", 5), ("221", -5))),
        ("transfer", entry(("50102", 5), ("102", -5))),
        ("adjustment", entry(("50102", 5), ("102", -5))),
        ("adjustment", entry(("101", 5), ("102", -5))),
        ("year_end", entry(("401", 5), ("102", -5))),
        ("year_end", entry(("401", 5), ("50102", -5))),
        ("year_end", entry(("331", 5), ("331", -5))),
    ],
)
def test_spending_cannot_pass_for_another_kind(kind: VoucherKind, proposed: PostingLines) -> None:
    """Limits and papers depend on the kind; so the kind depends on where money moves."""
    command = msgspec.structs.replace(DRAFT, kind=kind, proposed=proposed)
    given().when(command, CONTEXT).refused("voucher.lines_not_of_kind", "proposed")


OPENING_LINES = entry(("102", 900000), ("221", -100000), ("331", -800000))
OPEN = msgspec.structs.replace(
    DRAFT,
    voucher_id=OPENING,
    kind="opening",
    proposed=OPENING_LINES,
    handler_id=ACCOUNTANT,
    attachments=(),
)
OPENED = drafted("opening", OPENING_LINES, ACCOUNTANT, OPENING)


def test_opening_balances_are_drawn_up_by_the_accountant() -> None:
    given().when(OPEN, CONTEXT).then(OPENED)


def test_opening_balances_are_of_the_balance_sheet_only() -> None:
    """Income and expense begin every year at nothing."""
    command = msgspec.structs.replace(OPEN, proposed=entry(("102", 5), ("401", -5)))
    given().when(command, CONTEXT).refused("voucher.lines_not_of_kind", "proposed")


def test_a_union_has_one_voucher_of_opening_balances() -> None:
    command = msgspec.structs.replace(OPEN, voucher_id=VOUCHER)
    given().when(command, CONTEXT).refused("voucher.opening_has_its_own_id", "voucher_id")
    given(on(DAY, OPENED)).when(OPEN, CONTEXT).refused("voucher.already_drafted", "voucher_id")


def test_the_id_of_the_opening_balances_is_for_nothing_else() -> None:
    command = msgspec.structs.replace(DRAFT, voucher_id=OPENING)
    given().when(command, CONTEXT).refused("voucher.opening_has_its_own_id", "voucher_id")


def test_a_voucher_is_drafted_once() -> None:
    outcome = given(*TO_SUBMITTED).when(DRAFT, CONTEXT)
    outcome.refused("voucher.already_drafted", "voucher_id")


def test_only_a_handler_drafts_and_the_accountant_only_bookkeeping() -> None:
    """会计法 art. 25: 记账人员 and 经办人员 are different people."""
    for officer in (ACCOUNTANT, APPROVER):
        command = msgspec.structs.replace(DRAFT, handler_id=officer)
        given().when(command, CONTEXT).refused("voucher.office_not_held", "handler_id")
    adjust = msgspec.structs.replace(
        DRAFT,
        kind="adjustment",
        proposed=entry(("401", 5), ("331", -5)),
        handler_id=ACCOUNTANT,
        attachments=(),
    )
    given().when(adjust, CONTEXT).then(drafted("adjustment", adjust.proposed, ACCOUNTANT))
    given().when(msgspec.structs.replace(adjust, handler_id=HANDLER), CONTEXT).events()
