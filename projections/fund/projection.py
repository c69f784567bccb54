"""Subsidies by fund, and what came in and went out of the money held in trust."""

from domain.custodial.events import (
    CustodialEvent,
    CustodialFundPaid,
    CustodialFundReceived,
    CustodialFundReversed,
)
from domain.event import Recorded
from domain.subsidy.events import SubsidyEvent, SubsidyReceived, SubsidyReversed

from projections.projection import Applied, Memory, Projection, kept
from projections.write import Row, Write, WriteShape


def _apply(recorded: Recorded, _: Memory | None) -> Applied:
    match recorded.event:
        case SubsidyReceived() as event:
            return None, [_subsidy(recorded, event)]
        case SubsidyReversed() as event:
            value = (recorded.occurred_on, recorded.version, recorded.position)
            return None, [Write("reverse_subsidy", (event.subsidy_id,), value)]
        case CustodialFundReceived() as event:
            told: Row = ("received", event.purpose, kept(recorded, event.details), None, None)
            return None, [_custodial(recorded, event, told)]
        case CustodialFundPaid() as event:
            signed = (event.approver_id, event.cashier_id)
            return None, [
                _custodial(recorded, event, ("paid", None, kept(recorded, event.payee), *signed))
            ]
        case CustodialFundReversed() as event:
            key = (event.custodial_id, event.reversed_version)
            undone = (recorded.occurred_on, recorded.position)
            return None, [Write("reverse_custodial", key, undone)]
        case _:
            return None, []


def _subsidy(recorded: Recorded, event: SubsidyReceived) -> Write:
    return Write(
        "put_subsidy",
        (event.subsidy_id,),
        (
            event.kind,
            event.fund,
            event.amount_fen,
            event.document_no,
            event.allocation_id,
            recorded.occurred_on,
            recorded.version,
            recorded.position,
        ),
    )


def _custodial(
    recorded: Recorded, event: CustodialFundReceived | CustodialFundPaid, told: Row
) -> Write:
    return Write(
        "put_custodial",
        (event.custodial_id, recorded.version),
        (
            *told,
            event.amount_fen,
            event.document_no,
            recorded.occurred_on,
            recorded.position,
        ),
    )


FUND = Projection(
    name="fund",
    version=1,
    package="projections.fund",
    topics=frozenset(event.TOPIC for event in (*SubsidyEvent.__args__, *CustodialEvent.__args__)),
    writes={
        "put_subsidy": WriteShape(
            ("uuid", "text", "text", "int8", "text", "uuid", "date", "int4", "int8")
        ),
        "reverse_subsidy": WriteShape(("uuid", "date", "int4", "int8")),
        "put_custodial": WriteShape(
            (
                "uuid",
                "int4",
                "text",
                "text",
                "text",
                "uuid",
                "uuid",
                "int8",
                "text",
                "date",
                "int8",
            )
        ),
        "reverse_custodial": WriteShape(("uuid", "int4", "date", "int8")),
    },
    apply=_apply,
)
