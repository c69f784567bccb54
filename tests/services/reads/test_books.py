"""The books as they are read: page by page the same, numbers without gaps, spending charged to its year."""

from datetime import date
from typing import Any

import pytest

from domain.accounts import Chart
from domain.budget import aggregate as budget
from domain.ids import UnionId, VoucherId, budget_stream
from domain.money import PostingLine
from domain.voucher.commands import (
    ApproveVoucher,
    DiscardVoucher,
    DraftVoucher,
    PostVoucher,
    ReverseVoucher,
    ReviewVoucher,
    SubmitVoucher,
    VoucherCommand,
)
from domain.voucher_kind import APPROVERS, REVIEWERS, VoucherKind, handling_offices, posting_offices
from services.commands.spending import with_budget
from services.identifiers import new_id
from services.policies.charts import chart, kept_account
from services.reads import Scope
from tests.services.projector.books_wishes import PAPER, Books
from tests.support.books import Office

START = date(2025, 1, 1)
DECEMBER, JANUARY = date(2025, 12, 30), date(2026, 1, 4)


@pytest.fixture
async def kept(office: Office) -> Books:
    """Somebody in every office, and a budget that is watched."""
    books = Books(office, await office.seal(await office.person(1), "details", {"summary": "摘要"}))
    await books.staff(START)
    return books


async def do(kept: Books, command: VoucherCommand) -> None:
    office = kept.office
    await office.do(*await with_budget(office.desk, office.union_id, command))


async def drafted(kept: Books, kind: VoucherKind, day: date, *lines: tuple[str, int]) -> VoucherId:
    own = VoucherId(new_id())
    by = kept.by["accountant" if kind in ("adjustment", "opening", "year_end") else "handler"]
    on: Any = {"occurred_on": day, "voucher_id": own}
    proposed = tuple(PostingLine(account=code, fund="own_funds", fen=fen) for code, fen in lines)
    await do(
        kept,
        DraftVoucher(
            **on,
            kind=kind,
            proposed=proposed,
            details=kept.sealed,
            handler_id=by,
            attachments=(PAPER,),
        ),
    )
    await do(kept, SubmitVoucher(**on, handler_id=by))
    return own


async def approved(kept: Books, kind: VoucherKind, day: date, *lines: tuple[str, int]) -> VoucherId:
    own = await drafted(kept, kind, day, *lines)
    on: Any = {"occurred_on": day, "voucher_id": own}
    await do(kept, ReviewVoucher(**on, reviewer_id=kept.by["reviewer"]))
    await do(kept, ApproveVoucher(**on, approver_id=kept.by["approver"], decision_no="会1"))
    return own


async def posted(kept: Books, kind: VoucherKind, day: date, *lines: tuple[str, int]) -> VoucherId:
    own = await approved(kept, kind, day, *lines)
    cashier = kept.by["cashier"]
    await do(
        kept,
        PostVoucher(occurred_on=day, voucher_id=own, posted_by=cashier, method="transfer"),
    )
    return own


async def charged(kept: Books, year: int) -> dict[str, int]:
    """What approved vouchers hold of a year's budget, by account."""
    stream = budget_stream(UnionId(kept.office.union_id), year)
    states = await kept.office.desk.read_states(kept.office.union_id, [stream])
    return {code: fen for code, fen in states.of(stream, budget.State).spent.items() if fen}


async def test_pages_of_entries_are_the_entries(kept: Books) -> None:
    for day in (date(2026, 1, 5), date(2026, 1, 7), date(2026, 2, 9)):
        await posted(kept, "expense", day, ("50102", 5), ("50301", 7), ("102", -12))
    ledgers = kept.office.books.ledgers
    scope = Scope(union_id=kept.office.union_id, as_of=date(2026, 12, 31))
    for account in (None, "102", "50"):
        whole = await ledgers.entries(scope, since=START, limit=100, account=account)
        rows, after = [], None
        while True:
            page = await ledgers.entries(scope, since=START, limit=2, after=after, account=account)
            rows += page.rows
            after = page.next_after
            if after is None:
                break
        assert rows == whole.rows
    assert [row.voucher_no for row in rows if row.account == "50102"] == [
        "2026-01-0001",
        "2026-01-0002",
        "2026-02-0001",
    ]
    vouchers = await ledgers.vouchers(scope, since=START, limit=2)
    rest = await ledgers.vouchers(scope, since=START, limit=2, after=vouchers.next_after)
    assert [row.number for row in (*vouchers.rows, *rest.rows)] == [1, 2, 1]


async def test_what_is_paid_next_year_is_charged_to_the_year_it_is_paid_in(kept: Books) -> None:
    own = await approved(kept, "expense", DECEMBER, ("50102", 900), ("102", -900))
    assert (await charged(kept, 2025), await charged(kept, 2026)) == ({"50102": 900}, {})
    pay = PostVoucher(
        occurred_on=JANUARY, voucher_id=own, posted_by=kept.by["cashier"], method="cash"
    )
    await do(kept, pay)
    assert (await charged(kept, 2025), await charged(kept, 2026)) == ({}, {"50102": 900})


async def test_what_is_given_up_or_undone_is_free_again(kept: Books) -> None:
    own = await approved(kept, "expense", JANUARY, ("50102", 900), ("102", -900))
    paid = await posted(kept, "expense", JANUARY, ("50102", 50), ("102", -50))
    assert await charged(kept, 2026) == {"50102": 950}
    by = kept.by["accountant"]
    await do(
        kept,
        DiscardVoucher(occurred_on=JANUARY, voucher_id=own, discarded_by=by, reason="not_needed"),
    )
    assert await charged(kept, 2026) == {"50102": 50}
    await do(
        kept,
        ReverseVoucher(
            occurred_on=JANUARY,
            voucher_id=paid,
            today=JANUARY,
            requested_by=by,
            approved_by=kept.by["approver"],
            reason="entered_twice",
        ),
    )
    assert await charged(kept, 2026) == {}


async def test_bookkeeping_that_spends_is_charged_too(kept: Books) -> None:
    """Goods taken from the store are spent as money is (141 库存物品)."""
    await approved(kept, "adjustment", JANUARY, ("50104", 30), ("141", -30))
    await approved(kept, "income", JANUARY, ("102", 30), ("408", -30))
    assert await charged(kept, 2026) == {"50104": 30}


@pytest.mark.parametrize("kind", ["expense", "income", "adjustment"])
async def test_what_waits_is_for_the_offices_of_its_next_step(
    kept: Books, kind: VoucherKind
) -> None:
    """The queries name the offices again; they must be those the rules name."""
    lines = {
        "expense": (("50102", 5), ("102", -5)),
        "income": (("102", 5), ("408", -5)),
        "adjustment": (("135", 5), ("225", -5)),
    }[kind]
    own = await drafted(kept, kind, JANUARY, *lines)
    on: Any = {"occurred_on": JANUARY, "voucher_id": own}
    scope = Scope(union_id=kept.office.union_id, as_of=JANUARY)
    told = []
    for command in (
        ReviewVoucher(**on, reviewer_id=kept.by["reviewer"]),
        ApproveVoucher(**on, approver_id=kept.by["approver"]),
        None,
    ):
        tasks = (await kept.office.books.ledgers.tasks(scope)).rows
        told += [(task.kind, tuple(task.offices)) for task in tasks if task.subject_id == own]
        if command is not None:
            await do(kept, command)
    assert told == [
        ("voucher_review", REVIEWERS),
        ("voucher_approve", APPROVERS),
        ("voucher_post", posting_offices(kind)),
    ]
    assert handling_offices(kind)


def test_an_account_of_an_older_standard_keeps_its_name() -> None:
    new: Chart = chart("2021")
    assert kept_account(new, "102").money
    assert kept_account(new, "322").name == new.accounts["322"].name
    assert kept_account(new, "999").name == "999"
    assert kept_account(None, "311").name == chart("2009").accounts["311"].name
