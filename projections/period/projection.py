"""The accounting periods of a union. A lock of a year stands under its last month."""

from domain.event import Recorded
from domain.period import MONTHS_PER_YEAR, month_text
from domain.union.events import PeriodClosed, PeriodReopened, YearLocked

from projections.projection import Applied, Memory, Projection, json_text
from projections.write import Write, WriteShape


def _apply(recorded: Recorded, _: Memory | None) -> Applied:
    match recorded.event:
        case PeriodClosed() as event:
            told: tuple[object, ...] = (
                "closed",
                event.period,
                recorded.occurred_on,
                event.closed_by,
                None,
                None,
                json_text(event.checklist),
                json_text(event.unchecked),
            )
        case PeriodReopened() as event:
            told = (
                "reopened",
                event.period,
                recorded.occurred_on,
                event.requested_by,
                event.approved_by,
                event.reason,
                "[]",
                "[]",
            )
        case YearLocked() as event:
            december = month_text(event.year, MONTHS_PER_YEAR)
            told = (
                "locked",
                december,
                recorded.occurred_on,
                event.locked_by,
                None,
                None,
                "[]",
                "[]",
            )
        case _:
            return None, []
    return None, [Write("put_step", (recorded.version,), (*told, recorded.position))]


PERIOD = Projection(
    name="period",
    version=1,
    package="projections.period",
    topics=frozenset({PeriodClosed.TOPIC, PeriodReopened.TOPIC, YearLocked.TOPIC}),
    writes={
        "put_step": WriteShape(
            (
                "int4",
                "text",
                "text",
                "date",
                "uuid",
                "uuid",
                "text",
                "jsonb",
                "jsonb",
                "int8",
            )
        ),
    },
    apply=_apply,
)
