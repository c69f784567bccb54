"""When a census is due, and what must not keep the follower from the next one."""

import asyncio
from datetime import date

import asyncpg

from services.audit import Checkpointer
from services.identifiers import new_id
from services.keys.signing import Signer, SigningKeyUnusable
from services.store.contract import Append, NewEvent
from services.wiring import Wired
from tests.services.audit.growing import receive
from tests.support.books import Office, new_office


def patient(books: Wired, seconds: int) -> Checkpointer:
    """One that waits so long for the next write to be covered."""
    return Checkpointer(
        books.pools.checkpointer, books.signing, origin=books.settings.origin, most_seconds=seconds
    )


async def test_a_census_is_due_when_the_last_is_old_and_a_head_moved(office: Office) -> None:
    books = office.books
    who = await office.member(1)
    assert await patient(books, 3_600).take_if_due() is not None  # the first
    assert await patient(books, 0).take_if_due() is None  # nothing moved
    await receive(office, who)
    assert await patient(books, 3_600).take_if_due() is None  # no hurry
    assert await patient(books, 0).take_if_due() is not None


async def append(office: Office, topic: str) -> None:
    """An event of a topic, whatever it says."""
    event = NewEvent(
        stream_id=new_id(),
        version=1,
        topic=topic,
        schema_version=1,
        occurred_on=date(2026, 12, 1),
        body=b"{}",
    )
    await office.books.log.append(
        Append(
            union_id=office.union_id,
            command_id=new_id(),
            request_digest=bytes(32),
            actor_id="clerk-1",
            events=[event],
        )
    )


async def test_an_approval_of_money_is_covered_at_once(office: Office) -> None:
    books = office.books
    await patient(books, 3_600).take()
    await append(office, "member.registered")
    assert await patient(books, 3_600).take_if_due() is None
    await append(office, "voucher.approved")
    assert await patient(books, 3_600).take_if_due() is not None
    assert await patient(books, 3_600).take_if_due() is None


async def test_a_log_that_does_not_continue_is_not_tried_every_second(
    office: Office, superuser: asyncpg.Connection
) -> None:
    books = office.books
    checkpointer = patient(books, 0)
    await checkpointer.take()
    await superuser.execute(
        "update books.union_head set hash = sha256('x') where union_id = $1", office.union_id
    )
    assert await checkpointer.take_if_due() is not None
    assert await checkpointer.take_if_due() is None
    await new_office(books, code="U2", county="C1")
    assert await checkpointer.take_if_due() is not None


async def test_a_clock_that_was_ahead_does_not_stop_checkpoints(
    office: Office, superuser: asyncpg.Connection
) -> None:
    books = office.books
    await books.checkpointer.take()
    await superuser.execute("update books.checkpoint set taken_at = taken_at + interval '1 day'")
    await office.member(1)
    assert await patient(books, 3_600).take_if_due() is not None


class Unwilling:
    """A key that cannot sign the first time."""

    def __init__(self, books: Wired) -> None:
        self._books = books
        self.asked = 0
        self.asked_again = asyncio.Event()

    @property
    def every(self) -> tuple[Signer, ...]:
        self.asked += 1
        if self.asked == 1:
            raise SigningKeyUnusable
        self.asked_again.set()
        return self._books.signing.every


async def test_a_key_that_fails_once_does_not_end_the_follower(office: Office) -> None:
    books = office.books
    keys = Unwilling(books)
    checkpointer = Checkpointer(
        books.pools.checkpointer,
        keys,  # type: ignore[arg-type] # what it needs of them
        origin=books.settings.origin,
        most_seconds=0,
    )
    stop = asyncio.Event()
    following = asyncio.create_task(checkpointer.follow(stop))
    await asyncio.wait_for(keys.asked_again.wait(), timeout=30)
    stop.set()
    await following
    assert (await books.proofs.checkpoint()).size == 1


async def test_a_census_is_not_earlier_than_what_it_counts(
    office: Office, superuser: asyncpg.Connection
) -> None:
    """A clock that stepped back leaves events ahead of it; a census before them would look forged."""
    ahead = await superuser.fetchval(
        "update books.union_head set recorded_at = recorded_at + interval '1 hour' "
        "where union_id = $1 returning recorded_at",
        office.union_id,
    )
    await office.books.checkpointer.take()
    assert (await office.books.proofs.checkpoint()).taken_at == ahead
