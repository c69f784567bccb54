"""What the aid cases share: one case, approved, paid and returned."""

from datetime import date

import msgspec

from domain.aid_case.aggregate import Context
from domain.aid_case.commands import ApproveAid, PayAid, ReturnAidPayment
from domain.aid_case.events import AidApproved, AidPaid, AidPaymentReturned
from domain.membership import Span, Timeline
from tests.domain.values import (
    AID_CASE,
    AID_POLICY,
    APPROVER,
    HANDLER,
    HOUSEHOLD,
    MEMBER,
    POSTING_MAP,
    REVIEWER,
    lines,
    sealed,
)

FILE_OPENED = date(2026, 2, 3)
DAY = date(2026, 5, 6)
THE_DAY_BEFORE = date(2026, 5, 5)
A_MEMBER = Timeline((Span(date(2010, 1, 1), None, "active"),))
DIED_ON_DAY = Timeline((Span(date(2010, 1, 1), DAY, "active"), Span(DAY, None, "deceased")))
CONTEXT = Context(FILE_OPENED, A_MEMBER, AID_POLICY, POSTING_MAP)
APPROVE = ApproveAid(
    occurred_on=DAY,
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
)
APPROVED = AidApproved(
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
)
APPROVED_OWN_FUNDS = msgspec.structs.replace(APPROVED, fund_source="own_funds")
PAY = PayAid(
    occurred_on=DAY,
    aid_case_id=AID_CASE,
    recipient_id=MEMBER,
    amount_fen=200000,
    method="transfer",
    payee=sealed("books"),
)
PAID = AidPaid(
    aid_case_id=AID_CASE,
    household_id=HOUSEHOLD,
    recipient_id=MEMBER,
    category="living_aid",
    fund_source="central_fiscal",
    amount_fen=200000,
    method="transfer",
    payee=sealed("books"),
    posting_map="posting-2021",
    lines=lines("503", "102", "central_fiscal", 200000),
)
RETURN = ReturnAidPayment(
    occurred_on=DAY, aid_case_id=AID_CASE, returned_version=2, reason="退汇:户名不符"
)
RETURNED = AidPaymentReturned(
    aid_case_id=AID_CASE,
    household_id=HOUSEHOLD,
    recipient_id=MEMBER,
    category="living_aid",
    fund_source="central_fiscal",
    amount_fen=200000,
    returned_version=2,
    reason="退汇:户名不符",
    lines=lines("503", "102", "central_fiscal", -200000),
)
