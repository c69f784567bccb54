"""银行存款余额调节表: the books compared with what the bank says, and with what is in the cash box."""

from datetime import date
from typing import Annotated
from uuid import UUID

from msgspec import Meta

from domain.bank_statement.commands import AssertBalance, WithdrawAssertion
from domain.bank_statement.events import (
    DifferenceReason,
    OutstandingItem,
    OutstandingKind,
    WithdrawalReason,
)
from domain.ids import OfficerId, UnionId, bank_statement_stream
from domain.money import FEN_MAX, PositiveFen
from services.auth import may
from services.http.asking import Answer, Asking
from services.http.fields import AccountCode, Body, Version
from services.http.operation import operation
from services.http.paging import ReadQuery, Rows, scope_of, whole
from services.http.vouchers import SOMEBODY, Paper
from services.http.writing import Written, carry_out
from services.reads import Scope
from services.reads.banking import AssertionRow

_STATEMENTS = "/v1/unions/{union_id}/bank-statements"
_ITEMS_MOST = 200


class Item(Body, frozen=True, kw_only=True):
    """未达账项: an amount that one side has noted and the other has not yet."""

    kind: OutstandingKind
    fen: PositiveFen
    noted_on: date


class Assertion(Body, frozen=True, kw_only=True):
    """`occurred_on` is the statement's date. What the books say of that day is looked up, not told."""

    occurred_on: date
    account: AccountCode
    bank_fen: Annotated[int, Meta(ge=-FEN_MAX, le=FEN_MAX)]
    asserted_by: UUID
    statement: Paper | None = None
    outstanding: Annotated[tuple[Item, ...], Meta(max_length=_ITEMS_MOST)] = ()
    difference_reason: DifferenceReason | None = None


class Withdrawal(Body, frozen=True, kw_only=True):
    """`withdrawn_version` is the version of the comparison."""

    occurred_on: date
    account: AccountCode
    withdrawn_version: Version
    withdrawn_by: UUID
    reason: WithdrawalReason


class StatementsQuery(ReadQuery, frozen=True, kw_only=True):
    since: date = date(1900, 1, 1)
    account: AccountCode | None = None


@operation(
    "GET",
    _STATEMENTS,
    "listBankStatements",
    tag="books",
    policy=may("books.read"),
    answer=Rows[AssertionRow],
)
async def list_bank_statements(asking: Asking, query: StatementsQuery) -> Answer:
    """Every comparison between two dates, with what the books say of its day now."""
    scope = await scope_of(asking, query)
    page = await asking.parts.ledgers.assertions(scope, since=query.since, account=query.account)
    return whole(scope, page)


@operation(
    "POST",
    _STATEMENTS,
    "assertBalance",
    tag="books",
    policy=may("books.write"),
    answer=Written,
    writes=True,
    status=201,
    refusals=(
        "bank_statement.no_chart_in_force",
        "bank_statement.not_a_money_account",
        "bank_statement.already_asserted",
        "bank_statement.amount_out_of_range",
        "bank_statement.item_after_statement",
        "bank_statement.office_not_held",
        "bank_statement.cashier_compares",
        "bank_statement.difference_unexplained",
        "bank_statement.no_difference",
        "ledgers.not_yet_shown",
    ),
    example={
        "occurred_on": "2026-03-31",
        "account": "102",
        "bank_fen": 1249000,
        "asserted_by": SOMEBODY,
        "outstanding": [{"kind": "paid_not_at_bank", "fen": 49000, "noted_on": "2026-03-30"}],
    },
)
async def assert_balance(asking: Asking, body: Assertion) -> Answer:
    """Compare an account with its statement (对账); nothing may be posted between reading and recording."""
    own = bank_statement_stream(UnionId(asking.tenant_id), body.account)
    position = (await asking.parts.log.head(asking.tenant_id)).position
    command = AssertBalance(
        occurred_on=body.occurred_on,
        account=body.account,
        bank_fen=body.bank_fen,
        books_fen=await _books_fen(asking, body, position),
        books_position=position,
        asserted_by=OfficerId(body.asserted_by),
        statement=None if body.statement is None else body.statement.attachment(),
        outstanding=tuple(
            OutstandingItem(kind=item.kind, fen=item.fen, noted_on=item.noted_on)
            for item in body.outstanding
        ),
        difference_reason=body.difference_reason,
    )
    return await carry_out(
        asking,
        [command],
        own,
        expected=asking.if_named(own),
        fields=frozenset(body.__struct_fields__),
        counted_at=position,
    )


@operation(
    "POST",
    f"{_STATEMENTS}/withdraw",
    "withdrawAssertion",
    tag="books",
    policy=may("books.write"),
    answer=Written,
    writes=True,
    matches=True,
    refusals=(
        "bank_statement.no_such_assertion",
        "bank_statement.office_not_held",
        "bank_statement.cashier_compares",
    ),
    example={
        "occurred_on": "2026-04-02",
        "account": "102",
        "withdrawn_version": 1,
        "withdrawn_by": SOMEBODY,
        "reason": "statement_wrong",
    },
)
async def withdraw_assertion(asking: Asking, body: Withdrawal) -> Answer:
    """Take back a comparison made by mistake; its day may be compared again."""
    own = bank_statement_stream(UnionId(asking.tenant_id), body.account)
    command = WithdrawAssertion(
        occurred_on=body.occurred_on,
        account=body.account,
        withdrawn_version=body.withdrawn_version,
        withdrawn_by=OfficerId(body.withdrawn_by),
        reason=body.reason,
    )
    return await carry_out(
        asking,
        [command],
        own,
        expected=asking.matching(own),
        fields=frozenset(body.__struct_fields__),
    )


async def _books_fen(asking: Asking, body: Assertion, position: int) -> int:
    scope = Scope(union_id=asking.tenant_id, as_of=body.occurred_on, min_position=position)
    balances = await asking.parts.ledgers.balances(scope, since=body.occurred_on)
    return sum(row.after_fen for row in balances.rows if row.account == body.account)
