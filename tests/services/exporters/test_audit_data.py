"""Exported books say what the books say: every profile, to the fen, the same bytes for the same question."""

import csv
import io
import zipfile
from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest
from defusedxml import ElementTree
from hypothesis import HealthCheck, Phase, given, settings

from domain.dues.commands import ReceiveDues
from domain.ids import VoucherId
from domain.money import PostingLine
from domain.voucher.commands import (
    ApproveVoucher,
    DraftVoucher,
    PostVoucher,
    ReverseVoucher,
    ReviewVoucher,
    SubmitVoucher,
)
from domain.voucher_kind import VoucherKind
from services.exporters.audit_data import PROFILES, Profile, export_of
from services.exporters.audit_data.archive import csv_of
from services.exporters.audit_data.xml_file import schema_text
from services.exporters.ledgers import LEDGER_NUMBERS
from services.identifiers import new_id
from services.reads import Scope
from services.words.audit_data import gbt24589, iso21378
from services.words.audit_data.headings import HEADINGS
from services.words.ledgers import LEDGER_WORDS
from tests.services.exporters.schema import faults_of
from tests.services.projector.books_wishes import PAPER, Books
from tests.services.projector.histories import YEAR, Teller, Wish, histories
from tests.support.beginnings import FirstUnit
from tests.support.books import Office, fresh_office
from tests.support.database import Server

FEW = settings(
    max_examples=2,
    deadline=None,
    print_blob=True,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
DAY = date(YEAR, 3, 16)
NAMESPACE = f"{{{gbt24589.NAMESPACE}}}"
Rows = list[dict[str, str]]
Balances = dict[str, tuple[int, int, int, int]]
"""By account: before, debit, credit and after, in fen."""


async def exported(office: Office, profile: Profile, *, position: int | None = None) -> bytes:
    books = office.books
    at = (await office.head()).position if position is None else position
    return await export_of(
        books.ledgers, books.log, office.union_id, profile=profile, year=YEAR, position=at
    )


def files_of(archive: bytes) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(archive)) as opened:
        assert opened.testzip() is None
        return {name: opened.read(name).decode("utf-8-sig") for name in opened.namelist()}


def rows_of(text: str) -> Rows:
    return list(csv.DictReader(io.StringIO(text)))


def elements_of(xml: str) -> dict[str, Rows]:
    """The tables of the XML file by name."""
    found: dict[str, Rows] = defaultdict(list)
    for element in ElementTree.fromstring(xml):
        name = element.tag.removeprefix(NAMESPACE)
        found[name].append({e.tag.removeprefix(NAMESPACE): e.text or "" for e in element})
    return found


def fen(text: str) -> int:
    """Read an amount back; it has exactly two decimals."""
    yuan, _, rest = text.removeprefix("'").partition(".")
    assert len(rest) == 2, text
    return int(yuan + rest)


async def balances_of(office: Office) -> Balances:
    """L9 of the whole year, by the SQL of the books."""
    scope = Scope(union_id=office.union_id, as_of=date(YEAR, 12, 31))
    page = await office.books.ledgers.balances(scope, since=date(YEAR, 1, 1))
    return {
        row.account: (row.before_fen, row.debit_fen, row.credit_fen, row.after_fen)
        for row in page.rows
        if any((row.before_fen, row.debit_fen, row.credit_fen))
    }


def of_the_year(rows: list[tuple[str, str, int, int, int]]) -> Balances:
    """Twelve months of each account, which must follow upon each other, as one year."""
    months: dict[str, dict[str, list[int]]] = defaultdict(lambda: defaultdict(lambda: [0, 0, 0]))
    for account, month, *figures in rows:
        own = months[account][month]
        months[account][month] = [a + b for a, b in zip(own, figures, strict=True)]
    found: Balances = {}
    for account, by_month in months.items():
        assert len(by_month) == 12
        before = standing = by_month[f"{YEAR}-01"][0]
        for month in sorted(by_month):
            opening, debit, credit = by_month[month]
            assert opening == standing, (account, month)
            standing += debit - credit
        debit, credit = (sum(figures[n] for figures in by_month.values()) for n in (1, 2))
        if any((before, debit, credit)):
            found[account] = (before, debit, credit, standing)
    return found


def iso_balances(files: Mapping[str, str], table: str) -> Balances:
    return of_the_year(
        [
            (
                row["GL_Account_Number"],
                row["Accounting_Period_ID"],
                fen(row["Beginning_Balance"]),
                fen(row["Period_Debit"]),
                fen(row["Period_Credit"]),
            )
            for row in rows_of(files[f"{table}.csv"])
        ]
    )


def gbt_balances(tables: Mapping[str, Rows]) -> Balances:
    side = {"借": 1, "贷": -1, "平": 0}
    return of_the_year(
        [
            (
                row["科目编号"],
                row["会计期间号"],
                side[row["期初余额方向"]] * fen(row["期初余额"]),
                fen(row["借方发生额"]),
                fen(row["贷方发生额"]),
            )
            for row in tables["科目余额及发生额"]
        ]
    )


def turnover(lines: list[tuple[str, int, int]]) -> dict[str, tuple[int, int]]:
    sums: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for account, debit, credit in lines:
        sums[account][0] += debit
        sums[account][1] += credit
    return {
        account: (debit, credit) for account, (debit, credit) in sums.items() if debit or credit
    }


async def agrees_in_every_profile(office: Office) -> None:
    """Balances are those of the books, lines sum to them, and everybody is named."""
    balances = await balances_of(office)
    moved = {code: (b[1], b[2]) for code, b in balances.items() if b[1] or b[2]}
    iso = files_of(await exported(office, "iso21378"))
    assert iso_balances(iso, "GL_Trial_Balance") == balances
    assert iso_balances(iso, "GL_Details_Period_Balance") == balances
    details = rows_of(iso["GL_Details.csv"])
    assert moved == turnover([_iso_line(row) for row in details])
    users = {row["User_ID"] for row in rows_of(iso["BAS_User.csv"])}
    for row in (*details, *rows_of(iso["GL_Opening_Entries.csv"])):
        assert {row["Entered_By"], row["Posted_By"]} <= users
        assert row["Entered_Date"]
        assert row["Posted_At"]
        if row["Source_ID"] in ("voucher.posted", "voucher.reversed"):
            assert row["Approved_By"] in users
            assert row["Approved_Date"]
    gbt = files_of(await exported(office, "gbt24589"))
    assert faults_of(gbt["gbt24589.xsd"], gbt["gbt24589.xml"]) == []
    tables = elements_of(gbt["gbt24589.xml"])
    assert gbt_balances(tables) == balances
    lines = tables["记账凭证"]
    assert moved == turnover(
        [(row["科目编号"], fen(row["借方金额"]), fen(row["贷方金额"])) for row in lines]
    )
    assert all(row["制单人"] and row["记账人"] and row["记账时间"] for row in lines)
    printed = rows_of(files_of(await exported(office, "csv"))["L9.csv"])
    totals = {row["科目编码"]: row for row in printed if row["序号"] != "合计"}
    assert {code: (fen(row["本期借方"]), fen(row["本期贷方"])) for code, row in totals.items()} == {
        code: (b[1], b[2]) for code, b in balances.items()
    }


def _iso_line(row: Mapping[str, str]) -> tuple[str, int, int]:
    amount = fen(row["Functional_Amount"])
    debit = row["Debit_Credit_Indicator"] == "D"
    return row["GL_Account_Number"], amount if debit else 0, 0 if debit else amount


@FEW
@given(history=histories)
async def test_every_profile_says_what_the_books_say(
    server: Server, first_unit: FirstUnit, history: list[Wish]
) -> None:
    async with fresh_office(server, first_unit) as office:
        teller = await Teller.of(office)
        for wish in history:
            await teller.tell(wish)
        await agrees_in_every_profile(office)


@pytest.fixture
async def kept(office: Office) -> Books:
    """Somebody in every office."""
    made = Books(office, await office.seal(await office.person(1), "details", {"summary": "甲"}))
    await made.staff(date(2025, 1, 1))
    return made


async def posted(kept: Books, kind: VoucherKind, *lines: tuple[str, int]) -> VoucherId:
    own = VoucherId(new_id())
    on: Any = {"occurred_on": DAY, "voucher_id": own}
    proposed = tuple(PostingLine(account=code, fund="own_funds", fen=fen) for code, fen in lines)
    by, drawn_up = kept.by["handler"], new_id()
    person = await kept.office.person(1)
    details = await kept.office.seal(person, "details", {"summary": "=办公"}, command_id=drawn_up)
    draft = DraftVoucher(
        **on,
        kind=kind,
        proposed=proposed,
        details=details,
        handler_id=by,
        attachments=(PAPER,),
    )
    await kept.office.do(draft, command_id=drawn_up)
    for command in (
        SubmitVoucher(**on, handler_id=by),
        ReviewVoucher(**on, reviewer_id=kept.by["reviewer"]),
        ApproveVoucher(**on, approver_id=kept.by["approver"], decision_no="会1"),
        PostVoucher(**on, posted_by=kept.by["cashier"], method="transfer"),
    ):
        await kept.office.do(command)
    return own


@pytest.fixture
async def undone(kept: Books) -> Books:
    """An income, and an expense that was reversed."""
    await posted(kept, "income", ("102", 9_000), ("408", -9_000))
    paid = await posted(kept, "expense", ("50102", 500), ("102", -500))
    await kept.office.do(
        ReverseVoucher(
            occurred_on=DAY,
            voucher_id=paid,
            today=DAY,
            requested_by=kept.by["accountant"],
            approved_by=kept.by["approver"],
            reason="entered_twice",
        )
    )
    return kept


async def test_every_line_names_who_entered_reviewed_approved_and_posted(undone: Books) -> None:
    files = files_of(await exported(undone.office, "iso21378"))
    lines = rows_of(files["GL_Details.csv"])
    (expense, *_) = [row for row in lines if row["Journal_ID"] == "2026-03-0002"]
    by = {office: str(who) for office, who in undone.by.items()}
    assert [
        expense[column] for column in ("Entered_By", "Reviewed_By", "Approved_By", "Posted_By")
    ] == [by["handler"], by["reviewer"], by["approver"], by["cashier"]]
    assert expense["Entered_Date"] == expense["Approved_Date"] == str(DAY)
    assert expense["Posted_At"].endswith("Z")
    assert expense["Journal_Entry_Type_ID"] == "付"
    red = [row for row in lines if row["Reversal_Indicator"] == "1"]
    assert {row["Reversal_Journal_ID"] for row in red} == {"2026-03-0002"}
    assert {row["Functional_Amount"] for row in red} == {"-5.00"}
    assert (red[0]["Entered_By"], red[0]["Approved_By"]) == (by["accountant"], by["approver"])
    assert {row["Journal_Entry_Line_Description"][:2] for row in lines[:2]} == {"'="}
    held = {row["Employee_ID"]: row["Position"] for row in rows_of(files["BAS_Employee.csv"])}
    assert held[by["cashier"]] == "出纳"


async def test_dues_are_entered_by_a_login_and_approved_by_nobody(office: Office) -> None:
    who = await office.member(1)
    await office.do(
        ReceiveDues(occurred_on=DAY, member_id=who, dues_month="2026-03", amount_fen=2_615)
    )
    files = files_of(await exported(office, "iso21378"))
    for row in rows_of(files["GL_Details.csv"]):
        assert (row["Entered_By"], row["Approved_By"]) == ("login:clerk-1", "")
        assert fen(row["Functional_Amount"]) == 2_615
    assert "没有这个环节" in files["README.txt"]


@pytest.mark.parametrize("profile", PROFILES)
async def test_the_same_question_has_the_same_bytes(undone: Books, profile: Profile) -> None:
    office = undone.office
    position = (await office.head()).position
    first = await exported(office, profile, position=position)
    await posted(undone, "income", ("102", 1), ("408", -1))
    assert await exported(office, profile, position=position) == first
    assert await exported(office, profile) != first


@pytest.mark.parametrize("profile", PROFILES)
async def test_what_an_export_holds_is_explained_in_it(undone: Books, profile: Profile) -> None:
    files = files_of(await exported(undone.office, profile))
    readme = files["README.txt"]
    head = await undone.office.head()
    assert head.hash.hex() in readme
    if profile != "csv":
        assert "未能与标准文本核对的条款" in readme
        assert "could not be checked against the text" in readme
    told = {(row["文件 file"], row["列 column"]): row for row in rows_of(files["dictionary.csv"])}
    for name, text in files.items():
        if name.endswith(".csv") and name != "dictionary.csv":
            for column in next(csv.reader(io.StringIO(text))):
                assert told[name, column]["列的含义"]
                assert told[name, column]["meaning of the column"]


async def test_no_member_is_named_in_an_export_of_vouchers(office: Office) -> None:
    who = await office.member(1, name="仲小妮")
    for profile in ("gbt24589", "iso21378"):
        text = "".join(files_of(await exported(office, profile)).values())  # type: ignore[arg-type]
        assert "仲" not in text
        assert str(who) not in text


async def test_an_export_of_a_union_without_books_is_whole(office: Office) -> None:
    for profile in PROFILES:
        assert files_of(await exported(office, profile, position=0))["README.txt"]
    files = files_of(await exported(office, "gbt24589", position=0))
    assert faults_of(files["gbt24589.xsd"], files["gbt24589.xml"]) == []


def test_the_schema_finds_what_is_out_of_order() -> None:
    document = f'<会计核算数据 xmlns="{gbt24589.NAMESPACE}"><币种>{{}}</币种></会计核算数据>'
    good = "<币种编码>CNY</币种编码><币种名称>人民币</币种名称>"
    assert faults_of(schema_text(), document.format(good)) == []
    assert faults_of(schema_text(), document.format("<币种名称>人民币</币种名称>"))
    assert faults_of(schema_text(), document.format(good + "<多余/>"))


def test_declared_names_are_names_of_xml_and_unique() -> None:
    for tables in (gbt24589.TABLES, iso21378.TABLES):
        assert len({words.name for words in tables}) == len(tables)
        for words in tables:
            names = [column.name for column in words.columns]
            assert len(set(names)) == len(names), words.name
            ElementTree.fromstring(
                "".join(f"<{name}>" for name in names) + "".join(f"</{n}>" for n in names[::-1])
            )


def test_every_heading_of_a_ledger_has_an_english_word() -> None:
    headings = {heading for number in LEDGER_NUMBERS for heading in LEDGER_WORDS[number].columns}
    assert headings <= HEADINGS.keys()
    assert set(LEDGER_NUMBERS) <= HEADINGS.keys()


def test_no_cell_is_run_by_a_spreadsheet() -> None:
    text = csv_of(("a",), [("=1+1",), ("@x",), ("-1.50",), ("-x",)])
    assert text.splitlines()[1:] == ["'=1+1", "'@x", "-1.50", "'-x"]
