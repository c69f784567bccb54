"""Which codes each of the `CODED_COLUMNS` may hold: by the types of the domain, or as projections write them."""

import ast
from collections.abc import Iterator
from typing import Any, Final, get_args

from domain.actor import Role
from domain.aid import AidCategory, ApprovalTier, FundSource, HardshipClass
from domain.aid import PaymentMethod as AidMethod
from domain.bank_statement import events as bank
from domain.branch.events import BranchKind
from domain.budget import events as budget
from domain.condolence.events import RejectionReason
from domain.contribution import events as contribution
from domain.custodial import events as custodial
from domain.disclosure import events as disclosure
from domain.dues.events import ReminderChannel
from domain.dues_batch import events as dues_batch
from domain.engagement import events as engagement
from domain.engagement.topics import Topic
from domain.erasure import events as erasure
from domain.erasure import state as erasure_state
from domain.finding import events as finding
from domain.finding import state as finding_state
from domain.funds import CUSTODIAL, OWN_FUNDS, SubsidyKind
from domain.household import events as household
from domain.household import state as household_state
from domain.irregularity import hit
from domain.member import events as member
from domain.membership import Change, Membership
from domain.officers import Office
from domain.pairing import events as pairing
from domain.pay_batch import aggregate as pay_batch_state
from domain.pay_batch import events as pay_batch
from domain.policy.aid import AidWarning
from domain.policy.benefit import BenefitWarning, Festival, Form, Occasion, Relation
from domain.policy.dues import WaiverReason
from domain.sampling import Method
from domain.supervision import FreezeReason
from domain.union.events import Edge
from domain.visit.events import FollowUpResult
from domain.voucher import events as voucher
from domain.voucher_kind import VoucherKind
from tests.architecture.repository import files_in, parsed


def _of(*types: Any) -> set[str]:  # noqa: ANN401 # any Literal
    return {value for one in types for value in get_args(one)}


def _measures() -> Iterator[str]:
    """Yield the names under which rules of `domain.irregularity` say what they measured."""
    for path in files_in(["domain/irregularity"], ".py"):
        for node in ast.walk(parsed(path)):
            match node:
                case (
                    ast.keyword(arg="measures", value=value)
                    | ast.Assign(targets=[ast.Name(id="measures")], value=value)
                ):
                    yield from _keys(value)
                case ast.FunctionDef(name="_days"):
                    yield from _keys(node)
                case _:
                    pass


def _keys(within: ast.AST) -> Iterator[str]:
    for node in ast.walk(within):
        if isinstance(node, ast.Dict):
            yield from (str(key.value) for key in node.keys if isinstance(key, ast.Constant))


_FILE_STAGES: Final = _of(household_state.Stage) - {"none"}
_FILE_STEPS: Final = {
    *("opened", "reopened", "applied", "preliminarily_reviewed", "home_visited", "economic_check"),
    *("notice_posted", "notice_closed", "objection_raised", "objection_resolved", "approved"),
    *("reclassified", "rejected", "reviewed", "changed", "exited", "closed", "relapsed"),
}
_FILE_OUTCOMES: Final = {
    *_of(HardshipClass, household.RejectionReason, household.ReviewOutcome, household.ChangeKind),
    *_of(household.ExitKind, household.ClosingReason),
    *("passed", "sent_back", "above_the_lines", "unfounded", "upheld"),
}
_BUDGET_STEPS: Final = {
    *("drafted", "passed", "reviewed", "approved", "abandoned", "filed"),
    *("execution_reported", "disclosed"),
}
_VOUCHER_STEPS: Final = {
    *("drafted", "revised", "submitted", "returned", "reviewed", "approved", "posted"),
    *("discarded", "reversed"),
}
_CHECKS: Final = {
    *("vouchers_posted", "trial_balance_zero", "bank_reconciled", "cash_counted"),
    *("dues_batches_closed", "payroll_declared", "contribution_shared", "year_end_transferred"),
}
_FUNDS: Final = {*_of(FundSource), OWN_FUNDS, CUSTODIAL, "special_earmarked"}
_NOTICE_COLUMNS: Final = {"name", "unit", "hardship_class", "amount"}
_MEASURES: Final = set(_measures())
_ITEMS: Final = _of(Change, AidCategory, HardshipClass, Occasion, SubsidyKind)
_WHAT: Final = _of(
    finding.Severity,
    finding.Requirement,
    finding.Measure,
    finding.ExtensionReason,
    finding.ReturnReason,
    finding.WithdrawalReason,
)
_CLASS: Final = {"hardship_class": _of(HardshipClass)}
_AID: Final = _CLASS | {"category": _of(AidCategory), "fund_source": _of(FundSource)}
_CASE: Final = _AID | {
    "review_outcome": {"supported", "not_supported"},
    "tier": _of(ApprovalTier),
    "ended": {"rejected", "cancelled"},
}
_CASE_STAGES: Final = {"requested", "not_supported", "reviewed", "approved", "paid", "ended"}
_FILES: Final = {"roster", "changes", "dues", "aid", "condolence"}
_CONDOLENCE: Final = {
    "occasion": _of(Occasion),
    "form": _of(Form),
    "relation": _of(Relation),
    "festival": _of(Festival),
}
_FINDING: Final = {
    "kind": _of(finding.FindingKind),
    "severity": _of(finding.Severity),
    "raised_by": _of(finding.Authority),
    "stage": _of(finding_state.Stage),
}
_RULE: Final = {"severity": _of(hit.Severity), "state": _of(hit.State)}
_LIST_STAGES: Final = _of(pay_batch_state.Stage) - {"none"}
_UNIT: Final = {"edge": _of(Edge), "frozen_reason": _of(FreezeReason)}
_HIT: Final = {"kind": _of(hit.HitKind), "measures": _MEASURES}
_TRUSTS: Final = {
    *("donation_drive", "mutual_aid", "interest_clubs"),
    *("medical_claims", "retirees", "other_trust"),
}
_MONEY: Final = {"kind": _of(SubsidyKind), "fund": _FUNDS}

_BY_STRUCT: Final[dict[str, dict[str, set[str]]]] = {
    "AidCaseRow": _CASE | {"warnings": _of(AidWarning), "stage": _CASE_STAGES},
    "PayableCase": {
        "category": _of(AidCategory),
        "fund_source": _of(FundSource),
        "tier": _of(ApprovalTier),
        "stage": _CASE_STAGES,
    },
    "PaidOut": {"method": _of(AidMethod)},
    "AidCaseSeen": _CASE,
    "PaymentRow": _AID | {"method": _of(AidMethod)},
    "HouseholdRow": _CLASS | {"stage": _FILE_STAGES},
    "HouseholdSeen": _CLASS | {"stage": _FILE_STAGES},
    "HouseholdStepRow": _CLASS
    | {"step": _FILE_STEPS, "stage": _FILE_STAGES, "outcome": _FILE_OUTCOMES},
    "StepSeen": {"step": _FILE_STEPS, "outcome": _FILE_OUTCOMES},
    "WaitingFileRow": {"stage": {"visited", "posted", "notice_closed"}},
    "WaitingCaseRow": {"category": _of(AidCategory), "fund_source": _of(FundSource)},
    "NoticeLine": _CLASS | {"category": _of(AidCategory)},
    "PayBatchRow": {
        "category": _of(AidCategory),
        "fund_source": _of(FundSource),
        "method": _of(AidMethod),
        "stage": _LIST_STAGES,
    },
    "PayItemRow": _CLASS
    | {"unpaid": {"failed", "returned"}, "reason": _of(pay_batch.FailureReason)},
    "PayStageRow": {"stage": _LIST_STAGES, "reason": _of(pay_batch.SendBackReason)},
    "CondolenceRow": _CONDOLENCE | {"warnings": _of(BenefitWarning)},
    "CondolenceRequestRow": _CONDOLENCE | {"rejection": _of(RejectionReason)},
    "PairingRow": {"progress": _of(pairing.Progress), "outcome": _of(pairing.PairingOutcome)},
    "VisitRow": {"result": _of(FollowUpResult)},
    "AidSeen": {"by_category": _of(AidCategory), "by_fund_source": _of(FundSource)},
    "CondolenceSeen": {"by_kind": _of(Occasion)},
    "IndicatorSeen": {"by_item": _ITEMS},
    "MemberRow": {"membership": _of(Membership)},
    "ChangeRow": {"change": _of(Change), "cause": _of(member.RetentionCause)},
    "CertificateRow": {
        "kind": _of(member.CertificateKind),
        "collected_cause": _of(member.CollectionCause),
    },
    "BranchRow": {"kind": _of(BranchKind)},
    "OfficerRow": {"office": _of(Office)},
    "TaskRow": {"offices": _of(Office)},
    "DuesCell": {"membership": _of(Membership)},
    "ImportJob": {"kind": _FILES},
    "PlatformJob": {"kind": _FILES},
    "ImportLimits": {"kinds": _FILES},
    "Progress": {"stage": {"reading", "deciding", "writing", "reversing"}},
    "DuesRow": {"membership": _of(Membership)},
    "WaiverRow": {"reason": _of(WaiverReason)},
    "ReminderRow": {"channel": _of(ReminderChannel)},
    "WarningRow": {"cleared_by": _of(member.ArrearsEnd)},
    "BatchRow": {"difference_reason": _of(dues_batch.DifferenceReason)},
    "ErasureRow": {"stage": _of(erasure_state.Stage), "basis": _of(erasure.Basis)},
    "Me": {"role": _of(Role) - {"import"} | {"person"}},
    "AssertionRow": {
        "difference_reason": _of(bank.DifferenceReason),
        "withdrawal_reason": _of(bank.WithdrawalReason),
    },
    "BudgetYearRow": {"paper": _of(budget.Paper), "step": _BUDGET_STEPS},
    "BudgetLineRow": {"kind": {"income", "expense"}},
    "BudgetStepRow": {
        "paper": _of(budget.Paper),
        "step": _BUDGET_STEPS,
        "opinion": _of(budget.Opinion),
        "reason": _of(budget.AdjustmentReason, budget.DisclosurePlace),
    },
    "PeriodStepRow": {"step": {"closed", "reopened", "locked"}, "unchecked": _CHECKS},
    "Checked": {"item": _CHECKS},
    "CheckedItem": {"item": _CHECKS},
    "VoucherInWorkRow": {"kind": _of(VoucherKind), "step": _VOUCHER_STEPS},
    "VoucherStepRow": {
        "step": _VOUCHER_STEPS,
        "reason": _of(voucher.ReturnReason, voucher.DiscardReason, voucher.ReversalReason),
        "method": _of(voucher.PaymentMethod),
    },
    "ContributionEntryRow": {
        "entry": _of(contribution.Entry),
        "kind": _of(contribution.Channel, contribution.RefundKind),
    },
    "CustodialAccountRow": {"purpose": _TRUSTS},
    "CustodialEntryRow": {"entry": _of(custodial.Entry), "purpose": _TRUSTS},
    "SubsidyRow": _MONEY,
    "AllocationRow": _MONEY,
    **{
        struct: {"fund": _FUNDS}
        for struct in (
            *("FundRow", "ProvisionRow", "BankAccountRow", "FundBalanceRow", "EntryRow"),
            *("VoucherLine", "PostingLine"),
        )
    },
    "RuleView": _RULE,
    "RuleSeen": _RULE,
    "GapView": {"reason": _of(hit.GapReason)},
    "GapSeen": {"reason": _of(hit.GapReason)},
    "HitView": _HIT,
    "AcrossView": _HIT,
    "EngagementRow": {
        "kind": _of(engagement.EngagementKind),
        "ordered_by": _of(engagement.OrderedBy),
        "outcome": _of(engagement.EngagementOutcome),
        "topics": _of(Topic),
        "opinion": _of(engagement.Opinion),
    },
    "EngagementOfUnit": {
        "kind": _of(engagement.EngagementKind),
        "ordered_by": _of(engagement.OrderedBy),
        "outcome": _of(engagement.EngagementOutcome),
        "topics": _of(Topic),
    },
    "AccessRow": {"holder": _of(engagement.AccessHolder)},
    "SampleSummary": {"method": _of(Method)},
    "VerificationRow": {"verified_with": _of(engagement.VerifiedWith)},
    "ReportRow": {"opinion": _of(engagement.Opinion)},
    "ReadRow": {"topic": _of(Topic)},
    "ReportedFinding": {"severity": _of(finding.Severity), "stage": _of(finding_state.Stage)},
    "FindingRow": _FINDING
    | {"requirement": _of(finding.Requirement), "measure": _of(finding.Measure)},
    "FindingSeen": _FINDING,
    "FindingStepRow": {
        "step": {*_of(finding_state.Stage), "extended"},
        "signed_for": {*_of(finding.Authority), "union"},
        "what": _WHAT,
    },
    "DisclosureRow": {
        "topic": _of(disclosure.Topic),
        "channel": _of(disclosure.Channel),
        "columns": _NOTICE_COLUMNS,
        "end_reason": _of(disclosure.EndReason),
    },
    "ObjectionRow": {"about": _of(disclosure.Objection)},
    "TransferRow": {"cancelled_by": _of(member.TransferSide), "reason": _of(member.TransferEnd)},
    "UnitRow": _UNIT,
    "UnionRow": _UNIT,
}
READY_VALUES: Final[dict[str, set[str]]] = {
    "ClosingPolicy.required": _CHECKS,
    "AuditPolicy.notice_columns": _NOTICE_COLUMNS,
    "Publication.columns": _NOTICE_COLUMNS,
    "Line.fund": _FUNDS,
    "CustodialReceipt.purpose": _TRUSTS,
}
"""Fields of requests that take any text, and for which these codes stand ready."""

CODED_VALUES: Final[dict[str, set[str]]] = {
    f"{struct}.{field}": values
    for struct, fields in _BY_STRUCT.items()
    for field, values in fields.items()
}
"""By "Struct.field" of an answer."""
