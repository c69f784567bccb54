"""Samples of the events of an aid case."""

from domain.aid_case.events import AidApproved, AidPaid, AidPaymentReturned
from domain.event import Event
from tests.domain.values import (
    AID_CASE,
    APPROVER,
    HANDLER,
    HOUSEHOLD,
    MEMBER,
    REVIEWER,
    lines,
    sealed,
)

COMPLETE: tuple[Event, ...] = (
    AidApproved(
        aid_case_id=AID_CASE,
        case_no="BF2026-001",
        household_id=HOUSEHOLD,
        beneficiary_id=MEMBER,
        category="living_aid",
        fund_source="central_fiscal",
        amount_fen=300000,
        handler_id=HANDLER,
        reviewer_id=REVIEWER,
        approver_id=APPROVER,
    ),
    AidPaid(
        aid_case_id=AID_CASE,
        household_id=HOUSEHOLD,
        recipient_id=MEMBER,
        category="living_aid",
        fund_source="central_fiscal",
        amount_fen=150000,
        method="transfer",
        payee=sealed("books"),
        posting_map="posting-2021",
        lines=lines("503", "102", "central_fiscal", 150000),
    ),
    AidPaymentReturned(
        aid_case_id=AID_CASE,
        household_id=HOUSEHOLD,
        recipient_id=MEMBER,
        category="living_aid",
        fund_source="central_fiscal",
        amount_fen=150000,
        returned_version=2,
        reason="退汇:户名不符",
        lines=lines("503", "102", "central_fiscal", -150000),
    ),
)
MINIMAL: tuple[Event, ...] = (
    AidApproved(
        aid_case_id=AID_CASE,
        case_no="BF2026-002",
        household_id=HOUSEHOLD,
        beneficiary_id=MEMBER,
        category="winter_warmth",
        fund_source="own_funds",
        amount_fen=1,
    ),
)
VARIANTS: dict[str, Event] = {}
