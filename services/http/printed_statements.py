"""打印件: a ledger is printed and issued under a short code; later the code tells whether the paper still holds.

A print made twice bears the same code and is issued once. Whoever holds a paper that was never issued has its code
compared with what the books give for the same question.
"""

from datetime import date, datetime
from typing import Annotated, Any, Final
from uuid import UUID

import msgspec
from msgspec import Meta

from domain.encoding import decode
from domain.ids import StreamId, UnionId, statement_stream
from domain.statement.events import StatementIssued
from domain.statement_code import grouped, read_code
from services.auth import may
from services.clock import CHINA
from services.commands import Asked
from services.exporters import qr
from services.exporters.ledgers import LedgerAsked, LedgerTable, UnknownLedger, json_document
from services.exporters.statements import (
    NothingToPrint,
    Reason,
    asked_of,
    command_to_issue,
    recheck,
    statement_table,
)
from services.http.asking import Answer, Asking, weak
from services.http.fields import Answered, Body, Month, Position, Year
from services.http.ledgers import LedgerDocument
from services.http.operation import operation
from services.http.paging import ListQuery, ReadQuery, Rows, known_position, listed, paged
from services.http.problems import Problem
from services.http.writing import Written, store
from services.reads import Scope
from services.reads.printed import StatementRow
from services.store.contract import RecordedEvent

_STATEMENTS: Final = "/v1/unions/{union_id}/statements"
_Ledger = Annotated[str, Meta(pattern=r"\AL[1-9][0-9]?\Z")]
_Account = Annotated[str, Meta(pattern=r"\A[0-9]{3,9}\Z")]
_Typed = Annotated[str, Meta(min_length=1, max_length=40)]


class StatementAsked(Body, frozen=True, kw_only=True):
    """Which ledger is printed: a year or one month of it, as of a date (default: the year's end).

    `known_at`: a position of the log (default: now).
    """

    ledger: _Ledger
    year: Year
    month: Month | None = None
    account: _Account | None = None
    pay_batch_id: UUID | None = None
    as_of: date | None = None
    known_at: Position | None = None


class StatementWritten(Written, frozen=True, kw_only=True):
    """The document with its code as printed, and the QR code of it as SVG.

    `known_at` is the position the document shows, `position` that of its issue.
    """

    code: str
    printed_code: str
    known_at: int
    document_sha256: str
    document: LedgerDocument | None
    qr_text: str
    qr_svg: str


class StatementView(Answered, frozen=True, kw_only=True):
    """An issued statement made again. `same`: to the byte; else why not, and the document as it is made now."""

    code: str
    printed_code: str
    ledger: str
    year: int
    month: str | None
    account: str | None
    pay_batch_id: UUID | None
    as_of: date
    known_at: int
    issued_at: datetime
    position: int
    same: bool
    reasons: list[Reason]
    document: LedgerDocument | None
    qr_text: str
    qr_svg: str


class CodeQuery(ReadQuery, frozen=True, kw_only=True):
    """What a paper says of itself: its code and everything its footer names."""

    code: _Typed
    ledger: _Ledger
    year: Year
    month: Month | None = None
    account: _Account | None = None
    pay_batch_id: UUID | None = None


class CodeChecked(Answered, frozen=True, kw_only=True):
    """`matches`: the books give this very document for that question. `issued`: it was issued as well."""

    code: str | None
    matches: bool
    issued: bool
    known_at: int
    document: LedgerDocument


@operation(
    "POST",
    _STATEMENTS,
    "issueStatement",
    tag="ledgers",
    policy=may("books.write"),
    answer=StatementWritten,
    writes=True,
    refusals=(
        "statement.no_position",
        "statement.month_of_another_year",
        "statement.already_issued",
        "request.path_unknown",
        "request.known_at_ahead",
    ),
    example={"ledger": "L9", "year": 2026, "month": "2026-03", "as_of": "2026-03-31"},
)
async def issue_statement(asking: Asking, body: StatementAsked) -> Answer:
    """Print a ledger under a code; the same print again is answered with what was issued first."""
    union_id = UnionId(asking.tenant_id)
    headers: dict[str, str] = {}
    stream_id = await _asked_before(asking)
    if stream_id is None:
        asked = await _asked(asking, body)
        table = await _table(asking, asked, body.ledger)
        command = command_to_issue(table, asked, asking.parts.today())
        stream_id = statement_stream(union_id, command.code)
        if await _issued(asking, stream_id) is None:
            fields = frozenset(body.__struct_fields__)
            headers = (await store(asking, [[command]], expected={}, fields=fields)).headers
    else:
        headers["Idempotency-Hit"] = "true"
    recorded = await _issued(asking, stream_id)
    if recorded is None:
        raise Problem("statement.unknown")
    return Answer(body=await _written(asking, recorded), headers=headers)


async def _asked_before(asking: Asking) -> StreamId | None:
    """Return the stream that this very request wrote, if it was carried out before: the books have moved since."""
    repeated = await asking.parts.desk.repeated(
        Asked(
            union_id=asking.tenant_id,
            command_id=asking.command_id,
            actor=asking.login.actor,
            request=asking.fingerprint,
            groups=(),
        )
    )
    return None if repeated is None else StreamId(next(iter(repeated.streams)))


async def _issued(asking: Asking, stream_id: UUID) -> RecordedEvent | None:
    read = await asking.parts.log.read_streams(asking.tenant_id, [stream_id])
    return read.events[0] if read.events else None


async def _asked(asking: Asking, body: StatementAsked) -> LedgerAsked:
    known_at = None if body.known_at is None else str(body.known_at)
    scope = Scope(
        union_id=asking.tenant_id,
        as_of=body.as_of or date(body.year, 12, 31),
        known_at=await known_position(asking, known_at),
    )
    return LedgerAsked(
        scope=scope,
        year=body.year,
        month=body.month,
        account=body.account,
        pay_batch_id=body.pay_batch_id,
    )


async def _table(asking: Asking, asked: LedgerAsked, ledger: str) -> LedgerTable:
    parts = asking.parts
    try:
        return await statement_table(
            parts.ledgers, parts.log, asked, ledger, printed_at=parts.here()
        )
    except UnknownLedger:
        raise Problem("request.path_unknown") from None
    except NothingToPrint:
        raise Problem("statement.no_position") from None


async def _written(asking: Asking, recorded: RecordedEvent) -> StatementWritten:
    """Answer with what stands in the log; the moment of printing is that of the issue, so a repeat is the same."""
    issued = statement_of(recorded)
    asked = asked_of(issued, asking.tenant_id)
    printed_at = recorded.recorded_at.astimezone(CHINA)
    parts = asking.parts
    table = await statement_table(
        parts.ledgers, parts.log, asked, issued.ledger, printed_at=printed_at
    )
    text = qr.payload(asking.tenant_id, issued.code)
    return StatementWritten(
        union_id=recorded.union_id,
        position=recorded.position,
        hash=recorded.hash.hex(),
        recorded_at=recorded.recorded_at,
        stream_id=recorded.stream_id,
        version=recorded.version,
        code=issued.code,
        printed_code=grouped(issued.code),
        known_at=issued.known_at,
        document_sha256=issued.document_sha256,
        document=_document(table),
        qr_text=text,
        qr_svg=qr.svg(text),
    )


async def issued_under(asking: Asking, code: str) -> RecordedEvent:
    """Return the issue of a statement; 404 for a code nothing was issued under."""
    recorded = await _issued(asking, statement_stream(UnionId(asking.tenant_id), code))
    if recorded is None:
        raise Problem("statement.unknown")
    return recorded


def statement_of(recorded: RecordedEvent) -> StatementIssued:
    """Return what was issued."""
    event = decode(recorded.topic, recorded.schema_version, recorded.body)
    if not isinstance(event, StatementIssued):
        raise Problem("request.id_of_another_kind")
    return event


def _document(table: LedgerTable) -> LedgerDocument:
    document: dict[str, Any] = json_document(table)
    return msgspec.convert(document, LedgerDocument)


@operation(
    "GET",
    _STATEMENTS,
    "listStatements",
    tag="ledgers",
    policy=may("books.read"),
    answer=Rows[StatementRow],
    refusals=("request.cursor_invalid",),
)
async def list_statements(asking: Asking, query: ListQuery) -> Answer:
    """打印件登记: every print that was issued."""
    scope, after = await listed(asking, query)
    page = await asking.parts.ledgers.issued_statements(scope, limit=query.limit, after=after)
    return await paged(asking, query, scope, page)


@operation(
    "GET",
    f"{_STATEMENTS}/check",
    "checkStatementCode",
    tag="ledgers",
    policy=may("books.read"),
    answer=CodeChecked,
    refusals=("request.path_unknown", "statement.no_position"),
)
async def check_statement_code(asking: Asking, query: CodeQuery) -> Answer:
    """Compare the code on a paper with the one the books give for what the paper says of itself."""
    asked = LedgerAsked(
        scope=Scope(
            union_id=asking.tenant_id,
            as_of=query.as_of or date(query.year, 12, 31),
            known_at=await known_position(asking, query.known_at),
        ),
        year=query.year,
        month=query.month,
        account=query.account,
        pay_batch_id=query.pay_batch_id,
    )
    table = await _table(asking, asked, query.ledger)
    code = read_code(query.code)
    is_issued = False
    if code is not None:
        stream_id = statement_stream(UnionId(asking.tenant_id), code)
        is_issued = await _issued(asking, stream_id) is not None
    checked = CodeChecked(
        code=code,
        matches=table.imprint is not None and table.imprint.code == code,
        issued=is_issued,
        known_at=table.footer.position,
        document=_document(table),
    )
    return Answer(body=checked, headers=weak(table.footer.position))


@operation(
    "GET",
    f"{_STATEMENTS}/{{code}}",
    "readStatement",
    tag="ledgers",
    policy=may("books.read"),
    answer=StatementView,
    refusals=("statement.unknown",),
)
async def read_statement(asking: Asking, code: str) -> Answer:
    """Make an issued statement again at its own position: the same bytes, or why not."""
    recorded = await issued_under(asking, code)
    issued = statement_of(recorded)
    parts = asking.parts
    made = await recheck(
        parts.ledgers, parts.log, asking.tenant_id, issued, printed_at=parts.here()
    )
    text = qr.payload(asking.tenant_id, issued.code)
    view = StatementView(
        code=issued.code,
        printed_code=grouped(issued.code),
        ledger=issued.ledger,
        year=issued.year,
        month=issued.month,
        account=issued.account,
        pay_batch_id=issued.pay_batch_id,
        as_of=issued.as_of,
        known_at=issued.known_at,
        issued_at=recorded.recorded_at,
        position=recorded.position,
        same=made.same,
        reasons=made.reasons,
        document=None if made.table is None else _document(made.table),
        qr_text=text,
        qr_svg=qr.svg(text),
    )
    return Answer(body=view, headers=weak(recorded.position))
