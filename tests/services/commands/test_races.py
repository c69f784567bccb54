"""Two desks at once: one membership per person, and a decision never stands on what is no longer so."""

import asyncio
from datetime import date
from uuid import UUID, uuid4

import msgspec
import pytest

from domain.aid_case.commands import ApproveAid, PayAid
from domain.household.commands import OpenHouseholdFile
from domain.ids import AidCaseId, HouseholdId, MemberId
from domain.member.commands import (
    AcceptTransferIn,
    AnnounceWithdrawal,
    RegisterMember,
    ReverseMembershipChange,
)
from services.commands import Desk, Outcome
from services.errors import ClaimTaken, ConditionFailed
from services.identifiers import new_id
from services.store.contract import Append, StreamsRead, WriteReceipt
from services.store.log_store import PostgresLogStore
from services.wiring import Wired
from tests.support.books import Office

DAY = date(2026, 3, 8)


class Interrupted(PostgresLogStore):
    """A log in which something happens between reading and appending."""

    def __init__(self, books: Wired, interruptions: list[Office], command: object) -> None:
        super().__init__(books.pools.app)
        self.left = interruptions
        self.command = command
        self.reads = 0

    async def append(self, asked: Append) -> WriteReceipt:
        if self.left:
            await self.left.pop().do(self.command)  # type: ignore[arg-type]
        return await super().append(asked)

    async def read_streams(self, union_id: UUID, stream_ids: object) -> StreamsRead:
        self.reads += 1
        return await super().read_streams(union_id, stream_ids)  # type: ignore[arg-type]


async def claims(office: Office) -> list[str]:
    async with office.books.pools.auditor.union_tx(office.union_id) as connection:
        rows = await connection.fetch(
            "select claim from books.claim where union_id = $1", office.union_id
        )
    return [row[0] for row in rows if row[0].startswith("member:")]


async def test_somebody_cannot_be_a_live_member_twice(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    await office.member(1)
    twin = await twin_of(office, 1, monkeypatch)
    command = await office.registration(1, command_id=new_id())
    before = await office.head()
    with pytest.raises(ClaimTaken):
        await office.ask([_for(command, twin)])
    assert await office.head() == before


async def test_two_desks_take_the_same_person_in_and_one_succeeds(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    twin = await twin_of(office, 1, monkeypatch)
    command = await office.registration(1, command_id=new_id())
    desks = [office, Office(office.books, office.union_id)]
    outcomes = await asyncio.gather(
        desks[0].ask([command]), desks[1].ask([_for(command, twin)]), return_exceptions=True
    )
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["ClaimTaken", "Outcome"]
    assert len(await claims(office)) == 1


def _for(command: RegisterMember, who: MemberId) -> RegisterMember:
    return msgspec.structs.replace(command, member_id=who)


async def twin_of(office: Office, serial: int, monkeypatch: pytest.MonkeyPatch) -> MemberId:
    """A second stream that the vault takes for the same person, as after a race between two importers."""
    first = await office.person(serial)
    twin = MemberId(uuid4())
    await office.books.vault.make_keys(office.union_id, [twin])
    claims_of = office.books.vault.claims_of

    async def both(union_id: UUID, kind: str, who: list[UUID]) -> dict[UUID, str]:
        found = await claims_of(union_id, kind, [first if one == twin else one for one in who])
        return {one: found[first if one == twin else one] for one in who}

    monkeypatch.setattr(office.books.vault, "claims_of", both)
    return twin


async def test_a_claim_is_given_up_on_leaving_and_taken_again_on_coming_back(
    office: Office,
) -> None:
    who = await office.member(1)
    assert len(await claims(office)) == 1
    await office.do(AnnounceWithdrawal(occurred_on=DAY, member_id=who))
    assert await claims(office) == []
    back = AcceptTransferIn(occurred_on=date(2026, 5, 1), member_id=who, transfer_id=uuid4())
    await office.do(back)
    assert len(await claims(office)) == 1


async def test_a_leave_that_never_was_takes_the_claim_again(office: Office) -> None:
    who = await office.member(1)
    left = await office.do(AnnounceWithdrawal(occurred_on=DAY, member_id=who))
    undo = ReverseMembershipChange(
        occurred_on=DAY, member_id=who, reversed_version=left.streams[who], reason="录错"
    )
    await office.do(undo)
    assert len(await claims(office)) == 1


async def test_a_householder_has_one_file(office: Office) -> None:
    who = await office.member(1)
    await office.do(await household(office, who))
    with pytest.raises(ClaimTaken):
        await office.ask([await household(office, who)])


async def test_what_happens_between_reading_and_appending_is_decided_on(office: Office) -> None:
    """Two cashiers pay from one approval: the second sees the first's payment and is refused."""
    who = await office.member(1)
    pay = await approved(office, who, amount_fen=1000)
    log = Interrupted(office.books, [office], pay)
    desk = Desk(log, office.books.vault, office.books.runner.after_commit)
    outcome: Outcome = await desk.carry_out(office.asked([pay]))
    assert [one.refused.code for one in outcome.refused] == ["aid_case.over_approved"]
    assert log.reads == 2


async def test_unrelated_events_in_between_do_not_matter(office: Office) -> None:
    who, other = await office.member(1), await office.member(2)
    leave = AnnounceWithdrawal(occurred_on=DAY, member_id=other)
    log = Interrupted(office.books, [office], leave)
    desk = Desk(log, office.books.vault, office.books.runner.after_commit)
    await desk.carry_out(office.asked([AnnounceWithdrawal(occurred_on=DAY, member_id=who)]))
    assert log.reads == 1


async def test_a_desk_that_is_always_too_late_gives_up(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    who = await office.member(1)

    async def too_late(_log: object, _asked: Append) -> WriteReceipt:
        raise ConditionFailed

    monkeypatch.setattr(PostgresLogStore, "append", too_late)
    desk = Desk(
        PostgresLogStore(office.books.pools.app),
        office.books.vault,
        office.books.runner.after_commit,
    )
    with pytest.raises(ConditionFailed):
        await desk.carry_out(office.asked([AnnounceWithdrawal(occurred_on=DAY, member_id=who)]))


async def household(office: Office, who: MemberId) -> OpenHouseholdFile:
    return OpenHouseholdFile(
        occurred_on=DAY,
        household_id=HouseholdId(uuid4()),
        file_no="KN1",
        householder_id=who,
        hardship_class="deep",
        circumstances=await office.seal(who, "circumstances", {"cause": "大病"}),
    )


async def approved(office: Office, who: MemberId, *, amount_fen: int) -> PayAid:
    """Approve a case and return the wish to pay all of it."""
    file = await household(office, who)
    case_id = AidCaseId(uuid4())
    approve = ApproveAid(
        occurred_on=DAY,
        aid_case_id=case_id,
        case_no="BF1",
        household_id=file.household_id,
        beneficiary_id=who,
        category="living_aid",
        fund_source="own_funds",
        amount_fen=amount_fen,
    )
    await office.do(file, approve)
    return PayAid(
        occurred_on=DAY,
        aid_case_id=case_id,
        recipient_id=who,
        amount_fen=amount_fen,
        method="transfer",
        payee=await office.seal(who, "payee", {"bank_name": "农商行"}, key="books"),
    )
