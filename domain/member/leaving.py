"""How a membership is kept, moves or ends: 章程 arts. 5 to 8 (domain.md 2.2, rows 4 to 6, 8 and 13 to 15)."""

from domain.member.commands import (
    AnnounceWithdrawal,
    CancelTransferOut,
    CancelWithdrawalRequest,
    CompleteTransferOut,
    DecideExpulsion,
    DropExpulsion,
    FileExpulsion,
    ProposeExpulsion,
    RequestWithdrawal,
    RetainMembership,
    StartTransferOut,
)
from domain.member.context import (
    ANY_OFFICE,
    COMMITTEE,
    Context,
    Decided,
    is_blank,
    not_free,
    unsigned,
)
from domain.member.events import (
    ExpulsionDecided,
    ExpulsionDropped,
    ExpulsionFiled,
    ExpulsionProposed,
    MembershipRetained,
    TransferOutCancelled,
    TransferOutCompleted,
    TransferOutStarted,
    WithdrawalAnnounced,
    WithdrawalRequestCancelled,
    WithdrawalRequested,
)
from domain.member.state import Expulsion, State
from domain.period import is_month, month_of
from domain.refusal import Refused


def retain(command: RetainMembership) -> Decided:
    """Dues follow the state at the end of a month, so they stop in the month of the retention itself."""
    if command.from_month is not None and not is_month(command.from_month):
        return Refused("member.month_malformed", "from_month")
    if command.from_month not in (None, month_of(command.occurred_on)):
        return Refused("member.dues_stop_in_another_month", "from_month")
    return [
        MembershipRetained(
            cause=command.cause,
            decision_no=command.decision_no,
            details=command.details,
            from_month=command.from_month,
        )
    ]


def start_transfer(command: StartTransferOut) -> Decided:
    if command.last_dues_month is not None and not is_month(command.last_dues_month):
        return Refused("member.month_malformed", "last_dues_month")
    return [
        TransferOutStarted(
            transfer_id=command.transfer_id,
            target_union_id=command.target_union_id,
            target_union=command.target_union,
            last_dues_month=command.last_dues_month,
            decision_no=command.decision_no,
            details=command.details,
        )
    ]


def cancel_transfer(command: CancelTransferOut) -> Decided:
    return [
        TransferOutCancelled(
            transfer_id=command.transfer_id,
            by=command.by,
            reason=command.reason,
            details=command.details,
        )
    ]


def complete_transfer(command: CompleteTransferOut) -> Decided:
    return [
        TransferOutCompleted(
            transfer_id=command.transfer_id,
            other_union=command.other_union,
            decision_no=command.decision_no,
            details=command.details,
        )
    ]


def request_withdrawal(state: State, command: RequestWithdrawal) -> Decided:
    unfit = not_free(state, command.occurred_on)
    if unfit is not None:
        return Refused(unfit, "occurred_on")
    if state.withdrawal_requested_on is not None:
        return Refused("member.withdrawal_already_requested", "member_id")
    return [WithdrawalRequested(details=command.details)]


def cancel_withdrawal_request(state: State, command: CancelWithdrawalRequest) -> Decided:
    if state.withdrawal_requested_on is None:
        return Refused("member.no_withdrawal_request", "member_id")
    if command.occurred_on < state.withdrawal_requested_on:
        return Refused("member.cancelled_before_requested", "occurred_on")
    return [WithdrawalRequestCancelled(details=command.details)]


def announce_withdrawal(state: State, command: AnnounceWithdrawal) -> Decided:
    requested_on = state.withdrawal_requested_on
    if not command.request_on_paper:
        if requested_on is None:
            return Refused("member.no_withdrawal_request", "member_id")
        if command.occurred_on < requested_on:
            return Refused("member.announced_before_requested", "occurred_on")
    return [WithdrawalAnnounced(decision_no=command.decision_no, details=command.details)]


def propose_expulsion(state: State, command: ProposeExpulsion, context: Context) -> Decided:
    unfit = not_free(state, command.occurred_on)
    if unfit is not None:
        return Refused(unfit, "occurred_on")
    if _proposed(state) is not None:
        return Refused("member.expulsion_already_proposed", "member_id")
    refused = unsigned(
        context,
        command.proposed_by,
        "proposed_by",
        offices=ANY_OFFICE,
        day=command.occurred_on,
        about=command.member_id,
    )
    return refused or [ExpulsionProposed(proposed_by=command.proposed_by, details=command.details)]


def drop_expulsion(state: State, command: DropExpulsion) -> Decided:
    refused = _not_decidable(state, command)
    return refused or [ExpulsionDropped(decision_no=command.decision_no, details=command.details)]


def decide_expulsion(state: State, command: DecideExpulsion, context: Context) -> Decided:
    """Who proposed does not decide as well."""
    proposed = _proposed(state)
    refused = _not_decidable(state, command) or unsigned(
        context,
        command.decided_by,
        "decided_by",
        offices=COMMITTEE,
        day=command.occurred_on,
        about=command.member_id,
        beside=None if proposed is None else proposed.proposed_by,
    )
    return refused or [
        ExpulsionDecided(
            decision_no=command.decision_no, decided_by=command.decided_by, details=command.details
        )
    ]


def file_expulsion(state: State, command: FileExpulsion) -> Decided:
    decided_on = None if state.expulsion is None else state.expulsion.decided_on
    if decided_on is None:
        return Refused("member.no_expulsion_to_file", "member_id")
    if command.occurred_on < decided_on:
        return Refused("member.filed_before_decided", "occurred_on")
    if is_blank(command.filing_no):
        return Refused("member.filing_no_missing", "filing_no")
    return [ExpulsionFiled(filing_no=command.filing_no)]


def _proposed(state: State) -> Expulsion | None:
    """Return the expulsion that is proposed and not yet decided."""
    expulsion = state.expulsion
    return expulsion if expulsion is not None and expulsion.decided_on is None else None


def _not_decidable(state: State, command: DropExpulsion | DecideExpulsion) -> Refused | None:
    proposed = _proposed(state)
    if proposed is None:
        return Refused("member.no_expulsion_proposed", "member_id")
    if command.occurred_on < proposed.proposed_on:
        return Refused("member.decided_before_proposed", "occurred_on")
    if is_blank(command.decision_no):
        return Refused("member.decision_no_missing", "decision_no")
    return None
