"""The key store as a file: lost and restored, the rest opens, and what was erased stays erased."""

import asyncio
import secrets
from pathlib import Path
from uuid import uuid4

import asyncpg
import pytest

from services.keys import read_root_keys
from services.keys.backup import BackupUnusable, KeyStoreInUse, RootKeyDiffers, back_up, restore
from services.keys.rotation import rotate_root
from services.reads import Scope
from services.store.addresses import Addresses
from services.store.keyring_whole import WholeKeyring
from services.words.personal import ERASED
from tests.services.erasure.erasing import appoint, erased, left, wrapped
from tests.support.books import TODAY, Office, id_number


@pytest.fixture
def rows(office: Office) -> WholeKeyring:
    return WholeKeyring(office.books.pools.keys)


def roots(office: Office) -> tuple[bytes, ...]:
    return read_root_keys(office.books.settings.root_key_file)


async def lose(office: Office) -> None:
    """The key store is gone: its tables are empty."""
    address = Addresses(office.books.settings).keystore_administrator or ""
    connection = await asyncpg.connect(address)
    try:
        await connection.execute(
            "truncate keyring.union_key, keyring.subject_key, keyring.blind_index,"
            " keyring.county_index, keyring.county_key"
        )
    finally:
        await connection.close()


async def name_of(office: Office, who: object) -> str | None:
    await asyncio.sleep(1.1)
    scope = Scope(union_id=office.union_id, as_of=TODAY)
    row = await office.books.ledgers.member(scope, who)  # type: ignore[arg-type] # a member's id
    return None if row is None else row.person.name


async def test_backed_up_erased_lost_restored(
    office: Office, rows: WholeKeyring, tmp_path: Path
) -> None:
    books, union_id, file = office.books, office.union_id, tmp_path / "keys"
    await appoint(office)
    gone, other = await left(office, 1), await office.member(2, name="张三丰")
    federation_id = (await office.desk.read_union(union_id)).federation_id
    assert federation_id is not None
    await books.vault.list_in_county(federation_id, union_id, {id_number(2): other})
    assert await back_up(rows, file) >= 2
    assert file.stat().st_mode & 0o077 == 0
    await erased(office, gone)
    await lose(office)
    assert await restore(rows, file, roots(office)) >= 2
    assert set(await wrapped(books, union_id, gone)) == {"books", "file"}  # back from the backup
    assert await books.erasures.settle_all() == 1
    assert await wrapped(books, union_id, gone) == {}
    assert await name_of(office, gone) == ERASED
    assert await name_of(office, other) == "张*丰"
    assert await books.vault.find(union_id, "id_number", [id_number(1)]) == {}
    assert await books.vault.find(union_id, "id_number", [id_number(2)]) == {id_number(2): other}
    assert await books.vault.county_listing(federation_id, id_number(2)) == [(union_id, other)]


async def test_a_restore_that_broke_off_goes_on(
    office: Office, rows: WholeKeyring, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    who, file = await office.member(1), tmp_path / "keys"
    count = await back_up(rows, file)
    await lose(office)
    real, done = WholeKeyring.put_back, 0

    async def dying(self: WholeKeyring, tenant: object) -> None:
        nonlocal done
        if done == 1:
            raise ConnectionError
        done += 1
        await real(self, tenant)  # type: ignore[arg-type] # passed on as it came

    with monkeypatch.context() as killed:
        killed.setattr(WholeKeyring, "put_back", dying)
        with pytest.raises(ConnectionError):
            await restore(rows, file, roots(office))
    assert await restore(rows, file, roots(office)) == count - 1
    assert await restore(rows, file, roots(office)) == 0
    assert await name_of(office, who) == "仲*妮"


async def test_live_keys_are_never_written_over(
    office: Office, rows: WholeKeyring, tmp_path: Path
) -> None:
    file = tmp_path / "keys"
    await office.member(1)
    await back_up(rows, file)
    await lose(office)
    await asyncio.sleep(1.1)
    await office.books.vault.union_keys(office.union_id)  # somebody went on without the old keys
    before = await rows.whole(office.union_id)
    with pytest.raises(KeyStoreInUse) as refused:
        await restore(rows, file, roots(office))
    assert refused.value.tenant_id == office.union_id
    assert await rows.whole(office.union_id) == before


@pytest.mark.parametrize("damage", ["cut", "altered", "empty", "strange"])
async def test_a_backup_that_is_not_whole_restores_nothing(
    office: Office, rows: WholeKeyring, tmp_path: Path, damage: str
) -> None:
    file = tmp_path / "keys"
    await office.member(1)
    await back_up(rows, file)
    raw = file.read_bytes()
    lines = raw.splitlines(keepends=True)
    broken = {
        "cut": b"".join(lines[:-1]),
        "altered": raw.replace(b'"generation":', b'"generation": ', 1),
        "empty": b"",
        "strange": b"not a backup\n",
    }
    file.write_bytes(broken[damage])
    await lose(office)
    with pytest.raises(BackupUnusable):
        await restore(rows, file, roots(office))
    assert await rows.tenants() == []


async def test_a_backup_from_before_the_root_key_was_rotated_is_not_put_back(
    office: Office, rows: WholeKeyring, tmp_path: Path
) -> None:
    """Nothing of it would open, and then no other backup could be put in its place."""
    who, file, root_file = await office.member(1), tmp_path / "keys", tmp_path / "root.key"
    root_file.write_bytes(roots(office)[0])
    await back_up(rows, file)
    await rotate_root(rows, root_file, secrets.token_bytes(32))
    await back_up(rows, tmp_path / "newer")
    await lose(office)
    with pytest.raises(RootKeyDiffers):
        await restore(rows, file, read_root_keys(root_file))
    assert await rows.tenants() == []
    assert await restore(rows, tmp_path / "newer", read_root_keys(root_file)) > 0
    assert set(await wrapped(office.books, office.union_id, who)) == {"books", "file"}


async def test_tenants_are_told_by_id_only(office: Office, rows: WholeKeyring) -> None:
    await office.books.vault.list_in_county(uuid4(), office.union_id, {})
    tenants = {tenant.tenant_id: tenant for tenant in await rows.tenants()}
    assert tenants[office.union_id].is_union
    assert not tenants[office.union_id].is_county
