"""帮扶: aid cases from request to approval, and the lists of cases and payments."""

from datetime import date
from typing import Literal
from uuid import UUID, uuid5

from domain.aid import AidCategory, FundSource
from domain.aid_case.commands import ApproveAid, RequestAid
from domain.ids import AidCaseId, HouseholdId, MemberId, OfficerId
from domain.money import PositiveFen
from services.auth import may
from services.http.asking import Answer, Asking, strong
from services.http.county import UNIT_OF_COUNTY
from services.http.fields import Answered, Body, Code, DocumentNo
from services.http.operation import operation
from services.http.paging import ListQuery, ReadQuery, Rows, listed, paged, scope_of
from services.http.problems import Problem
from services.http.steps import command_of, take
from services.http.writing import Written
from services.reads.aid import AidCaseRow, PaymentRow

_UNION = "/v1/unions/{union_id}"
AID_CASE = f"{_UNION}/aid-cases/{{aid_case_id}}"
_COUNTY_CASE = f"{UNIT_OF_COUNTY}/aid-cases/{{aid_case_id}}"
_PAYMENTS_SHOWN = 200
NUMBER = Code
_OFFICER = "01959000-0000-7000-8000-000000000009"
_BENEFICIARY = "01959000-0000-7000-8000-000000000002"
_HOUSEHOLD = "01959000-0000-7000-8000-000000000003"
FILE_REFUSALS = (
    "aid_case.no_household_file",
    "aid_case.file_closed",
    "aid_case.member_unknown",
    "aid_case.fund_of_another_purpose",
    "aid_case.duties_not_separated",
)
APPROVAL_REFUSALS = (
    *FILE_REFUSALS,
    "aid_case.already_approved",
    "aid_case.approved_before_file",
    "aid_case.approver_unnamed",
    "aid_case.before_the_last_step",
    "aid_case.decision_missing",
    "aid_case.ended",
    "aid_case.excluded_by_other_aid",
    "aid_case.not_reviewed",
    "aid_case.not_supported",
    "aid_case.office_not_held",
    "aid_case.over_all_aid_limit",
    "aid_case.over_requested",
    "aid_case.over_year_limit",
    "aid_case.second_aid_in_year",
    "aid_case.tier_too_low",
)


class AidCaseWritten(Written, frozen=True, kw_only=True):
    aid_case_id: UUID


class AidApproval(Body, frozen=True, kw_only=True):
    """`occurred_on` is the 审批日期. Without a request, an approval is taken over from paper (补登)."""

    occurred_on: date
    case_no: NUMBER
    household_id: HouseholdId
    beneficiary_id: MemberId
    category: AidCategory
    fund_source: FundSource
    amount_fen: PositiveFen
    handler_id: OfficerId | None = None
    reviewer_id: OfficerId | None = None
    approver_id: OfficerId | None = None
    decision_no: DocumentNo | None = None


class SinceQuery(ListQuery, frozen=True, kw_only=True):
    """Rows from `since` to `as_of`, both included."""

    since: date = date(1900, 1, 1)


class AidCasesQuery(SinceQuery, frozen=True, kw_only=True):
    """`stage`: how far a case has come on the date."""

    household_id: UUID | None = None
    category: AidCategory | None = None
    stage: Literal["requested", "not_supported", "reviewed", "approved", "paid", "ended"] | None = (
        None
    )


class AidCaseView(Answered, frozen=True, kw_only=True):
    """One aid case and its payments; `version` is what If-Match asks for."""

    position: int
    version: int
    aid_case: AidCaseRow
    payments: list[PaymentRow]


@operation(
    "POST",
    f"{_UNION}/aid-cases",
    "approveAid",
    tag="aid",
    policy=may("paper.transcribe"),
    answer=AidCaseWritten,
    writes=True,
    status=201,
    refusals=(
        *APPROVAL_REFUSALS,
        "aid_case.approved_otherwise",
        "aid_case.differs_from_request",
    ),
    example={
        "occurred_on": "2026-02-10",
        "case_no": "BF-2026-001",
        "household_id": _HOUSEHOLD,
        "beneficiary_id": _BENEFICIARY,
        "category": "medical_aid",
        "fund_source": "own_funds",
        "amount_fen": 300000,
    },
)
async def approve_aid(asking: Asking, body: AidApproval) -> Answer:
    """Approve aid for a registered household; of a request, or as a paper says."""
    aid_case_id = uuid5(asking.tenant_id, f"aid_case:{body.case_no}")
    command = await command_of(asking, ApproveAid, body, aid_case_id=AidCaseId(aid_case_id))
    return await new_case(asking, command, body, aid_case_id)


async def new_case(
    asking: Asking, command: RequestAid | ApproveAid, body: Body, aid_case_id: UUID
) -> Answer:
    """Carry out the first step of a case."""
    ids = {"aid_case_id": aid_case_id}
    return await take(
        asking, [command], body, aid_case_id, kind=AidCaseWritten, ids=ids, is_new=True
    )


@operation(
    "GET",
    f"{_UNION}/aid-cases",
    "listAidCases",
    tag="aid",
    policy=may("aid.read"),
    answer=Rows[AidCaseRow],
    refusals=("request.cursor_invalid",),
)
async def list_aid_cases(asking: Asking, query: AidCasesQuery) -> Answer:
    """困难职工帮扶台账, and what was asked for and not approved yet."""
    scope, after = await listed(asking, query)
    page = await asking.parts.ledgers.aid_cases(
        scope,
        since=query.since,
        limit=query.limit,
        after=after,
        household_id=query.household_id,
        category=query.category,
        stage=query.stage,
    )
    return await paged(asking, query, scope, page)


@operation(
    "GET",
    AID_CASE,
    "readAidCase",
    tag="aid",
    policy=may("aid.read"),
    answer=AidCaseView,
    refusals=("aid_case.not_approved",),
)
async def read_aid_case(asking: Asking, aid_case_id: UUID, query: ReadQuery) -> Answer:
    """One aid case and its first payments."""
    scope = await scope_of(asking, query)
    ledgers, since = asking.parts.ledgers, SinceQuery().since
    page = await ledgers.aid_cases(scope, since=since, limit=1, aid_case_id=aid_case_id)
    if not page.rows:
        raise Problem("aid_case.not_approved")
    payments = await ledgers.payments(
        scope, since=since, limit=_PAYMENTS_SHOWN, aid_case_id=aid_case_id
    )
    version = await asking.version_of(aid_case_id)
    view = AidCaseView(
        position=min(page.position, payments.position),
        version=version,
        aid_case=page.rows[0],
        payments=payments.rows,
    )
    return Answer(body=view, headers=strong(version))


@operation(
    "GET",
    f"{_UNION}/payments",
    "listAidPayments",
    tag="aid",
    policy=may("payments.read"),
    answer=Rows[PaymentRow],
    refusals=("request.cursor_invalid",),
)
async def list_aid_payments(asking: Asking, query: SinceQuery) -> Answer:
    """困难职工帮扶资金发放花名册; what came back is left out."""
    scope, after = await listed(asking, query)
    page = await asking.parts.ledgers.payments(
        scope, since=query.since, limit=query.limit, after=after
    )
    return await paged(asking, query, scope, page)
