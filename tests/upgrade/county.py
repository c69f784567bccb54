"""A county with two units and a few members in each, founded by the doors that users have."""

import uuid
from pathlib import Path
from typing import Any, Final

from services.auth import NO_TENANT
from services.commands.founding import federation_id_of, unit_id_of
from tests.services.http.calling import founding, registration, unit
from tests.upgrade.asking import ask
from tests.upgrade.load import Desk
from tests.upgrade.running import Installation

UNITS: Final = ("QZ001", "QZ002")
COUNTY: Final = federation_id_of("QZ")
_CLERKS: Final = 2
_ISSUE_KEYS: Final = """
import asyncio, os, sys, uuid
from services.auth import ApiKeyRing
from services.settings import read_settings
from services.store.api_keys import ApiKeys
from services.wiring import wired

async def issue():
    async with wired(read_settings(os.environ)) as books:
        ring = ApiKeyRing(ApiKeys(books.pools.app))
        for role, of in (word.split(":") for word in sys.argv[1:]):
            print((await ring.issue_key(role=role, label=role, union_id=uuid.UUID(of))).text)

asyncio.run(issue())
"""


async def keys(installation: Installation, tree: Path) -> list[str]:
    """Issue keys for an operator, the county and its units; whose they are is known before they are founded."""
    wanted = [
        f"operator:{NO_TENANT}",
        f"county:{COUNTY}",
        *(f"unit:{unit_id_of(COUNTY, code)}" for code in UNITS),
    ]
    said = await installation.run_program(tree, _ISSUE_KEYS, *wanted)
    return [line for line in said.splitlines() if line.startswith("uk_")]


async def founded(port: int, issued: list[str]) -> list[Desk]:
    """Found the county and its units; each clerk to come has a member of their own: nobody writes to another's."""
    operator, county, *units = issued
    await _posted(port, operator, "/v1/federations", founding("QZ"))
    desks = []
    for number, (code, key) in enumerate(zip(UNITS, units, strict=True)):
        path = f"/v1/federations/{COUNTY}/units"
        union_id = (await _posted(port, county, path, unit(code)))["unit_id"]
        path = f"/v1/unions/{union_id}/members/register"
        for clerk in range(_CLERKS):
            who = registration(_CLERKS * number + clerk)
            member = await _posted(port, key, path, who)
            desks.append(Desk(union_id=union_id, key=key, member_id=member["member_id"]))
    return desks


async def received_fen(port: int, desks: list[Desk]) -> dict[str, int]:
    """What the ledgers say was received in the month of the load, by union."""
    received = {}
    for desk in desks:
        answer = await ask(port, "GET", f"{desk.path}/dues/months?year=2026", key=desk.key)
        received[desk.union_id] = answer.json["rows"][0]["received_fen"]
    return received


async def _posted(port: int, key: str, path: str, body: object) -> Any:  # noqa: ANN401
    answer = await ask(port, "POST", path, key=key, body=body, command_id=str(uuid.uuid4()))
    assert answer.status in {200, 201}, answer.body
    return answer.json
