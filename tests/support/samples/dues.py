"""Samples of the events of dues."""

from domain.dues.events import DuesReceiptReversed, DuesReceived, WageBaseDeclared
from domain.event import Event
from tests.domain.values import MEMBER, lines, sealed

COMPLETE: tuple[Event, ...] = (
    WageBaseDeclared(
        member_id=MEMBER,
        from_month="2026-01",
        wage=sealed("file"),
        due_fen=2615,
        policy_id="dues-national",
        policy_version=1,
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
)
MINIMAL: tuple[Event, ...] = ()
VARIANTS: dict[str, Event] = {}
