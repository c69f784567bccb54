"""What has had its time is listed, on the very day and not before; nothing is destroyed by listing it."""

import io
from argparse import Namespace
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

import msgspec
import pytest
from python_calamine import CalamineWorkbook

from domain.catalogue import CATALOGUE
from domain.policy.retention import RetentionPolicy
from domain.union.commands import AdoptPolicy
from services.cli import VERBS
from services.cli.arguments import parser
from services.reads.directory import UnitListed
from services.retention import PersonDue, Retention, RetentionList, kinds
from services.retention.destruction_list import destruction_list
from services.retention.terms import terms
from services.store.retention import RetentionRows
from services.words.retention import KINDS, LIST_COLUMNS
from tests.services.attachments.pictures import PDF
from tests.services.moving.places import fill
from tests.support.books import Office, books, new_office, office

__all__ = ["books", "office"]

PERSON = UUID(int=5)


def lists(where: Office, *due: PersonDue) -> Callable[[date], Any]:
    async def people(_union: UUID, _day: date) -> list[PersonDue]:
        return list(due)

    rows = Retention(RetentionRows(where.books.pools.auditor), where.books.log, people)
    return lambda day: rows.of_union(where.union_id, day)


def over(found: RetentionList) -> set[tuple[str, int]]:
    return {(shelf.kind, shelf.year) for shelf in found.over}


async def test_vouchers_are_over_thirty_full_years_after_their_year(office: Office) -> None:
    await fill(office)
    listed = lists(office)
    assert over(await listed(date(2056, 12, 31))) == set()
    assert over(await listed(date(2057, 1, 1))) == {("vouchers", 2026), ("ledgers", 2026)}
    vouchers = next(one for one in (await listed(date(2026, 12, 31))).shelves)
    assert (vouchers.kind, vouchers.count, vouchers.years) == ("vouchers", 30, 30)
    assert vouchers.until == date(2057, 1, 1)


async def test_the_unions_own_term_goes_before_the_tables(office: Office) -> None:
    await fill(office)
    longer = RetentionPolicy(policy_id="retention.own", version=1, books_years=40)
    await office.do(
        AdoptPolicy(
            occurred_on=date(2026, 12, 2),
            policy=longer,
            valid_from=date(2026, 12, 2),
            document_no="某工〔2026〕1号",
        )
    )
    listed = lists(office)
    assert over(await listed(date(2066, 12, 31))) == set()
    assert over(await listed(date(2067, 1, 1))) == {("vouchers", 2026), ("ledgers", 2026)}


async def test_another_unions_papers_are_not_listed(office: Office) -> None:
    await fill(office)
    empty = await new_office(office.books, code="U002")
    assert (await lists(empty)(date(2100, 1, 1))).shelves == []


async def test_listing_destroys_nothing(office: Office, tmp_path: Path) -> None:
    await fill(office)
    head, file = await office.head(), tmp_path / "list.xlsx"
    words = ["retention", "--union", "U001", "--on", "2099-01-01", "-o", str(file)]
    arguments: Namespace = parser().parse_args(words)
    assert await VERBS["retention"](office.books.settings, arguments) == 0
    assert await office.head() == head
    (kept,) = [row async for row in office.books.attachments._rows.every(office.union_id)]
    assert (await office.books.attachments.read(office.union_id, kept.sha256)).content == PDF
    assert CalamineWorkbook.from_path(file).sheet_names == [
        "会计档案销毁清册",
        "拟销毁密钥",
        "未了事项",
    ]


async def test_the_list_has_the_columns_the_rule_names_and_the_keys_that_go(office: Office) -> None:
    await fill(office)
    found = await lists(office, PersonDue(PERSON, date(2057, 1, 1)))(date(2057, 1, 1))
    unit = UnitListed(UUID(int=1), office.union_id, "U001", "U001工会")
    raw = destruction_list(unit, found)
    assert destruction_list(unit, found) == raw
    book = CalamineWorkbook.from_filelike(io.BytesIO(raw))
    rows = book.get_sheet_by_name("会计档案销毁清册").to_python()
    assert list(LIST_COLUMNS) in rows
    line = rows[rows.index(list(LIST_COLUMNS)) + 1]
    assert line[1] == KINDS["vouchers"]
    assert line[3:8] == [
        "30件",
        "2026年（2026-12-01 至 2026-12-01）",
        "U001-KJ·PZ-2026",
        "30年",
        "30年",
    ]
    assert any("监销人" in str(cell) for row in rows for cell in row)
    keys = book.get_sheet_by_name("拟销毁密钥").to_python()
    assert any(str(PERSON) in map(str, row) for row in keys)


async def test_the_table_is_printed_and_given_as_json(
    office: Office, capsys: pytest.CaptureFixture[str]
) -> None:
    await fill(office)
    for words in (
        ["--on", "2057-01-01"],
        ["--all"],
        ["--union", "U001", "--on", "2057-01-01", "--json"],
    ):
        arguments = parser().parse_args(["retention", *words])
        assert await VERBS["retention"](office.books.settings, arguments) == 0
    said = capsys.readouterr().out
    assert "会计凭证" in said
    listed = msgspec.json.decode(said.splitlines()[-1])
    assert [shelf["kind"] for shelf in listed[0]["list"]["shelves"]] == ["vouchers", "ledgers"]
    arguments = parser().parse_args(["retention", "-o", "x.xlsx"])
    assert await VERBS["retention"](office.books.settings, arguments) == 2


def test_every_kind_has_its_words_and_names_topics_that_exist() -> None:

    assert KINDS.keys() == {kind.name for kind in kinds()}
    named = {topic for kind in kinds() for topic in (*kind.topics, *kind.endings)}
    named |= {*terms().unfinished.beginnings, *terms().unfinished.endings}
    assert named <= CATALOGUE.keys()
