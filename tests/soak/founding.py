"""The books every installation of a soak begins with: made once, through the product's own doors, then copied."""

import asyncio
import shutil
import tempfile
import uuid
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, Final

import httpx
import msgspec

from services.auth import NO_TENANT, ApiKeyRing
from services.cli.ready import prepare
from services.store.api_keys import ApiKeys
from services.wiring import Wired, wired
from tests.services.http.calling import Caller, founding, registration, unit
from tests.soak.engine import Engine
from tests.soak.installation import Installation, Union
from tests.soak.nursery import Nursery, nursery
from tests.support.database import _roomy_folder

_MEMBERS: Final = 4


class Prepared(msgspec.Struct, frozen=True):
    """A nursery, a server that is down with books in it, and the unions in them."""

    root: Path
    nursery: Nursery
    engine: Engine
    unions: Sequence[Union]


@asynccontextmanager
async def prepared(*, unions: int, in_memory: bool) -> AsyncIterator[Prepared]:
    """Make the books in a temporary folder; nothing of it is left in the end."""
    folder = _roomy_folder() if in_memory else None
    root = Path(tempfile.mkdtemp(prefix="gonghui-soak-", dir=folder))
    try:
        async with nursery() as loaded:
            engine, founded = await _made(root, loaded, unions)
            yield Prepared(root, loaded, engine, founded)
    finally:
        shutil.rmtree(root, ignore_errors=True)


async def _made(root: Path, loaded: Nursery, unions: int) -> tuple[Engine, list[Union]]:
    engine = Engine(root / "prepared" / "pg")
    await asyncio.to_thread(engine.make)
    await engine.start()
    made = Installation(root / "prepared", engine, loaded, [])
    await prepare(made.direct_settings)
    async with wired(made.direct_settings) as books:
        await books.builds.create_first()
        await made.open(applications=1)
        founded = await _founded(books, made.web_lines[0].port, unions)
    for application in made.applications:
        await application.stop()
    await made.line.close()
    for line in made.web_lines:
        await line.close()
    await engine.stop()
    return engine, founded


async def _founded(books: Wired, port: int, unions: int) -> list[Union]:
    ring = ApiKeyRing(ApiKeys(books.pools.app))

    async def caller(role: Any, union_id: str | None = None) -> Caller:  # noqa: ANN401 # a role
        whose = NO_TENANT if union_id is None else uuid.UUID(union_id)
        issued = await ring.issue_key(role=role, label=f"key of a {role}", union_id=whose)
        return Caller(client, issued.text)

    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", timeout=30) as client:
        operator = await caller("operator")
        federation_id = (await operator.post("/v1/federations", founding())).json()["federation_id"]
        county = await caller("county", federation_id)
        units = f"/v1/federations/{federation_id}/units"
        made = []
        for number in range(unions):
            registered = await county.post(units, unit(f"QZ{number:03d}"))
            union_id = registered.json()["unit_id"]
            made.append(await _peopled(await caller("unit", union_id), union_id))
        return made


async def _peopled(clerk: Caller, union_id: str) -> Union:
    members = []
    for number in range(1, 1 + _MEMBERS):
        answer = await clerk.post(f"/v1/unions/{union_id}/members/register", registration(number))
        assert answer.status_code == 201, answer.text
        members.append(answer.json()["member_id"])
    version = int((await clerk.get(f"/v1/unions/{union_id}")).headers["ETag"].strip('"'))
    return Union(uuid.UUID(union_id), str(clerk.key), version, members)
