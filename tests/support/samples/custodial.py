"""Samples of the events of money held in trust."""

from domain.custodial.events import (
    CustodialFundPaid,
    CustodialFundReceived,
    CustodialFundReversed,
)
from domain.event import Event
from tests.domain.funds import CUSTODY
from tests.domain.values import APPROVER, HANDLER, lines, sealed

COMPLETE: tuple[Event, ...] = (
    CustodialFundReceived(
        custodial_id=CUSTODY,
        purpose="mutual_aid_premium",
        amount_fen=366_000,
        posting_map="posting-2021",
        lines=lines("102", "231", "custodial", 366_000),
        details=sealed("file"),
        document_no="互助2026-01",
    ),
    CustodialFundPaid(
        custodial_id=CUSTODY,
        amount_fen=366_000,
        posting_map="posting-2021",
        lines=lines("231", "102", "custodial", 366_000),
        payee=sealed("books", 1),
        document_no="互助2026-02",
        approver_id=APPROVER,
        cashier_id=HANDLER,
    ),
    CustodialFundReversed(
        custodial_id=CUSTODY,
        entry="paid",
        amount_fen=366_000,
        reversed_version=2,
        reason="退汇",
        lines=lines("231", "102", "custodial", -366_000),
    ),
)
MINIMAL: tuple[Event, ...] = (
    CustodialFundReceived(
        custodial_id=CUSTODY,
        purpose="donation",
        amount_fen=1,
        posting_map="posting-2021",
        lines=lines("102", "231", "custodial", 1),
    ),
    CustodialFundPaid(
        custodial_id=CUSTODY,
        amount_fen=1,
        posting_map="posting-2021",
        lines=lines("231", "102", "custodial", 1),
    ),
)
VARIANTS: dict[str, Event] = {}
