"""Where in the union a member belongs, the certificates given out, and the consents."""

from datetime import date
from uuid import UUID

from domain.ids import BranchId, MemberId
from domain.member.commands import (
    AssignMember,
    CollectCertificate,
    GiveConsent,
    IssueCertificate,
    WithdrawConsent,
)
from domain.member.events import CertificateKind, CollectionCause
from services.auth import may
from services.http.asking import Answer, Asking
from services.http.fields import Body, Code, SealedCode
from services.http.membership import ILLEGAL, MEMBER, MemberWritten, change, changed, sealed
from services.http.operation import operation
from services.http.paging import ReadQuery, Rows, scope_of, whole
from services.http.people import ChangeDetails, seals
from services.http.problems import Problem
from services.reads.roster import CertificateRow

_ON = {"occurred_on": "2026-03-10"}


class Assignment(Body, frozen=True, kw_only=True):
    """Neither: to the union as a whole. A group brings its branch along."""

    occurred_on: date
    branch_id: UUID | None = None
    group_id: UUID | None = None


class CertificateIssue(Body, frozen=True, kw_only=True):
    occurred_on: date
    kind: CertificateKind
    number: SealedCode


class Collection(Body, frozen=True, kw_only=True):
    occurred_on: date
    cause: CollectionCause
    details: ChangeDetails | None = None


class Consent(Body, frozen=True, kw_only=True):
    occurred_on: date
    notice_version: Code


@operation(
    "POST",
    f"{MEMBER}/assign",
    "assignMember",
    tag="members",
    policy=may("members.write"),
    answer=MemberWritten,
    writes=True,
    matches=True,
    refusals=(
        "member.unknown",
        "member.branch_not_open",
        "member.group_not_open",
        "member.group_of_other_branch",
        "member.assignment_unchanged",
        "request.id_of_another_kind",
        *ILLEGAL,
    ),
    example=_ON | {"group_id": "01959000-0000-7000-8000-000000000004"},
)
async def assign_member(asking: Asking, member_id: UUID, body: Assignment) -> Answer:
    """Let a member belong to a branch (分会) or group (小组) from a day on."""
    command = AssignMember(
        occurred_on=body.occurred_on,
        member_id=MemberId(member_id),
        branch_id=None if body.branch_id is None else BranchId(body.branch_id),
        group_id=None if body.group_id is None else BranchId(body.group_id),
    )
    return await changed(asking, member_id, command, body)


@operation(
    "POST",
    f"{MEMBER}/certificates",
    "issueCertificate",
    tag="members",
    policy=may("members.write"),
    answer=MemberWritten,
    writes=True,
    matches=True,
    status=201,
    refusals=("member.unknown", "member.certificate_already_held", *ILLEGAL),
    example=_ON | {"kind": "certificate", "number": "GH-0001"},
)
async def issue_certificate(asking: Asking, member_id: UUID, body: CertificateIssue) -> Answer:
    """Record that a 会员证 or 会员卡 was given out; the version answered names it."""
    to = await seals(asking, member_id)
    command = IssueCertificate(
        occurred_on=body.occurred_on,
        member_id=MemberId(member_id),
        kind=body.kind,
        certificate=to.seal(member_id, "file", "certificate", {"number": body.number}),
    )
    return await changed(asking, member_id, command, body)


@operation(
    "POST",
    f"{MEMBER}/certificates/{{version}}/collect",
    "collectCertificate",
    tag="members",
    policy=may("members.write"),
    answer=MemberWritten,
    writes=True,
    matches=True,
    refusals=(
        "member.unknown",
        "member.no_such_certificate",
        "member.collected_before_issued",
    ),
    example=_ON | {"cause": "withdrawn"},
)
async def collect_certificate(
    asking: Asking, member_id: UUID, version: int, body: Collection
) -> Answer:
    """Record that a certificate was taken back or became void."""
    command = CollectCertificate(
        occurred_on=body.occurred_on,
        member_id=MemberId(member_id),
        issued_version=version,
        cause=body.cause,
        details=await sealed(asking, member_id, body.details),
    )
    return await changed(asking, member_id, command, body)


@operation(
    "GET",
    f"{MEMBER}/certificates",
    "listCertificates",
    tag="members",
    policy=may("members.read"),
    answer=Rows[CertificateRow],
    refusals=("member.unknown",),
)
async def list_certificates(asking: Asking, member_id: UUID, query: ReadQuery) -> Answer:
    """Every certificate of one member, those taken back included."""
    scope = await scope_of(asking, query)
    if await asking.parts.ledgers.member(scope, member_id) is None:
        raise Problem("member.unknown")
    return whole(scope, await asking.parts.ledgers.certificates(scope, member_id))


@operation(
    "POST",
    f"{MEMBER}/consents",
    "giveConsent",
    tag="members",
    policy=may("members.write"),
    answer=MemberWritten,
    writes=True,
    matches=True,
    refusals=(
        "member.unknown",
        "member.consent_already_given",
        "member.notice_version_missing",
        "member.notice_unknown",
    ),
    example=_ON | {"notice_version": "2026-1"},
)
async def give_consent(asking: Asking, member_id: UUID, body: Consent) -> Answer:
    """Record that a person read a notice and agreed to the use of personal data."""
    return await change(asking, member_id, GiveConsent, body)


@operation(
    "POST",
    f"{MEMBER}/consents/withdraw",
    "withdrawConsent",
    tag="members",
    policy=may("members.write"),
    answer=MemberWritten,
    writes=True,
    matches=True,
    refusals=("member.unknown", "member.no_such_consent"),
    example=_ON | {"notice_version": "2026-1"},
)
async def withdraw_consent(asking: Asking, member_id: UUID, body: Consent) -> Answer:
    """Record that a person takes a consent back; what was done before stays lawful."""
    return await change(asking, member_id, WithdrawConsent, body)
