"""Where in the union a member belongs, which certificates are out, and what the person consented to."""

from domain.ids import BranchId
from domain.member.commands import (
    AssignMember,
    CollectCertificate,
    GiveConsent,
    IssueCertificate,
    WithdrawConsent,
)
from domain.member.context import Context, Decided, is_blank, not_living
from domain.member.events import (
    CertificateCollected,
    CertificateIssued,
    ConsentGiven,
    ConsentWithdrawn,
    MemberAssigned,
)
from domain.member.state import State
from domain.refusal import Refused


def assign(state: State, command: AssignMember, context: Context) -> Decided:
    """A group brings its branch along; 分会 and 小组 must be open (章程 art. 30)."""
    unfit = not_living(state, command.occurred_on)
    if unfit is not None:
        return Refused(unfit, "occurred_on")
    refused = _closed_place(command, context)
    if refused is not None:
        return refused
    branch_id = command.branch_id or _branch_of(command.group_id, context)
    held = state.assignment_on(command.occurred_on)
    before = (None, None) if held is None else (held.branch_id, held.group_id)
    if before == (branch_id, command.group_id):
        return Refused("member.assignment_unchanged", "member_id")
    return [MemberAssigned(branch_id=branch_id, group_id=command.group_id)]


def _closed_place(command: AssignMember, context: Context) -> Refused | None:
    branch_id, group_id = command.branch_id, command.group_id
    if branch_id is not None and branch_id not in context.open_branches:
        return Refused("member.branch_not_open", "branch_id")
    if group_id is not None and group_id not in context.open_groups:
        return Refused("member.group_not_open", "group_id")
    both = branch_id is not None and group_id is not None
    if both and _branch_of(group_id, context) != branch_id:
        return Refused("member.group_of_other_branch", "group_id")
    return None


def _branch_of(group_id: BranchId | None, context: Context) -> BranchId | None:
    return None if group_id is None else context.open_groups.get(group_id)


def issue_certificate(state: State, command: IssueCertificate) -> Decided:
    unfit = not_living(state, command.occurred_on)
    if unfit is not None:
        return Refused(unfit, "occurred_on")
    if any(held.kind == command.kind for held in state.certificates.values()):
        return Refused("member.certificate_already_held", "kind")
    return [CertificateIssued(kind=command.kind, certificate=command.certificate)]


def collect_certificate(state: State, command: CollectCertificate) -> Decided:
    """Also from whoever is no member any more: that is when it is taken back (章程 art. 6)."""
    held = state.certificates.get(command.issued_version)
    if held is None:
        return Refused("member.no_such_certificate", "issued_version")
    if command.occurred_on < held.issued_on:
        return Refused("member.collected_before_issued", "occurred_on")
    return [
        CertificateCollected(
            issued_version=command.issued_version, cause=command.cause, details=command.details
        )
    ]


def give_consent(state: State, command: GiveConsent, context: Context) -> Decided:
    """A consent rests on what the person could read: a notice in force (PIPL arts. 14, 17)."""
    if is_blank(command.notice_version):
        return Refused("member.notice_version_missing", "notice_version")
    if context.notices is not None and command.notice_version not in context.notices:
        return Refused("member.notice_unknown", "notice_version")
    if command.notice_version in state.consents:
        return Refused("member.consent_already_given", "notice_version")
    return [ConsentGiven(notice_version=command.notice_version)]


def withdraw_consent(state: State, command: WithdrawConsent) -> Decided:
    if command.notice_version not in state.consents:
        return Refused("member.no_such_consent", "notice_version")
    return [ConsentWithdrawn(notice_version=command.notice_version)]
