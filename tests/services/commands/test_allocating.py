"""Money from the county's fund arrives in a unit's books once, and the county's log learns of it from there."""

from datetime import date
from uuid import UUID, uuid4

from domain import officers as held
from domain.actor import Actor
from domain.command import Command
from domain.federation import aggregate as federation
from domain.federation.commands import (
    AllocateFund,
    CancelFundAllocation,
    ProvideFund,
    RecordCountyOfficer,
)
from domain.ids import AllocationId, OfficerId, UnionId
from services.commands import Asked
from services.commands.allocating import Allocator, receipt_of
from services.commands.founding import federation_id_of
from services.identifiers import new_id
from services.reads import Scope
from services.wiring import Wired
from tests.support.books import CLERK, Office

COUNTY = Actor(actor_id="county-1", role="county")
DAY = date(2026, 1, 15)
FEDERATION = federation_id_of("C000")
FUND = "winter_warmth_earmarked"
FAR = date(2026, 12, 31)


async def county_does(books: Wired, *commands: Command) -> None:
    outcome = await books.desk.carry_out(
        Asked(
            union_id=FEDERATION,
            command_id=new_id(),
            actor=COUNTY,
            request=b"county",
            groups=[list(commands)],
        )
    )
    assert not outcome.refused, outcome.refused


async def allocated(office: Office, amount_fen: int = 300_000) -> UUID:
    """The county has money and two officers, and gives a part of it to the unit."""
    books = office.books
    names = await books.vault.enrol(FEDERATION, "officer", ["经办", "审批"])
    handler, approver = (OfficerId(names[name]) for name in ("经办", "审批"))
    sealer = await books.vault.sealer(FEDERATION, new_id(), names.values())
    allocation_id = AllocationId(uuid4())
    signing: list[tuple[OfficerId, held.Office]] = [(handler, "handler"), (approver, "approver")]
    await county_does(
        books,
        *(
            RecordCountyOfficer(
                occurred_on=DAY,
                officer_id=who,
                office=office_held,
                name=sealer.seal(who, "books", field="officer", ordinal=number, fields={}),
            )
            for number, (who, office_held) in enumerate(signing)
        ),
        ProvideFund(occurred_on=DAY, fund=FUND, amount_fen=1_000_000, document_no="市〔1〕"),
        AllocateFund(
            occurred_on=DAY,
            allocation_id=allocation_id,
            unit_id=UnionId(office.union_id),
            kind="winter_warmth",
            fund=FUND,
            amount_fen=amount_fen,
            document_no="县〔3〕",
            handler_id=handler,
            approver_id=approver,
        ),
    )
    return allocation_id


async def received(office: Office, allocation_id: UUID) -> None:
    allocator = Allocator(office.books.desk)
    found = await allocator.allocated_to(FEDERATION, allocation_id, office.union_id)
    assert found is not None
    await office.do(receipt_of(found, DAY))


async def test_what_the_unit_received_the_county_knows(office: Office) -> None:
    allocation_id = await allocated(office)
    allocator = Allocator(office.books.desk)
    assert not await allocator.confirm(FEDERATION, allocation_id, actor=CLERK)
    await received(office, allocation_id)
    assert await allocator.confirm(FEDERATION, allocation_id, actor=CLERK)
    assert await allocator.confirm(FEDERATION, allocation_id, actor=CLERK)
    ledgers = office.books.ledgers
    scope = Scope(union_id=FEDERATION, as_of=FAR)
    (fund,) = (await ledgers.funds(scope)).rows
    assert (fund.allocated_fen, fund.received_fen, fund.available_fen) == (
        300_000,
        300_000,
        700_000,
    )
    (row,) = await office.books.county.allocations_of_unit(FEDERATION, office.union_id, FAR)
    assert (row.allocation_id, row.received_on) == (allocation_id, DAY)
    own = Scope(union_id=office.union_id, as_of=FAR)
    (subsidy,) = (await ledgers.subsidies(own, since=DAY, limit=10)).rows
    assert (subsidy.allocation_id, subsidy.fund) == (allocation_id, FUND)


async def test_a_crash_before_the_confirmation_is_mended_by_following(office: Office) -> None:
    first = await allocated(office)
    await received(office, first)
    second = AllocationId(uuid4())
    states = await office.books.desk.read_states(FEDERATION, [FEDERATION])
    given = states.of(FEDERATION, federation.State).allocations[AllocationId(first)]
    await county_does(
        office.books,
        AllocateFund(
            occurred_on=DAY,
            allocation_id=second,
            unit_id=given.unit_id,
            kind="winter_warmth",
            fund=FUND,
            amount_fen=1,
            document_no="县〔4〕",
            handler_id=given.handler_id,
            approver_id=given.approver_id,
        ),
    )
    allocator = Allocator(office.books.desk)
    found = await allocator.confirm_all(FEDERATION, actor=COUNTY)
    assert (found.confirmed, found.waiting) == ([first], [second])
    tasks = await office.books.ledgers.tasks(Scope(union_id=FEDERATION, as_of=FAR))
    assert [(row.kind, row.subject_id) for row in tasks.rows] == [("allocation_underway", second)]


async def test_nobody_receives_what_was_cancelled_or_is_another_ones(office: Office) -> None:
    allocation_id = await allocated(office)
    allocator = Allocator(office.books.desk)
    assert await allocator.allocated_to(FEDERATION, allocation_id, uuid4()) is None
    await county_does(
        office.books,
        CancelFundAllocation(
            occurred_on=DAY, allocation_id=AllocationId(allocation_id), reason="录错"
        ),
    )
    assert await allocator.allocated_to(FEDERATION, allocation_id, office.union_id) is None
    assert not await allocator.confirm(FEDERATION, allocation_id, actor=CLERK)
