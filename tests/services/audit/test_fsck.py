"""fsck: clean books raise no alarm; derived rows, rights, keys and evidence changed by a superuser do."""

from collections.abc import AsyncIterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import NamedTuple

import asyncpg
import msgspec
import pytest

from domain.dues.commands import ReceiveDues
from services.audit.fsck_report import Report
from services.audit.held import held_of
from services.audit.trees import CENSUSES
from services.keys.signing import new_witness_key, read_cosigner
from services.store.addresses import Addresses
from services.store.sql import queries, text
from services.wiring import Wired
from tests.services.attachments.pictures import PDF
from tests.support.books import Office, new_office, open_books
from tests.support.database import Database

_RIGHTS = queries("services.store", "rights.sql")


@pytest.fixture
async def keystore(books: Wired) -> AsyncIterator[asyncpg.Connection]:
    address = Addresses(books.settings).keystore_administrator
    connection = await asyncpg.connect(address)
    yield connection
    await connection.close()


@pytest.fixture
async def filled(office: Office) -> Office:
    """A few hundred events, a checkpoint under most of them, and a paper."""
    await office.books.attachments.keep(office.union_id, PDF, "application/pdf", by="clerk-1")
    who = await office.member(1)
    receipts = [
        ReceiveDues(
            occurred_on=date(2026, 12, 1), member_id=who, dues_month="2026-01", amount_fen=100
        )
        for _ in range(300)
    ]
    await office.do(*receipts)
    await office.books.checkpointer.take()
    await office.member(2)
    return office


def faults(report: Report) -> set[str]:
    """The kinds of what is wrong; the tests' own server is not durable, and said to be so."""
    found = {fault.kind for part in report.parts for fault in part.faults}
    assert "not_durable" in found
    return found - {"not_durable"}


async def test_clean_books_raise_no_alarm(filled: Office) -> None:
    report = await filled.books.fsck.run()
    assert not faults(report), report
    covered = {part.part: part.covered for part in report.parts}
    assert all(covered.values()), covered
    logs = {part.part: part for part in report.parts}["logs"]
    assert [left.partition(":")[0] for left in logs.not_covered] == [
        "not_under_checkpoint",
        "no_cosignature",
    ]
    last = await filled.books.fsck.last()
    assert last is not None
    assert msgspec.json.encode(last.report) == msgspec.json.encode(report)


async def test_a_young_union_and_a_parked_ledger_are_no_alarm(
    filled: Office, superuser: asyncpg.Connection
) -> None:
    await new_office(filled.books, code="U9", county="C9")
    await superuser.execute(
        "update books.cursor set state = 'parked' where union_id = $1 and name = 'dues'",
        filled.union_id,
    )
    report = await filled.books.fsck.run()
    assert not faults(report), report
    ledgers = {part.part: part for part in report.parts}["ledgers"]
    assert f"{filled.union_id}:dues" in ledgers.not_covered


class Change(NamedTuple):
    """What a superuser does, the kind of fault it is found as, and a word of the place that is named."""

    script: str
    kind: str
    place: str = ""


CHANGES = [
    Change(
        f"insert into books.subtree values ('{CENSUSES}', 8, 0, sha256('x'))",
        "subtree_of_censuses_differs",
    ),
    Change(
        "update {roster}.member set joined_on = joined_on - 1 where union_id = $1",
        "ledger_differs",
        "member",
    ),
    Change("delete from {dues}.dues_receipt where union_id = $1", "ledger_differs", "dues_receipt"),
    Change(
        "update {rollup}.rollup_contribution set value = value + 1 where union_id = $1",
        "ledger_differs",
        "rollup_contribution",
    ),
    Change(
        "update books.event set actor_id = 'x' where union_id = $1 and position = 3",
        "digest_differs",
    ),
    Change("update books.subtree set hash = sha256('x') where union_id = $1", "subtree_differs"),
    Change(
        "update books.checkpoint set taken_at = taken_at - interval '1 s'", "checkpoint_differs"
    ),
    Change("update books.census_head set hash = sha256('x') where union_id = $1", "heads_differ"),
    Change(
        "update books.counted_union set hash = sha256('y') where union_id = $1", "count_differs"
    ),
    Change(
        "update books.claim set position = position + 10000 where union_id = $1",
        "claim_without_event",
    ),
    Change("insert into books.claim values ($1, 'pairing:nobody', 1)", "claim_added", "pairing"),
    Change("update books.command set request_digest = '' where union_id = $1", "command_differs"),
    Change("grant update on books.event to gonghui_app", "right_added", "event gonghui_app UPDATE"),
    Change("revoke select on books.dead_letter from gonghui_app", "right_missing", "dead_letter"),
    Change("alter table books.event no force row level security", "right_missing", "fence event"),
    Change("alter policy own_union on books.claim using (true)", "right_added", "policy claim"),
    Change(
        """create function books.t() returns trigger language plpgsql as 'begin return null; end';
        create trigger t before insert on books.event execute function books.t()""",
        "right_added",
        "trigger event t",
    ),
    Change(
        """create or replace function books.find_command_v1(p_union uuid, p_command uuid)
        returns table (first_position bigint, last_position bigint, hash bytea,
        recorded_at timestamptz, request_digest bytea) language plpgsql volatile
        security definer set search_path = pg_catalog as 'begin return; end'""",
        "right_added",
        "code find_command_v1",
    ),
    Change("grant update on {roster}.member to gonghui_app", "ledger_open", "member"),
    Change(
        "delete from books.cursor where union_id = $1 and name = 'condolence'",
        "ledger_differs",
        "condolence.cursor",
    ),
    Change(
        "insert into {rollup}.rollup_contribution select gen_random_uuid(), period, measure, item,"
        " value, as_of_position from {rollup}.rollup_contribution limit 1",
        "union_unknown",
        "rollup_contribution",
    ),
    Change(
        "update books.union_head set closed_until = '2030-01-01' where union_id = $1",
        "closed_period_differs",
    ),
    Change(
        """insert into books.command select union_id, gen_random_uuid(), request_digest,
        first_position, last_position, recorded_at from books.command
        where union_id = $1 limit 1""",
        "command_without_events",
    ),
    Change("create rule r as on insert to books.claim do instead nothing", "right_added", "rule"),
    Change(
        "alter function books.find_api_key_v1(text) set search_path = public, pg_catalog",
        "right_added",
        "code find_api_key_v1",
    ),
    Change("grant create on schema books to gonghui_app", "right_added", "schema books"),
    Change(
        "alter table books.event drop constraint event_union_id_stream_id_version_key",
        "right_missing",
        "constraint event",
    ),
    Change(
        """create function public.f() returns int language sql security definer
        as 'select 1'""",
        "right_added",
        "definer public.f",
    ),
]


async def test_every_change_behind_the_stores_back_is_found(
    filled: Office, superuser: asyncpg.Connection
) -> None:
    schemas = {build.name: build.schema for build in await filled.books.builds.live()}
    for change in CHANGES:
        script = change.script.format(**schemas).replace("$1", f"'{filled.union_id}'")
        await superuser.execute(script)
    report = await filled.books.fsck.run()
    found = [fault for part in report.parts for fault in part.faults]
    for change in CHANGES:
        assert any(
            fault.kind == change.kind and change.place in (fault.place or "") for fault in found
        ), change
    last = await filled.books.fsck.last()
    assert last is not None
    assert not last.sound


@pytest.mark.parametrize(
    "change",
    [
        Change(
            """update books.checkpoint set note =
            convert_to(replace(convert_from(note, 'UTF8'), 'gonghui', 'honghui'), 'UTF8')""",
            "checkpoint_differs",
        ),
        Change("revoke select on books.claim from gonghui_auditor", "unreadable"),
    ],
    ids=lambda change: change.kind,
)
async def test_a_forged_signature_and_a_right_fsck_needs_are_found(
    filled: Office, superuser: asyncpg.Connection, change: Change
) -> None:
    await superuser.execute(change.script)
    assert change.kind in faults(await filled.books.fsck.run())


async def test_a_claim_taken_away_is_missed(filled: Office, superuser: asyncpg.Connection) -> None:
    """Somebody could then be registered twice; no event tells of it."""
    await superuser.execute("delete from books.claim where union_id = $1", filled.union_id)
    assert "claim_missing" in faults(await filled.books.fsck.run())


@pytest.mark.parametrize(
    "script",
    [
        "insert into books.cosignature values (99, 'w', now(), 'x')",
        "insert into books.cosignature values (1, 'w', now(), 'x')",
        "update books.checkpoint set note = 'x'",
        "update books.event set body = '\\xff', topic = 'no.topic' where position = 5",
    ],
)
async def test_garbage_in_the_tables_is_a_fault_and_not_the_end(
    filled: Office, superuser: asyncpg.Connection, script: str
) -> None:
    await superuser.execute(script)
    report = await filled.books.fsck.run()
    assert {part.part for part in report.parts} >= {"logs", "checkpoints", "claims", "keys"}
    last = await filled.books.fsck.last()
    assert last is not None


async def test_a_lost_key_is_found(filled: Office, keystore: asyncpg.Connection) -> None:
    await keystore.execute("delete from keyring.subject_key where union_id = $1", filled.union_id)
    assert "key_missing" in faults(await filled.books.fsck.run())


async def test_a_destroyed_key_is_no_alarm(filled: Office, keystore: asyncpg.Connection) -> None:
    await keystore.execute(
        "update keyring.subject_key set wrapped = null, destroyed_at = now() where union_id = $1",
        filled.union_id,
    )
    assert not faults(await filled.books.fsck.run())


async def test_a_rollback_is_found_by_the_checkpoint_outside(
    filled: Office, superuser: asyncpg.Connection
) -> None:
    """A restored backup is sound in itself; only what was held outside tells."""
    taken = await filled.books.checkpointer.take()
    assert taken.checkpoint is not None
    await superuser.execute("delete from books.checkpoint where size = $1", taken.checkpoint.size)
    report = await filled.books.fsck.run(held_of(taken.checkpoint))
    assert "checkpoint_missing" in faults(report)


async def test_the_expected_rights_are_those_of_a_fresh_installation(
    superuser: asyncpg.Connection,
) -> None:
    """When a migration changes rights, rights.txt follows: these lines are what it shall hold."""
    found = [row["line"] for row in await superuser.fetch(_RIGHTS["rights"])]
    assert sorted(found) == sorted(text("services.store", "rights.txt").splitlines())


async def test_the_logs_are_held_against_the_last_cosigned_checkpoint(
    database: Database, tmp_path: Path
) -> None:
    """Newer checkpoints of the log's own count for nothing: only what a witness has seen does."""
    public = new_witness_key(tmp_path / "key", "witness.example")
    (tmp_path / "witnesses").write_text(public.text, encoding="utf-8")
    settings = msgspec.structs.replace(database.settings, witnesses_file=tmp_path / "witnesses")
    async with open_books(msgspec.structs.replace(database, settings=settings)) as books:
        office = await new_office(books)
        await books.checkpointer.take()
        cosigned = await books.proofs.checkpoint()
        covered = (await office.head()).position
        moment = int(cosigned.taken_at.timestamp())
        line = read_cosigner(tmp_path / "key").cosign(cosigned.note.text, moment).text
        await books.cosignatures.keep(cosigned, line, datetime.now(UTC))
        await office.member(1)
        await books.checkpointer.take()
        report = await books.fsck.run()
        head = (await office.head()).position
        logs = {part.part: part for part in report.parts}["logs"]
        assert logs.not_covered == [f"not_under_checkpoint:{head - covered}"]
        assert not faults(report)
