"""What may be done about a member next, by how the membership stands; and what to keep an eye on."""

from typing import Final, NamedTuple

from services.reads.rows import MemberRow

_LIVE: Final = ("active", "retained")


class Offer(NamedTuple):
    """Steps of one kind: operations with the ends of their addresses."""

    title: str
    steps: tuple[tuple[str, str], ...]


def warnings_of(row: MemberRow) -> list[tuple[str, str]]:
    """Return what is under way about a membership, each with a colour."""
    found = [
        (row.transferring, ("amber", "转出中")),
        (row.warned_on, ("red", "催缴教育中")),
        (row.withdrawal_requested_on, ("amber", "已申请退会")),
        (row.expulsion_proposed_on and not row.expulsion_decided_on, ("red", "已提议开除")),
        (row.expulsion_decided_on, ("red", "开除待备案")),
        (row.applied_on and row.membership is not None, ("amber", "再次申请入会")),
    ]
    return [mark for is_so, mark in found if is_so]


def offers_of(row: MemberRow, *, transfer: str | None, leads_outside: bool) -> list[Offer]:
    """Return the steps that can be taken, by kind; `transfer`: the one that is pending."""
    is_live = row.membership in _LIVE
    groups = [
        Offer("入会审批", _entering(row)),
        Offer("会籍变动", _moving(row, transfer, leads_outside) if is_live else ()),
        Offer("催缴、退会和开除", _leaving(row) if is_live and not row.transferring else ()),
        Offer("编组、证件和同意", _belonging(row) if is_live else ()),
        Offer("更正", _correcting(row)),
        Offer("个人信息", _private()),
    ]
    return [one for one in groups if one.steps]


def _entering(row: MemberRow) -> tuple[tuple[str, str], ...]:
    if row.applied_on is None:
        return ()
    return (
        ("approveMembership", "/approve"),
        ("rejectApplication", "/reject"),
        ("cancelApplication", "/application/cancel"),
    )


def _moving(
    row: MemberRow,
    transfer: str | None,
    leads_outside: bool,  # noqa: FBT001 # of one caller
) -> tuple[tuple[str, str], ...]:
    if row.transferring:
        noted = (("completeTransferOut", "/transfer-out"),) if leads_outside else ()
        cancelled = (
            () if transfer is None else (("cancelTransferOut", f"/transfers/{transfer}/cancel"),)
        )
        return (*noted, *cancelled, ("recordDeath", "/death"))
    turned = (
        ("retainMembership", "/retain")
        if row.membership == "active"
        else ("reinstateMembership", "/reinstate")
    )
    return (turned, ("startTransferOut", "/transfers"), ("recordDeath", "/death"))


def _leaving(row: MemberRow) -> tuple[tuple[str, str], ...]:
    steps: list[tuple[str, str]] = []
    if row.withdrawal_requested_on is None:
        steps.append(("requestWithdrawal", "/withdrawal/request"))
    else:
        steps += [
            ("announceWithdrawal", "/withdraw"),
            ("cancelWithdrawalRequest", "/withdrawal/cancel"),
        ]
    if row.warned_on is not None:
        steps += [
            ("clearArrears", "/arrears/clear"),
            ("declareDeemedWithdrawal", "/arrears/deem-withdrawn"),
        ]
    elif row.membership == "active":
        steps.append(("issueArrearsWarning", "/arrears/warn"))
    if row.expulsion_proposed_on is None:
        steps.append(("proposeExpulsion", "/expulsion/propose"))
    elif row.expulsion_decided_on is None:
        steps += [("decideExpulsion", "/expulsion/decide"), ("dropExpulsion", "/expulsion/drop")]
    return tuple(steps)


def _belonging(_: MemberRow) -> tuple[tuple[str, str], ...]:
    return (
        ("assignMember", "/assign"),
        ("issueCertificate", "/certificates"),
        ("giveConsent", "/consents"),
        ("withdrawConsent", "/consents/withdraw"),
    )


def _correcting(row: MemberRow) -> tuple[tuple[str, str], ...]:
    reversing = (("reverseMembershipChange", "/reverse"),) if row.membership is not None else ()
    return (("correctMemberFact", "/correct"), *reversing)


def _private() -> tuple[tuple[str, str], ...]:
    return (
        ("revealPersonalData", "/reveal"),
        ("exportOwnData", "/own-data"),
        ("requestErasure", "/erasure"),
        ("holdRecords", "/erasure/hold"),
    )
