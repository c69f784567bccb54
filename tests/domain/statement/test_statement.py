"""A printed statement (打印件): issued once per code, and a code that can be read aloud and typed."""

from datetime import date
from uuid import UUID

import msgspec
import pytest
from hypothesis import given as property_of
from hypothesis import strategies as st

from domain.statement.commands import IssueStatement
from domain.statement.events import ProjectionUsed, StatementIssued
from domain.statement_code import grouped, is_code, read_code, statement_code
from tests.domain.audit import CODE
from tests.domain.strategies import QUICK
from tests.support.given_when_then import given

USED = (ProjectionUsed(name="dues", version=3),)
ISSUE = IssueStatement(
    occurred_on=date(2026, 7, 1),
    code=CODE,
    ledger="L3",
    year=2026,
    month="2026-06",
    as_of=date(2026, 6, 30),
    known_at=900,
    chain_hash="ab" * 32,
    document_sha256="cd" * 32,
    format=1,
    row_count=1,
    row_digests="00112233",
    projections=USED,
)
ISSUED = StatementIssued(
    code=CODE,
    ledger="L3",
    year=2026,
    month="2026-06",
    as_of=date(2026, 6, 30),
    known_at=900,
    chain_hash="ab" * 32,
    document_sha256="cd" * 32,
    format=1,
    row_count=1,
    row_digests="00112233",
    projections=USED,
)
UNION = UUID(int=1)


def test_a_statement_is_issued_once() -> None:
    given().when(ISSUE).then(ISSUED)
    given(ISSUED).when(ISSUE).refused("statement.already_issued", "code")


@pytest.mark.parametrize(
    "code", ["", "0123456789ABCDEI", "0123456789abcdef", "0123-4567-89AB-CDEF"]
)
def test_a_code_is_sixteen_characters_of_crockford(code: str) -> None:
    command = msgspec.structs.replace(ISSUE, code=code)
    given().when(command).refused("statement.code_malformed", "code")


def test_a_statement_shows_books_that_have_begun() -> None:
    given().when(msgspec.structs.replace(ISSUE, known_at=0)).refused("statement.no_position")


def test_a_month_is_of_the_year() -> None:
    command = msgspec.structs.replace(ISSUE, year=2025)
    given().when(command).refused("statement.month_of_another_year", "month")


def test_every_row_has_a_digest_or_none_has() -> None:
    given().when(msgspec.structs.replace(ISSUE, row_count=2)).refused("statement.rows_miscounted")
    given().when(msgspec.structs.replace(ISSUE, row_count=2, row_digests="")).events()


def test_a_code_known_by_heart_stays_what_it_is() -> None:
    """It stands on paper: another way of computing it would disown every print."""
    assert statement_code(UNION, bytes(32), b"[]") == "K7C8KKJFE9GMV8CW"


@QUICK
@property_of(st.binary(min_size=32, max_size=32), st.binary(max_size=40))
def test_a_code_can_be_typed_in_any_way(chain_hash: bytes, document: bytes) -> None:
    code = statement_code(UNION, chain_hash, document)
    assert is_code(code)
    assert read_code(grouped(code)) == code
    assert read_code(grouped(code).lower().replace("0", "o").replace("1", "l")) == code
    assert statement_code(UNION, chain_hash, document + b" ") != code
    assert statement_code(UUID(int=2), chain_hash, document) != code


@pytest.mark.parametrize("typed", ["", "U" * 16, "0123-4567", "零" * 16])
def test_what_is_no_code_is_told_from_one(typed: str) -> None:
    assert read_code(typed) is None
