"""会员变动: every change of the year, in the order of its date whatever the order of the rows."""

from collections.abc import Sequence
from uuid import uuid5

from domain.command import Command
from domain.ids import MemberId
from domain.member import aggregate as member
from domain.member.commands import (
    AcceptTransferIn,
    AnnounceWithdrawal,
    ApproveMembership,
    CompleteTransferOut,
    RecordDeath,
    ReinstateMembership,
    RetainMembership,
)
from domain.member.events import RetentionCause
from domain.sealed import Sealed
from services.importers.booking.group import Booked, Desktop, RowGroup
from services.importers.columns import ID_NUMBER
from services.importers.records import ChangeRow, RowRefusal

_CAUSES: Sequence[tuple[str, RetentionCause]] = (
    ("退休", "retired"),
    ("离休", "retired"),
    ("失业", "unemployed"),
    ("下岗", "unemployed"),
    ("破产", "employer_closed"),
    ("撤销", "employer_closed"),
    ("关闭", "employer_closed"),
    ("参军", "military"),
    ("服兵役", "military"),
    ("入伍", "military"),
)
"""What a reason contains → the cause it is (domain.md 2.2, row 8); anything else is `other`."""


def book_changes(rows: Sequence[ChangeRow], desktop: Desktop) -> Booked:
    """One command for each row; a change that stands on the books already is left out."""
    groups: list[RowGroup] = []
    refused: list[RowRefusal] = []
    ordinals = {id(row): ordinal for ordinal, row in enumerate(rows)}
    for row in sorted(rows, key=lambda row: row.changed_on):
        who = desktop.members.get(row.id_number)
        if who is None or not desktop.states.of(who, member.State).known():
            refused.append(row.refuse(ID_NUMBER, "unknown_member"))
        elif _stands_already(row, who, desktop):
            groups.append(RowGroup(row, []))
        else:
            command = _command(row, who, ordinals[id(row)], desktop)
            groups.append(RowGroup(row, [command]))
    return Booked(groups, refused)


def _stands_already(row: ChangeRow, who: MemberId, desktop: Desktop) -> bool:
    steps = desktop.states.of(who, member.State).steps
    return any(step.on == row.changed_on and step.change == row.change for step in steps)


def _command(row: ChangeRow, who: MemberId, ordinal: int, desktop: Desktop) -> Command:
    on, decision = row.changed_on, row.decision or ""
    details = _details(row, who, ordinal, desktop)
    match row.change:
        case "join":
            return ApproveMembership(
                occurred_on=on,
                member_id=who,
                decision_no=decision,
                details=details,
                application_on_paper=True,
            )
        case "retain":
            return RetainMembership(
                occurred_on=on,
                member_id=who,
                cause=_cause(row.reason or ""),
                decision_no=decision,
                details=details,
            )
        case "reinstate":
            return ReinstateMembership(
                occurred_on=on, member_id=who, decision_no=decision, details=details
            )
        case "withdraw":
            return AnnounceWithdrawal(
                occurred_on=on, member_id=who, decision_no=decision, details=details
            )
        case "death":
            return RecordDeath(occurred_on=on, member_id=who, details=details)
        case "transfer_in" | "transfer_out":
            kind = AcceptTransferIn if row.change == "transfer_in" else CompleteTransferOut
            return kind(
                occurred_on=on,
                member_id=who,
                transfer_id=uuid5(desktop.command_id, f"transfer:{ordinal}"),
                other_union=row.other_union or "",
                decision_no=decision,
                details=details,
            )
        case _:
            raise ValueError("the vocabulary knows no other change")


def _details(row: ChangeRow, who: MemberId, ordinal: int, desktop: Desktop) -> Sealed:
    fields = {
        "reason": row.reason or "",
        "handler": row.handler or "",
        "remark": row.note or "",
    }
    return desktop.sealer.seal(who, "file", field="details", ordinal=ordinal, fields=fields)


def _cause(reason: str) -> RetentionCause:
    return next((cause for word, cause in _CAUSES if word in reason), "other")
