"""关系转接: what is on its way between this union and others, from both sides."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final, NamedTuple
from uuid import UUID

from services.auth import may
from services.http.problems import Problem
from services.pages.page import Reply, Shown, page
from services.pages.papers import file_page
from services.pages.steps import Prepared, step
from services.pages.visit import Visit
from services.reads.rows import ChangeRow, MemberRow
from services.reads.transfers import TransferRow

_TRANSFERS: Final = "/unions/{union_id}/transfers"
_TRANSFER: Final = f"{_TRANSFERS}/{{transfer_id}}"
_SECTION: Final = "transfers"
_CHANGES: Final = 200
_RECENT: Final = ("transfer_in", "transfer_out", "cancel_transfer_out")


class Moving(NamedTuple):
    """A transfer in flight: with whom, of whom where these are the books the member stands on."""

    row: TransferRow
    partner: str
    member: ChangeRow | None


@page("GET", _TRANSFERS, "transfers", policy=may("members.read"), section=_SECTION)
async def transfers(visit: Visit) -> Reply:
    """What others send, what this union sends, and what became of the latest."""
    rows: Sequence[TransferRow] = (await visit.read("listTransfers")).rows
    names = await _partners(visit)
    changes = await _changes(visit, rows)
    moving = [_moving(row, names, changes) for row in rows]
    here = str(visit.place_id)
    values = {
        "coming": [one for one in moving if str(one.row.new_union_id) == here],
        "going": [one for one in moving if str(one.row.old_union_id) == here],
        "recent": [one for one in reversed(changes) if one.change in _RECENT][:20],
    }
    return Shown(template="people/transfers.html", values=values)


async def _partners(visit: Visit) -> Mapping[UUID, str]:
    rows = (await visit.read("listTransferPartners")).rows
    return {row.union_id: row.name for row in rows}


async def _changes(visit: Visit, rows: Sequence[TransferRow]) -> list[ChangeRow]:
    """Return the changes of membership since the oldest transfer in flight began, or the year."""
    today = visit.parts.today()
    begun = [row.started_on for row in rows if row.started_on is not None]
    since = min([date(today.year, 1, 1), *begun])
    found: list[ChangeRow] = []
    cursor = None
    while True:
        read = await visit.read("listMembershipChanges", since=since, limit=_CHANGES, cursor=cursor)
        found += read.rows
        cursor = read.next
        if cursor is None:
            return found


def _moving(row: TransferRow, names: Mapping[UUID, str], changes: Sequence[ChangeRow]) -> Moving:
    known = {one.transfer_id: one for one in changes if one.transfer_id is not None}
    other = row.old_union_id if row.old_union_id in names else row.new_union_id
    partner = row.other_union if other is None else names.get(other, row.other_union)
    return Moving(row, partner, known.get(row.transfer_id))


async def _about(visit: Visit) -> Prepared:
    """The transfer stands above the form."""
    rows: Sequence[TransferRow] = (await visit.read("listTransfers")).rows
    found = [row for row in rows if str(row.transfer_id) == visit.ids["transfer_id"]]
    if not found:
        raise Problem("transfer.unknown")
    moving = _moving(found[0], await _partners(visit), await _changes(visit, found))
    member: MemberRow | None = None
    if moving.member is not None:
        ids = {"member_id": moving.member.member_id}
        member = (await visit.read("readMember", ids)).member
    return Prepared(values={"moving": moving, "member": member})


def _step(path: str, operation_id: str, leads: str) -> None:
    step(
        _TRANSFER + path,
        operation_id,
        leads=leads,
        section=_SECTION,
        prepare=_about,
        template="people/transfer_step.html",
    )


_step("/accept", "acceptTransfer", "/members/{member_id}")
_step("/decline", "declineTransfer", "/transfers")
_step("/complete", "completeTransfer", "/transfers")
file_page(
    "/prints/transfers/{transfer_id}", "typesetTransfer", action="members.read", section=_SECTION
)
