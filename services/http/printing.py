"""How a paper leaves: typeset within limits, put on record, then sent under a name that says what it is."""

from typing import Final
from urllib.parse import quote

from services.exporters.prints import PrintFailed
from services.exporters.prints.document import Paper
from services.exporters.prints.stand import Stand, stand_at
from services.http.asking import Answer, Asking, weak
from services.http.exporting import record_export
from services.http.problems import Problem
from services.reads import Scope
from services.workbooks.names import file_name

PDF: Final = "application/pdf"
PRINTS: Final = "/v1/unions/{union_id}/prints"
FAULTS: Final = (
    "print.font_missing",
    "print.too_long",
    "print.timed_out",
    "print.busy",
    "print.failed",
)
"""Why any paper may not come."""
NOTHING: Final = "print.nothing_to_print"


async def printed(
    asking: Asking,
    paper: Paper,
    stand: Stand,
    *,
    about: str,
    name: tuple[str, ...],
    people: int = 0,
) -> Answer:
    """Answer a paper; `about` is what the log tells of it, `name` what it is called when it is saved.

    `people`: how many people stand on it in clear.
    """
    try:
        content = await asking.parts.press.typeset(
            paper, dated=stand.recorded_at, holder=asking.login.key_id
        )
    except PrintFailed as failed:
        raise Problem(f"print.{failed.fault}") from None
    await record_export(asking, "print", about, people=people)
    headers = weak(stand.position) | shown_as(name)
    return Answer(body=content, headers=headers, media_type=PDF)


def shown_as(name: tuple[str, ...]) -> dict[str, str]:
    """Return the header that lets a browser show a paper, and says its name (RFC 6266, RFC 5987)."""
    told = file_name(*name).removesuffix(".xlsx") + ".pdf"
    value = f"inline; filename=\"print.pdf\"; filename*=UTF-8''{quote(told, safe='')}"
    return {"Content-Disposition": value}


async def stand_of(asking: Asking, position: int) -> Stand:
    """Return what a paper made at a position stands on."""
    return await stand_at(asking.parts.log, asking.tenant_id, position)


async def union_named(asking: Asking, scope: Scope) -> str:
    """Return what the union is called."""
    union = await asking.parts.ledgers.union(scope)
    return "" if union is None else union.name
