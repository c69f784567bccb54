"""One representative sample of every event: complete, and minimal where fields are optional.

The samples of the newest schema version stand here; those of older versions live on as golden files.
"""

from datetime import date

from domain.aid_case.events import AidApproved, AidPaid, AidPaymentReturned
from domain.condolence.events import CondolenceRecorded, CondolenceReversed
from domain.dues.events import DuesReceiptReversed, DuesReceived, WageBaseDeclared
from domain.event import Event
from domain.federation.events import FederationRegistered, IdentityInquiryAnswered, UnitEnrolled
from domain.household.events import HouseholdFileOpened
from domain.import_run.events import ImportCommitted, RefusedRow
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
from domain.union.events import (
    OfficerRecorded,
    ParentEdge,
    PeriodClosed,
    PolicyAdopted,
    UnionDissolved,
    UnionRegistered,
    UnionRenamed,
    VocabularyKept,
)
from tests.domain.values import (
    ADOPTION,
    AID_CASE,
    AID_POLICY,
    APPROVER,
    CONDOLENCE,
    DUES_POLICY,
    DUES_POLICY_WHOLE_YUAN,
    FEDERATION,
    HANDLER,
    HOUSEHOLD,
    MEMBER,
    POSTING_MAP,
    REVIEWER,
    TRANSFER,
    UNION,
    lines,
    sealed,
)

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
    OfficerRecorded(
        officer_id=HANDLER,
        office="accountant",
        name=sealed("books", subject=HANDLER),
        until=date(2028, 12, 31),
    ),
    PolicyAdopted(
        policy=DUES_POLICY_WHOLE_YUAN,
        valid_from=date(2026, 1, 1),
        document_no="青工〔2025〕12号",
        adoption_id=ADOPTION,
    ),
    VocabularyKept(toml='[columns]\n"工会卡号" = "member_no"\n'),
    PeriodClosed(period="2026-03"),
    UnionDissolved(document_no="青工〔2026〕31号"),
    FederationRegistered(code="QZ000", name="青峙县总工会", credit_code="89330206MC0000001K"),
    UnitEnrolled(
        unit_id=UNION,
        code="QZ007",
        name="县人民医院工会",
        parent_id=FEDERATION,
        edge="industrial",
        legal_person=True,
    ),
    IdentityInquiryAnswered(reason="核对重复入会", live=True),
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
    AidApproved(
        aid_case_id=AID_CASE,
        case_no="BF2026-001",
        household_id=HOUSEHOLD,
        beneficiary_id=MEMBER,
        category="living_aid",
        fund_source="central_fiscal",
        amount_fen=300000,
        handler_id=HANDLER,
        reviewer_id=REVIEWER,
        approver_id=APPROVER,
    ),
    AidPaid(
        aid_case_id=AID_CASE,
        household_id=HOUSEHOLD,
        recipient_id=MEMBER,
        category="living_aid",
        fund_source="central_fiscal",
        amount_fen=150000,
        method="transfer",
        payee=sealed("books"),
        posting_map="posting-2021",
        lines=lines("503", "102", "central_fiscal", 150000),
    ),
    AidPaymentReturned(
        aid_case_id=AID_CASE,
        household_id=HOUSEHOLD,
        recipient_id=MEMBER,
        category="living_aid",
        fund_source="central_fiscal",
        amount_fen=150000,
        returned_version=2,
        reason="退汇:户名不符",
        lines=lines("503", "102", "central_fiscal", -150000),
    ),
    CondolenceRecorded(
        condolence_id=CONDOLENCE,
        member_id=MEMBER,
        occasion="illness",
        amount_fen=50000,
        details=sealed("file"),
        posting_map="posting-2021",
        lines=lines("501", "102", "own_funds", 50000),
    ),
    CondolenceReversed(
        condolence_id=CONDOLENCE,
        member_id=MEMBER,
        occasion="illness",
        amount_fen=50000,
        reason="重复录入",
        lines=lines("501", "102", "own_funds", -50000),
    ),
    HouseholdFileOpened(
        household_id=HOUSEHOLD,
        file_no="KN2026-001",
        householder_id=MEMBER,
        hardship_class="deep",
        circumstances=sealed("file"),
    ),
    ImportCommitted(
        table_kind="roster",
        rows_read=262,
        rows_accepted=261,
        refused=(RefusedRow(sheet="花名册", row=12, column="D", kind="id_destroyed"),),
    ),
)
"""Every event, each optional field set."""

MINIMAL: tuple[Event, ...] = (
    UnionRegistered(code="QZ008", name="青峙社区联合工会"),
    OfficerRecorded(officer_id=HANDLER, office="cashier", name=sealed("books", subject=HANDLER)),
    PolicyAdopted(policy=DUES_POLICY, valid_from=date(2026, 1, 1), document_no="青工〔2025〕12号"),
    FederationRegistered(code="QZ000", name="青峙县总工会"),
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
    AidApproved(
        aid_case_id=AID_CASE,
        case_no="BF2026-002",
        household_id=HOUSEHOLD,
        beneficiary_id=MEMBER,
        category="winter_warmth",
        fund_source="own_funds",
        amount_fen=1,
    ),
    HouseholdFileOpened(
        household_id=HOUSEHOLD,
        file_no="KN2026-002",
        householder_id=MEMBER,
        hardship_class=None,
        circumstances=sealed("file"),
    ),
    ImportCommitted(table_kind="roster", rows_read=0, rows_accepted=0),
)
"""The events that have optional fields, none of them set."""

VARIANTS: dict[str, Event] = {
    "not_a_legal_person": UnionRegistered(
        code="QZ008", name="青峙社区联合工会", legal_person=False
    ),
    "aid": PolicyAdopted(
        policy=AID_POLICY, valid_from=date(2026, 1, 1), document_no="总工发〔2015〕20号"
    ),
    "posting_map": PolicyAdopted(
        policy=POSTING_MAP, valid_from=date(2022, 1, 1), document_no="财会〔2021〕7号"
    ),
}
"""Shapes that neither a complete nor a minimal sample has room for."""


def samples() -> dict[str, Event]:
    """Return every sample by the stem of its golden file: topic, schema version, variant."""
    named = {stem(event): event for event in COMPLETE}
    named |= {f"{stem(event)}.minimal": event for event in MINIMAL}
    return named | {f"{stem(event)}.{variant}": event for variant, event in VARIANTS.items()}


def stem(event: Event) -> str:
    """Return topic and schema version as the golden files are named."""
    return f"{event.TOPIC}.v{event.SCHEMA_VERSION}"
