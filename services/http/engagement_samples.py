"""Samples of an audit: the sheet to work with, and the drawing repeated for whoever doubts it."""

from uuid import UUID

from services.auth import may
from services.http.asking import Answer, Asking
from services.http.engagement_views import (
    SampleCheck,
    SampleSheet,
    SheetQuery,
    sample_check,
    sample_sheet,
)
from services.http.operation import operation
from services.http.paging import ReadQuery

_SAMPLE = "/v1/unions/{union_id}/engagements/{engagement_id}/samples/{sample_no}"
_UNKNOWN = ("engagement.unknown", "request.path_unknown")


@operation(
    "GET",
    _SAMPLE,
    "readSample",
    tag="engagements",
    policy=may("evidence.read"),
    answer=SampleSheet,
    refusals=_UNKNOWN,
)
async def read_sample(
    asking: Asking, engagement_id: UUID, sample_no: int, query: SheetQuery
) -> Answer:
    """抽样清单, as JSON or as CSV with columns to tick off."""
    return await sample_sheet(asking, engagement_id, sample_no, query)


@operation(
    "GET",
    f"{_SAMPLE}/check",
    "checkSample",
    tag="engagements",
    policy=may("evidence.read"),
    answer=SampleCheck,
    refusals=_UNKNOWN,
)
async def check_sample(
    asking: Asking, engagement_id: UUID, sample_no: int, query: ReadQuery
) -> Answer:
    """Draw the sample again from the stored events: whether it comes out the same."""
    return await sample_check(asking, engagement_id, sample_no, query)
