"""Jobs that may be killed at any statement, and the books each finds."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Final, NamedTuple

import msgspec

from services.cli import VERBS
from services.cli.arguments import parser
from services.cli.ready import OPERATOR
from services.commands.founding import Founder, NewUnit
from services.keys.signing import SigningKeys, ensure_signing_key
from services.settings import Settings
from tests.services.erasure.erasing import appoint, approved, left
from tests.support.books import COUNTY, TODAY, Office, new_office, open_books
from tests.support.database import Database, Server, create_database, drop_database

_UNIT: Final = "QZ010"
_PASSPHRASE: Final = "seven quiet herons over the weir"
_REASON: Final = "县总工会〔2026〕7号"
_MOVED: Final = "U001"
_ORIGIN: Final = "new.example/books"
_CENSUSES: Final = frozenset({"books.checkpoint", "books.census", "books.census_head"})
"""One more census does no harm: a second try takes its own."""
_BUILDS: Final = frozenset({"books.projection", "books.cursor"})
"""A build that was begun and left is nobody's ledger; `gonghui migrate --stage post` drops it."""


class Ready(NamedTuple):
    """What a job is asked, and under which settings of its own."""

    arguments: Sequence[str]
    environment: Mapping[str, str] = {}


Prepare = Callable[[Server, Database, Path], Awaitable[Ready]]


class Job(NamedTuple):
    """`prepare` makes the books and tells what to type. `exact`: the same rows, byte for byte, not only as many.

    `varies`: tables that may hold more after a second try, because trying is on record.
    """

    prepare: Prepare
    exact: bool
    varies: frozenset[str] = frozenset()


async def _behind(server: Server, database: Database, folder: Path) -> Ready:
    """Events that no ledger has seen yet."""
    del server, folder
    async with open_books(database) as books:
        office = await new_office(books)
        for serial in range(1, 4):
            await _unseen(office, serial)
    return Ready(["project", "--once"])


async def _unseen(office: Office, serial: int) -> None:
    """Write to the log alone: what the ledgers miss is the job's to find."""
    office.desk._after_commit = _not_run
    await office.member(serial)


async def _not_run(_union_id: object, _position: int) -> bool:
    return False


async def _moved_heads(server: Server, database: Database, folder: Path) -> Ready:
    """Heads that no checkpoint covers, after one that covered others."""
    del server, folder
    async with open_books(database) as books:
        office = await new_office(books)
        await books.checkpointer.take()
        await office.member(1)
    return Ready(["checkpoint", "--once"])


async def _workbook(server: Server, database: Database, folder: Path) -> Ready:
    """A union nobody is on the books of, and the workbook of its members."""
    del server, folder
    async with open_books(database) as books:
        await _found(Founder(books.desk))
    file = next((COUNTY / _UNIT).glob("会员花名册*"))
    return Ready(["import", "file", str(file), "--union", _UNIT, "--skip-refused"])


async def _found(founder: Founder) -> None:
    federation_id = await founder.found_federation(
        "QZ000", "某县总工会", None, actor=OPERATOR, today=TODAY
    )
    unit = NewUnit(code=_UNIT, name="某工会", parent_id=federation_id, edge="territorial")
    await founder.found_unit(federation_id, unit, actor=OPERATOR, today=date(2026, 12, 31))


async def _due(server: Server, database: Database, folder: Path) -> Ready:
    """Two people whose erasure was approved."""
    del server, folder
    async with open_books(database) as books:
        office = await new_office(books)
        await appoint(office)
        for serial in (1, 2):
            await approved(office, await left(office, serial))
    return Ready(["erase", "--due"])


async def _some_books(server: Server, database: Database, folder: Path) -> Ready:
    """Ledgers to rebuild."""
    del server, folder
    async with open_books(database) as books:
        office = await new_office(books)
        for serial in range(1, 4):
            await office.member(serial)
    return Ready(["rebuild", "roster", "dues"])


async def _leaving(server: Server, database: Database, folder: Path) -> Ready:
    """A union that is about to move away."""
    await _some_books(server, database, folder)
    return Ready(_export(_MOVED, folder))


async def _arriving(server: Server, database: Database, folder: Path) -> Ready:
    """The file of a union that left another place, and a place that knows its county but not the union."""
    other = await create_database(server)
    try:
        await _some_books(server, other, folder)
        for whose in ("--federation=C000", _MOVED):
            assert await _typed(other.settings, _export(whose, folder)) == 0
        own = other.settings
        log_key = SigningKeys(own.origin, own.signing_key_file, None).own.public.text
    finally:
        await drop_database(server, other)
    environment = {"GONGHUI_SIGNING_KEY_FILE": str(folder / "own.key"), "GONGHUI_ORIGIN": _ORIGIN}
    here = msgspec.structs.replace(
        database.settings, signing_key_file=folder / "own.key", origin=_ORIGIN
    )
    ensure_signing_key(here.signing_key_file, here.origin)
    assert await _typed(here, _import("--federation=C000", folder, log_key)) == 0
    return Ready(_import(_MOVED, folder, log_key), environment)


async def _typed(settings: Settings, typed: Sequence[str]) -> int:
    arguments = parser().parse_args(typed)
    return await VERBS[arguments.verb](settings, arguments)


def _export(whose: str, folder: Path) -> list[str]:
    leaving = ["union-export", whose, "-o", str(folder / f"{whose}.moved"), *_opening(folder)]
    return [*leaving, "--freeze", "--reason", _REASON]


def _import(whose: str, folder: Path, log_key: str) -> list[str]:
    file = str(folder / f"{whose}.moved")
    return ["union-import", file, "--log-key", log_key, *_opening(folder)]


def _opening(folder: Path) -> list[str]:
    """What the file of a union is closed and opened with."""
    file = folder / "passphrase"
    file.write_text(_PASSPHRASE, encoding="utf-8")
    file.chmod(0o600)
    return ["--passphrase-file", str(file)]


JOBS: Final[Mapping[str, Job]] = {
    "projector": Job(_behind, exact=True),
    "checkpoint": Job(_moved_heads, exact=False, varies=_CENSUSES),
    "import": Job(_workbook, exact=False, varies=frozenset({"keyring.subject_key"})),
    "erasure": Job(_due, exact=False, varies=frozenset({"books.check_run"})),
    "rebuild": Job(_some_books, exact=True, varies=_BUILDS),
    "union leaves": Job(_leaving, exact=False, varies=_CENSUSES),
    "union arrives": Job(_arriving, exact=True),
}
