"""Streams of the books are named by union, year and account: nobody has to look them up."""

from domain.ids import bank_statement_stream, budget_stream, opening_voucher_id
from tests.domain.values import FEDERATION, UNION


def test_each_union_year_and_account_has_a_stream_of_its_own() -> None:
    named = [
        stream
        for union in (UNION, FEDERATION)
        for stream in (
            opening_voucher_id(union),
            budget_stream(union, 2025),
            budget_stream(union, 2026),
            bank_statement_stream(union, "101"),
            bank_statement_stream(union, "102"),
        )
    ]
    assert len(set(named)) == len(named)


def test_a_stream_is_always_named_the_same() -> None:
    assert str(budget_stream(UNION, 2026)) == str(budget_stream(UNION, 2026))
    assert opening_voucher_id(UNION).version == 5
