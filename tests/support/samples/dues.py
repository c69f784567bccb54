"""Samples of the events of dues."""

from domain.dues.events import (
    DuesReceiptReversed,
    DuesReceived,
    DuesRefunded,
    DuesRefundReversed,
    DuesReminderSent,
    DuesWaived,
    DuesWaiverReversed,
    WageBaseDeclared,
    WageBaseReversed,
)
from domain.event import Event
from tests.domain.values import APPROVER, DUES_BATCH, HANDLER, MEMBER, lines, sealed

COMPLETE: tuple[Event, ...] = (
    WageBaseDeclared(
        member_id=MEMBER,
        from_month="2026-01",
        wage=sealed("file"),
        due_fen=2615,
        policy_id="dues-national",
        policy_version=1,
    ),
    WageBaseReversed(
        member_id=MEMBER, from_month="2026-01", reversed_version=1, reason="导错了文件"
    ),
    DuesReceived(
        member_id=MEMBER,
        dues_month="2026-01",
        amount_fen=2615,
        posting_map="posting-2021",
        lines=lines("102", "401", "own_funds", 2615),
    ),
    DuesReceiptReversed(
        member_id=MEMBER,
        dues_month="2026-01",
        amount_fen=2615,
        reversed_version=2,
        reason="重复入账",
        lines=lines("102", "401", "own_funds", -2615),
    ),
    DuesRefunded(
        member_id=MEMBER,
        dues_month="2026-01",
        amount_fen=615,
        reason="overpaid",
        handler_id=HANDLER,
        approver_id=APPROVER,
        posting_map="posting-2021",
        lines=lines("102", "401", "own_funds", -615),
    ),
    DuesRefundReversed(
        member_id=MEMBER,
        dues_month="2026-01",
        amount_fen=615,
        reversed_version=4,
        reason="重复退费",
        lines=lines("102", "401", "own_funds", 615),
    ),
    DuesWaived(
        member_id=MEMBER,
        dues_month="2026-02",
        amount_fen=2615,
        reason="hardship",
        decision_no="会〔2026〕12号",
        policy_id="dues-exempt-county",
        policy_version=1,
        details=sealed("file"),
    ),
    DuesWaiverReversed(
        member_id=MEMBER,
        dues_month="2026-02",
        amount_fen=2615,
        reversed_version=6,
        reason="录入有误",
    ),
    DuesReminderSent(
        member_id=MEMBER,
        through_month="2026-06",
        months=4,
        amount_fen=10460,
        channel="talk",
        details=sealed("file"),
    ),
)
MINIMAL: tuple[Event, ...] = (
    DuesWaived(
        member_id=MEMBER,
        dues_month="2026-02",
        amount_fen=2615,
        reason="illness",
        decision_no="会〔2026〕12号",
    ),
    DuesReminderSent(
        member_id=MEMBER, through_month="2026-06", months=4, amount_fen=10460, channel="message"
    ),
)
VARIANTS: dict[str, Event] = {
    "in_a_batch": DuesReceived(
        member_id=MEMBER,
        dues_month="2026-01",
        amount_fen=2615,
        posting_map="posting-2021",
        lines=lines("102", "401", "own_funds", 2615),
        batch_id=DUES_BATCH,
    )
}
