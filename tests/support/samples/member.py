"""Samples of the events of a membership."""

from datetime import date

from domain.event import Event
from domain.member.events import (
    ApplicationRejected,
    MemberDeceased,
    MemberFactCorrected,
    MemberRegistered,
    MembershipApplied,
    MembershipApproved,
    MembershipChangeReversed,
    MembershipReinstated,
    MembershipRetained,
    TransferInAccepted,
    TransferOutCompleted,
    WithdrawalAnnounced,
)
from tests.domain.values import TRANSFER, sealed

COMPLETE: tuple[Event, ...] = (
    MemberRegistered(
        identity=sealed("books"),
        profile=sealed("file", 1),
        joined_on=date(2008, 7, 1),
        stated="retained",
        retained_on=date(2024, 2, 1),
    ),
    MembershipApplied(identity=sealed("books"), profile=sealed("file", 1)),
    MembershipApproved(decision_no="会〔2026〕3号", details=sealed("file")),
    ApplicationRejected(reason="不以工资收入为主要生活来源"),
    MemberFactCorrected(
        reason="入会日期录入有误",
        identity=sealed("books"),
        profile=sealed("file", 1),
        joined_on=date(2008, 6, 1),
    ),
    MembershipRetained(cause="retired", decision_no="会〔2026〕4号", details=sealed("file")),
    MembershipReinstated(decision_no="会〔2026〕5号", details=sealed("file")),
    WithdrawalAnnounced(decision_no="会〔2026〕6号", details=sealed("file")),
    MemberDeceased(details=sealed("file")),
    TransferInAccepted(
        transfer_id=TRANSFER,
        other_union="第五中学工会",
        decision_no="会〔2026〕7号",
        identity=sealed("books"),
        profile=sealed("file", 1),
        joined_on=date(2008, 7, 1),
        details=sealed("file", 2),
    ),
    TransferOutCompleted(
        transfer_id=TRANSFER,
        other_union="县人民医院工会",
        decision_no="会〔2026〕8号",
        details=sealed("file"),
    ),
    MembershipChangeReversed(reversed_version=3, reason="录入有误"),
)
MINIMAL: tuple[Event, ...] = (
    MemberRegistered(
        identity=sealed("books"), profile=sealed("file", 1), joined_on=date(2008, 7, 1)
    ),
    MembershipApproved(),
    MemberFactCorrected(reason="补录", profile=sealed("file", 1)),
    MembershipRetained(cause="other"),
    MembershipReinstated(),
    WithdrawalAnnounced(),
    MemberDeceased(),
    TransferInAccepted(transfer_id=TRANSFER),
    TransferOutCompleted(transfer_id=TRANSFER),
)
VARIANTS: dict[str, Event] = {}
