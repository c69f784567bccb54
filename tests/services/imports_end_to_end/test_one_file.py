"""One workbook of one union: whole or nothing, only what is new, in the union's own words, old .xls too."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from domain.union.commands import KeepVocabulary
from services.importers.file_import import FileImporter, Import
from services.importers.report import FileReport
from services.importers.vocabulary import merge
from services.reads import Scope
from tests.services.importers.making import DUES, ROSTER, book, member, person
from tests.support.books import CLERK, ROOT, TODAY, Office

XLS = ROOT / "tests" / "services" / "importers" / "books" / "roster.xls"
CASES = ("档案编号", "姓名", "身份证号", "建档日期", "帮扶编号", "帮扶项目", "资金来源")
CASES += ("审批金额", "审批日期")
PAYMENTS = ("帮扶编号", "姓名", "身份证号", "金额", "发放日期", "发放方式")
GIVEN = ("慰问日期", "姓名", "身份证号", "慰问事由", "慰问金额")
CHANGES = ("姓名", "身份证号", "变动类型", "变动日期")


async def take(
    office: Office, content: bytes, name: str, words: Sequence[str] = (), **changed: bool
) -> FileReport:
    return await FileImporter(office.desk, office.books.vault).run(
        Import(
            union_id=office.union_id,
            name=name,
            content=content,
            actor=CLERK,
            today=TODAY,
            vocabulary=merge(words),
            **changed,
        )
    )


async def roster_of(office: Office, *serials: int) -> None:
    report = await take(office, book([ROSTER, *map(member, serials)]), "会员花名册.xlsx")
    assert report.committed, report.refused


def dues_row(serial: int, *received: object, wage: int = 4000) -> list[Any]:
    return ["张三", person(serial), wage, *received, *[""] * (12 - len(received))]


async def topics_after(office: Office, position: int) -> list[str]:
    events = await office.books.log.read_after(office.union_id, position, 10_000)
    return [event.topic for event in events]


async def test_an_edited_copy_of_a_dues_file_books_only_the_new_receipts(office: Office) -> None:
    await roster_of(office, 1, 2, 3)
    first = book([DUES, dues_row(1, 20, 20), dues_row(2, 20)])
    assert (await take(office, first, "会费_2026.xlsx")).committed
    before = (await office.head()).position
    edited = book([DUES, dues_row(1, 20, 20, 20), dues_row(2, 20, 15), dues_row(3, 10)])
    report = await take(office, edited, "会费_2026.xlsx")
    assert (report.committed, report.repeated, report.refused) == (True, False, [])
    assert (await topics_after(office, before)).count("dues.received") == 3
    scope = Scope(union_id=office.union_id, as_of=TODAY)
    months = (await office.books.ledgers.dues_by_month(scope, year=2026)).rows
    assert [month.received_fen for month in months] == [5000, 3500, 2000] + [0] * 9


async def test_another_amount_for_a_month_on_the_books_is_a_contradiction(office: Office) -> None:
    await roster_of(office, 1)
    await take(office, book([DUES, dues_row(1, 20)]), "会费_2026.xlsx")
    report = await take(office, book([DUES, dues_row(1, 25)]), "会费_2026.xlsx")
    assert [(row.row, row.column, row.kind) for row in report.refused] == [
        (2, "D", "received_otherwise")
    ]
    assert not report.committed


async def test_an_edited_copy_of_aid_and_condolences_books_only_what_is_new(
    office: Office,
) -> None:
    await roster_of(office, 1, 2)
    case = ["KN1", "张三", person(1), "2025-01-01", "BF1", "生活救助", "本级工会经费"]
    cases = [CASES, [*case, 3000, "2026-01-05"]]
    pay = ["BF1", "张三", person(1), 1000, "2026-02-01", "现金"]
    aid = book(cases, [PAYMENTS, pay, pay], names=["个案", "发放"])
    given = ["2026-03-08", "李四", person(2), "节日", 200]
    assert (await take(office, aid, "帮扶.xlsx")).committed
    assert (await take(office, book([GIVEN, given, given]), "慰问.xlsx")).committed
    before = (await office.head()).position
    more = book(cases, [PAYMENTS, pay, pay, pay], names=["个案", "发放"])
    assert (await take(office, more, "帮扶.xlsx")).committed
    assert (await take(office, book([GIVEN, given, given, given]), "慰问.xlsx")).committed
    assert await topics_after(office, before) == [
        "aid_case.paid",
        "import_run.committed",
        "condolence.recorded",
        "import_run.committed",
    ]


async def test_changes_that_stand_on_the_books_are_left_out(office: Office) -> None:
    await roster_of(office, 1, 2)
    gone = ["张三", person(1), "退会", "2026-05-31"]
    assert (await take(office, book([CHANGES, gone]), "变动.xlsx")).committed
    before = (await office.head()).position
    kept = ["张三", person(2), "保留会籍", "2026-06-30"]
    assert (await take(office, book([CHANGES, kept, gone]), "变动.xlsx")).committed
    assert await topics_after(office, before) == ["member.retained", "import_run.committed"]


async def test_a_file_with_a_refused_row_leaves_no_trace_unless_it_is_skipped(
    office: Office,
) -> None:
    await roster_of(office, 1)
    before = await office.head()
    content = book([DUES, dues_row(1, 20), dues_row(9, 20)])
    report = await take(office, content, "会费_2026.xlsx")
    assert (report.committed, report.rows_read, report.rows_accepted) == (False, 2, 1)
    assert await office.head() == before
    skipping = await take(office, content, "会费_2026.xlsx", skip_refused=True)
    assert (skipping.committed, skipping.rows_accepted) == (True, 1)
    again = await take(office, content, "会费_2026.xlsx", skip_refused=True)
    assert (again.repeated, again.refused) == (True, skipping.refused)


async def test_a_dry_run_says_what_the_import_then_does(office: Office) -> None:
    before = await office.head()
    content = book([ROSTER, member(1), member(2)])
    dry = await take(office, content, "花名册.xlsx", dry_run=True)
    assert (dry.committed, dry.rows_accepted, dry.refused) == (False, 2, [])
    assert await office.head() == before
    wet = await take(office, content, "花名册.xlsx")
    assert (wet.committed, wet.rows_accepted, wet.refused) == (True, 2, [])


async def test_words_are_understood_once_they_are_taught(office: Office) -> None:
    grid = [("员工", "证件", "入会日期", "在会情况"), ["张三", person(1), "2019-07-09", "在册"]]
    words = (
        '[columns]\n"员工" = "姓名"\n"证件" = "身份证号"\n"在会情况" = "会籍状态"\n'
        '[words."会籍状态"]\n"在册" = "active"\n'
    )
    untaught = await take(office, book(grid), "花名册.xlsx")
    assert not untaught.committed
    assert {refusal.kind for refusal in untaught.refused} <= {"column_missing", "table_not_found"}
    taught = await take(office, book(grid), "花名册.xlsx", [words])
    assert (taught.committed, taught.refused) == (True, [])


async def test_words_a_union_keeps_are_part_of_its_books(office: Office) -> None:
    words = '[words."会籍状态"]\n"在册" = "active"\n'
    await office.do(KeepVocabulary(occurred_on=TODAY, toml=words))
    kept = (await office.desk.read_union(office.union_id)).vocabulary
    grid = [ROSTER, ["张三", person(1), "2019-07-09", "在册"]]
    assert (await take(office, book(grid), "花名册.xlsx", [kept])).committed


async def test_an_old_xls_is_taken_like_any_other(office: Office) -> None:
    report = await take(office, _bytes(XLS), "会员花名册.xls", skip_refused=True)
    assert report.committed
    assert report.rows_accepted > 0
    scope = Scope(union_id=office.union_id, as_of=date(2099, 1, 1))
    page = await office.books.ledgers.members(scope, limit=1000)
    assert len(page.rows) == report.rows_accepted


def _bytes(path: Path) -> bytes:
    return path.read_bytes()
