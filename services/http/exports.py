"""A year's books for an auditor's software."""

from services.auth import may
from services.exporters.audit_data import Profile, export_of
from services.http.asking import Answer, Asking, weak
from services.http.exporting import record_export
from services.http.fields import Moment, Query, Year
from services.http.operation import operation
from services.http.paging import known_position

_ZIP = "application/zip"


class ExportQuery(Query, frozen=True, kw_only=True):
    """`format`: XML in the manner of GB/T 24589.2, CSV with ISO 21378's names, or our ledgers as CSV."""

    format: Profile
    year: Year
    known_at: Moment | None = None


@operation(
    "GET",
    "/v1/unions/{union_id}/exports",
    "exportBooks",
    tag="exports",
    policy=may("evidence.read"),
    answer=bytes,
    media_type=_ZIP,
)
async def export_books(asking: Asking, query: ExportQuery) -> Answer:
    """审计数据导出: a year's books as a zip with its data dictionary; the same question, the same bytes."""
    parts = asking.parts
    position = await known_position(asking, query.known_at)
    if position is None:
        position = (await parts.log.head(asking.tenant_id)).position
    archive = await export_of(
        parts.ledgers,
        parts.log,
        asking.tenant_id,
        profile=query.format,
        year=query.year,
        position=position,
    )
    await record_export(asking, "audit_data", f"{query.format} {query.year} {position}")
    name = f"{asking.tenant_id}-{query.format}-{query.year}-{position}.zip"
    headers = weak(position) | {"Content-Disposition": f'attachment; filename="{name}"'}
    return Answer(body=archive, headers=headers, media_type=_ZIP)
