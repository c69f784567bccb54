"""Ledgers that stand still for one union, and the step that lets them try again."""

from uuid import UUID

from services.auth import may
from services.http.asking import Answer, Asking
from services.http.fields import Answered
from services.http.operation import operation
from services.http.problems import Problem
from services.projector.parked import NotLive


class ParkedRetried(Answered, frozen=True, kw_only=True):
    """`ledger_position` is how far the ledger shows the union's log; `is_parked`: it stumbled again."""

    unit_id: UUID
    projection: str
    ledger_position: int
    is_parked: bool


@operation(
    "POST",
    "/v1/platform/parked/{unit_id}/{projection}/retry",
    "retryParked",
    tag="platform",
    policy=may("platform.found"),
    answer=ParkedRetried,
    refusals=("request.path_unknown", "federation.unit_unknown"),
)
async def retry_parked(asking: Asking, unit_id: UUID, projection: str) -> Answer:
    """Let a ledger that stands still try again, from the event that stopped it. The log is not touched."""
    try:
        retried = await asking.parts.parked.retry(unit_id, projection)
    except NotLive:
        raise Problem("request.path_unknown") from None
    return Answer(
        body=ParkedRetried(
            unit_id=unit_id,
            projection=projection,
            ledger_position=retried.position,
            is_parked=retried.is_parked,
        )
    )
