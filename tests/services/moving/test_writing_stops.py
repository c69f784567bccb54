"""Where a union has left, the append refuses, whoever asks; nobody but the administrator decides on it."""

import asyncio
from pathlib import Path
from typing import get_args
from uuid import uuid4

import asyncpg
import pytest

from services.audit.fsck_report import Part
from services.errors import UnionMoved, UnionNotFound
from services.http.problems import of_error
from services.keys.transport import (
    ContentKey,
    NotForUs,
    Receiver,
    TransportKeyUnusable,
    new_transport_key,
    read_passphrase,
)
from services.store.addresses import Role
from services.store.group_commit import GroupCommitLogStore
from services.store.log_store import PostgresLogStore
from services.store.moving import resume_writing, stop_writing
from services.words.cli import FSCK_PARTS
from tests.support.appends import append, event, new_union
from tests.support.database import Database

DOORS = (
    "stop_writing_v1",
    "resume_writing_v1",
    "release_union_v1",
    "begin_move_in_v1",
    "move_in_events_v1",
    "move_in_commands_v1",
    "move_in_paper_v1",
    "end_move_in_v1",
    "add_move",
)


async def test_nothing_is_appended_where_a_union_has_left(
    log_store: PostgresLogStore, database: Database
) -> None:
    union_id = await new_union(log_store)
    asked = append(union_id)
    first = await log_store.append(asked)
    assert await stop_writing(database.administrator, union_id, "letter")
    assert not await stop_writing(database.administrator, union_id, "letter")
    for refused in (append(union_id), append(union_id, event(), event())):
        with pytest.raises(UnionMoved):
            await log_store.append(refused)
    again = await log_store.append(asked)
    assert (again.replayed, again.hash) == (True, first.hash)
    assert (await log_store.head(union_id)).position == 1
    assert await resume_writing(database.administrator, union_id, "letter")
    assert (await log_store.append(append(union_id))).last_position == 2


async def test_others_of_a_group_go_through(database: Database) -> None:
    async with database.pool(Role.APP) as pool:
        store = GroupCommitLogStore(pool, lanes=1)
        stays, leaves = await new_union(store), await new_union(store)
        await stop_writing(database.administrator, leaves, "letter")
        asked = [append(union_id) for union_id in (stays, leaves, stays, leaves)]
        asked.append(append(leaves, event(), event()))
        outcomes = await asyncio.gather(*map(store.append, asked), return_exceptions=True)
    assert [isinstance(one, UnionMoved) for one in outcomes] == [False, True, False, True, True]


async def test_it_waits_for_the_append_that_is_under_way(
    log_store: PostgresLogStore, database: Database
) -> None:
    """Whatever was acknowledged is before the position the union left at."""
    union_id = await new_union(log_store)
    appends = [asyncio.create_task(log_store.append(append(union_id))) for _ in range(20)]
    await stop_writing(database.administrator, union_id, "letter")
    outcomes = await asyncio.gather(*appends, return_exceptions=True)
    stored = [one for one in outcomes if not isinstance(one, UnionMoved)]
    connection = await asyncpg.connect(database.administrator)
    try:
        left_at = await connection.fetchval("select position from books.move")
    finally:
        await connection.close()
    assert left_at == len(stored) == (await log_store.head(union_id)).position


async def test_no_role_of_a_process_may_open_these_doors(database: Database) -> None:
    connection = await asyncpg.connect(database.administrator)
    try:
        allowed = await connection.fetch(
            "select p.proname, r.rolname from pg_proc p cross join pg_roles r"
            " where p.pronamespace = 'books'::regnamespace and p.proname = any ($1::text[])"
            " and r.rolname like 'gonghui\\_%' and r.rolname <> 'gonghui_owner'"
            " and has_function_privilege(r.oid, p.oid, 'execute')",
            DOORS,
        )
        known = await connection.fetchval(
            "select count(*) from pg_proc p where p.pronamespace = 'books'::regnamespace"
            " and p.proname = any ($1::text[])",
            DOORS,
        )
    finally:
        await connection.close()
    assert known == len(DOORS)
    assert allowed == []


async def test_a_union_that_is_not_there_cannot_leave(database: Database) -> None:
    for act in (stop_writing, resume_writing):
        with pytest.raises(UnionNotFound):
            await act(database.administrator, uuid4(), "letter")


def test_it_is_answered_as_a_conflict_with_words() -> None:
    problem = of_error(UnionMoved())
    assert problem is not None
    assert (problem.code, problem.status) == ("store.union_moved", 409)
    assert "迁往" in problem.document(instance="/", request_id="r").decode()


def test_every_part_of_fsck_has_its_words() -> None:
    assert FSCK_PARTS.keys() == set(get_args(Part))


def test_a_passphrase_opens_what_it_closed(tmp_path: Path) -> None:
    file = tmp_path / "passphrase"
    file.write_text("correct horse battery staple\n", encoding="utf-8")
    file.chmod(0o600)
    content = ContentKey.fresh()
    envelope = content.sealed_under(read_passphrase(file))
    opened = Receiver(passphrase=read_passphrase(file)).open(envelope)
    assert opened.open(content.close(b"rows", b"place"), b"place") == b"rows"
    with pytest.raises(NotForUs):
        Receiver(passphrase="correct horse battery stable").open(envelope)
    file.chmod(0o644)
    with pytest.raises(TransportKeyUnusable):
        read_passphrase(file)
    file.write_text("short", encoding="utf-8")
    file.chmod(0o600)
    with pytest.raises(TransportKeyUnusable):
        read_passphrase(file)


def test_a_public_key_copied_wrongly_is_refused(tmp_path: Path) -> None:
    public = new_transport_key(tmp_path / "key")
    assert (tmp_path / "key").stat().st_mode & 0o777 == 0o600
    with pytest.raises(FileExistsError):
        new_transport_key(tmp_path / "key")
    for wrong in ("", public[:-1], public.replace("+", "-", 1), public[:30] + "AAAA" + public[34:]):
        with pytest.raises(TransportKeyUnusable):
            ContentKey.fresh().sealed_to(wrong)
