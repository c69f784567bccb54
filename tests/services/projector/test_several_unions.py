"""Whatever happens in several unions of a county at once: their books balance, and together they make sense.

Members in are members out, dues are the same in ledger, roll-up and books, nothing is paid that was not approved,
and nobody approves what they asked for.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import NamedTuple
from uuid import UUID, uuid5

import msgspec
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from domain.aid_case.events import AidApproved, AidPaid, AidPaymentReturned
from domain.encoding import decode
from domain.event import Event
from domain.ids import UnionId
from domain.member.commands import StartTransferOut
from domain.member.events import TransferInAccepted, TransferOutCompleted
from domain.voucher.events import VoucherApproved, VoucherDrafted
from services.commands.transferring import Acceptance, Moving, TransferRefused, Transferring
from services.errors import StoreError
from services.reads import Scope
from services.wiring import Wired
from tests.domain.values import AID_CASE
from tests.services.projector.books_wishes import in_balance
from tests.services.projector.histories import TWO_YEARS, YEAR, Teller, Wish, wishes
from tests.support.beginnings import FirstLedgers
from tests.support.books import CLERK, Office, new_office, open_books
from tests.support.database import Server, create_database, drop_database
from tests.support.samples_of import COMPLETE

FEW = settings(
    max_examples=6,
    deadline=None,
    print_blob=True,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
FAR = date(2099, 12, 31)
ASKING = frozenset({"handler_id", "requested_by", "drafted_by"})
DECIDING = frozenset({"reviewer_id", "approver_id", "approved_by", "cashier_id"})
SEPARATED = ("voucher", "aid_case", "pay_batch", "condolence")


class Move(NamedTuple):
    """Somebody's transfer from one of two unions to the other; `taken` tells whether it is accepted."""

    who: int
    forth: bool
    day: int
    taken: bool


moves = st.builds(
    Move,
    st.integers(0, 3),
    st.booleans(),
    st.integers(300, 640),
    st.sampled_from([True, True, False]),
)
county_histories = st.lists(
    st.one_of(st.tuples(st.integers(0, 1), wishes), moves), min_size=20, max_size=60
)


class County:
    """Two units of one federation and their tellers."""

    def __init__(self, books: Wired, tellers: tuple[Teller, Teller]) -> None:
        self.books = books
        self.tellers = tellers
        self.begun: set[UUID] = set()

    @classmethod
    async def of(cls, books: Wired) -> "County":
        first = await Teller.of(await new_office(books, code="U1"), TWO_YEARS)
        second = await Teller.of(await new_office(books, code="U2"), TWO_YEARS)
        return cls(books, (first, second))

    async def live(self, history: Iterable[tuple[int, Wish] | Move]) -> None:
        for number, step in enumerate(history):
            if isinstance(step, Move):
                await self._move(number, step)
            else:
                await self.tellers[step[0]].tell(step[1])

    async def _move(self, number: int, move: Move) -> None:
        old, new = self.tellers if move.forth else self.tellers[::-1]
        who = old.seals["people"][move.who]
        moving = Moving(
            transfer_id=uuid5(old.office.union_id, f"move {number}"),
            old_union_id=old.office.union_id,
            new_union_id=new.office.union_id,
            member_id=who,
        )
        day = old.first_day.replace(day=1)
        start = StartTransferOut(
            occurred_on=date.fromordinal(day.toordinal() + move.day),
            member_id=who,
            transfer_id=moving.transfer_id,
            target_union_id=UnionId(new.office.union_id),
        )
        acceptance = Acceptance(
            occurred_on=date.fromordinal(day.toordinal() + move.day + 3),
            actor=CLERK,
            request=b"accept",
        )
        try:
            outcome = await old.office.ask([start])
            if outcome.receipt is None or not move.taken:
                return
            self.begun.add(moving.transfer_id)
            await Transferring(self.books.log, self.books.vault, self.books.desk).accept(
                moving, acceptance
            )
        except (StoreError, TransferRefused):
            return


async def told(office: Office) -> list[tuple[UUID, Event]]:
    """Every event of a union with its stream, in the order of its log."""
    head = await office.head()
    stored = await office.books.log.read_after(office.union_id, 0, head.position)
    return [(e.stream_id, decode(e.topic, e.schema_version, e.body)) for e in stored]


def paid_beyond_approval(events: Iterable[tuple[UUID, Event]]) -> list[UUID]:
    """Return the cases that were paid before, or more than, they were approved."""
    approved: dict[UUID, int] = {}
    faulty = []
    for stream, event in events:
        match event:
            case AidApproved():
                approved[stream] = event.amount_fen
            case AidPaid():
                approved[stream] = approved.get(stream, 0) - event.amount_fen
            case AidPaymentReturned():
                approved[stream] += event.amount_fen
            case _:
                continue
        if approved[stream] < 0:
            faulty.append(stream)
    return faulty


def deciding_own(events: Iterable[tuple[UUID, Event]]) -> list[UUID]:
    """Return the streams in which somebody decided about what the very same person had asked for last."""
    asked: dict[UUID, UUID] = {}
    faulty = []
    for stream, event in events:
        if not event.TOPIC.startswith(SEPARATED):
            continue
        for name in ASKING:
            if (who := getattr(event, name, None)) is not None:
                asked[stream] = who
        signed = {getattr(event, name, None) for name in DECIDING} - {None}
        if asked.get(stream) in signed:
            faulty.append(stream)
    return faulty


def moved(events: Iterable[tuple[UUID, Event]], kind: type[Event]) -> set[UUID]:
    """Return the transfers a union's log has one half of."""
    return {event.transfer_id for _, event in events if isinstance(event, kind)}  # type: ignore[attr-defined] # both halves have it


async def dues_agree(books: Wired, union_id: UUID) -> None:
    """What members paid is the same in the dues ledger, in the roll-up and in the books."""
    scope = Scope(union_id=union_id, as_of=FAR)
    in_ledger = in_rollup = 0
    for year in range(YEAR - 1, YEAR + 2):
        months = (await books.ledgers.dues_by_month(scope, year=year)).rows
        in_ledger += sum(month.received_fen for month in months)
        totals = (await books.rollup.year([union_id], year)).county
        in_rollup += sum(totals.dues.received_fen_by_month)
    entries = (
        await books.ledgers.entries(scope, since=date(2000, 1, 1), limit=10_000, account="401")
    ).rows
    in_books = sum(
        entry.credit_fen - entry.debit_fen for entry in entries if entry.topic.startswith("dues.")
    )
    assert in_ledger == in_rollup == in_books


@FEW
@given(history=county_histories)
async def test_a_county_s_books_make_sense_together(
    server: Server, first_ledgers: FirstLedgers, history: list[tuple[int, Wish] | Move]
) -> None:
    database = await create_database(server, first_ledgers.template)
    async with open_books(database) as books:
        county = await County.of(books)
        await county.live(history)
        logs: Mapping[UUID, list[tuple[UUID, Event]]] = {
            teller.office.union_id: await told(teller.office) for teller in county.tellers
        }
        for union_id, events in logs.items():
            await in_balance(books, union_id)
            await dues_agree(books, union_id)
            assert not paid_beyond_approval(events)
            assert not deciding_own(events)
        every = [event for events in logs.values() for event in events]
        taken_in = moved(every, TransferInAccepted) & county.begun
        assert taken_in == moved(every, TransferOutCompleted) & county.begun
    await drop_database(server, database)


def test_a_payment_without_approval_is_found() -> None:
    events = [(AID_CASE, event) for event in samples() if isinstance(event, AidApproved | AidPaid)]
    paid_first = sorted(events, key=lambda one: isinstance(one[1], AidApproved))
    assert paid_beyond_approval(events) == []
    assert paid_beyond_approval(paid_first) == [AID_CASE]


def test_who_approves_what_they_asked_for_is_found() -> None:
    drafted = next(event for event in samples() if isinstance(event, VoucherDrafted))
    approved = next(event for event in samples() if isinstance(event, VoucherApproved))
    own = msgspec.structs.replace(approved, approver_id=drafted.handler_id)
    assert deciding_own([(AID_CASE, drafted), (AID_CASE, approved)]) == []
    assert deciding_own([(AID_CASE, drafted), (AID_CASE, own)]) == [AID_CASE]


def samples() -> list[Event]:
    """Return one complete sample of every event."""
    return list(COMPLETE)
