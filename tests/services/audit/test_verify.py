"""Clean books verify; whatever is changed behind the store's back is found, with union and position."""

from datetime import date
from typing import NamedTuple
from uuid import UUID

import asyncpg
import pytest

from domain.chain import Break, EventFields, digest_of
from domain.dues.commands import ReceiveDues
from services.policies import presets
from services.wiring import Wired
from tests.support.books import Office, new_office

FOUNDED = 1 + len(presets())
"""A new union is registered and adopts the national rules."""
PLACE = FOUNDED + 3
"""After the founding, one member and one receipt: where a command of several events begins."""
LAST = PLACE + 4
"""Where the tampering happens, and how long the log is."""


class Tampering(NamedTuple):
    """What somebody with all rights does to PLACE, and what is then found where."""

    script: str
    found: Break


UPDATE = f"update books.event set {{change}} where union_id = $1 and position = {PLACE}"
CASES = {
    "a byte of the body": Tampering(
        UPDATE.format(change="body = set_byte(body, 5, get_byte(body, 5) # 1)"),
        Break(PLACE, "digest_differs"),
    ),
    "the whole body": Tampering(
        UPDATE.format(change="body = '{}'"), Break(PLACE, "digest_differs")
    ),
    "the actor": Tampering(UPDATE.format(change="actor_id = 'x'"), Break(PLACE, "digest_differs")),
    "the topic": Tampering(
        UPDATE.format(change="topic = 'member.retained'"), Break(PLACE, "digest_differs")
    ),
    "the schema version": Tampering(
        UPDATE.format(change="schema_version = 2"), Break(PLACE, "digest_differs")
    ),
    "the business date": Tampering(
        UPDATE.format(change="occurred_on = occurred_on + 1"), Break(PLACE, "digest_differs")
    ),
    "the time of recording": Tampering(
        UPDATE.format(change="recorded_at = recorded_at + interval '1 microsecond'"),
        Break(PLACE, "digest_differs"),
    ),
    "a time no clock shows": Tampering(
        UPDATE.format(change="recorded_at = 'infinity'"), Break(PLACE, "not_representable")
    ),
    "the stream": Tampering(
        UPDATE.format(change="stream_id = gen_random_uuid()"), Break(PLACE, "digest_differs")
    ),
    "the version": Tampering(UPDATE.format(change="version = 99"), Break(PLACE, "digest_differs")),
    "the command id": Tampering(
        UPDATE.format(change="command_id = gen_random_uuid()"), Break(PLACE, "digest_differs")
    ),
    "the digest": Tampering(
        UPDATE.format(change="digest = sha256('x')"), Break(PLACE, "digest_differs")
    ),
    "the hash": Tampering(UPDATE.format(change="hash = sha256('x')"), Break(PLACE, "hash_differs")),
    "one event taken out": Tampering(
        f"delete from books.event where union_id = $1 and position = {PLACE}",
        Break(PLACE, "position_gap"),
    ),
    "one event taken out and the others moved up": Tampering(
        f"""with gone as (delete from books.event where union_id = $1 and position = {PLACE})
        update books.event set position = position + 100 where union_id = $1 and position > {PLACE}""",
        Break(PLACE, "position_gap"),
    ),
    "the tail cut off": Tampering(
        f"delete from books.event where union_id = $1 and position >= {PLACE}",
        Break(PLACE, "head_position_differs"),
    ),
    "the head moved back": Tampering(
        f"update books.union_head set position = {PLACE - 1} where union_id = $1",
        Break(PLACE, "head_position_differs"),
    ),
    "the hash of the head": Tampering(
        "update books.union_head set hash = sha256('x') where union_id = $1",
        Break(LAST, "head_hash_differs"),
    ),
    "the charter": Tampering(
        "update books.union_head set charter = 'other' where union_id = $1",
        Break(1, "hash_differs"),
    ),
    "the head taken out": Tampering(
        "delete from books.union_head where union_id = $1", Break(1, "head_missing")
    ),
    "a command taken out": Tampering(
        f"""delete from books.command where union_id = $1 and command_id =
        (select command_id from books.event where union_id = $1 and position = {PLACE})""",
        Break(PLACE, "command_differs"),
    ),
    "a command stretched": Tampering(
        f"""update books.command set last_position = last_position + 1 where union_id = $1
        and command_id = (select command_id from books.event where union_id = $1 and position = {PLACE})""",
        Break(PLACE, "command_differs"),
    ),
}


async def fill(office: Office) -> Office:
    """A dozen events in several commands; one of them begins at PLACE."""
    who = await office.member(1)

    def received(number: int) -> ReceiveDues:
        month = f"2026-{number:02d}"
        return ReceiveDues(
            occurred_on=date(2026, 12, 1), member_id=who, dues_month=month, amount_fen=100
        )

    await office.do(received(1))
    await office.do(*map(received, range(2, 7)))
    assert (await office.head()).position == LAST
    return office


@pytest.fixture
async def filled(office: Office) -> Office:
    return await fill(office)


async def breaks(books: Wired) -> dict[UUID, Break | None]:
    return {found.union_id: found.broken async for found in books.verifier.every_union()}


async def test_clean_books_verify(filled: Office) -> None:
    found = [one async for one in filled.books.verifier.every_union()]
    assert [one.broken for one in found] == [None, None]  # the county and the unit
    own = await filled.books.verifier.union(filled.union_id)
    head = await filled.head()
    assert (own.events, own.position, own.hash) == (LAST, head.position, head.hash.hex())


async def test_tampering_is_found_where_it_happened(
    books: Wired, superuser: asyncpg.Connection
) -> None:
    """Every kind in a union of its own: each is found, and none is seen in another's books."""
    untouched = await fill(await new_office(books, code="U0"))
    tampered = {}
    for number, (case, tampering) in enumerate(CASES.items(), start=1):
        office = await fill(await new_office(books, code=f"U{number}"))
        await superuser.execute(tampering.script.replace("$1", f"'{office.union_id}'"))
        tampered[office.union_id] = case
    found = await breaks(books)
    assert found[untouched.union_id] is None
    assert {case: found.pop(union_id) for union_id, case in tampered.items()} == {
        case: tampering.found for case, tampering in CASES.items()
    }
    assert set(found.values()) == {None}


async def test_two_events_in_each_others_place_are_found(
    filled: Office, superuser: asyncpg.Connection
) -> None:
    one, other = PLACE, PLACE + 1
    swap = (
        f"update books.event set position = case position when {one} then -{other} else -{one} end"
    )
    where = f"where union_id = '{filled.union_id}'"
    await superuser.execute(f"{swap} {where} and position in ({one}, {other})")
    await superuser.execute(f"update books.event set position = -position {where} and position < 0")
    assert (await breaks(filled.books))[filled.union_id] == Break(PLACE, "digest_differs")


async def test_an_event_moved_to_another_union_is_found_in_both(
    filled: Office, superuser: asyncpg.Connection
) -> None:
    other = await new_office(filled.books, code="U2")
    await superuser.execute(
        f"update books.event set union_id = $1, position = {FOUNDED + 1} "
        f"where union_id = $2 and position = {LAST}",
        other.union_id,
        filled.union_id,
    )
    found = await breaks(filled.books)
    assert found[filled.union_id] == Break(LAST, "head_position_differs")
    assert found[other.union_id] == Break(FOUNDED + 1, "digest_differs")


async def test_a_change_that_is_hidden_by_recomputing_the_digest_breaks_the_chain(
    filled: Office, superuser: asyncpg.Connection
) -> None:
    """Whoever recomputes one digest must rewrite every hash after it, and the head."""
    event = (await filled.books.log.read_after(filled.union_id, PLACE - 1, 1))[0]
    names = EventFields.__struct_fields__
    fields = {name: getattr(event, name) for name in names} | {"actor_id": "forger"}
    forged = digest_of(EventFields(**fields))
    await superuser.execute(
        f"update books.event set actor_id = 'forger', digest = $2 where union_id = $1 and position = {PLACE}",
        filled.union_id,
        forged,
    )
    assert (await breaks(filled.books))[filled.union_id] == Break(PLACE, "hash_differs")
