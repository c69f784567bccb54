"""No altered file is taken: not one with a flipped byte, nor one that was signed again after it was changed."""

import io
import random
import re
import tracemalloc
from collections.abc import Callable
from pathlib import Path
from uuid import UUID

import asyncpg
import msgspec
import pytest

from services.keys.signing import Signer
from services.moving import FileBroken, MoveRefused
from services.moving.container import Writer, members, read_signed
from services.moving.documents import EventLine, UnionLeaving
from services.moving.reading import command_lines, event_lines
from services.store.contract import Head, RecordedEvent
from services.store.moving import CommandRow, arriving
from services.wiring import Wired
from tests.services.moving.places import (
    Sent,
    administrator,
    examine,
    fill,
    move,
    receive,
    send,
)
from tests.services.moving.test_moving import COUNTY
from tests.support.books import Office

_FLIPS = 100
Change = Callable[[bytes], bytes]


async def count_rows(books: Wired, union_id: UUID) -> int:
    """Every row there is of a union, in both databases of a place."""
    total = 0
    for address in (administrator(books), books_keys(books)):
        connection = await asyncpg.connect(address)
        try:
            tables = await connection.fetch(
                "select format('%I.%I', table_schema, table_name) from information_schema.columns"
                " where column_name = 'union_id' and table_schema in ('books', 'keyring')"
                " and table_name <> 'event_readable'"
            )
            for (table,) in tables:
                total += await connection.fetchval(
                    f"select count(*) from {table} where union_id = $1",  # our own
                    union_id,
                )
        finally:
            await connection.close()
    return total


def books_keys(books: Wired) -> str:
    """The administrator's address of a place's key store."""
    base, _, query = administrator(books).partition("?")
    return f"{base}_keys?{query}" if query else f"{base}_keys"


@pytest.mark.usefixtures("member")
async def test_no_flipped_byte_passes_and_nothing_is_written(
    old: Wired, new: Wired, office: Office, tmp_path: Path
) -> None:
    await move(old, new, COUNTY, tmp_path, frozen=False)
    sent = await send(old, office.union_id, tmp_path)
    raw, dice = sent.file.getvalue(), random.Random(7)  # noqa: S311 # the same flips each time
    places = [dice.randrange(len(raw)) for _ in range(_FLIPS)]
    places += [raw.index(name.encode()) for name in names_in(sent)]  # and one in each header
    for place in places:
        flipped = bytearray(raw)
        flipped[place] ^= 1 << dice.randrange(8)
        with pytest.raises(FileBroken):
            await receive(new, sent.altered(bytes(flipped)))
    for cut in (1, 512, len(raw) // 2, len(raw) - 1):
        with pytest.raises(FileBroken):
            await receive(new, sent.altered(raw[:-cut]))
    for added in (b"\0", bytes(512), raw):
        with pytest.raises(FileBroken):
            await receive(new, sent.altered(raw + added))
    assert await count_rows(new, office.union_id) == 0


def names_in(sent: Sent) -> list[str]:
    """The first member of each kind."""
    names = [one.name for one in read_signed(sent.file, sent.trust.log_key).manifest.members]
    return list({name.partition("/")[0]: name for name in reversed(names)}.values())


def signed_again(sent: Sent, signer: Signer, pattern: str, change: Change | None) -> Sent:
    """The file as whoever has the log's key could make it: one member altered or left out, all hashes right."""
    signed = read_signed(sent.file, sent.trust.log_key)
    file = io.BytesIO()
    writer, done = Writer(file, signed.manifest.union_id), False
    for name, raw in members(sent.file, signed):
        if not done and re.match(pattern, name):
            done = True
            if change is not None:
                writer.add(name, change(raw))
            continue
        writer.add(name, raw)
    assert done
    writer.finish(signer)
    return sent._replace(file=file)


def of_line(number: int, change: Callable[[EventLine], EventLine]) -> Change:
    """Change one event of a member of events."""

    def changed(raw: bytes) -> bytes:
        lines = raw.splitlines()
        line = change(msgspec.json.decode(lines[number], type=EventLine))
        lines[number] = msgspec.json.encode(line)
        return b"\n".join(lines) + b"\n"

    return changed


def of_union(**changed: object) -> Change:
    """Change what the file says of its union."""
    return lambda raw: msgspec.json.encode(
        msgspec.structs.replace(msgspec.json.decode(raw, type=UnionLeaving), **changed)
    )


def without_line(number: int) -> Change:
    """Leave out one line."""

    def changed(raw: bytes) -> bytes:
        lines = raw.splitlines(keepends=True)
        return b"".join(lines[:number] + lines[number + 1 :])

    return changed


def replaced(**changed: object) -> Callable[[EventLine], EventLine]:
    return lambda line: msgspec.structs.replace(line, **changed)


ALTERED: dict[str, tuple[str, Change | None]] = {
    "a body": ("events/", of_line(3, lambda one: replaced(body=f"{one.body} ")(one))),
    "a moment": ("events/", of_line(3, lambda one: replaced(recorded_at=one.recorded_at + 1)(one))),
    "an actor": ("events/", of_line(3, replaced(actor="key:other"))),
    "a hash": ("events/", of_line(3, replaced(hash="00" * 32))),
    "an event left out": ("events/", without_line(3)),
    "the last event left out": ("events/", without_line(-1)),
    "all events left out": ("events/", None),
    "a command left out": ("commands/", without_line(0)),
    "all commands left out": ("commands/", None),
    "a command twice": ("commands/", lambda raw: raw + raw.splitlines(keepends=True)[0]),
    "the claims left out": ("claims/", None),
    "the keys left out": ("keys/000001", None),
    "the keys' box": ("keys/000001", lambda raw: raw[:-1] + bytes([raw[-1] ^ 1])),
    "the people left out": ("keys/000002", None),
    "a paper": ("papers/.*bin", lambda raw: raw[:-1] + bytes([raw[-1] ^ 1])),
    "a paper's bytes left out": ("papers/.*bin", None),
    "the proofs left out": ("proofs/", lambda raw: raw.replace(b'"number":', b'"number":1')),
    "a root": ("union.json", of_union(root="00" * 32)),
    "a head": ("union.json", of_union(position=3)),
    "the charter": ("union.json", of_union(charter=b"{}")),
    "the closed period": ("union.json", of_union(closed_until="2026-01-31")),
    "the origin": ("union.json", of_union(origin="other.example")),
    "the union": ("union.json", of_union(union_id=UUID(int=7))),
    "the union left out": ("union.json", None),
}


@pytest.fixture
async def sent(old: Wired, office: Office, tmp_path: Path) -> Sent:
    """A whole file."""
    await fill(office)
    return await send(old, office.union_id, tmp_path)


async def test_nothing_altered_and_signed_again_passes(old: Wired, sent: Sent) -> None:
    assert examine(sent).papers == 1
    passed = []
    for name, (pattern, change) in ALTERED.items():
        try:
            examine(signed_again(sent, old.signing.own, pattern, change))
        except FileBroken:
            continue
        passed.append(name)
    assert passed == []


async def test_what_follows_the_end_is_not_read_into_memory(old: Wired, tmp_path: Path) -> None:
    long = tmp_path / "long"
    with long.open("wb") as opened:
        opened.truncate(256 << 20)
    tracemalloc.start()
    try:
        with long.open("rb") as opened, pytest.raises(FileBroken, match="end_missing"):
            read_signed(opened, old.signing.own.public)
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert most < 8 << 20


async def test_a_member_in_another_place_is_refused(old: Wired, sent: Sent) -> None:
    signed = read_signed(sent.file, sent.trust.log_key)
    file = io.BytesIO()
    writer = Writer(file, signed.manifest.union_id)
    for name, raw in reversed(list(members(sent.file, signed))):
        writer.add(name, raw)
    writer.finish(old.signing.own)
    with pytest.raises(FileBroken, match="member_out_of_order"):
        examine(sent._replace(file=file))


async def test_the_database_computes_everything_again_by_itself(
    old: Wired, new: Wired, office: Office, sent: Sent
) -> None:
    """Whatever a program promises: the doors let nothing in that does not hold."""
    found = list(members(sent.file, read_signed(sent.file, sent.trust.log_key)))
    events = [one for name, raw in found if name.startswith("events/") for one in event_lines(raw)]
    commands = [one for name, raw in found if name.startswith("comm") for one in command_lines(raw)]
    head = await old.log.head(office.union_id)
    replace = msgspec.structs.replace
    altered = {
        "a body": [*events[:3], replace(events[3], body=events[3].body + b" "), *events[4:]],
        "a digest": [replace(events[0], digest=bytes(32)), *events[1:]],
        "a hash": [*events[:3], replace(events[3], hash=bytes(32)), *events[4:]],
        "a gap": [*events[:3], *events[4:]],
        "an order": [events[1], events[0], *events[2:]],
        "the end": events[:-1],
    }
    for name, some in altered.items():
        with pytest.raises(MoveRefused, match="broken"):
            await force(new, head, some, commands, name)
    for name, fewer in {
        "no command": commands[1:],
        "a command twice": [*commands, commands[0]],
    }.items():
        with pytest.raises(MoveRefused, match="broken"):
            await force(new, head, events, fewer, name)
    assert await count_rows(new, office.union_id) == 0
    await force(new, head, events, commands, "nothing is wrong with these")
    assert (await new.log.head(office.union_id)).hash == head.hash


async def force(
    books: Wired,
    head: Head,
    events: list[RecordedEvent],
    commands: list[CommandRow],
    reason: str,
) -> None:
    """Knock at the doors with nothing checked before."""
    async with arriving(administrator(books), head.union_id) as arrival:
        await arrival.begin(head.charter)
        await arrival.add_events(events)
        await arrival.add_commands(commands)
        await arrival.end(
            (head.position, head.hash),
            [],
            head.closed_until,
            arrives=True,
            reason=reason,
            file=bytes(32),
            evidence=b"",
        )
