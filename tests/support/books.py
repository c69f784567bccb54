"""Books to work with: everything wired on a test's own database, and an office whose clerk asks for things."""

import shutil
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any
from uuid import UUID

import msgspec
import pytest
from stdnum.cn.ric import calc_check_digit

from domain.actor import Actor
from domain.command import Command
from domain.ids import MemberId
from domain.member.commands import RegisterMember
from domain.sealed import KeyKind, Sealed
from services.commands import Asked, Desk, IfNew, Outcome
from services.commands.founding import Founder, NewUnit
from services.identifiers import new_id
from services.importers.county_import import CountyImporter, CountyReport
from services.importers.file_import import FileImporter
from services.store.contract import Head
from services.store.sql import queries
from services.wiring import Wired, wired
from tests.support.beginnings import FirstLedgers, FirstUnit, once
from tests.support.database import Database, Server, create_database, drop_database

ROOT = Path(__file__).parents[2]
COUNTY = ROOT / "deploy" / "demo" / "county-a"
CLERK = Actor(actor_id="clerk-1", role="unit")
TODAY = date(2026, 12, 31)
_FEW_CONNECTIONS = 8


def id_number(serial: int, *, born: str = "19800101", area: str = "990101") -> str:
    """A valid ID number of nobody; the area code never existed."""
    stem = f"{area}{born}{serial:03d}"
    return stem + str(calc_check_digit(f"{stem}0"))


class Office:
    """The office of one union. Every wish gets a command id of its own."""

    def __init__(self, books: Wired, union_id: UUID, *, patience_seconds: float = 2.0) -> None:
        self.books = books
        self.union_id = union_id
        after_commit = partial(books.runner.after_commit, wait_seconds=patience_seconds)
        self.desk = Desk(books.log, books.vault, after_commit, books.finder.find, books.attachments)

    async def ask(self, *groups: Sequence[Command | IfNew], **changed: Any) -> Outcome:  # noqa: ANN401
        """Ask for groups of commands; whatever comes of it is returned."""
        return await self.desk.carry_out(self.asked(*groups, **changed))

    def asked(self, *groups: Sequence[Command | IfNew], **changed: Any) -> Asked:  # noqa: ANN401
        """A request of this office's clerk."""
        fields: dict[str, Any] = {
            "union_id": self.union_id,
            "command_id": new_id(),
            "actor": CLERK,
            "request": repr(groups).encode(),
            "groups": groups,
        }
        return Asked(**(fields | changed))

    async def do(self, *commands: Command | IfNew, **changed: Any) -> Outcome:  # noqa: ANN401
        """Ask for one group and demand that it is carried out."""
        outcome = await self.ask(commands, **changed)
        assert not outcome.refused, outcome.refused
        assert outcome.receipt is not None
        return outcome

    async def refused(self, *commands: Command | IfNew, **changed: Any) -> str:  # noqa: ANN401
        """Ask for one group, demand that it is refused, and return why."""
        outcome = await self.ask(commands, **changed)
        assert outcome.receipt is None
        assert len(outcome.refused) == 1
        return outcome.refused[0].refused.code

    async def person(self, serial: int) -> MemberId:
        """Somebody known by ID number, with keys, whether a member or not."""
        number = id_number(serial)
        return MemberId(
            (await self.books.vault.enrol(self.union_id, "id_number", [number]))[number]
        )

    async def seal(  # what is sealed opens under the command id it was sealed for
        self,
        who: UUID,
        field: str,
        fields: dict[str, str],
        *,
        key: KeyKind = "file",
        command_id: UUID | None = None,
        ordinal: int = 0,
    ) -> Sealed:
        sealer = await self.books.vault.sealer(self.union_id, command_id or new_id(), [who])
        return sealer.seal(who, key, field=field, ordinal=ordinal, fields=fields)

    async def registration(
        self,
        serial: int,
        *,
        command_id: UUID,
        name: str = "仲小妮",
        joined_on: date = date(2020, 3, 1),
        **changed: Any,  # noqa: ANN401
    ) -> RegisterMember:
        """A command that takes somebody onto the books."""
        who = await self.person(serial)
        identity = {"name": name, "id_number": id_number(serial)}
        fields: dict[str, Any] = {
            "occurred_on": date(2026, 1, 1),
            "member_id": who,
            "identity": await self.seal(
                who, "identity", identity, key="books", command_id=command_id
            ),
            "profile": await self.seal(
                who, "profile", {"department": "财务科"}, command_id=command_id
            ),
            "joined_on": joined_on,
        }
        return RegisterMember(**(fields | changed))

    async def member(self, serial: int, **changed: Any) -> MemberId:  # noqa: ANN401
        """Take somebody onto the books."""
        command_id = new_id()
        command = await self.registration(serial, command_id=command_id, **changed)
        await self.do(command, command_id=command_id)
        return command.member_id

    async def head(self) -> Head:
        return await self.books.log.head(self.union_id)


@asynccontextmanager
async def open_books(
    database: Database, *, pool_size: int = _FEW_CONNECTIONS
) -> AsyncIterator[Wired]:
    """Everything wired on a test's database, with a build of every projection."""
    settings = msgspec.structs.replace(database.settings, pool_size=pool_size)
    async with wired(settings) as opened:
        await opened.builds.create_first()
        yield opened


@pytest.fixture
async def books(database: Database, first_ledgers: FirstLedgers) -> AsyncIterator[Wired]:
    """Empty books."""
    assert first_ledgers.template  # the database is a copy of it
    async with open_books(database, pool_size=20) as opened:
        yield opened


@pytest.fixture
async def office(books: Wired, first_unit: FirstUnit) -> Office:
    """The office of a union with the national policies."""
    return Office(books, first_unit.union_id)


@asynccontextmanager
async def fresh_office(server: Server, begun: FirstUnit) -> AsyncIterator[Office]:
    """The office of a unit in books of its own: for one example among many of a test."""
    database = await create_database(server, begun.template)
    try:
        async with open_books(database) as opened:
            yield Office(opened, begun.union_id)
    finally:
        await drop_database(server, database)


async def with_first_ledgers(server: Server) -> FirstLedgers:
    """Make books that nothing is written in."""
    database = await create_database(server)
    async with open_books(database):
        return FirstLedgers(template=database.name)


async def with_first_unit(server: Server) -> FirstUnit:
    """Make books of a county with one unit."""
    begun = await once(server, FirstLedgers, with_first_ledgers)
    database = await create_database(server, begun.template)
    async with open_books(database) as opened:
        made = await new_office(opened)
        return FirstUnit(template=database.name, union_id=made.union_id)


async def new_office(
    books: Wired, *, code: str = "U001", county: str = "C000", patience_seconds: float = 2.0
) -> Office:
    """Found a county and one unit of it, and open the unit's office."""
    founder = Founder(books.desk)
    federation_id = await founder.found_federation(
        county, "某县总工会", None, actor=CLERK, today=TODAY
    )
    unit = NewUnit(code=code, name=f"{code}工会", parent_id=federation_id, edge="territorial")
    unit_id = await founder.found_unit(federation_id, unit, actor=CLERK, today=TODAY)
    return Office(books, unit_id, patience_seconds=patience_seconds)


async def import_county(
    books: Wired,
    folder: Path,
    *,
    vocabulary: Sequence[str] = (),
    told: Callable[[str, int, int], None] = lambda _name, _done, _of: None,
) -> CountyReport:
    """Import a county's folder as the command line does."""
    importer = CountyImporter(Founder(books.desk), FileImporter(books.desk, books.vault))
    return await importer.run(folder, actor=CLERK, today=TODAY, vocabulary=vocabulary, told=told)


async def heads(books: Wired) -> dict[UUID, tuple[int, bytes]]:
    """Position and hash of every union."""
    found = {}
    async with books.pools.auditor.all_unions_tx() as connection:
        for row in await connection.fetch(queries("services.store", "ledgers.sql")["unions"]):
            head = await books.log.head(row["union_id"])
            found[head.union_id] = (head.position, head.hash)
    return found


async def copied(server: Server, database: Database) -> Database:
    """A database that begins as another one stands; nobody may be connected to that one."""
    return await create_database(server, database.name)


def part_of_county(folder: Path, units: Sequence[str]) -> Path:
    """Copy the list of units and the folders of some of them."""
    folder.mkdir(parents=True, exist_ok=True)
    for path in COUNTY.glob("*.xlsx"):
        shutil.copy(path, folder / path.name)
    for unit in units:
        shutil.copytree(COUNTY / unit, folder / unit)
    return folder
