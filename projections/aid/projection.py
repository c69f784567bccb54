"""Aid cases from request to payment, and the payments of each case."""

from typing import Any, NamedTuple, get_args

from domain.aid_case.events import (
    AidApprovalReversed,
    AidApproved,
    AidCancelled,
    AidCaseEvent,
    AidPaid,
    AidPaymentReturned,
    AidRejected,
    AidRequested,
    AidReviewed,
)
from domain.event import Recorded

from projections.projection import Applied, Memory, Projection, json_text, kept
from projections.write import Write, WriteShape


class Case(NamedTuple):
    """The columns of a case; what is None leaves what stands there."""

    case_no: str | None = None
    household_id: Any = None
    beneficiary_id: Any = None
    category: str | None = None
    fund_source: str | None = None
    requested_fen: int | None = None
    requested_on: Any = None
    details: str | None = None
    reviewed_on: Any = None
    review_outcome: str | None = None
    ended: str | None = None
    ended_on: Any = None


_DECISION = ("int8", "date", "uuid", "text", "text", "jsonb")
"""The columns of a decision: amount and day where it is an approval, who decided, tier, number, warnings."""
_UNDECIDED = (None,) * len(_DECISION)


def _apply(recorded: Recorded, _: Memory | None) -> Applied:
    match recorded.event:
        case AidPaid() as event:
            return None, [_case(recorded, event.aid_case_id), _payment(recorded, event)]
        case AidPaymentReturned() as event:
            key = (event.aid_case_id, event.returned_version)
            value = (recorded.occurred_on, event.reason, recorded.position)
            return None, [_case(recorded, event.aid_case_id), Write("return_payment", key, value)]
        case AidRequested() as event:
            told = _case(recorded, event.aid_case_id, _requested(recorded, event))
            return None, [told, _by("handler", event.aid_case_id, event.handler_id)]
        case AidReviewed() as event:
            reviewed = Case(reviewed_on=recorded.occurred_on, review_outcome=event.outcome)
            told = _case(recorded, event.aid_case_id, reviewed)
            return None, [told, _by("reviewer", event.aid_case_id, event.reviewer_id)]
        case AidApproved() as event:
            return None, [
                _case(recorded, event.aid_case_id, _named(event)),
                *_approval(recorded, event),
            ]
        case AidApprovalReversed() as event:
            return None, [
                _case(recorded, event.aid_case_id),
                Write("put_decision", (event.aid_case_id,), _UNDECIDED),
                _by("handler", event.aid_case_id, None),
                _by("reviewer", event.aid_case_id, None),
            ]
        case AidRejected() as event:
            rejected = Case(ended="rejected", ended_on=recorded.occurred_on)
            decision = (None, None, event.approver_id, event.tier, event.decision_no, None)
            return None, [
                _case(recorded, event.aid_case_id, rejected),
                Write("put_decision", (event.aid_case_id,), decision),
            ]
        case AidCancelled() as event:
            cancelled = Case(ended="cancelled", ended_on=recorded.occurred_on)
            return None, [_case(recorded, event.aid_case_id, cancelled)]
        case _:
            return None, []


def _case(recorded: Recorded, aid_case_id: Any, told: Case = Case()) -> Write:  # noqa: ANN401, B008 # ids of many kinds; a tuple never changes
    return Write("put_aid_case", (aid_case_id,), (*told, recorded.version, recorded.position))


def _requested(recorded: Recorded, event: AidRequested) -> Case:
    return Case(
        case_no=event.case_no,
        household_id=event.household_id,
        beneficiary_id=event.beneficiary_id,
        category=event.category,
        fund_source=event.fund_source,
        requested_fen=event.amount_fen,
        requested_on=recorded.occurred_on,
        details=kept(recorded, event.details),
    )


def _named(event: AidApproved) -> Case:
    return Case(
        case_no=event.case_no,
        household_id=event.household_id,
        beneficiary_id=event.beneficiary_id,
        category=event.category,
        fund_source=event.fund_source,
    )


def _approval(recorded: Recorded, event: AidApproved) -> list[Write]:
    """All of it at once: an approval leaves nothing of one that was reversed."""
    warnings = json_text(event.warnings) if event.warnings else None
    approved = (event.amount_fen, recorded.occurred_on, event.approver_id)
    value = (*approved, event.tier, event.decision_no, warnings)
    return [
        Write("put_decision", (event.aid_case_id,), value),
        _by("handler", event.aid_case_id, event.handler_id),
        _by("reviewer", event.aid_case_id, event.reviewer_id),
    ]


def _by(part: str, aid_case_id: Any, officer_id: Any) -> Write:  # noqa: ANN401 # ids of many kinds
    return Write(f"put_{part}", (aid_case_id,), (officer_id,))


def _payment(recorded: Recorded, event: AidPaid) -> Write:
    return Write(
        "put_payment",
        (event.aid_case_id, recorded.version),
        (
            event.household_id,
            event.recipient_id,
            event.category,
            event.fund_source,
            event.amount_fen,
            event.method,
            kept(recorded, event.payee),
            event.cashier_id,
            event.pay_batch_id,
            recorded.occurred_on,
            recorded.position,
        ),
    )


AID = Projection(
    name="aid",
    version=3,
    package="projections.aid",
    topics=frozenset(event.TOPIC for event in get_args(AidCaseEvent)),
    writes={
        "put_aid_case": WriteShape(
            (
                *("uuid", "text", "uuid", "uuid", "text", "text", "int8", "date", "text", "date"),
                *("text", "text", "date", "int4", "int8"),
            ),
            "merge",
        ),
        "put_decision": WriteShape(("uuid", *_DECISION)),
        "put_handler": WriteShape(("uuid", "uuid")),
        "put_reviewer": WriteShape(("uuid", "uuid")),
        "put_payment": WriteShape(
            (
                *("uuid", "int4", "uuid", "uuid", "text", "text", "int8", "text", "text"),
                *("uuid", "uuid", "date", "int8"),
            )
        ),
        "return_payment": WriteShape(("uuid", "int4", "date", "text", "int8")),
    },
    apply=_apply,
)
