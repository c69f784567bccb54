"""Whose signature a command is: a person in a session signs with their own office and nobody else's.

Where a command names several people, the one listed here answers for it; the others are named as the papers name
them. A machine with a key puts down what was signed on paper (decision 25), so this asks people only.
"""

from collections.abc import Mapping
from typing import Final

from domain.actor import Actor
from domain.aid_case import commands as aid_case
from domain.bank_statement import commands as bank_statement
from domain.budget import commands as budget
from domain.command import Command
from domain.condolence import commands as condolence
from domain.contribution import commands as contribution
from domain.custodial import commands as custodial
from domain.disclosure import commands as disclosure
from domain.dues import commands as dues
from domain.erasure import commands as erasure
from domain.federation import commands as federation
from domain.finding import commands as finding
from domain.household import commands as household
from domain.member import commands as member
from domain.pairing import commands as pairing
from domain.pay_batch import commands as pay_batch
from domain.refusal import Refused
from domain.union import commands as union
from domain.visit import commands as visit
from domain.voucher import commands as voucher

SIGNED_BY: Final[Mapping[type[Command], str]] = {
    union.ClosePeriod: "closed_by",
    union.ReopenPeriod: "approved_by",
    union.LockYear: "locked_by",
    federation.AllocateFund: "approver_id",
    member.CorrectMemberFact: "approved_by",
    member.ReverseMembershipChange: "approved_by",
    member.IssueArrearsWarning: "issued_by",
    member.DeclareDeemedWithdrawal: "decided_by",
    member.ProposeExpulsion: "proposed_by",
    member.DecideExpulsion: "decided_by",
    dues.RefundDues: "approver_id",
    household.ApplyForHardship: "handler_id",
    household.ReviewApplication: "reviewer_id",
    household.ReturnEconomicCheck: "checker_id",
    household.PostPublicNotice: "handler_id",
    household.ResolveObjection: "officer_id",
    household.ClosePublicNotice: "handler_id",
    household.ApproveHardship: "approver_id",
    household.RejectHardship: "approver_id",
    household.ReviewHardship: "reviewer_id",
    household.ReclassifyHardship: "approver_id",
    household.ChangeHousehold: "handler_id",
    household.ExitHardship: "approver_id",
    household.CloseHouseholdFile: "approver_id",
    household.RecordRelapse: "found_by_id",
    aid_case.RequestAid: "handler_id",
    aid_case.ReviewAid: "reviewer_id",
    aid_case.ApproveAid: "approver_id",
    aid_case.RejectAid: "approver_id",
    aid_case.CancelAid: "handler_id",
    aid_case.PayAid: "cashier_id",
    condolence.RequestCondolence: "handler_id",
    condolence.ApproveCondolence: "approver_id",
    condolence.RejectCondolence: "approver_id",
    pay_batch.DraftPayBatch: "handler_id",
    pay_batch.ReviewPayBatch: "reviewer_id",
    pay_batch.SendBackPayBatch: "officer_id",
    pay_batch.ApprovePayBatch: "approver_id",
    pay_batch.ExecutePayBatch: "cashier_id",
    pay_batch.DiscardPayBatch: "officer_id",
    pairing.ReviewPairing: "reviewer_id",
    pairing.EndPairing: "officer_id",
    visit.RecordFollowUp: "officer_id",
    contribution.PayUpward: "approver_id",
    custodial.PayCustodialFund: "approver_id",
    voucher.DraftVoucher: "handler_id",
    voucher.ReviseVoucher: "handler_id",
    voucher.SubmitVoucher: "handler_id",
    voucher.ReturnVoucher: "returned_by",
    voucher.ReviewVoucher: "reviewer_id",
    voucher.ApproveVoucher: "approver_id",
    voucher.PostVoucher: "posted_by",
    voucher.DiscardVoucher: "discarded_by",
    voucher.ReverseVoucher: "approved_by",
    budget.DraftBudget: "drafted_by",
    budget.DraftBudgetAdjustment: "drafted_by",
    budget.DraftFinalAccounts: "drafted_by",
    budget.PassPaper: "signed_by",
    budget.ApprovePaper: "approved_by",
    budget.AbandonPaper: "abandoned_by",
    budget.ReportExecution: "reported_by",
    budget.DiscloseFinalAccounts: "disclosed_by",
    bank_statement.AssertBalance: "asserted_by",
    bank_statement.WithdrawAssertion: "withdrawn_by",
    finding.SubmitRectification: "officer_id",
    disclosure.PublishDisclosure: "officer_id",
    disclosure.EndDisclosure: "officer_id",
    erasure.RequestErasure: "officer_id",
    erasure.ApproveErasure: "officer_id",
    erasure.RefuseErasure: "officer_id",
    erasure.HoldRecords: "officer_id",
    erasure.ReleaseHold: "officer_id",
}
"""The field that names who signs, by command."""


def forged(command: Command, actor: Actor) -> Refused | None:
    """Return why a person may not put down this command: it would be somebody else's signature."""
    field = SIGNED_BY.get(type(command))
    if field is None or not actor.is_person:
        return None
    signer = getattr(command, field)
    if signer is None or signer == actor.officer_id:
        return None
    return Refused("access.signs_for_another", field)
