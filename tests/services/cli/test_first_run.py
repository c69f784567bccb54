"""`first-run` begins an installation, goes on where it was broken off, and changes nothing once books are there."""

import argparse
import re

import msgspec
import pytest

from domain.ids import PLATFORM
from services.accounts import appointing
from services.cli.arguments import parser
from services.cli.first_run import first_run
from services.cli.ready import NotMigrated, ready
from services.clock import business_day
from services.commands.founding import federation_id_of
from services.store.addresses import with_database
from services.wiring import Wired, wired
from tests.support.database import Database

CODE = r"[0-9A-Z]{4}(?:-[0-9A-Z]{4}){3}"


def asked(*more: str, federation: str = "QZ000", admin: str = "admin") -> argparse.Namespace:
    words = ["first-run", "--federation", federation, "--name", "清泽县总工会"]
    return parser().parse_args([*words, "--admin", admin, "管理员", *more])


def codes_in(told: str) -> dict[str, str]:
    """The login and the code of each line that shows one."""
    return dict(re.findall(rf"^  (\S+) +({CODE}) ", told, flags=re.MULTILINE))


async def redeemed(books: Wired, login: str, code: str) -> bool:
    account_id = await books.accounts.appointments.account_of(login)
    assert account_id is not None
    return await books.accounts.credentials.invitations.match(account_id, code) is not None


async def test_an_empty_database_becomes_an_installation(
    database: Database, capsys: pytest.CaptureFixture[str]
) -> None:
    officer = ("--officer", "Officer", "县工会干部")
    assert await first_run(database.settings, asked(*officer)) == 0
    told = capsys.readouterr().out
    codes = codes_in(told)
    assert set(codes) == {"admin", "officer"}
    async with wired(database.settings) as books:
        for login, code in codes.items():
            assert await redeemed(books, login, code)
        assert [one.code for one in await books.directory.federations()] == ["QZ000"]
        newest = await books.proofs.checkpoint(1)
        assert books.signing.own.public.text in told
        assert newest.checkpoint.short_code in told
    assert f"--log-key '{books.signing.own.public.text}'" in told
    assert "gonghui witness-key" in told


async def test_broken_off_it_is_repeated_and_the_newest_code_counts(
    database: Database, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    class PowerFails(Exception):
        """Between the federation and its people."""

    async def cut(*_: object, **__: object) -> None:
        raise PowerFails

    with monkeypatch.context() as broken:
        broken.setattr(appointing.Appointments, "offer", cut)
        with pytest.raises(PowerFails):
            await first_run(database.settings, asked())
    capsys.readouterr()
    assert await first_run(database.settings, asked()) == 0
    first = codes_in(capsys.readouterr().out)["admin"]
    assert await first_run(database.settings, asked()) == 0
    second = codes_in(capsys.readouterr().out)["admin"]
    async with wired(database.settings) as books:
        assert not await redeemed(books, "admin", first)
        assert await redeemed(books, "admin", second)
        head = await books.log.head(federation_id_of("QZ000"))
    assert head.position == 1


async def test_it_refuses_a_database_with_other_books(
    database: Database, capsys: pytest.CaptureFixture[str]
) -> None:
    assert await first_run(database.settings, asked()) == 0
    assert await first_run(database.settings, asked(federation="QZ001")) == 2
    async with wired(database.settings) as books:
        assert [one.code for one in await books.directory.federations()] == ["QZ000"]
    assert "已有账套" in capsys.readouterr().err


async def test_it_gives_out_no_code_once_the_administrator_has_begun(
    database: Database, capsys: pytest.CaptureFixture[str]
) -> None:
    assert await first_run(database.settings, asked()) == 0
    async with wired(database.settings) as books:
        appointments = books.accounts.appointments
        account_id = await appointments.account_of("admin")
        assert account_id is not None
        credential = await books.accounts.credentials.rows.find(account_id)
        assert credential is not None
        await appointments.accept(PLATFORM, account_id, credential.generation, business_day())
    capsys.readouterr()
    assert await first_run(database.settings, asked()) == 2
    shown = capsys.readouterr()
    assert codes_in(shown.out) == {}
    assert "已经启用" in shown.err


async def test_a_login_name_that_can_be_nobodys_is_refused_before_anything(
    database: Database, capsys: pytest.CaptureFixture[str]
) -> None:
    assert await first_run(database.settings, asked(admin="x y")) == 2
    assert "x y" in capsys.readouterr().err
    async with wired(database.settings) as books:
        assert await books.person_log.unions_with(["federation.registered"]) == []


async def test_in_production_only_migrate_changes_the_tables(database: Database) -> None:
    """Other verbs say so, and need no administrator's address."""
    production = msgspec.structs.replace(database.settings, profile="production")
    async with ready(production) as books:
        assert books.settings.profile == "production"
    empty = with_database(database.administrator, "no_such_database")
    with pytest.raises(NotMigrated):
        async with ready(msgspec.structs.replace(production, database_url=empty)):
            pass
