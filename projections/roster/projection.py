"""The member roster as of any date, the ledger of membership changes, and the certificates."""

from datetime import date
from uuid import UUID

import msgspec
from domain.event import Recorded
from domain.member.aggregate import State, change_of
from domain.member.events import (
    CertificateCollected,
    CertificateIssued,
    MemberEvent,
    MemberFactCorrected,
    MemberRegistered,
    MembershipApplied,
    MembershipChangeReversed,
    RegistrationReversed,
    TransferInAccepted,
    TransferOutCancelled,
    TransferOutStarted,
)
from domain.membership import LIVE
from domain.sealed import Sealed

from projections.projection import Applied, Projection, json_text, kept
from projections.standing import MEMBER_TOPICS, Standing, after, member_id_of
from projections.write import Write, WriteShape


class Place(msgspec.Struct, frozen=True, omit_defaults=True):
    """Where in the union a member belongs from a day on; both None: to the union as a whole."""

    since: date
    branch_id: UUID | None = None
    group_id: UUID | None = None


def places(state: State) -> list[Place]:
    """Return where a member belonged when; whoever left and came back starts anew, as in decisions."""
    if not state.assignments:
        return []
    gone = [
        (span.since, -1, Place(span.since))
        for span in state.timeline.spans
        if span.membership not in LIVE
    ]
    assigned = [
        (held.on, held.version, Place(held.on, held.branch_id, held.group_id))
        for held in state.assignments
    ]
    ordered = sorted([*gone, *assigned], key=lambda each: each[:2])
    return [place for _, _, place in ordered]


def _apply(recorded: Recorded, standing: Standing | None) -> Applied:
    now = after(standing or Standing(), recorded)
    event: MemberEvent = recorded.event  # type: ignore[assignment] # only member topics arrive here
    return now, [
        _member(recorded, now.member),
        *_personal(recorded, event),
        *_change(recorded, event),
        *_certificate(recorded, event),
    ]


def _member(recorded: Recorded, state: State) -> Write:
    warning, expulsion = state.warning, state.expulsion
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
            json_text(places(state)),
            None if warning is None else warning.on,
            None if warning is None else warning.issued_by,
            state.withdrawal_requested_on,
            None if expulsion is None else expulsion.proposed_on,
            None if expulsion is None else expulsion.proposed_by,
            None if expulsion is None else expulsion.decided_on,
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
    if isinstance(event, MembershipChangeReversed | RegistrationReversed):
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
                _cause(event),
                _other_union(event),
                getattr(event, "decision_no", None),
                kept(recorded, getattr(event, "details", None)),
                getattr(event, "transfer_id", None),
                recorded.position,
            ),
        )
    ]


def _cause(event: MemberEvent) -> str | None:
    if isinstance(event, TransferOutCancelled):
        return event.reason
    return getattr(event, "cause", None)


def _other_union(event: MemberEvent) -> str | None:
    if isinstance(event, TransferOutStarted):
        return event.target_union
    return getattr(event, "other_union", None)


def _certificate(recorded: Recorded, event: MemberEvent) -> list[Write]:
    match event:
        case CertificateIssued():
            key = (recorded.stream_id, recorded.version)
            sealed = kept(recorded, event.certificate)
            value = (event.kind, sealed, recorded.occurred_on, recorded.position)
            return [Write("put_certificate", key, value)]
        case CertificateCollected():
            key = (recorded.stream_id, event.issued_version)
            details = kept(recorded, event.details)
            taken = (recorded.occurred_on, event.cause, details, recorded.position)
            return [Write("collect_certificate", key, taken)]
        case _:
            return []


ROSTER = Projection(
    name="roster",
    version=3,
    package="projections.roster",
    topics=MEMBER_TOPICS,
    writes={
        "put_member": WriteShape(
            (
                *("uuid", "int4", "int8", "date", "date", "date", "text", "jsonb", "jsonb"),
                *("date", "uuid", "date", "date", "uuid", "date"),
            )
        ),
        "put_personal": WriteShape(("uuid", "text", "text"), "merge"),
        "put_change": WriteShape(
            ("uuid", "int4", "date", "text", "text", "text", "text", "text", "uuid", "int8")
        ),
        "reverse_change": WriteShape(("uuid", "int4", "date", "int8")),
        "put_certificate": WriteShape(("uuid", "int4", "text", "text", "date", "int8")),
        "collect_certificate": WriteShape(("uuid", "int4", "date", "text", "text", "int8")),
    },
    apply=_apply,
    memory=Standing,
    memory_topics=MEMBER_TOPICS,
    memory_key=member_id_of,
)
