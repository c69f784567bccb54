"""The condolence ledger."""

from domain.condolence.events import CondolenceRecorded, CondolenceReversed
from domain.event import Recorded

from projections.projection import Applied, Memory, Projection, kept
from projections.write import Write, WriteShape


def _apply(recorded: Recorded, _: Memory | None) -> Applied:
    match recorded.event:
        case CondolenceRecorded() as event:
            return None, [_condolence(recorded, event)]
        case CondolenceReversed() as event:
            value = (recorded.occurred_on, recorded.position)
            return None, [Write("reverse_condolence", (event.condolence_id,), value)]
        case _:
            return None, []


def _condolence(recorded: Recorded, event: CondolenceRecorded) -> Write:
    return Write(
        "put_condolence",
        (event.condolence_id,),
        (
            event.member_id,
            event.occasion,
            event.amount_fen,
            kept(recorded, event.details),
            recorded.occurred_on,
            recorded.version,
            recorded.position,
        ),
    )


CONDOLENCE = Projection(
    name="condolence",
    version=1,
    package="projections.condolence",
    topics=frozenset({CondolenceRecorded.TOPIC, CondolenceReversed.TOPIC}),
    writes={
        "put_condolence": WriteShape(
            ("uuid", "uuid", "text", "int8", "text", "date", "int4", "int8")
        ),
        "reverse_condolence": WriteShape(("uuid", "date", "int8")),
    },
    apply=_apply,
)
