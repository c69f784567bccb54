"""What a decision about a member needs from elsewhere, and the questions several decisions ask of it."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import get_args

import msgspec

from domain.ids import BranchId, MemberId, OfficerId
from domain.member.events import MemberEvent
from domain.member.state import State
from domain.membership import LIVE
from domain.officers import Office, Officers
from domain.policy.membership import MembershipPolicy
from domain.refusal import Refused

Decided = list[MemberEvent] | Refused
COMMITTEE: tuple[Office, ...] = ("chairperson", "vice_chairperson", "approver")
"""Who signs what the grassroots committee decided."""
ANY_OFFICE: tuple[Office, ...] = get_args(Office)


class Context(msgspec.Struct, frozen=True):
    """Dues in arrears, the policy of the day, who holds which office, and what of the union is open.

    `unpaid_months` counts the months in a row, up to the last one over, that were owed and for which nothing came
    in (`domain.dues.assessment.Arrears.running_unpaid`). `open_groups` names the branch each open group is in.
    `notices`: the versions of the union's privacy notices in force on the day, None where it never published one.
    `erased`: the person's data were; who comes back is somebody new, with keys and a blind index of their own.
    """

    unpaid_months: int = 0
    membership_policy: MembershipPolicy | None = None
    officers: Officers = Officers()
    open_branches: frozenset[BranchId] = frozenset()
    open_groups: Mapping[BranchId, BranchId | None] = {}
    notices: frozenset[str] | None = None
    erased: bool = False


def not_living(state: State, day: date) -> str | None:
    """Name what keeps somebody from being a member on a day, None for a live member."""
    membership = state.timeline.on(day)
    if membership == "deceased":
        return "member.deceased"
    return None if membership in LIVE else "member.not_live"


def not_free(state: State, day: date) -> str | None:
    """Name what keeps a member from leaving otherwise on a day: also a pending transfer (2.2, row 13)."""
    pending = state.timeline.is_transferring(day)
    return not_living(state, day) or ("member.transfer_pending" if pending else None)


def is_blank(text: str) -> bool:
    """Tell whether a number or name that must be given is not."""
    return not text.strip()


def unsigned(
    context: Context,
    officer_id: OfficerId,
    field: str,
    *,
    offices: Iterable[Office],
    day: date,
    about: MemberId,
    beside: OfficerId | None = None,
) -> Refused | None:
    """Refuse a signature: no such office on the day, or the same person signs twice or in the own affair."""
    if not context.officers.holds_any(officer_id, offices, day):
        return Refused("member.office_not_held", field)
    if not context.officers.are_different(officer_id, beside, recipient=about):
        return Refused("member.signers_not_different", field)
    return None
