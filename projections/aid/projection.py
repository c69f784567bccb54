"""Hardship households, their aid cases, and the payments of each case."""

from domain.aid_case.events import AidApproved, AidPaid, AidPaymentReturned
from domain.event import Recorded
from domain.household.events import HouseholdFileOpened

from projections.projection import Applied, Memory, Projection, kept
from projections.write import Write, WriteShape


def _apply(recorded: Recorded, _: Memory | None) -> Applied:
    match recorded.event:
        case HouseholdFileOpened() as event:
            return None, [_household(recorded, event)]
        case AidApproved() as event:
            return None, [_case(recorded, event)]
        case AidPaid() as event:
            return None, [_payment(recorded, event)]
        case AidPaymentReturned() as event:
            key = (event.aid_case_id, event.returned_version)
            return None, [Write("return_payment", key, (recorded.occurred_on, recorded.position))]
        case _:
            return None, []


def _household(recorded: Recorded, event: HouseholdFileOpened) -> Write:
    return Write(
        "put_household",
        (event.household_id,),
        (
            event.file_no,
            event.householder_id,
            event.hardship_class,
            kept(recorded, event.circumstances),
            recorded.occurred_on,
            recorded.version,
            recorded.position,
        ),
    )


def _case(recorded: Recorded, event: AidApproved) -> Write:
    return Write(
        "put_aid_case",
        (event.aid_case_id,),
        (
            event.case_no,
            event.household_id,
            event.beneficiary_id,
            event.category,
            event.fund_source,
            event.amount_fen,
            recorded.occurred_on,
            event.handler_id,
            event.reviewer_id,
            event.approver_id,
            recorded.position,
        ),
    )


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
            recorded.occurred_on,
            recorded.position,
        ),
    )


AID = Projection(
    name="aid",
    version=1,
    package="projections.aid",
    topics=frozenset(
        {
            HouseholdFileOpened.TOPIC,
            AidApproved.TOPIC,
            AidPaid.TOPIC,
            AidPaymentReturned.TOPIC,
        }
    ),
    writes={
        "put_household": WriteShape(
            ("uuid", "text", "uuid", "text", "text", "date", "int4", "int8")
        ),
        "put_aid_case": WriteShape(
            (
                "uuid",
                "text",
                "uuid",
                "uuid",
                "text",
                "text",
                "int8",
                "date",
                "uuid",
                "uuid",
                "uuid",
                "int8",
            )
        ),
        "put_payment": WriteShape(
            ("uuid", "int4", "uuid", "uuid", "text", "text", "int8", "text", "text", "date", "int8")
        ),
        "return_payment": WriteShape(("uuid", "int4", "date", "int8")),
    },
    apply=_apply,
)
