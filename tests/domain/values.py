"""The people, papers and policies that the cases are about. Nobody in here exists."""

from uuid import UUID

from domain.ids import (
    AccountId,
    AidCaseId,
    BooksReadId,
    BranchId,
    CondolenceId,
    DuesBatchId,
    EngagementId,
    ExportId,
    FindingId,
    HouseholdId,
    MemberId,
    OfficerId,
    UnionId,
)
from domain.money import PostingLine, PostingLines
from domain.policy.aid import AidPolicy
from domain.policy.dues import DuesExemption, DuesPolicy
from domain.policy.membership import MembershipPolicy
from domain.policy.posting import PostingMap, PostingRule
from domain.sealed import KeyKind, Sealed

UNION = UnionId(UUID(int=1))
FEDERATION = UnionId(UUID(int=2))
MEMBER = MemberId(UUID(int=3))
OTHER_MEMBER = MemberId(UUID(int=4))
HOUSEHOLD = HouseholdId(UUID(int=5))
AID_CASE = AidCaseId(UUID(int=6))
CONDOLENCE = CondolenceId(UUID(int=7))
HANDLER = OfficerId(UUID(int=8))
REVIEWER = OfficerId(UUID(int=9))
APPROVER = OfficerId(UUID(int=10))
TRANSFER = UUID(int=11)
ADOPTION = UUID(int=12)


def sealed(key: KeyKind, ordinal: int = 0, *, subject: UUID = MEMBER) -> Sealed:
    """Return a value as it stands in an event: nobody here can open it."""
    return Sealed(subject_id=subject, key=key, ordinal=ordinal, box="AAECAwQFBgcICQoLDA0ODw==")


def lines(debit: str, credit: str, fund: str, fen: int) -> PostingLines:
    """Return the two lines of a voucher."""
    return (
        PostingLine(account=debit, fund=fund, fen=fen),
        PostingLine(account=credit, fund=fund, fen=-fen),
    )


DUES_POLICY = DuesPolicy(
    policy_id="dues-national",
    version=1,
    rate_numerator=5,
    rate_denominator=1000,
    base_unit_fen=1000,
)
DUES_POLICY_WHOLE_YUAN = DuesPolicy(
    policy_id="dues-whole-yuan",
    version=2,
    rate_numerator=5,
    rate_denominator=1000,
    base_unit_fen=10000,
    due_rounding="yuan_half_up",
)
POSTING_MAP = PostingMap(
    policy_id="posting-2021",
    version=1,
    standard_version="2021",
    rules={
        "dues.received": PostingRule(debit="102", credit="401"),
        "condolence.recorded": PostingRule(debit="501", credit="102"),
        "aid.living_aid.transfer": PostingRule(debit="503", credit="102"),
        "aid.living_aid.cash": PostingRule(debit="503", credit="101"),
    },
)
AID_POLICY = AidPolicy(policy_id="aid-2015", version=1, no_cash_fund_sources=("central_fiscal",))
MEMBERSHIP_POLICY = MembershipPolicy(policy_id="membership-national", version=1, arrears_months=6)
BRANCH, GROUP, OTHER_GROUP = (BranchId(UUID(int=number)) for number in (40, 41, 42))
OTHER_UNION = UnionId(UUID(int=44))
DUES_BATCH = DuesBatchId(UUID(int=43))
REFUNDING_MAP = PostingMap(
    policy_id="posting-2021",
    version=2,
    standard_version="2021",
    rules={**POSTING_MAP.rules, "dues.refunded": PostingRule(debit="102", credit="401")},
)
DUES_EXEMPTION = DuesExemption(policy_id="dues-exempt-county", version=1, reasons=("hardship",))
ENGAGEMENT = EngagementId(UUID(int=60))
BOOKS_READ = BooksReadId(UUID(int=61))
AUDIT_FINDING = FindingId(UUID(int=62))
AUDITOR = OfficerId(UUID(int=63))
ACCESS = "k3y0fanauditor000001"
ACCOUNT, OTHER_ACCOUNT = (AccountId(UUID(int=number)) for number in (70, 71))
SESSION = UUID(int=72)
API_KEY = "k3y0famachine0000001"
EXPORT = ExportId(UUID(int=73))
