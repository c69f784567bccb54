"""A person who left, and the signatures that erase them."""

from datetime import date
from uuid import UUID, uuid4

from domain.erasure.commands import ApproveErasure, RequestErasure
from domain.ids import MemberId, OfficerId
from domain.member.commands import AnnounceWithdrawal
from domain.union.commands import RecordOfficer
from services.commands import Outcome
from services.store.keyring import Keyring
from services.wiring import Wired
from tests.support.books import CLERK, Office

DAY = date(2026, 6, 1)
HANDLER, FIRST, SECOND = (OfficerId(UUID(int=number)) for number in (901, 902, 903))
OFFICES = {HANDLER: "handler", FIRST: "approver", SECOND: "chairperson"}


async def appoint(office: Office) -> None:
    """Give the union somebody who asks and two who approve."""
    for officer_id, held in OFFICES.items():
        await office.do(
            RecordOfficer(
                occurred_on=date(2026, 1, 1),
                officer_id=officer_id,
                office=held,  # type: ignore[arg-type] # one of the offices
                name=await office.seal(
                    await office.person(officer_id.int), "name", {"name": "甲"}, key="books"
                ),
            )
        )


async def left(office: Office, serial: int, **changed: object) -> MemberId:
    """Somebody who was a member and is none any more."""
    who = await office.member(serial, **changed)
    await office.do(AnnounceWithdrawal(occurred_on=date(2026, 5, 1), member_id=who))
    return who


async def approved(office: Office, who: MemberId) -> None:
    """Ask for an erasure and have it approved by two."""
    by = "key:office"
    ask = RequestErasure(
        occurred_on=DAY, subject_id=who, basis="requested", officer_id=HANDLER, by=by
    )
    await office.do(ask)
    for officer_id in (FIRST, SECOND):
        approve = ApproveErasure(occurred_on=DAY, subject_id=who, officer_id=officer_id, by=by)
        await office.do(await office.books.erasures.approval(office.union_id, approve))


async def execute(office: Office, who: UUID, day: date = DAY) -> Outcome:
    """Carry the erasure out."""
    return await office.books.erasures.execute(
        office.union_id, who, actor=CLERK, day=day, command_id=uuid4()
    )


async def erased(office: Office, who: MemberId) -> None:
    """From request to destroyed keys."""
    await approved(office, who)
    outcome = await execute(office, who)
    assert outcome.receipt is not None, outcome.refused


async def wrapped(books: Wired, union_id: UUID, who: UUID) -> dict[str, bytes]:
    """The keys of a person as the key store has them, by kind."""
    stored = await Keyring(books.pools.keys).subject_keys(union_id, [who])
    return {key.kind: key.wrapped for key in stored.values() if key.wrapped is not None}
