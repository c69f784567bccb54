"""会员: coming onto the books, and the changes of a membership, each a form of its own."""

from typing import Any, Final
from uuid import uuid4

from domain.member.context import ANY_OFFICE, COMMITTEE
from services.pages.asked import signed
from services.pages.members import MEMBER, MEMBERS, SECTION, places_of
from services.pages.signers import signers
from services.pages.steps import Prepare, Prepared, step
from services.pages.visit import Visit
from services.reads.rows import ChangeRow
from services.words.forms import choice_text

_LEADS: Final = "/members/{member_id}"
_STEP: Final = "people/member_step.html"
_MASKED: Final = frozenset({"mobile"})
"""Fields of a profile that are shown masked: what is left empty stays as it is."""
_TICKS: Final = {"yes": "true", "no": "false"}


async def _coming(_: Visit) -> Prepared:
    """Somebody from a union that keeps its books elsewhere brings a number on paper, or none."""
    return Prepared(texts={"transfer_id": [str(uuid4())]})


async def _going(visit: Visit) -> Prepared:
    """The letter that was given for the transfer names its number."""
    view = await visit.read("readMember")
    started = [one for one in view.history if one.change == "start_transfer_out"]
    pending = started[-1] if view.member.transferring and started else None
    texts = {"transfer_id": [str(uuid4() if pending is None else pending.transfer_id)]}
    if pending is not None and pending.other_union:
        texts["other_union"] = [pending.other_union]
    return Prepared(about=view, version=view.version, position=view.position, texts=texts)


async def _targets(visit: Visit) -> Prepared:
    """Unions of the county are chosen by name; any other is written down."""
    rows = (await visit.read("listTransferPartners")).rows
    choices = [(str(row.union_id), row.name) for row in rows if row.ended_on is None]
    return Prepared(choices={"target_union_id": choices})


async def _correcting(visit: Visit) -> Prepared:
    """Begin with the profile as it stands; what is masked here is kept unless it is typed anew."""
    view = await visit.read("readMember")
    profile = {
        f"profile.{name}": [_TICKS.get(text, text) if name.startswith("is_") else text]
        for name, text in view.member.profile.items()
        if name not in _MASKED
    }
    kept = sorted(name for name in _MASKED if not visit.posted.text(f"profile.{name}"))
    own = await approver(visit)
    return Prepared(
        about=view,
        version=view.version,
        position=view.position,
        texts={**profile, **own.texts},
        choices=own.choices,
        left_out=own.left_out,
        fixed={"kept": kept},
    )


async def _reversing(visit: Visit) -> Prepared:
    """The change is chosen from those on record, the latest first."""
    view = await visit.read("readMember")
    own = await approver(visit)
    latest_first = sorted(view.history, key=lambda one: one.version, reverse=True)
    changes = [(str(one.version), _told(one)) for one in latest_first]
    return Prepared(
        about=view,
        version=view.version,
        position=view.position,
        texts={**own.texts, **({"reversed_version": [changes[0][0]]} if changes else {})},
        choices={**own.choices, "reversed_version": changes},
        left_out=own.left_out,
    )


def _told(one: ChangeRow) -> str:
    number = f"（{one.decision_no}）" if one.decision_no else ""
    return f"{one.changed_on} {choice_text('change', one.change, 'ChangeRow')}{number}"


async def approver(visit: Visit) -> Prepared:
    """Who approves a correction signs it themselves: the field is there for whoever holds such an office."""
    choices = await signers(visit, COMMITTEE)
    own = [one for one in choices if one[0] == visit.officer_id]
    if not own:
        return Prepared(left_out=frozenset({"approved_by"}))
    return Prepared(choices={"approved_by": own}, texts={"approved_by": [own[0][0]]})


async def _assigning(visit: Visit) -> Prepared:
    """A group brings its branch along; both empty: the union itself."""
    view = await visit.read("readMember")
    held = {"branch_id": view.member.branch_id, "group_id": view.member.group_id}
    return Prepared(
        about=view,
        version=view.version,
        position=view.position,
        texts={name: [str(place)] for name, place in held.items() if place is not None},
        choices={
            "branch_id": await places_of(visit, "branch"),
            "group_id": await places_of(visit, "group"),
        },
    )


async def _consenting(visit: Visit) -> Prepared:
    """The notice that was read is chosen; those that hold today first."""
    if not visit.can("listPrivacyNotices"):
        return Prepared()
    rows = (await visit.read("listPrivacyNotices")).rows
    ordered = sorted(rows, key=lambda row: not row.in_force)
    choices = [
        (
            row.version,
            f"{choice_text('kind', row.kind, 'NoticeRow')} {row.version}"
            + ("" if row.in_force else "（已不用）"),
        )
        for row in ordered
    ]
    return Prepared(choices={"notice_version": choices})


def _entry(path: str, operation_id: str, prepare: Prepare | None = None) -> None:
    step(MEMBERS + path, operation_id, leads=_LEADS, section=SECTION, prepare=prepare)


def _step(path: str, operation_id: str, prepare: Prepare | None = None, **more: Any) -> None:  # noqa: ANN401
    step(
        MEMBER + path,
        operation_id,
        about="readMember",
        leads=_LEADS,
        section=SECTION,
        prepare=prepare,
        template=_STEP,
        **more,
    )


_entry("/apply", "applyForMembership")
_entry("/register", "registerMember")
_entry("/transfer-in", "acceptTransferIn", _coming)
_step("/approve", "approveMembership")
_step("/reject", "rejectApplication")
_step("/application/cancel", "cancelApplication")
_step("/correct", "correctMemberFact", _correcting)
_step("/retain", "retainMembership")
_step("/reinstate", "reinstateMembership")
_step("/death", "recordDeath")
_step("/transfers", "startTransferOut", _targets)
_step("/transfer-out", "completeTransferOut", _going)
_step("/transfers/{transfer_id}/cancel", "cancelTransferOut")
_step("/reverse", "reverseMembershipChange", _reversing)
_step("/withdrawal/request", "requestWithdrawal")
_step("/withdrawal/cancel", "cancelWithdrawalRequest")
_step("/withdraw", "announceWithdrawal")
_step("/arrears/warn", "issueArrearsWarning", signed({"issued_by": ANY_OFFICE}))
_step("/arrears/clear", "clearArrears")
_step("/arrears/deem-withdrawn", "declareDeemedWithdrawal", signed({"decided_by": COMMITTEE}))
_step("/expulsion/propose", "proposeExpulsion", signed({"proposed_by": ANY_OFFICE}))
_step("/expulsion/drop", "dropExpulsion")
_step("/expulsion/decide", "decideExpulsion", signed({"decided_by": COMMITTEE}))
_step("/assign", "assignMember", _assigning)
_step("/certificates", "issueCertificate")
_step("/certificates/{version}/collect", "collectCertificate")
_step("/consents", "giveConsent", _consenting)
_step("/consents/withdraw", "withdrawConsent", _consenting)
