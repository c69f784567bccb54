"""Lives in the units of the demo county in the story's year: groups, an application, reminders, a transfer begun.

None of it adds or takes away a member of that year.
"""

from datetime import date

from domain.branch.commands import FormBranch, RecordBranchLeader
from domain.dues.commands import SendDuesReminder
from domain.ids import BranchId, MemberId, UnionId
from domain.member.commands import (
    ApplyForMembership,
    AssignMember,
    GiveConsent,
    StartTransferOut,
)
from services.demonstration.people import (
    active_members,
    id_number,
    members_in_arrears,
    members_throughout,
)
from services.demonstration.telling import Storyteller
from services.reads.directory import UnitListed

_GROUP_MEMBERS = 12
_REMINDED = 3


async def form_group(unit: Storyteller, year: int) -> None:
    """Form a branch with a group, and let some members belong to it."""
    branch = BranchId(unit.id_of("branch", "1"))
    group = BranchId(unit.id_of("group", "1"))
    members = await active_members(unit, date(year, 3, 2))
    await unit.tell(
        "group",
        [
            FormBranch(
                occurred_on=date(year, 3, 1), branch_id=branch, kind="branch", name="第一分会"
            ),
            FormBranch(
                occurred_on=date(year, 3, 1),
                branch_id=group,
                kind="group",
                name="第一工会小组",
                parent_branch_id=branch,
            ),
            RecordBranchLeader(
                occurred_on=date(year, 3, 1),
                branch_id=group,
                officer_id=unit.officers["group_leader"],
            ),
        ],
    )
    await unit.tell(
        "group members",
        [
            AssignMember(
                occurred_on=date(year, 3, 2), member_id=who, branch_id=branch, group_id=group
            )
            for who in members[:_GROUP_MEMBERS]
        ],
    )


async def apply(unit: Storyteller, year: int) -> None:
    """Let somebody apply for membership; the committee has not decided yet."""
    number = id_number(unit.serial)
    who = MemberId((await unit.meet("id_number", [number]))[number])
    await unit.tell(
        "application",
        lambda seal: [
            ApplyForMembership(
                occurred_on=date(year, 12, 21),
                member_id=who,
                identity=seal(
                    who, "books", "identity", {"name": "演示申请人", "id_number": number}
                ),
                profile=seal(who, "file", "profile", {"department": "综合科", "gender": "女"}),
            ),
            GiveConsent(occurred_on=date(year, 12, 21), member_id=who, notice_version="2026-1"),
        ],
        about=[who],
    )


async def remind(unit: Storyteller, year: int) -> None:
    """Remind those who owe most."""
    owing = await members_in_arrears(unit, date(year, 11, 30))
    await unit.tell(
        "reminders",
        [
            SendDuesReminder(
                occurred_on=date(year, 12, 8),
                member_id=who,
                through_month=f"{year}-11",
                channel="telephone",
            )
            for who in owing[:_REMINDED]
        ],
    )


async def leaving_member(unit: Storyteller, year: int) -> MemberId:
    """Return who moves to another unit: the last on the roster who does not leave otherwise."""
    return (await members_throughout(unit, date(year, 12, 15), date(year, 12, 31)))[-1]


async def start_transfer(unit: Storyteller, to: UnitListed, year: int) -> None:
    """Let a member's transfer to another unit of the county be under way at the year's end."""
    leaving = await leaving_member(unit, year)
    await unit.tell(
        "transfer out",
        [
            StartTransferOut(
                occurred_on=date(year, 12, 18),
                member_id=leaving,
                transfer_id=unit.id_of("transfer", "1"),
                target_union_id=UnionId(to.unit_id),
                target_union=to.name,
                last_dues_month=f"{year}-12",
                decision_no=f"会〔{year}〕18号",
            )
        ],
    )
