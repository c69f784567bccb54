"""How a membership ends against or by the member's will: 撤回申请, 退会, 催缴教育, 视为自动退会, 开除会籍."""

from datetime import date
from uuid import UUID

from domain.ids import MemberId
from domain.member.commands import (
    CancelApplication,
    CancelWithdrawalRequest,
    ClearArrears,
    DecideExpulsion,
    DeclareDeemedWithdrawal,
    DropExpulsion,
    FileExpulsion,
    IssueArrearsWarning,
    ProposeExpulsion,
    RequestWithdrawal,
)
from domain.member.events import ArrearsEnd
from services.auth import may
from services.http.asking import Answer, Asking
from services.http.county import UNIT_OF_COUNTY, decide_in_unit
from services.http.fields import Body, DocumentNoNeeded
from services.http.membership import (
    ILLEGAL,
    MEMBER,
    SIGNED,
    Happening,
    MemberWritten,
    NumberedDecision,
    change,
)
from services.http.operation import operation
from services.http.people import ChangeDetails

_OFFICER = "01959000-0000-7000-8000-000000000003"
_ON = {"occurred_on": "2026-08-10"}
_DECIDED = _ON | {"decision_no": "工字〔2026〕12号", "decided_by": _OFFICER}


class Warned(Body, frozen=True, kw_only=True):
    """`issued_by`: the officer who asked for the dues and talked with the member; the talk in `details`."""

    occurred_on: date
    issued_by: UUID
    details: ChangeDetails | None = None


class Cleared(Body, frozen=True, kw_only=True):
    occurred_on: date
    reason: ArrearsEnd
    details: ChangeDetails | None = None


class DeemedWithdrawal(Body, frozen=True, kw_only=True):
    """What the committee found besides the months unpaid: all of it must hold (章程 art. 6)."""

    occurred_on: date
    no_just_cause: bool
    no_participation: bool
    education_refused: bool
    decision_no: DocumentNoNeeded
    decided_by: UUID
    details: ChangeDetails | None = None


class Proposal(Body, frozen=True, kw_only=True):
    """`details`: judgement and opinion of the group."""

    occurred_on: date
    proposed_by: UUID
    details: ChangeDetails | None = None


class SignedDecision(Body, frozen=True, kw_only=True):
    occurred_on: date
    decision_no: DocumentNoNeeded
    decided_by: UUID
    details: ChangeDetails | None = None


class Filing(Body, frozen=True, kw_only=True):
    occurred_on: date
    filing_no: DocumentNoNeeded


@operation(
    "POST",
    f"{MEMBER}/application/cancel",
    "cancelApplication",
    tag="members",
    policy=may("members.write"),
    answer=MemberWritten,
    writes=True,
    matches=True,
    refusals=("member.unknown", "member.no_application", "member.cancelled_before_applied"),
    example=_ON,
)
async def cancel_application(asking: Asking, member_id: UUID, body: Happening) -> Answer:
    """Record that the applicant took the application back."""
    return await change(asking, member_id, CancelApplication, body)


@operation(
    "POST",
    f"{MEMBER}/withdrawal/request",
    "requestWithdrawal",
    tag="members",
    policy=may("members.write"),
    answer=MemberWritten,
    writes=True,
    matches=True,
    refusals=("member.unknown", "member.withdrawal_already_requested", *ILLEGAL),
    example=_ON,
)
async def request_withdrawal(asking: Asking, member_id: UUID, body: Happening) -> Answer:
    """Record that a member told the group to withdraw; the membership lasts until it is announced."""
    return await change(asking, member_id, RequestWithdrawal, body)


@operation(
    "POST",
    f"{MEMBER}/withdrawal/cancel",
    "cancelWithdrawalRequest",
    tag="members",
    policy=may("members.write"),
    answer=MemberWritten,
    writes=True,
    matches=True,
    refusals=(
        "member.unknown",
        "member.no_withdrawal_request",
        "member.cancelled_before_requested",
    ),
    example=_ON,
)
async def cancel_withdrawal_request(asking: Asking, member_id: UUID, body: Happening) -> Answer:
    """Record that a member took the request to withdraw back."""
    return await change(asking, member_id, CancelWithdrawalRequest, body)


@operation(
    "POST",
    f"{MEMBER}/arrears/warn",
    "issueArrearsWarning",
    tag="members",
    policy=may("members.write"),
    answer=MemberWritten,
    writes=True,
    matches=True,
    refusals=(
        "member.unknown",
        "member.owes_no_dues",
        "member.arrears_already_warned",
        "member.nothing_in_arrears",
        *ILLEGAL,
        *SIGNED,
    ),
    example=_ON | {"issued_by": _OFFICER, "details": {"reason": "与本人谈话一次"}},
)
async def issue_arrears_warning(asking: Asking, member_id: UUID, body: Warned) -> Answer:
    """Record that an officer asked for unpaid dues and talked with the member (催缴教育)."""
    return await change(asking, member_id, IssueArrearsWarning, body)


@operation(
    "POST",
    f"{MEMBER}/arrears/clear",
    "clearArrears",
    tag="members",
    policy=may("members.write"),
    answer=MemberWritten,
    writes=True,
    matches=True,
    refusals=("member.unknown", "member.arrears_not_warned", "member.cleared_before_warned"),
    example=_ON | {"reason": "paid"},
)
async def clear_arrears(asking: Asking, member_id: UUID, body: Cleared) -> Answer:
    """End a warning about arrears: paid, or excused."""
    return await change(asking, member_id, ClearArrears, body)


@operation(
    "POST",
    f"{MEMBER}/arrears/deem-withdrawn",
    "declareDeemedWithdrawal",
    tag="members",
    policy=may("members.expel"),
    answer=MemberWritten,
    writes=True,
    matches=True,
    refusals=(
        "member.unknown",
        "member.arrears_not_warned",
        "member.no_membership_policy_in_force",
        "member.arrears_too_short",
        "member.withdrawal_condition_missing",
        "member.decision_no_missing",
        *ILLEGAL,
        *SIGNED,
    ),
    example=_DECIDED | {"no_just_cause": True, "no_participation": True, "education_refused": True},
)
async def declare_deemed_withdrawal(
    asking: Asking, member_id: UUID, body: DeemedWithdrawal
) -> Answer:
    """Record that the committee declared a member withdrawn (视为自动退会). The months are counted here."""
    return await change(asking, member_id, DeclareDeemedWithdrawal, body)


@operation(
    "POST",
    f"{MEMBER}/expulsion/propose",
    "proposeExpulsion",
    tag="members",
    policy=may("members.write"),
    answer=MemberWritten,
    writes=True,
    matches=True,
    refusals=("member.unknown", "member.expulsion_already_proposed", *ILLEGAL, *SIGNED),
    example=_ON | {"proposed_by": _OFFICER},
)
async def propose_expulsion(asking: Asking, member_id: UUID, body: Proposal) -> Answer:
    """Record that the union group discussed an expulsion."""
    return await change(asking, member_id, ProposeExpulsion, body)


@operation(
    "POST",
    f"{MEMBER}/expulsion/drop",
    "dropExpulsion",
    tag="members",
    policy=may("members.write"),
    answer=MemberWritten,
    writes=True,
    matches=True,
    refusals=(
        "member.unknown",
        "member.no_expulsion_proposed",
        "member.decided_before_proposed",
        "member.decision_no_missing",
    ),
    example=_ON | {"decision_no": "工字〔2026〕12号"},
)
async def drop_expulsion(asking: Asking, member_id: UUID, body: NumberedDecision) -> Answer:
    """Record that the committee decided against a proposed expulsion."""
    return await change(asking, member_id, DropExpulsion, body)


@operation(
    "POST",
    f"{MEMBER}/expulsion/decide",
    "decideExpulsion",
    tag="members",
    policy=may("members.expel"),
    answer=MemberWritten,
    writes=True,
    matches=True,
    refusals=(
        "member.unknown",
        "member.no_expulsion_proposed",
        "member.decided_before_proposed",
        "member.decision_no_missing",
        *ILLEGAL,
        *SIGNED,
    ),
    example=_DECIDED,
)
async def decide_expulsion(asking: Asking, member_id: UUID, body: SignedDecision) -> Answer:
    """Record that the committee expelled a member; who proposed does not decide."""
    return await change(asking, member_id, DecideExpulsion, body)


@operation(
    "POST",
    f"{UNIT_OF_COUNTY}/members/{{member_id}}/expulsion/file",
    "fileExpulsion",
    tag="members",
    policy=may("county.decide"),
    answer=MemberWritten,
    writes=True,
    matches=True,
    refusals=(
        "federation.unit_unknown",
        "member.unknown",
        "member.no_expulsion_to_file",
        "member.filed_before_decided",
        "member.filing_no_missing",
    ),
    example=_ON | {"filing_no": "总工备〔2026〕7号"},
)
async def file_expulsion(asking: Asking, unit_id: UUID, member_id: UUID, body: Filing) -> Answer:
    """Take an expulsion on file at the county (报上一级工会备案); a fact of the unit's own log."""
    command = FileExpulsion(
        occurred_on=body.occurred_on, member_id=MemberId(member_id), filing_no=body.filing_no
    )
    return await decide_in_unit(
        asking,
        unit_id,
        [command],
        member_id,
        fields=frozenset(body.__struct_fields__),
        ids={"member_id": member_id},
        kind=MemberWritten,
    )
