"""Wishes about memberships, branches and dues: every way on and out, refunds, waivers, collections."""

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID

from domain.branch.commands import CloseBranch, FormBranch, RecordBranchLeader, RenameBranch
from domain.command import Command
from domain.dues.commands import (
    ReceiveDues,
    RefundDues,
    ReverseDuesRefund,
    ReverseDuesWaiver,
    SendDuesReminder,
    WaiveDues,
)
from domain.dues_batch.commands import CloseDuesBatch
from domain.ids import BranchId, DuesBatchId, MemberId, OfficerId
from domain.member.commands import (
    AnnounceWithdrawal,
    AssignMember,
    CancelApplication,
    CancelTransferOut,
    CancelWithdrawalRequest,
    ClearArrears,
    CollectCertificate,
    CompleteTransferOut,
    DecideExpulsion,
    DeclareDeemedWithdrawal,
    DropExpulsion,
    FileExpulsion,
    GiveConsent,
    IssueArrearsWarning,
    IssueCertificate,
    ProposeExpulsion,
    RequestWithdrawal,
    StartTransferOut,
    WithdrawConsent,
)
from domain.sealed import Sealed
from domain.union.commands import RecordOfficer

KINDS = (
    *(
        "cancel_application",
        "start_transfer",
        "start_transfer",
        "cancel_transfer",
        "finish_transfer",
    ),
    *("warn", "clear", "deem", "ask_to_withdraw", "stay", "announce", "propose", "propose"),
    *("drop", "expel", "expel", "file", "branch", "group", "lead", "rename_branch", "close_branch"),
    *("assign", "assign", "certificate", "collect", "consent", "no_consent", "approver"),
    *("refund", "reverse_refund", "waive", "waive", "reverse_waiver", "remind"),
    *("receive_in_batch", "receive_in_batch", "close_batch"),
)


class Asked:
    """What a wish says: about whom, when, how much, which earlier one; and how ids and secrets are made."""

    def __init__(  # what a wish says, in the order it says it
        self,
        who: MemberId,
        day: date,
        month: str,
        *,
        amount: int,
        which: int,
        id_of: Callable[[str, int], UUID],
        sealed: Sealed,
    ) -> None:
        self.on: Any = {"occurred_on": day, "member_id": who}
        self.day = day
        self.month = month
        self.amount = amount
        self.which = which
        self.id_of = id_of
        self.sealed = sealed
        self.handler = OfficerId(id_of("officer", 1))
        self.approver = OfficerId(id_of("approver", 0))
        self.branch = BranchId(id_of("branch", which % 2))
        self.group = BranchId(id_of("group", which % 2))


def command_of(kind: str, asked: Asked) -> Command | None:
    """Return the command of a wish, None for a kind that is not told here."""
    return _moving(kind, asked) or _ending(kind, asked) or _place(kind, asked) or _dues(kind, asked)


def _moving(kind: str, asked: Asked) -> Command | None:
    on, transfer_id = asked.on, asked.id_of("transfer", asked.which % 3)
    match kind:
        case "cancel_application":
            return CancelApplication(**on)
        case "start_transfer":
            return StartTransferOut(**on, transfer_id=transfer_id, last_dues_month=asked.month)
        case "cancel_transfer":
            return CancelTransferOut(
                **on, transfer_id=transfer_id, by="old_union", reason="stays_employed"
            )
        case "finish_transfer":
            return CompleteTransferOut(**on, transfer_id=transfer_id)
        case "ask_to_withdraw":
            return RequestWithdrawal(**on)
        case "stay":
            return CancelWithdrawalRequest(**on)
        case "announce":
            return AnnounceWithdrawal(**on, request_on_paper=False)
        case _:
            return None


def _ending(kind: str, asked: Asked) -> Command | None:
    on = asked.on
    match kind:
        case "warn":
            return IssueArrearsWarning(**on, issued_by=asked.handler, details=asked.sealed)
        case "clear":
            return ClearArrears(**on, reason="paid")
        case "deem":
            return DeclareDeemedWithdrawal(
                **on,
                no_just_cause=True,
                no_participation=True,
                education_refused=True,
                decision_no="5号",
                decided_by=asked.approver,
            )
        case "propose":
            return ProposeExpulsion(**on, proposed_by=asked.handler)
        case "drop":
            return DropExpulsion(**on, decision_no="6号")
        case "expel":
            return DecideExpulsion(**on, decision_no="7号", decided_by=asked.approver)
        case "file":
            return FileExpulsion(**on, filing_no="备7号")
        case _:
            return None


def _place(kind: str, asked: Asked) -> Command | None:
    on, day = asked.on, asked.day
    match kind:
        case "branch":
            return FormBranch(occurred_on=day, branch_id=asked.branch, kind="branch", name="分会")
        case "group":
            parent = asked.branch if asked.amount % 2 else None
            return FormBranch(
                occurred_on=day,
                branch_id=asked.group,
                kind="group",
                name="小组",
                parent_branch_id=parent,
            )
        case "lead":
            return RecordBranchLeader(
                occurred_on=day, branch_id=asked.branch, officer_id=asked.handler
            )
        case "rename_branch":
            return RenameBranch(
                occurred_on=day, branch_id=asked.branch, name=f"第{asked.which}分会"
            )
        case "close_branch":
            return CloseBranch(occurred_on=day, branch_id=asked.group)
        case "assign":
            in_group, in_branch = asked.amount % 2 and asked.which < 5, asked.which < 5
            return AssignMember(
                **on,
                group_id=asked.group if in_group else None,
                branch_id=asked.branch if in_branch and not in_group else None,
            )
        case "certificate":
            return IssueCertificate(**on, kind="card", certificate=asked.sealed)
        case "collect":
            return CollectCertificate(**on, issued_version=asked.which + 1, cause="lost")
        case "consent":
            return GiveConsent(**on, notice_version="2026-1")
        case "no_consent":
            return WithdrawConsent(**on, notice_version="2026-1")
        case "approver":
            return RecordOfficer(
                occurred_on=asked.day,
                officer_id=asked.approver,
                office="approver",
                name=asked.sealed,
            )
        case _:
            return None


def _dues(kind: str, asked: Asked) -> Command | None:
    on, month = asked.on, asked.month
    batch_id = DuesBatchId(asked.id_of("dues_batch", asked.which % 2))
    match kind:
        case "refund":
            return RefundDues(
                **on,
                dues_month=month,
                amount_fen=asked.amount % 3000 + 1,
                reason="overpaid",
                handler_id=asked.handler,
                approver_id=asked.approver,
            )
        case "reverse_refund":
            return ReverseDuesRefund(**on, reversed_version=asked.which + 1, reason="录错")
        case "waive":
            return WaiveDues(
                **on,
                dues_month=month,
                amount_fen=asked.amount % 5000 + 1,
                reason="hardship",
                decision_no="8号",
            )
        case "reverse_waiver":
            return ReverseDuesWaiver(**on, reversed_version=asked.which + 1, reason="录错")
        case "remind":
            return SendDuesReminder(**on, through_month=month, channel="talk")
        case "receive_in_batch":
            return ReceiveDues(**on, dues_month=month, amount_fen=asked.amount, batch_id=batch_id)
        case "close_batch":
            return CloseDuesBatch(
                occurred_on=asked.day,
                batch_id=batch_id,
                declared_heads=1,
                declared_fen=asked.amount,
                heads=1,
                amount_fen=asked.amount,
            )
        case _:
            return None
