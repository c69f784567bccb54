"""Units merge, split and end: every member and every fen arrives, once, whatever crashes in between."""

from collections.abc import Sequence
from contextlib import suppress
from datetime import date
from uuid import UUID, uuid4

import pytest

from domain.actor import Actor
from domain.dues.commands import ReceiveDues
from domain.federation import aggregate as federation
from domain.ids import MemberId, SubsidyId
from domain.membership import LIVE
from domain.money import PostingLine
from domain.subsidy.commands import ReceiveSubsidy
from domain.union.commands import ClosePeriod
from services.commands import Asked
from services.commands.founding import federation_id_of
from services.commands.reorganising import Reorganiser, ReorganisingRefused, Wish
from services.commands.transferring import Transferring
from services.errors import OutcomeUnknown, PeriodIsClosed
from services.http.reorganisations import LedgerBooks
from services.reads import Scope
from services.wiring import Wired
from tests.support.books import Office, new_office

COUNTY = Actor(actor_id="county-1", role="county")
DAY = date(2026, 6, 30)
FEDERATION = federation_id_of("C000")


def reorganiser(books: Wired) -> Reorganiser:
    transferring = Transferring(books.log, books.vault, books.desk)
    return Reorganiser(books.desk, books.log, transferring, LedgerBooks(books.ledgers, books.log))


def wish(office: Office) -> Wish:
    return Wish(
        federation_id=FEDERATION,
        unit_id=office.union_id,
        transfer_id=uuid4(),
        day=DAY,
        document_no="县总工〔2026〕40号",
        actor=COUNTY,
    )


async def unit_with_money(books: Wired, code: str, people: int = 2) -> Office:
    """A unit with members, dues of theirs and earmarked money."""
    office = await new_office(books, code=code)
    for serial in range(1, people + 1):
        who = await office.member(serial)
        await office.do(
            ReceiveDues(
                occurred_on=date(2026, 2, 1), member_id=who, dues_month="2026-01", amount_fen=2_615
            )
        )
    await office.do(
        ReceiveSubsidy(
            occurred_on=date(2026, 2, 1),
            subsidy_id=SubsidyId(uuid4()),
            kind="hardship",
            amount_fen=100_001,
            document_no="市总工〔2026〕2号",
        )
    )
    return office


async def held(office: Office) -> dict[tuple[str, str], int]:
    found = await LedgerBooks(office.books.ledgers, office.books.log).held(office.union_id)
    return {(line.account, line.fund): line.fen for line in found.lines}


async def members(office: Office) -> Sequence[UUID]:
    ledgers = office.books.ledgers
    head = await office.head()
    scope = Scope(union_id=office.union_id, as_of=DAY, min_position=head.position)
    rows = (await ledgers.members(scope, limit=100)).rows
    return [row.member_id for row in rows if row.membership in LIVE]


async def county(books: Wired) -> federation.State:
    states = await books.desk.read_states(FEDERATION, [FEDERATION])
    return states.of(FEDERATION, federation.State)


async def test_a_merger_moves_every_member_and_every_fen(books: Wired) -> None:
    ending, staying = await unit_with_money(books, "U1"), await new_office(books, code="U2")
    before = await held(ending)
    done = await reorganiser(books).merge(wish(ending), staying.union_id)
    assert done.members_moved == 2
    assert await held(ending) == {}
    assert await held(staying) == before
    assert await members(ending) == []
    assert len(await members(staying)) == 2
    union = await books.desk.read_union(ending.union_id)
    assert (union.dissolved, union.frozen) == (True, True)
    assert ending.union_id in (await county(books)).ended


@pytest.mark.parametrize("steps", range(0, 14, 2))
async def test_a_merger_that_crashed_is_finished_by_a_repeat(
    books: Wired, monkeypatch: pytest.MonkeyPatch, steps: int
) -> None:
    ending, staying = await unit_with_money(books, "U1"), await new_office(books, code="U2")
    before = await held(ending)
    asked_for = wish(ending)
    carry_out = books.desk.carry_out
    done: list[Asked] = []

    async def crash(asked: Asked) -> object:
        outcome = await carry_out(asked)
        if not asked.dry_run:
            done.append(asked)
        if len(done) > steps:
            raise OutcomeUnknown
        return outcome

    with monkeypatch.context() as broken:
        broken.setattr(books.desk, "carry_out", crash)
        with suppress(OutcomeUnknown):
            await reorganiser(books).merge(asked_for, staying.union_id)
    await reorganiser(books).merge(asked_for, staying.union_id)
    assert await held(ending) == {}
    assert await held(staying) == before
    assert len(await members(staying)) == 2
    again = await reorganiser(books).merge(asked_for, staying.union_id)
    assert {(line.account, line.fund): line.fen for line in again.lines} == before
    assert await held(staying) == before


async def test_a_split_moves_a_share_and_the_members_named(books: Wired) -> None:
    old, new = await unit_with_money(books, "U1", people=3), await new_office(books, code="U2")
    before = await held(old)
    leaving = (await members(old))[:1]
    done = await reorganiser(books).split(wish(old), new.union_id, (1, 3), leaving)
    assert done.members_moved == 1
    after, moved = await held(old), await held(new)
    assert {place: after.get(place, 0) + moved.get(place, 0) for place in before} == before
    assert sum(moved.values()) == 0
    assert moved["102", "hardship_earmarked"] in (33_333, 33_334)
    assert (len(await members(old)), len(await members(new))) == (2, 1)
    assert not (await books.desk.read_union(old.union_id)).frozen


async def test_what_a_dissolved_unit_has_comes_to_the_federation(books: Wired) -> None:
    ending = await unit_with_money(books, "U1")
    before = await held(ending)
    done = await reorganiser(books).dissolve(wish(ending))
    assert (done.members_moved, done.members_left) == (0, 2)
    assert await held(ending) == {}
    found = await LedgerBooks(books.ledgers, books.log).held(FEDERATION)
    assert {(line.account, line.fund): line.fen for line in found.lines} == before


async def test_nothing_is_begun_that_could_not_be_finished(books: Wired) -> None:
    ending, staying = await unit_with_money(books, "U1"), await new_office(books, code="U2")
    await staying.do(ClosePeriod(occurred_on=date(2026, 7, 1), period="2026-06"))
    positions = [(await one.head()).position for one in (ending, staying)]
    with pytest.raises(PeriodIsClosed):
        await reorganiser(books).merge(wish(ending), staying.union_id)
    with pytest.raises(ReorganisingRefused, match=r"federation\.unit_merged_into_itself"):
        await reorganiser(books).merge(wish(ending), ending.union_id)
    with pytest.raises(ReorganisingRefused, match=r"federation\.receiver_unknown"):
        await reorganiser(books).merge(wish(ending), uuid4())
    with pytest.raises(ReorganisingRefused, match=r"union\.share_not_a_part"):
        await reorganiser(books).split(wish(ending), staying.union_id, (3, 3), [])
    assert [(await one.head()).position for one in (ending, staying)] == positions


async def test_balances_that_moved_meanwhile_are_taken_again(
    books: Wired, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somebody pays dues between the look at the trial balance and the split: the split sees it."""
    old, new = await unit_with_money(books, "U1"), await new_office(books, code="U2")
    who = (await members(old))[0]
    late = [
        ReceiveDues(
            occurred_on=DAY, member_id=MemberId(who), dues_month="2026-03", amount_fen=2_616
        )
    ]
    look = LedgerBooks.held

    async def looked(self: LedgerBooks, union_id: UUID) -> object:
        found = await look(self, union_id)
        while late:
            await old.do(late.pop())
        return found

    with monkeypatch.context() as patched:
        patched.setattr(LedgerBooks, "held", looked)
        done = await reorganiser(books).split(wish(old), new.union_id, (1, 2), [])
    bank = [line for line in done.lines if (line.account, line.fund) == ("102", "own_funds")]
    assert bank == [PostingLine(account="102", fund="own_funds", fen=(2 * 2_615 + 2_616) // 2)]
