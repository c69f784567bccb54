"""A thousand hostile names through every writer of tables: none is run, none is lost (assurance S5, S8)."""

import ast
import io
import zipfile
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, Final
from uuid import UUID

import msgspec
import pytest

import services
from domain.engagement.events import SampleDrawn
from services.exporters.audit_data.archive import dictionary_csv, table_csv
from services.exporters.audit_data.cells import Table
from services.exporters.audit_report import AuditReport, KindLine, Money, sheet_csv
from services.exporters.bank_file import BankLine, bank_file
from services.exporters.ledgers.printing import csv_text
from services.exporters.ledgers.table import Amount, Footer, LedgerTable
from services.exporters.sample_sheet import SheetLine
from services.exporters.sample_sheet import sheet_csv as sample_csv
from services.words.audit_data.declared import Column, TableWords
from services.workbooks.sheet import Sheet
from services.workbooks.writing import workbook
from tests.services.exporters.hostile_names import cells_of, hostile_names, is_kept, is_run
from tests.services.exporters.reading import sheets, table
from tests.support.samples_of import COMPLETE

NAMES: Final = hostile_names()
DAY: Final = date(2026, 3, 2)
Writer = Callable[[str], str]

WRITERS_IN: Final = {
    "exporters/audit_data/archive.py",
    "exporters/audit_report.py",
    "exporters/bank_file.py",
    "exporters/ledgers/printing.py",
    "exporters/sample_sheet.py",
}
"""Every module that writes a table for a spreadsheet; each has its writers below."""
WORKBOOKS_IN: Final = {"workbooks/writing.py", "importers/jobs/marked.py"}
"""Those that write a workbook, where a text is a text whatever it looks like."""


def of_bank(name: str) -> str:
    return bank_file(name, [BankLine(name, name, "6222020000001234", -500)])


def of_ledger(name: str) -> str:
    footer = Footer(
        union=name,
        credit_code=name,
        period=name,
        printed_at=datetime(2026, 3, 2, 8, tzinfo=UTC),
        as_of=DAY,
        position=7,
        receipt_code=name,
    )
    table = LedgerTable(
        ledger="L1",
        title=name,
        columns=(name, "金额"),
        rows=[(name, Amount(-500)), (DAY, -5)],
        totals=(name, Amount(-500)),
        signatures=[name],
        footer=footer,
    )
    return csv_text(table)


def of_audit_data(name: str) -> str:
    columns = (Column("a", "a", "a"), Column("b", "b", "b", "amount"))
    return table_csv(Table(TableWords("t", "t", "t", columns), [(name, "-5.00")]))


def of_dictionary(name: str) -> str:
    words = TableWords(name, name, name, (Column(name, name, name),))
    return dictionary_csv([(name, Table(words, []))])


def of_sample(name: str) -> str:
    (sample,) = [one for one in COMPLETE if isinstance(one, SampleDrawn)]
    line = SheetLine(
        number=1,
        position=2,
        occurred_on=DAY,
        topic=name,
        stream_id=UUID(int=3),
        stratum=name,
        amount_fen=-500,
        hits=1,
        evidence="/v1",
    )
    return sample_csv(msgspec.structs.replace(sample, seed=name), DAY, [line])


def of_report(name: str) -> str:
    line = KindLine(account="410101", name=name, fen=-500)
    whole = KindLine(account="", name=name, fen=-500)
    figures: dict[str, Any] = dict.fromkeys(
        ("income_fen", "expense_fen", "opening_fen", "balance_fen"), -500
    )
    money = Money(since=DAY, until=DAY, income=[line], expense=[whole], **figures)
    report = AuditReport(
        engagement_id=UUID(int=1),
        title=name,
        addressed_to=name,
        basis=name,
        report_no=name,
        reported_on=DAY,
        opinion=name,
        money=money,
        findings=[],
        sheet={"被审计单位": name, "收入": "-5.00"},
        signatures=[name],
        position=1,
    )
    return sheet_csv(report)


WRITERS: Final[dict[str, Writer]] = {
    "the bank's file": of_bank,
    "a ledger": of_ledger,
    "exported books": of_audit_data,
    "the dictionary of exported books": of_dictionary,
    "the sheet of a sample": of_sample,
    "the sheet of an audit": of_report,
}


@pytest.mark.parametrize("writer", WRITERS.values(), ids=WRITERS)
def test_no_spreadsheet_runs_a_name(writer: Writer) -> None:
    run = [
        (name, cell)
        for name in NAMES
        for row in cells_of(writer(name))
        for cell in row
        if is_run(cell)
    ]
    assert not run, f"{len(run)} formulas: {run[:3]}"


@pytest.mark.parametrize("writer", WRITERS.values(), ids=WRITERS)
def test_a_name_is_read_back_as_it_was(writer: Writer) -> None:
    lost = [
        name
        for name in NAMES
        if not any(is_kept(name, cell) for row in cells_of(writer(name)) for cell in row)
    ]
    assert not lost, f"{len(lost)} names: {lost[:3]}"


@pytest.mark.parametrize("writer", [of_bank, of_ledger, of_audit_data, of_sample, of_report])
def test_an_amount_stays_a_number(writer: Writer) -> None:
    """A negative amount begins like a formula and is none."""
    assert "-5.00" in {cell for row in cells_of(writer("王小明")) for cell in row}


def test_every_module_that_writes_tables_is_known() -> None:
    """A new one needs a writer here."""
    home = Path(services.__file__).parent
    found = {
        path.relative_to(home).as_posix()
        for path in home.rglob("*.py")
        if imported(path) & {"csv", "xlsxwriter", "openpyxl", "xlwt"}
    }
    assert found == WRITERS_IN | WORKBOOKS_IN


def test_no_workbook_runs_a_name_and_none_is_lost() -> None:
    rows = [(number, name) for number, name in enumerate(NAMES)]
    made = workbook(
        [Sheet(name="表", title="=1", under_title=(), columns=("序号", "=2"), rows=rows)]
    )
    (read,) = sheets(made).values()
    cells = [str(cell) for row in read for cell in row]
    assert not [cell for cell in cells if is_run(cell)]
    _, told = table(read, "序号")
    assert not [
        name for name, row in zip(NAMES, told, strict=True) if not is_kept(name, str(row[1]))
    ]
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        assert all(b"<f>" not in archive.read(name) for name in archive.namelist())


def imported(path: Path) -> set[str]:
    names = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        match node:
            case ast.Import():
                names |= {alias.name.partition(".")[0] for alias in node.names}
            case ast.ImportFrom(module=str() as module):
                names.add(module.partition(".")[0])
    return names


def test_there_are_a_thousand_names() -> None:
    assert len(NAMES) == 1_000
    assert sum(is_run(name) for name in NAMES) > 500
