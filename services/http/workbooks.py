"""Workbooks of ledgers and issued statements, as the screen shows them; each is on record before it leaves."""

import asyncio

from services.auth import may
from services.clock import CHINA
from services.exporters.ledgers import LedgerTable
from services.exporters.statements import asked_of, statement_table
from services.exporters.workbooks.ledgers import ledger_workbook
from services.http.asking import Answer, Asking, weak
from services.http.exporting import record_export
from services.http.ledgers import LedgerPart, table_asked
from services.http.operation import operation
from services.http.printed_statements import issued_under, statement_of
from services.workbooks.names import attachment, file_name
from services.workbooks.writing import MEDIA_TYPE

_UNION = "/v1/unions/{union_id}"


@operation(
    "GET",
    f"{_UNION}/ledgers/{{ledger}}/workbook",
    "exportLedger",
    tag="ledgers",
    policy=may("books.read"),
    answer=bytes,
    media_type=MEDIA_TYPE,
    refusals=("request.path_unknown",),
)
async def export_ledger(asking: Asking, ledger: str, query: LedgerPart) -> Answer:
    """台账导出: a ledger as .xlsx, masked as on the screen; the same books give the same bytes."""
    table = await table_asked(asking, ledger, query)
    return await _exported(asking, table, f"{ledger} {table.footer.period} {table.footer.as_of}")


@operation(
    "GET",
    f"{_UNION}/statements/{{code}}/workbook",
    "exportStatement",
    tag="ledgers",
    policy=may("books.read"),
    answer=bytes,
    media_type=MEDIA_TYPE,
    refusals=("statement.unknown", "request.path_unknown", "statement.no_position"),
)
async def export_statement(asking: Asking, code: str) -> Answer:
    """打印件导出: an issued statement as .xlsx, made again at its own position."""
    recorded = await issued_under(asking, code)
    issued = statement_of(recorded)
    parts = asking.parts
    table = await statement_table(
        parts.ledgers,
        parts.log,
        asked_of(issued, asking.tenant_id),
        issued.ledger,
        printed_at=recorded.recorded_at.astimezone(CHINA),
    )
    return await _exported(asking, table, f"{issued.ledger} {issued.code}")


async def _exported(asking: Asking, table: LedgerTable, about: str) -> Answer:
    """Make the file, put it on record, send it."""
    content = await asyncio.to_thread(ledger_workbook, table)
    await record_export(asking, "workbook", about)
    name = file_name(table.footer.union, table.title, table.footer.period, at=asking.parts.here())
    headers = weak(table.footer.position) | attachment(name)
    return Answer(body=content, headers=headers, media_type=MEDIA_TYPE)
