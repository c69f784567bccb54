"""The member roster as of any date, and the ledger of membership changes."""

from domain.event import Recorded
from domain.member.aggregate import change_of
from domain.member.events import (
    MemberEvent,
    MemberFactCorrected,
    MemberRegistered,
    MembershipApplied,
    MembershipChangeReversed,
    TransferInAccepted,
)
from domain.sealed import Sealed

from projections.projection import Applied, Projection, json_text, kept
from projections.standing import MEMBER_TOPICS, Standing, after, member_id_of
from projections.write import Write, WriteShape


def _apply(recorded: Recorded, standing: Standing | None) -> Applied:
    now = after(standing or Standing(), recorded)
    event: MemberEvent = recorded.event  # type: ignore[assignment] # only member topics arrive here
    return now, [
        _member(recorded, now),
        *_personal(recorded, event),
        *_change(recorded, event),
    ]


def _member(recorded: Recorded, standing: Standing) -> Write:
    state = standing.member
    return Write(
        "put_member",
        (recorded.stream_id,),
        (
            recorded.version,
            recorded.position,
            state.joined_on,
            state.retained_on,
            state.applied_on,
            state.timeline.latest(),
            json_text(state.timeline.spans),
        ),
    )


def _personal(recorded: Recorded, event: MemberEvent) -> list[Write]:
    identity: Sealed | None = None
    profile: Sealed | None = None
    match event:
        case (
            MemberRegistered() | MembershipApplied() | MemberFactCorrected() | TransferInAccepted()
        ):
            identity, profile = event.identity, event.profile
        case _:
            return []
    value = (kept(recorded, identity), kept(recorded, profile))
    return [] if value == (None, None) else [Write("put_personal", (recorded.stream_id,), value)]


def _change(recorded: Recorded, event: MemberEvent) -> list[Write]:
    if isinstance(event, MembershipChangeReversed):
        key = (recorded.stream_id, event.reversed_version)
        return [Write("reverse_change", key, (recorded.occurred_on, recorded.position))]
    change = change_of(event)
    if change is None:
        return []
    on = event.joined_on if isinstance(event, MemberRegistered) else recorded.occurred_on
    return [
        Write(
            "put_change",
            (recorded.stream_id, recorded.version),
            (
                on,
                change,
                getattr(event, "cause", None),
                getattr(event, "other_union", None),
                getattr(event, "decision_no", None),
                kept(recorded, getattr(event, "details", None)),
                recorded.position,
            ),
        )
    ]


ROSTER = Projection(
    name="roster",
    version=1,
    package="projections.roster",
    topics=MEMBER_TOPICS,
    writes={
        "put_member": WriteShape(("uuid", "int4", "int8", "date", "date", "date", "text", "jsonb")),
        "put_personal": WriteShape(("uuid", "text", "text"), "merge"),
        "put_change": WriteShape(
            ("uuid", "int4", "date", "text", "text", "text", "text", "text", "int8")
        ),
        "reverse_change": WriteShape(("uuid", "int4", "date", "int8")),
    },
    apply=_apply,
    memory=Standing,
    memory_topics=MEMBER_TOPICS,
    memory_key=member_id_of,
)
