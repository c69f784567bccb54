"""The classes of tampering of assurance 8, done by a superuser on the real tables.

Each takes a log and dice and leaves the database changed. `Log` knows how the rows were before, to put them
back afterwards. Rewriting means what a thief with all rights would do: new digests, new hashes, a new head.
"""

import random
from collections.abc import Awaitable, Callable, Sequence
from typing import Any, NamedTuple
from uuid import UUID

import asyncpg

from domain.chain import EventFields, digest_of, genesis, link

COLUMNS = (
    "union_id, position, stream_id, version, topic, schema_version, occurred_on, recorded_at, "
    "actor_id, command_id, digest, hash, body"
)
COMMAND_COLUMNS = "union_id, command_id, request_digest, first_position, last_position, recorded_at"
Row = dict[str, Any]


class Log(NamedTuple):
    """A union's log before anybody touched it; `held` is the position a checkpoint outside vouches for."""

    union_id: UUID
    charter: bytes
    rows: Sequence[Row]
    commands: Sequence[Row]
    held: int
    other: Row


class Tampering(NamedTuple):
    """What is done, whether it needs a checkpoint to be seen, and whether it is all after the held one."""

    act: Callable[[asyncpg.Connection, Log, random.Random], Awaitable[None]]
    newer_only: bool = False


async def read_log(connection: asyncpg.Connection, union_id: UUID, held: int, other: Row) -> Log:
    """Read a log as it is."""
    rows = await connection.fetch(
        f"select {COLUMNS} from books.event where union_id = $1 order by position", union_id
    )
    charter = await connection.fetchval(
        "select charter from books.union_head where union_id = $1", union_id
    )
    commands = await connection.fetch(
        f"select {COMMAND_COLUMNS} from books.command where union_id = $1", union_id
    )
    return Log(
        union_id, charter, [dict(row) for row in rows], [dict(row) for row in commands], held, other
    )


async def put_back(connection: asyncpg.Connection, log: Log) -> None:
    """Make the log as it was."""
    await write(connection, log, log.rows)
    await write_commands(connection, log, log.commands)


async def write(connection: asyncpg.Connection, log: Log, rows: Sequence[Row]) -> None:
    """Replace all rows of a union, and its head by what they end with."""
    async with connection.transaction():
        await connection.execute("delete from books.event where union_id = $1", log.union_id)
        await connection.copy_records_to_table(
            "event",
            schema_name="books",
            columns=COLUMNS.split(", "),
            records=[tuple(row.values()) for row in rows],
        )
        await set_head(connection, log, rows)


async def write_history(connection: asyncpg.Connection, log: Log, rows: Sequence[Row]) -> None:
    """Replace all rows, and the commands as if they had always asked for these."""
    await write(connection, log, rows)
    ranges: dict[UUID, list[Row]] = {}
    for row in rows:
        ranges.setdefault(row["command_id"], []).append(row)
    made = [
        {
            "union_id": log.union_id,
            "command_id": command_id,
            "request_digest": bytes(32),
            "first_position": asked[0]["position"],
            "last_position": asked[-1]["position"],
            "recorded_at": asked[0]["recorded_at"],
        }
        for command_id, asked in ranges.items()
    ]
    await write_commands(connection, log, made)


async def write_commands(connection: asyncpg.Connection, log: Log, commands: Sequence[Row]) -> None:
    """Replace the commands of a union."""
    await connection.execute("delete from books.command where union_id = $1", log.union_id)
    await connection.copy_records_to_table(
        "command",
        schema_name="books",
        columns=COMMAND_COLUMNS.split(", "),
        records=[tuple(command.values()) for command in commands],
    )


async def set_head(connection: asyncpg.Connection, log: Log, rows: Sequence[Row]) -> None:
    """The head as it would be after these rows; made again where it is gone."""
    last = rows[-1]
    await connection.execute(
        """insert into books.union_head (union_id, position, hash, recorded_at, charter)
        values ($1, $2, $3, $4, $5)
        on conflict (union_id) do update set position = excluded.position, hash = excluded.hash""",
        log.union_id,
        last["position"],
        last["hash"],
        last["recorded_at"],
        log.charter,
    )


def rechained(log: Log, rows: Sequence[Row]) -> list[Row]:
    """The rows numbered from 1, with times, digests and hashes as if they had always been so."""
    made: list[Row] = []
    hash_ = genesis(log.union_id, log.charter)
    moments = sorted(row["recorded_at"] for row in rows)
    for position, (row, moment) in enumerate(zip(rows, moments, strict=True), start=1):
        fresh = {**row, "position": position, "recorded_at": moment}
        fields = {name: fresh[name] for name in EventFields.__struct_fields__}
        fresh["digest"] = digest_of(EventFields(**fields))
        hash_ = fresh["hash"] = link(hash_, fresh["digest"])
        made.append(fresh)
    return made


def numbered(rows: Sequence[Row]) -> list[Row]:
    """The rows numbered from 1, and nothing else mended."""
    return [{**row, "position": position} for position, row in enumerate(rows, start=1)]


def forged(row: Row, dice: random.Random) -> Row:
    """An event nobody recorded, at a version its stream does not have."""
    return {
        **row,
        "version": row["version"] + 1_000,
        "body": b'{"amount":%d}' % dice.randrange(1, 10**9),
        "command_id": UUID(int=dice.getrandbits(128)),
    }


def altered(row: Row, dice: random.Random) -> Row:
    """The event with one byte of its body changed."""
    body = bytearray(row["body"])
    body[dice.randrange(len(body))] ^= 1 << dice.randrange(8)
    return {**row, "body": bytes(body)}


def _vouched(log: Log, dice: random.Random) -> int:
    """The place of an event the held checkpoint vouches for, not the first."""
    return dice.randrange(1, log.held)


def _newer(log: Log, dice: random.Random) -> int:
    return dice.randrange(log.held, len(log.rows))


async def change_payload(connection: asyncpg.Connection, log: Log, dice: random.Random) -> None:
    at = dice.randrange(len(log.rows))
    await write(connection, log, [*log.rows[:at], altered(log.rows[at], dice), *log.rows[at + 1 :]])


async def change_and_rehash_the_row(
    connection: asyncpg.Connection, log: Log, dice: random.Random
) -> None:
    at = dice.randrange(len(log.rows))
    row = altered(log.rows[at], dice)
    row["digest"] = digest_of(EventFields(**{n: row[n] for n in EventFields.__struct_fields__}))
    before = log.rows[at - 1]["hash"] if at else genesis(log.union_id, log.charter)
    row["hash"] = link(before, row["digest"])
    await write(connection, log, [*log.rows[:at], row, *log.rows[at + 1 :]])
    if at == len(log.rows) - 1:  # else the next row's hash gives it away; here only the head does
        await set_head(connection, log, log.rows)


async def change_actor_or_time(
    connection: asyncpg.Connection, log: Log, dice: random.Random
) -> None:
    at = dice.randrange(len(log.rows))
    row = log.rows[at]
    changed = dice.choice(
        [
            {"actor_id": row["actor_id"] + "x"},
            {"occurred_on": row["occurred_on"].replace(year=row["occurred_on"].year - 1)},
            {"recorded_at": row["recorded_at"].replace(year=2020)},
            {"topic": "member.registered"},
        ]
    )
    if changed.get("topic") == row["topic"]:
        changed = {"actor_id": "x"}
    await write(connection, log, [*log.rows[:at], {**row, **changed}, *log.rows[at + 1 :]])


async def delete_from_the_middle(
    connection: asyncpg.Connection, log: Log, dice: random.Random
) -> None:
    at = dice.randrange(len(log.rows) - 1)
    await connection.execute(
        "delete from books.event where union_id = $1 and position = $2", log.union_id, at + 1
    )


async def delete_and_renumber(
    connection: asyncpg.Connection, log: Log, dice: random.Random
) -> None:
    at = dice.randrange(len(log.rows) - 1)
    await write(connection, log, numbered([*log.rows[:at], *log.rows[at + 1 :]]))


async def insert_and_renumber(
    connection: asyncpg.Connection, log: Log, dice: random.Random
) -> None:
    at = dice.randrange(len(log.rows))
    rows = [*log.rows[:at], forged(log.rows[at], dice), *log.rows[at:]]
    await write(connection, log, numbered(rows))


async def swap_events(connection: asyncpg.Connection, log: Log, dice: random.Random) -> None:
    await write(connection, log, numbered(_swapped(log, dice, len(log.rows))))


async def swap_payloads(connection: asyncpg.Connection, log: Log, dice: random.Random) -> None:
    rows = list(log.rows)
    one, other = _two_different(log, dice, len(rows))
    rows[one] = {**rows[one], "body": log.rows[other]["body"]}
    rows[other] = {**rows[other], "body": log.rows[one]["body"]}
    await write(connection, log, rows)


async def copy_a_row_of_another_union(
    connection: asyncpg.Connection, log: Log, dice: random.Random
) -> None:
    at = dice.randrange(len(log.rows))
    foreign = {**log.other, "union_id": log.union_id, "position": at + 1}
    await write(connection, log, [*log.rows[:at], foreign, *log.rows[at + 1 :]])


async def cut_the_tail(connection: asyncpg.Connection, log: Log, dice: random.Random) -> None:
    await connection.execute(
        "delete from books.event where union_id = $1 and position > $2",
        log.union_id,
        _vouched(log, dice),
    )


async def cut_the_tail_and_mend_the_head(
    connection: asyncpg.Connection, log: Log, dice: random.Random
) -> None:
    await write_history(connection, log, log.rows[: _vouched(log, dice)])


async def rewrite_and_rechain(
    connection: asyncpg.Connection, log: Log, dice: random.Random
) -> None:
    at = dice.randrange(log.held)
    rows = [*log.rows[:at], altered(log.rows[at], dice), *log.rows[at + 1 :]]
    await write_history(connection, log, rechained(log, rows))


async def delete_and_rechain(connection: asyncpg.Connection, log: Log, dice: random.Random) -> None:
    at = dice.randrange(log.held)
    await write_history(connection, log, rechained(log, [*log.rows[:at], *log.rows[at + 1 :]]))


async def insert_and_rechain(connection: asyncpg.Connection, log: Log, dice: random.Random) -> None:
    at = dice.randrange(log.held)
    rows = [*log.rows[:at], forged(log.rows[at], dice), *log.rows[at:]]
    await write_history(connection, log, rechained(log, rows))


async def swap_and_rechain(connection: asyncpg.Connection, log: Log, dice: random.Random) -> None:
    await write_history(connection, log, rechained(log, _swapped(log, dice, log.held)))


async def restore_a_backup_and_go_on(
    connection: asyncpg.Connection, log: Log, dice: random.Random
) -> None:
    """Back to an earlier day, then as many other events as were lost, so that the length agrees."""
    at = _vouched(log, dice)
    later = [forged(row, dice) for row in log.rows[at:]]
    await write_history(connection, log, rechained(log, [*log.rows[:at], *later]))


async def delete_the_union(connection: asyncpg.Connection, log: Log, _dice: random.Random) -> None:
    await connection.execute("delete from books.event where union_id = $1", log.union_id)
    await connection.execute("delete from books.union_head where union_id = $1", log.union_id)


async def cut_what_is_newer(connection: asyncpg.Connection, log: Log, dice: random.Random) -> None:
    await write_history(connection, log, log.rows[: _newer(log, dice)])


async def rewrite_what_is_newer(
    connection: asyncpg.Connection, log: Log, dice: random.Random
) -> None:
    at = _newer(log, dice)
    rows = [*log.rows[:at], altered(log.rows[at], dice), *log.rows[at + 1 :]]
    await write_history(connection, log, rechained(log, rows))


def _swapped(log: Log, dice: random.Random, within: int) -> list[Row]:
    rows = list(log.rows)
    one, other = _two_different(log, dice, within)
    rows[one], rows[other] = rows[other], rows[one]
    return rows


def _two_different(log: Log, dice: random.Random, within: int) -> tuple[int, int]:
    """Two places whose events differ in their bodies: to swap equals is to change nothing."""
    while True:
        one, other = dice.sample(range(within), 2)
        if log.rows[one]["body"] != log.rows[other]["body"]:
            return one, other


CLASSES: dict[str, Tampering] = {
    "change the payload": Tampering(change_payload),
    "change the payload and rehash that row": Tampering(change_and_rehash_the_row),
    "change actor, time or topic": Tampering(change_actor_or_time),
    "delete from the middle": Tampering(delete_from_the_middle),
    "delete and renumber": Tampering(delete_and_renumber),
    "insert a forged event and renumber": Tampering(insert_and_renumber),
    "swap two events": Tampering(swap_events),
    "swap two payloads": Tampering(swap_payloads),
    "copy a row of another union": Tampering(copy_a_row_of_another_union),
    "cut the tail, head left": Tampering(cut_the_tail),
    "cut the tail, head mended": Tampering(cut_the_tail_and_mend_the_head),
    "rewrite from k and rechain": Tampering(rewrite_and_rechain),
    "delete and rechain all": Tampering(delete_and_rechain),
    "insert and rechain all": Tampering(insert_and_rechain),
    "swap and rechain all": Tampering(swap_and_rechain),
    "restore an old backup and go on": Tampering(restore_a_backup_and_go_on),
    "delete the whole union": Tampering(delete_the_union),
    "cut only what is newer than the held checkpoint": Tampering(
        cut_what_is_newer, newer_only=True
    ),
    "rewrite only what is newer": Tampering(rewrite_what_is_newer, newer_only=True),
}
