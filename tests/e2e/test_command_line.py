"""`gonghui` as an operator types it: embedded database in a folder of its own, exit codes, and what is printed."""

import asyncio
import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import asyncpg
import pytest

from services.settings import read_settings
from services.store import embedded
from services.store.addresses import Addresses
from tests.e2e.site import TEMPLATE, UNITS, Demo
from tests.e2e.test_people_journey import people_get_in
from tests.support.books import COUNTY, ROOT, part_of_county
from tests.support.database import Server, create_database, drop_database

EXPECTED: dict[str, Any] = json.loads((COUNTY / "expected.json").read_text("utf-8"))


class Done(NamedTuple):
    status: int
    out: str
    err: str


class Home(NamedTuple):
    """A folder with its own embedded database, or one elsewhere, and a county of two units beside it."""

    folder: Path
    county: Path
    elsewhere: Mapping[str, str] = {}

    @property
    def environ(self) -> dict[str, str]:
        """What a command knows of it."""
        return {"GONGHUI_HOME": str(self.folder), **self.elsewhere}

    def gonghui(self, *arguments: str, **environ: str) -> Done:
        """Type a command; nothing but the home is known to it."""
        done = subprocess.run(  # noqa: S603 # our own command
            [Path(sys.executable).with_name("gonghui"), *arguments],
            cwd=ROOT,
            env={"PATH": os.environ["PATH"], **self.environ, **environ},
            capture_output=True,
            timeout=120,
            check=False,
        )
        return Done(done.returncode, done.stdout.decode(), done.stderr.decode())

    def execute(self, statement: str) -> None:
        """Do what only whoever owns the database could do."""
        settings = read_settings(self.environ)

        async def run() -> None:
            connection = await asyncpg.connect(Addresses(settings).administrator)
            try:
                await connection.execute(statement)
            finally:
                await connection.close()

        asyncio.run(run())


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Home]:
    made = Home(tmp_path / "home", part_of_county(tmp_path / "county", UNITS))
    embedded.start(made.folder / "postgres", durable=False)  # or every command would start it anew
    yield made
    embedded.leave(made.folder / "postgres")


@pytest.fixture
def told(server: Server, demo: Demo, tmp_path: Path) -> Iterator[Home]:
    """The books the demo of this run left, copied."""
    database = asyncio.run(create_database(server, TEMPLATE))
    yield Home(demo.home, tmp_path / "county", {"DATABASE_URL": database.administrator})
    asyncio.run(drop_database(server, database))


def last_document(text: str) -> Any:  # noqa: ANN401 # JSON
    return json.loads(text.strip().splitlines()[-1])


def test_a_demo_ends_with_the_known_answer_and_its_books_can_be_asked(
    told: Home, demo: Demo
) -> None:
    document = last_document(demo.told)
    for unit in UNITS:
        assert document["units"][unit] == EXPECTED["units"][unit]
    assert document["refused"] == [
        one for one in EXPECTED["refused"] if one["file"].partition("/")[0] in UNITS
    ]
    assert "不一致" not in demo.told
    _totals(told, document)
    _ledger(told)
    _offline(told, demo.told)
    asyncio.run(people_get_in(told.environ, demo.told))
    _verify(told)


def _totals(home: Home, document: Any) -> None:  # noqa: ANN401 # JSON
    totals = home.gonghui("totals", "--year", "2026", "--json")
    assert (totals.status, last_document(totals.out)["units"]) == (0, document["units"])
    other = home.gonghui("totals", "--year", "2026", "--json", "--federation", "NONE")
    assert (other.status, last_document(other.out)["units"]) == (0, {})


def _ledger(home: Home) -> None:
    ledger = home.gonghui("ledger", "L4", "--union", "QZ001", "--year", "2026", "--json")
    assert (ledger.status, len(last_document(ledger.out)["rows"]) >= 12) == (0, True)
    early = home.gonghui(
        "ledger", "L1", "--union", "QZ001", "--year", "2026", "--json", "--known-at", "1"
    )
    assert (early.status, last_document(early.out)["rows"]) == (0, [])
    for union, name in (("QZ999", "L4"), ("QZ001", "L99")):
        assert home.gonghui("ledger", name, "--union", union, "--year", "2026").status == 2
    for wrong in (("--year", "99999"), ("--year", "2026", "--known-at", "99999999")):
        assert home.gonghui("ledger", "L4", "--union", "QZ001", *wrong).status == 2


def _offline(home: Home, told: str) -> None:
    """The three commands the demo ends with, typed as they are but for the places they write to."""
    commands = [
        line.split() for line in told.splitlines() if line.startswith(("  gonghui ", "  python3 "))
    ]
    (_, *bundle, _), (_, *verifier, _), (_, name, files, *wishes) = commands
    away = home.county.parent
    assert home.gonghui(*bundle, str(away / "audit")).status == 0
    assert home.gonghui(*verifier, str(away / name)).status == 0
    done = subprocess.run(  # noqa: S603 # what was written out
        [sys.executable, "-I", "-S", name, *map(str, away.glob(files)), *wishes],
        cwd=away,
        capture_output=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stdout.decode()


def _verify(home: Home) -> None:
    clean = home.gonghui("verify")
    assert clean.status == 0
    assert " 0 broken; " in clean.out
    home.execute(
        "update books.event set actor_id = 'x' where position = 9 and union_id ="
        " (select union_id from books.event group by union_id order by count(*) desc limit 1)"
    )
    broken = home.gonghui("verify")
    assert broken.status == 1
    assert "position 9 digest_differs" in broken.out
    assert " 1 broken; " in broken.out
    assert home.gonghui("verify", "--json").status == 1


def test_misuse_is_told_by_the_exit_code(home: Home) -> None:
    assert home.gonghui("import", "county", str(home.county / "QZ001")).status == 1
    assert home.gonghui("totals").status == 2
    assert home.gonghui("migrate", GONGHUI_POOL_SIZE="many").status == 2
