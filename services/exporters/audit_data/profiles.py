"""The three profiles of exported books, and the file that says what each is."""

from collections.abc import Sequence
from datetime import date
from importlib.metadata import version
from typing import Literal, assert_never, get_args
from uuid import UUID

from services.exporters.audit_data.archive import dictionary_csv, table_csv, zip_of
from services.exporters.audit_data.cells import Table, text_of
from services.exporters.audit_data.gbt24589 import gbt_tables
from services.exporters.audit_data.iso21378 import iso_tables
from services.exporters.audit_data.xml_file import SCHEMA_FILE, XML_FILE, schema_text, xml_text
from services.exporters.audit_data.year_books import YearBooks, year_books
from services.exporters.ledgers.registry import LEDGER_NUMBERS, ledger_rows
from services.exporters.ledgers.table import LedgerAsked, cell_text
from services.reads import Ledgers, Scope
from services.store.contract import LogStore
from services.words.audit_data.declared import Column, TableWords
from services.words.audit_data.headings import HEADINGS
from services.words.audit_data.readme import (
    CLAUSES,
    DICTIONARY_FILE,
    FILE,
    HANDS,
    HEAD,
    PROFILE_NAMES,
)
from services.words.ledgers import LEDGER_WORDS
from services.words.ledgers.words import SERIAL, TOTAL

Profile = Literal["gbt24589", "iso21378", "csv"]
PROFILES: Sequence[Profile] = get_args(Profile)


async def export_of(
    ledgers: Ledgers,
    log: LogStore,
    union_id: UUID,
    *,
    profile: Profile,
    year: int,
    position: int,
) -> bytes:
    """Return a year's books as a zip, as known at a position; raises ReplayStumbled.

    The same union, year and position give the same bytes for ever, until the software's version changes.
    """
    books = await year_books(ledgers, log, union_id, year=year, position=position)
    files, told = await _files(ledgers, books, profile)
    explained = {FILE: _readme(books, profile), DICTIONARY_FILE: dictionary_csv(told)}
    return zip_of(explained | files)


async def _files(
    ledgers: Ledgers, books: YearBooks, profile: Profile
) -> tuple[dict[str, str], list[tuple[str, Table]]]:
    """Return the files by name, and the tables with the file each stands in."""
    software = version("gonghui")
    match profile:
        case "gbt24589":
            tables = gbt_tables(books, software)
            files = {XML_FILE: xml_text(tables), SCHEMA_FILE: schema_text()}
            return files, [(XML_FILE, table) for table in tables]
        case "iso21378":
            tables = iso_tables(books, software)
        case "csv":
            tables = await _printed(ledgers, books)
        case _:
            assert_never(profile)
    named = [(_csv_name(table), table) for table in tables]
    return {name: table_csv(table) for name, table in named}, named


def _csv_name(table: Table) -> str:
    return f"{table.words.name}.csv"


async def _printed(ledgers: Ledgers, books: YearBooks) -> list[Table]:
    """Return every ledger as it is printed: serial number, columns, and the totals as the last row."""
    scope = Scope(union_id=books.union_id, as_of=date(books.year, 12, 31), known_at=books.position)
    asked = LedgerAsked(scope=scope, year=books.year)
    tables = []
    async with ledgers.at_once(scope) as shown:
        for number in LEDGER_NUMBERS:
            built = await ledger_rows(shown, asked, number)
            rows = [
                (str(serial), *map(cell_text, row))
                for serial, row in enumerate(built.rows, start=1)
            ]
            if built.totals is not None:
                rows.append((TOTAL, *map(cell_text, built.totals)))
            tables.append(Table(_ledger_words(number), rows))
    return tables


def _ledger_words(number: str) -> TableWords:
    """Return a ledger's declaration: its headings are Chinese already, the dictionary adds the English."""
    words = LEDGER_WORDS[number]
    columns = tuple(
        Column(heading, heading, HEADINGS.get(heading, "")) for heading in (SERIAL, *words.columns)
    )
    return TableWords(number, words.title, HEADINGS.get(number, ""), columns)


def _readme(books: YearBooks, profile: Profile) -> str:
    union = books.union
    head = HEAD.format(
        profile=PROFILE_NAMES[profile],
        union="" if union is None else union.name,
        code="" if union is None else union.code,
        credit_code="" if union is None else union.credit_code or "",
        year=books.year,
        position=books.position,
        hash=books.hash,
        recorded_at=text_of(books.recorded_at),
        dictionary=DICTIONARY_FILE,
    )
    hands = "" if profile == "csv" else HANDS
    return f"{head}{hands}{CLAUSES[profile]}"
