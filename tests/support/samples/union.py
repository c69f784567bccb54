"""Samples of the events of the union."""

from datetime import date

from domain.event import Event
from domain.policy.closing import Checked
from domain.union.events import (
    BalancesTakenOver,
    BankAccountRecorded,
    CommitteeElected,
    OfficerRecorded,
    ParentEdge,
    ParticularsCorrected,
    PeriodClosed,
    PeriodReopened,
    PolicyAdopted,
    UnionAbsorbed,
    UnionApprovedByHigher,
    UnionDissolved,
    UnionFrozen,
    UnionMerged,
    UnionRegistered,
    UnionRenamed,
    UnionSplit,
    UnionUnfrozen,
    VocabularyKept,
    YearLocked,
)
from tests.domain.aid import (
    AID_LIMITS,
    BENEFIT_POLICY,
    HARDSHIP_LINE,
    HARDSHIP_POLICY,
    VISIT_POLICY,
)
from tests.domain.audit import AUDIT_POLICY, SMALL_COUNTS
from tests.domain.books import APPROVAL, BLOCKING, CHART_POLICY
from tests.domain.funds import CLOSING_POLICY, RECEIVER, SHARING_POLICY, WITH_LATE_FEE
from tests.domain.irregular import PARAMETERS
from tests.domain.values import (
    ADOPTION,
    AID_POLICY,
    DUES_POLICY,
    DUES_POLICY_WHOLE_YUAN,
    FEDERATION,
    HANDLER,
    MEMBER,
    POSTING_MAP,
    REVIEWER,
    TRANSFER,
    UNION,
    lines,
    sealed,
)

_BALANCES = lines("102", "321", "own_funds", 123_456)
_GONE = lines("102", "321", "own_funds", -123_456)

COMPLETE: tuple[Event, ...] = (
    UnionRegistered(
        code="QZ007",
        name="县人民医院工会",
        federation_id=FEDERATION,
        parent=ParentEdge(parent_id=FEDERATION, edge="industrial"),
        credit_code="81330206MC0000000X",
        employer_kind="400",
        employee_count=262,
        founded_on=date(1998, 5, 4),
    ),
    UnionRenamed(name="县第一人民医院工会"),
    ParticularsCorrected(
        legal_person=True,
        credit_code="81330206MC0000000X",
        employer_kind="400",
        employee_count=270,
        founded_on=date(1998, 5, 4),
    ),
    UnionApprovedByHigher(document_no="青工〔1998〕17号"),
    CommitteeElected(
        term_from=date(2026, 3, 1), term_until=date(2031, 2, 28), document_no="青工〔2026〕6号"
    ),
    OfficerRecorded(
        officer_id=HANDLER,
        office="accountant",
        name=sealed("books", subject=HANDLER),
        until=date(2028, 12, 31),
    ),
    BankAccountRecorded(
        ledger_account="102",
        bank_account=sealed("books", subject=UNION),
        fund="hardship_earmarked",
        until=date(2030, 12, 31),
    ),
    PolicyAdopted(
        policy=DUES_POLICY_WHOLE_YUAN,
        valid_from=date(2026, 1, 1),
        document_no="青工〔2025〕12号",
        adoption_id=ADOPTION,
    ),
    VocabularyKept(toml='[columns]\n"工会卡号" = "member_no"\n'),
    PeriodClosed(period="2026-03"),
    PeriodReopened(
        period="2026-03", reason="漏记一笔收入", requested_by=HANDLER, approved_by=REVIEWER
    ),
    YearLocked(year=2025, locked_by=HANDLER),
    UnionFrozen(reason="audit_finding", document_no="青工〔2026〕9号"),
    UnionUnfrozen(document_no="青工〔2026〕10号"),
    UnionMerged(
        into_union_id=RECEIVER,
        transfer_id=TRANSFER,
        document_no="青工〔2026〕11号",
        lines=_GONE,
    ),
    UnionAbsorbed(
        from_union_id=RECEIVER,
        transfer_id=TRANSFER,
        document_no="青工〔2026〕11号",
        lines=_BALANCES,
    ),
    UnionSplit(
        into_union_id=RECEIVER,
        transfer_id=TRANSFER,
        document_no="青工〔2026〕13号",
        share_numerator=120,
        share_denominator=262,
        lines=_GONE,
    ),
    BalancesTakenOver(from_union_id=RECEIVER, transfer_id=TRANSFER, lines=_BALANCES),
    UnionDissolved(document_no="青工〔2026〕31号"),
)
MINIMAL: tuple[Event, ...] = (
    UnionRegistered(code="QZ008", name="青峙社区联合工会"),
    OfficerRecorded(officer_id=HANDLER, office="cashier", name=sealed("books", subject=HANDLER)),
    PolicyAdopted(policy=DUES_POLICY, valid_from=date(2026, 1, 1), document_no="青工〔2025〕12号"),
    ParticularsCorrected(),
    CommitteeElected(term_from=date(2026, 3, 1), term_until=date(2029, 2, 28)),
    BankAccountRecorded(ledger_account="102", bank_account=sealed("books", subject=UNION)),
    UnionMerged(into_union_id=RECEIVER, transfer_id=TRANSFER, document_no="青工〔2026〕11号"),
    UnionAbsorbed(from_union_id=RECEIVER, transfer_id=TRANSFER, document_no="青工〔2026〕11号"),
    UnionSplit(
        into_union_id=RECEIVER,
        transfer_id=TRANSFER,
        document_no="青工〔2026〕13号",
        share_numerator=1,
        share_denominator=2,
    ),
)
VARIANTS: dict[str, Event] = {
    "of_a_member": OfficerRecorded(
        officer_id=HANDLER,
        office="group_leader",
        name=sealed("books", subject=HANDLER),
        member_id=MEMBER,
    ),
    "not_a_legal_person": UnionRegistered(
        code="QZ008", name="青峙社区联合工会", legal_person=False
    ),
    "aid": PolicyAdopted(
        policy=AID_POLICY, valid_from=date(2026, 1, 1), document_no="总工发〔2015〕20号"
    ),
    "with_checklist": PeriodClosed(
        period="2026-03",
        checklist=(
            Checked(item="trial_balance_zero", passed=True),
            Checked(item="bank_reconciled", passed=False, reason="对账单未到"),
        ),
        unchecked=("cash_counted",),
        closed_by=HANDLER,
    ),
    "with_balances": UnionDissolved(
        document_no="青工〔2026〕31号",
        handed_to=RECEIVER,
        transfer_id=TRANSFER,
        lines=_GONE,
    ),
    "sharing": PolicyAdopted(
        policy=SHARING_POLICY, valid_from=date(2026, 1, 1), document_no="青工〔2026〕1号"
    ),
    "late_fee": PolicyAdopted(
        policy=WITH_LATE_FEE, valid_from=date(2026, 1, 1), document_no="青工〔2026〕2号"
    ),
    "closing": PolicyAdopted(
        policy=CLOSING_POLICY, valid_from=date(2026, 1, 1), document_no="青工〔2026〕3号"
    ),
    "audit": PolicyAdopted(
        policy=AUDIT_POLICY, valid_from=date(2026, 1, 1), document_no="青工经审〔2026〕1号"
    ),
    "small_counts": PolicyAdopted(
        policy=SMALL_COUNTS, valid_from=date(2026, 1, 1), document_no="县总工〔2026〕5号"
    ),
    "aid_limits": PolicyAdopted(
        policy=AID_LIMITS, valid_from=date(2026, 1, 1), document_no="县工〔2025〕40号"
    ),
    "irregularity": PolicyAdopted(
        policy=PARAMETERS, valid_from=date(2026, 1, 1), document_no="青工经审〔2026〕2号"
    ),
    "hardship": PolicyAdopted(
        policy=HARDSHIP_POLICY, valid_from=date(2026, 1, 1), document_no="总工办〔2016〕36号"
    ),
    "hardship_line": PolicyAdopted(
        policy=HARDSHIP_LINE, valid_from=date(2026, 1, 1), document_no="县民〔2025〕9号"
    ),
    "benefit": PolicyAdopted(
        policy=BENEFIT_POLICY, valid_from=date(2025, 8, 1), document_no="皖工发〔2025〕18号"
    ),
    "visit": PolicyAdopted(
        policy=VISIT_POLICY, valid_from=date(2026, 1, 1), document_no="工〔2025〕3号"
    ),
    "approval": PolicyAdopted(
        policy=APPROVAL, valid_from=date(2025, 8, 1), document_no="皖工发〔2025〕18号"
    ),
    "budget_control": PolicyAdopted(
        policy=BLOCKING, valid_from=date(2025, 8, 1), document_no="皖工发〔2025〕18号"
    ),
    "chart": PolicyAdopted(
        policy=CHART_POLICY, valid_from=date(2026, 1, 1), document_no="皖工发〔2025〕30号"
    ),
    "posting_map": PolicyAdopted(
        policy=POSTING_MAP, valid_from=date(2022, 1, 1), document_no="财会〔2021〕7号"
    ),
}
