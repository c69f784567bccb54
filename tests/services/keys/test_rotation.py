"""Rotation: another root key, another key of a union; nothing sealed is touched, nobody stops, nothing is lost."""

import os
import secrets
from contextlib import suppress
from pathlib import Path
from uuid import UUID, uuid4

import asyncpg
import pytest

from services.keys import Vault, read_root_key, read_root_keys
from services.keys.roots import begin_succession, end_succession, next_root_file
from services.keys.rotation import rotate_root, rotate_union
from services.keys.wrapping import KeyDamaged
from services.reads import Scope
from services.store.keyring_whole import WholeKeyring
from tests.support.books import TODAY, Office, id_number

COUNTY = UUID(int=77)


@pytest.fixture
def root_file(office: Office, tmp_path: Path) -> Path:
    """A root key file of this test's own, with the key everything is wrapped under."""
    file = tmp_path / "root.key"
    file.write_bytes(read_root_key(office.books.settings.root_key_file))
    file.chmod(0o600)
    return file


@pytest.fixture
def rows(office: Office) -> WholeKeyring:
    return WholeKeyring(office.books.pools.keys)


def vault_at(rows: WholeKeyring, root_file: Path) -> Vault:
    """Another process, with the root key as its file says."""
    return Vault(rows, read_root_key(root_file), lambda: read_root_keys(root_file))


async def name_of(office: Office, vault: Vault, who: UUID) -> str | None:
    office.books.ledgers._vault = vault
    row = await office.books.ledgers.member(Scope(union_id=office.union_id, as_of=TODAY), who)
    return None if row is None else row.person.name


async def test_under_another_root_key_everything_opens_as_before(
    office: Office, rows: WholeKeyring, root_file: Path
) -> None:
    who = await office.member(1)
    running = vault_at(rows, root_file)
    await running.list_in_county(COUNTY, office.union_id, {id_number(1): who})
    digest = (await running.union_keys(office.union_id)).digest(b"request")
    old = read_root_key(root_file)
    assert await rotate_root(rows, root_file, secrets.token_bytes(32)) >= 2
    assert read_root_key(root_file) != old
    assert not next_root_file(root_file).exists()
    fresh = vault_at(rows, root_file)
    for vault in (running, fresh):
        assert await name_of(office, vault, who) == "仲*妮"
        assert await vault.find(office.union_id, "id_number", [id_number(1)]) == {id_number(1): who}
        assert await vault.county_listing(COUNTY, id_number(1)) == [(office.union_id, who)]
        assert (await vault.union_keys(office.union_id)).digest(b"request") == digest
    with pytest.raises(KeyDamaged):
        await Vault(rows, old).union_keys(office.union_id)


async def test_a_county_index_from_before_its_key_was_stored_is_still_found(
    office: Office, rows: WholeKeyring, root_file: Path
) -> None:
    who = await office.person(1)
    await vault_at(rows, root_file).list_in_county(COUNTY, office.union_id, {id_number(1): who})
    async with office.books.pools.keys.union_tx(COUNTY) as connection:
        assert await connection.fetchval("select count(*) from keyring.county_key") == 1
    address = office.books.settings.database_url or ""
    await _as_administrator(address, "delete from keyring.county_key")
    await rotate_root(rows, root_file, secrets.token_bytes(32))
    listed = await vault_at(rows, root_file).county_listing(COUNTY, id_number(1))
    assert listed == [(office.union_id, who)]


async def test_a_countys_key_that_is_stored_while_the_rotation_ends_opens_afterwards(
    office: Office, rows: WholeKeyring, root_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    who, running = await office.person(1), vault_at(rows, root_file)
    real, successor = WholeKeyring.put_county_key, secrets.token_bytes(32)

    async def late(self: WholeKeyring, *values: object) -> bytes:
        monkeypatch.setattr(WholeKeyring, "put_county_key", real)
        await rotate_root(rows, root_file, successor)
        return await real(self, *values)  # type: ignore[arg-type] # passed on as they came

    monkeypatch.setattr(WholeKeyring, "put_county_key", late)
    await running.list_in_county(COUNTY, office.union_id, {id_number(1): who})
    for vault in (running, vault_at(rows, root_file)):
        assert await vault.county_listing(COUNTY, id_number(1)) == [(office.union_id, who)]


async def test_tokens_of_a_county_are_the_same_in_every_process_after_a_rotation(
    rows: WholeKeyring, root_file: Path
) -> None:
    running = vault_at(rows, root_file)
    before = (await running.county_tokens(COUNTY))("id_number", "x")
    await rotate_root(rows, root_file, secrets.token_bytes(32))
    for vault in (running, vault_at(rows, root_file)):
        assert (await vault.county_tokens(COUNTY))("id_number", "x") == before


async def _as_administrator(address: str, statement: str) -> None:
    connection = await asyncpg.connect(address.replace("?", "_keys?"))
    try:
        await connection.execute(statement)
    finally:
        await connection.close()


@pytest.mark.parametrize("after", [0, 1, 2])
async def test_a_rotation_that_was_killed_is_finished_by_another_start(
    office: Office,
    rows: WholeKeyring,
    root_file: Path,
    monkeypatch: pytest.MonkeyPatch,
    after: int,
) -> None:
    who = await office.member(1)
    successor = secrets.token_bytes(32)
    done = 0
    real = WholeKeyring.rewrap_union_key

    async def dying(self: WholeKeyring, *values: object, **named: object) -> bool:
        nonlocal done
        if done == after:
            raise ConnectionError
        done += 1
        return await real(self, *values, **named)  # type: ignore[arg-type] # passed on as they came

    with monkeypatch.context() as killed:
        killed.setattr(WholeKeyring, "rewrap_union_key", dying)
        with suppress(ConnectionError):
            await rotate_root(rows, root_file, successor)
    assert await name_of(office, vault_at(rows, root_file), who) == "仲*妮"
    await rotate_root(rows, root_file, successor)
    assert read_root_keys(root_file) == (successor,)
    assert await name_of(office, vault_at(rows, root_file), who) == "仲*妮"


async def test_another_successor_does_not_cut_in(root_file: Path, rows: WholeKeyring) -> None:
    begin_succession(root_file, bytes(32))
    with pytest.raises(FileExistsError):
        await rotate_root(rows, root_file, secrets.token_bytes(32))


@pytest.mark.parametrize("second", [b"1" * 32, b"2" * 32])
def test_of_two_rotations_at_once_one_gives_way(
    root_file: Path, monkeypatch: pytest.MonkeyPatch, second: bytes
) -> None:
    """Two people at two terminals: the successor that lies there first, whole, is the one that counts."""
    first = b"1" * 32
    real = os.fsync

    def late(descriptor: int) -> None:
        monkeypatch.setattr(os, "fsync", real)
        begin_succession(root_file, first)
        real(descriptor)

    monkeypatch.setattr(os, "fsync", late)
    if second == first:
        begin_succession(root_file, second)
    else:
        with pytest.raises(FileExistsError):
            begin_succession(root_file, second)
    assert read_root_keys(root_file)[-1] == first
    end_succession(root_file)
    end_succession(root_file)
    assert read_root_keys(root_file) == (first,)


async def test_a_union_founded_meanwhile_is_under_the_newest_root_key(
    rows: WholeKeyring, root_file: Path
) -> None:
    running = vault_at(rows, root_file)
    successor = secrets.token_bytes(32)
    begin_succession(root_file, successor)
    union_id = uuid4()
    await running.union_keys(union_id)
    end_succession(root_file)
    await Vault(rows, successor).union_keys(union_id)


async def test_under_another_union_key_index_and_digests_stay(
    office: Office, rows: WholeKeyring, root_file: Path
) -> None:
    who = await office.member(1)
    running = vault_at(rows, root_file)
    assert await name_of(office, running, who) == "仲*妮"
    digest = (await running.union_keys(office.union_id)).digest(b"request")
    before = await rows.whole(office.union_id)
    assert await rotate_union(rows, root_file, office.union_id) == len(before.people)
    after = await rows.whole(office.union_id)
    assert {key.wrapped for key in before.people}.isdisjoint(key.wrapped for key in after.people)
    for vault in (running, vault_at(rows, root_file)):
        assert await name_of(office, vault, who) == "仲*妮"
        assert await vault.find(office.union_id, "id_number", [id_number(1)]) == {id_number(1): who}
        assert (await vault.union_keys(office.union_id)).digest(b"request") == digest


async def test_people_enrolled_by_a_process_that_has_not_noticed_keep_their_keys(
    office: Office, rows: WholeKeyring, root_file: Path
) -> None:
    running = vault_at(rows, root_file)
    await running.union_keys(office.union_id)
    await rotate_union(rows, root_file, office.union_id)
    people = await running.enrol(office.union_id, "id_number", [id_number(5)])
    who = people[id_number(5)]
    command_id = uuid4()
    sealer = await running.sealer(office.union_id, command_id, [who])
    sealed = sealer.seal(who, "file", field="profile", ordinal=0, fields={"mobile": "1"})
    opener = await vault_at(rows, root_file).opener(office.union_id, [who])
    assert opener.open(sealed, command_id=command_id, field="profile") == {"mobile": "1"}


async def test_both_rotations_one_after_the_other(
    office: Office, rows: WholeKeyring, root_file: Path
) -> None:
    who = await office.member(1)
    await rotate_union(rows, root_file, office.union_id)
    await rotate_root(rows, root_file, secrets.token_bytes(32))
    await rotate_union(rows, root_file, office.union_id)
    vault = vault_at(rows, root_file)
    assert await name_of(office, vault, who) == "仲*妮"
    assert await vault.find(office.union_id, "id_number", [id_number(1)]) == {id_number(1): who}


def test_a_successor_lies_there_whole_and_closed_to_others(tmp_path: Path) -> None:
    file = tmp_path / "root.key"
    file.write_bytes(bytes(32))
    (tmp_path / "root.key.0000.part").write_bytes(b"left behind")
    begin_succession(file, b"n" * 32)
    assert next_root_file(file).read_bytes() == b"n" * 32
    assert next_root_file(file).stat().st_mode & 0o077 == 0
    assert {path.name for path in tmp_path.iterdir()} == {
        "root.key",
        "root.key.next",
        "root.key.0000.part",
    }
    end_succession(file)
    assert read_root_keys(file) == (b"n" * 32,)
