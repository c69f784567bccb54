"""A log that signs with Ed25519 and SM2, from the checkpoint to the bundle somebody checks at home."""

import shutil
import subprocess
from pathlib import Path

import msgspec
import pytest

from services.audit.offline_verifier import Wishes, read_key, verify_bundle
from services.keys.signing import is_signed
from tests.support.books import new_office, open_books
from tests.support.database import Database


@pytest.mark.skipif(shutil.which("openssl") is None, reason="no openssl here")
async def test_both_signatures_are_made_and_checked(database: Database, tmp_path: Path) -> None:
    pem = tmp_path / "sm2.pem"
    subprocess.run(  # noqa: S603, ASYNC221 # our own arguments, nothing else runs
        ["openssl", "genpkey", "-algorithm", "SM2", "-out", str(pem)],  # noqa: S607 # the system's
        check=True,
        capture_output=True,
    )
    pem.chmod(0o600)
    settings = msgspec.structs.replace(database.settings, sm2_key_file=pem)
    async with open_books(msgspec.structs.replace(database, settings=settings)) as books:
        office = await new_office(books)
        await books.checkpointer.take()
        stored = await books.proofs.checkpoint()
        assert [is_signed(stored.note, key.public) for key in books.signing.every] == [True, True]
        with (tmp_path / "books.zip").open("wb") as target:  # a test's own file
            await books.bundles.write(
                office.union_id, await books.bundles.name(office.union_id), target
            )
    wishes = Wishes(key=read_key(books.signing.own.public.text))
    found = verify_bundle(str(tmp_path / "books.zip"), wishes)
    assert (found.status, found.covered["log_signature"]) == (0, 4)
