"""A running application with books in it, and for every operation a good request to spoil."""

import random
import uuid
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Any

import httpx
import msgspec
from litestar import Litestar

from services.http.operation import OPERATIONS, Operation
from services.http.parts import Parts
from tests.fuzz.asgi import Headers, ask
from tests.fuzz.hostile_requests import Target
from tests.fuzz.people_asking import as_headers, sessions_of
from tests.services.http.applying import application_over, running
from tests.services.http.browsing import Browser
from tests.services.http.calling import Caller, County, found_county
from tests.services.http.settled import opened
from tests.support.database import Database, Server, create_database, drop_database

Asker = Caller | Browser
_CLOSED = ("access.", "union.unknown", "federation.unknown")
_SIGNING = ("handler_id", "reviewer_id", "approver_id", "cashier_id", "officer_id")


class Ground(msgspec.Struct, frozen=True, kw_only=True):
    """The application, and what is needed to found more books in it."""

    app: Litestar
    database: Database
    operator_key: str

    @property
    def parts(self) -> Parts:
        parts: Parts = self.app.state["parts"]
        return parts


@asynccontextmanager
async def open_ground(server: Server) -> AsyncIterator[Ground]:
    """Run the application over a database of its own."""
    begun = await opened(server)
    database = await create_database(server, begun.template)
    try:
        async with running(application_over(database.settings)) as app:
            yield Ground(app=app, database=database, operator_key=begun.operator_key)
    finally:
        await drop_database(server, database)


async def targets(ground: Ground, dice: random.Random, round_no: int) -> list[Target]:
    """Found a county of its own, and return every operation with who may take it there.

    In every other round people are asked before keys, so that what both may is asked by either.
    """
    address = f"10.{round_no // 256}.{round_no % 256}.1", 4711
    transport = httpx.ASGITransport(ground.app, client=address)  # type: ignore[arg-type] # Litestar's own ASGI types
    async with httpx.AsyncClient(transport=transport, base_url="http://gonghui.test") as client:
        county = await found_county(client, ground.parts, ground.operator_key, f"F{round_no:03d}")
        known = await _known(county)
        people = await sessions_of(county, f".{round_no}")
    keys = [one for one in msgspec.structs.astuple(county) if isinstance(one, Caller)]
    askers = [*people.sessions, *keys] if round_no % 2 else [*keys, *people.sessions]
    known = {**known, "account_id": people.account_id}
    made = [await _target(ground.app, operation, askers, known) for operation in OPERATIONS]
    dice.shuffle(made)
    return made


async def _known(county: County) -> dict[str, str]:
    member_id = await county.member()
    officers = {name: await county.officer(f"{name}甲", "approver") for name in _SIGNING[:1]}
    officer_id = next(iter(officers.values()))
    return {
        "union_id": county.union_id,
        "unit_id": county.union_id,
        "federation_id": county.federation_id,
        **dict.fromkeys(("member_id", "beneficiary_id", "recipient_id"), member_id),
        **dict.fromkeys(_SIGNING, officer_id),
        "version": "1",
        "period": "2026-01",
        "year": "2026",
        "size": "1",
        "position": "1",
        "sample_no": "1",
        "ledger": "L1",
        "rule": "R01",
        "key_id": "0" * 20,
        "access_id": "0" * 20,
        "bundle_id": "1-1",
        "code": "X",
    }


async def _target(
    app: Litestar, operation: Operation, askers: Sequence[Asker], known: dict[str, str]
) -> Target:
    """Find out by asking who may: malformed on purpose, so that nothing is written."""
    ids = {name: known.get(name) or str(uuid.uuid4()) for name in operation.ids}
    body = None if operation.body is None else _filled(dict(operation.example or {}), known)
    first = None
    for asker in askers:
        if not _may(operation, asker):
            continue
        target = Target(operation=operation, ids=ids, headers=_headers(operation, asker), body=body)
        first = first or target
        answered = await ask(app, target.good()._replace(query=b"%00", pieces=(b"{",)))
        if not any(code.encode() in answered.body for code in _CLOSED):
            return target
    return first or Target(operation=operation, ids=ids, headers=(), body=body)


def _may(operation: Operation, asker: Asker) -> bool:
    """Nobody is asked in vain of what only the other kind may."""
    if operation.policy.public:
        return True
    if isinstance(asker, Caller):
        return bool(operation.policy.keys)
    return bool(operation.policy.people) or operation.policy.anybody


def _headers(operation: Operation, asker: Asker) -> Headers:
    """Headers of a request that lacks nothing; the command is another one each time it is asked for."""
    if_match = 1 if operation.matches else None
    is_key = isinstance(asker, Caller)
    given = asker.headers(if_match=if_match) if is_key else as_headers(asker, if_match)
    if operation.body is not None:
        given["Content-Type"] = "application/json"
    return [(name.lower().encode(), str(value).encode()) for name, value in given.items()]


def _filled(value: Any, known: dict[str, str], name: str = "") -> Any:  # noqa: ANN401 # any JSON
    """Put ids that exist in the place of an example's."""
    match value:
        case dict():
            return {key: _filled(inner, known, key) for key, inner in value.items()}
        case list() | tuple():
            return [_filled(inner, known, name) for inner in value]
        case _:
            return known.get(name, value) if name.endswith("_id") else value
